"""Runs commands that write where there is no room: on file systems of 1 to 8 MB, and under a limit for files.

    python3 smalldisk.py BINARY [TRIES [SEED]]

File systems of a few megabytes can only be made by root; without that the limit alone is tried.
"""

import os
import pathlib
import shutil
import subprocess
import sys

from common import OF_THE_DISK, Job, Torture, Verdict, World, begin

# Set once this process sees mounts that nobody else does, and that vanish with it.
APART = "TORTURE_APART"


class Disk:
    """A small file system, where one can be made."""

    def __init__(self, torture: Torture):
        self.path = torture.folder / "disk"
        self.path.mkdir()
        self.can_be_made = os.environ.get(APART) == "yes" and self.mount(1)
        if self.can_be_made:
            self.unmount()
        else:
            torture.note("file systems of a few MB are not tried: that needs root, and a kernel that lets it mount")

    def mount(self, megabytes: int) -> bool:
        """Makes it, empty."""
        words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(self.path)]
        return subprocess.run(words, capture_output=True).returncode == 0

    def unmount(self) -> None:
        """Takes it away with all that is in it."""
        subprocess.run(["umount", str(self.path)], check=True)

    def leave_room(self, size: int) -> pathlib.Path:
        """Fills it so that that many bytes are left, or what there is if that is less; the file that does so."""
        state = os.statvfs(self.path)
        filler = self.path / "filler"
        with open(filler, "wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, state.f_bavail * state.f_frsize - size))
        return filler


def try_on_disk(world: World, job: Job, disk: Disk, megabytes: int, room: int) -> None:
    """Runs a job on a file system of that size with that much room; somebody then makes room, and looks."""
    elsewhere = world.place
    disk.mount(megabytes)
    try:
        world.place = disk.path / "try"
        try:
            job.lay_out(world.place)
        except OSError:
            return world.torture.note("a knowledge base did not fit into its disk, or what lies beside it")
        filler = disk.leave_room(room)
        run = world.run(job)
        filler.unlink()
        # Where there is room for what comes next.
        shutil.rmtree(elsewhere, ignore_errors=True)
        shutil.copytree(world.place, elsewhere)
    finally:
        world.place = elsewhere
        disk.unmount()
    Verdict(world, job, run, f"{room} bytes of room on {megabytes} MB").give(OF_THE_DISK)


def try_under_limit(world: World, job: Job, limit: int) -> None:
    """Runs a job that may not let any file grow beyond so many bytes; the kernel's signal for that is no excuse."""
    job.lay_out(world.place)
    run = world.run(job, file_limit=limit)
    Verdict(world, job, run, f"files of at most {limit} bytes").give(OF_THE_DISK)


def main() -> None:
    torture = begin("smalldisk", 100)
    disk = Disk(torture)
    world = World(torture)
    jobs = world.jobs
    chance = torture.random
    for number in torture.each(range(torture.tries)):
        job = jobs[number % len(jobs)]
        if disk.can_be_made and number % 3:
            room = chance.choice([0, 4_096, chance.randrange(1 << 21)])
            try_on_disk(world, job, disk, chance.randrange(1, 9), room)
        else:
            try_under_limit(world, job, chance.randrange(1 << 20))
    torture.end()


def go_apart() -> None:
    """Goes on as a process whose mounts are its own, where that is allowed."""
    unshared = ["unshare", "--mount", "--propagation", "private"]
    if os.geteuid() != 0 or not shutil.which("unshare"):
        return
    if subprocess.run([*unshared, "true"], capture_output=True).returncode == 0:
        os.environ[APART] = "yes"
        os.execvp("unshare", [*unshared, sys.executable, *sys.argv])


if __name__ == "__main__":
    if APART not in os.environ:
        go_apart()
    main()
