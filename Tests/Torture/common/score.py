"""The frame of a script: its arguments, its folder, its time, and what it says at the end."""

import argparse
import atexit
import os
import pathlib
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from typing import NoReturn, TypeVar

from .calls import Calls
from .program import Program

Item = TypeVar("Item")

# No command may need more memory on inputs as small as those of these scripts.
MEGABYTES = 200


class Torture:
    """One script at work; what goes wrong is told at once, the figures at the end."""

    def __init__(self, title: str, binary: str, tries: int, seed: int):
        self.title, self.tries, self.seed = title, tries, seed
        self.random = random.Random(f"{title} {seed}")
        # Its true name, as that is what the system says of open files.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"armskb-{title}-")).resolve()
        if "TORTURE_KEEP" not in os.environ:
            atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        self.program = Program(binary, self.folder / "home")
        self.calls = Calls(self.folder)
        self._count = 0
        self._failures: dict[str, int] = {}
        self._notes: dict[str, int] = {}
        self._start = time.monotonic()
        # For a slow machine; what is not tried by then is not tried.
        self._limit = float(os.environ.get("TORTURE_SECONDS", 60 + 6 * tries))

    @property
    def is_late(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() - self._start > self._limit

    def each(self, plan: Iterable[Item]) -> Iterator[Item]:
        """The members of a plan, each counted as a try, until the time is up."""
        for item in plan:
            if self.is_late:
                self.note("the time was up", f"{self._limit:.0f} s; TORTURE_SECONDS allows more")
                return
            self._count += 1
            yield item

    def sample(self, plan: list[Item], size: int) -> list[Item]:
        """So many members of a plan, in its order; all of them if they are fewer."""
        if size >= len(plan):
            return plan
        return [plan[place] for place in sorted(self.random.sample(range(len(plan)), max(size, 0)))]

    def fail(self, kind: str, detail: object) -> None:
        """Notes that something is wrong; the first few of each kind are told."""
        self._failures[kind] = self._failures.get(kind, 0) + 1
        if self._failures[kind] <= 3:
            print(f"FAILURE {kind}: {detail}", flush=True)

    def note(self, kind: str, detail: object = "") -> None:
        """Notes what is no failure and yet worth knowing."""
        self._notes[kind] = self._notes.get(kind, 0) + 1
        if self._notes[kind] == 1:
            print(f"note: {kind}{f': {detail}' if detail else ''}", flush=True)

    def end(self) -> NoReturn:
        """Says how it went; the status tells whether anything failed."""
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
        if largest > MEGABYTES:
            self.fail("memory", f"a command took {largest} MB")
        for kind, number in sorted(self._notes.items()):
            print(f"  noted {number} times: {kind}")
        for kind, number in sorted(self._failures.items()):
            print(f"  failed {number} times: {kind}")
        failures = sum(self._failures.values())
        if "TORTURE_KEEP" in os.environ:
            print(f"  kept: {self.folder}")
        print(f"{self.title}: {self._count} tries, {failures} failures   "
              f"({time.monotonic() - self._start:.0f} s, seed {self.seed})", flush=True)
        sys.exit(1 if failures else 0)


def begin(title: str, default_tries: int) -> Torture:
    """Reads the command line: BINARY [TRIES [SEED]]."""
    parser = argparse.ArgumentParser(description="See the beginning of the script.")
    parser.add_argument("binary", help="the program")
    parser.add_argument("tries", nargs="?", type=int, default=default_tries)
    parser.add_argument("seed", nargs="?", type=int, default=1, help="the same seed makes the same tries")
    options = parser.parse_args()
    plain_signals()
    return Torture(title, os.path.realpath(options.binary), options.tries, options.seed)


def plain_signals() -> None:
    """Whoever started the script may have signals ignored or blocked, which the program would inherit."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
