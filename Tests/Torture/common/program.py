"""Runs the program that is tried, with nothing of the user's around it and within bounds of time."""

import contextlib
import dataclasses
import os
import pathlib
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable

# So long may a command take on inputs as small as those of these scripts, on a slow machine and in a debug build.
PATIENCE = float(os.environ.get("TORTURE_PATIENCE", 60))
# Signals by which a program ends that did something it must not do.
CRASHES = {signal.SIGSEGV, signal.SIGILL, signal.SIGTRAP, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGSYS}


@dataclasses.dataclass(frozen=True)
class Run:
    """What came of one run."""

    status: int  # negative: the signal that ended it
    out: bytes
    err: bytes
    hung: bool  # it did not end by itself

    @property
    def words(self) -> str:
        """What was said on standard error."""
        return self.err.decode("utf-8", "replace").strip()

    @property
    def crashed(self) -> bool:
        """Whether it ended by a signal of its own making; a shell tells it by a status above 128."""
        return -self.status in CRASHES or self.status - 128 in CRASHES

    @property
    def answer(self) -> tuple[int, bytes]:
        """What a question was answered with: the status and the text."""
        return self.status, self.out

    def __str__(self) -> str:
        return f"status {self.status}{', does not end' if self.hung else ''}: " + self.words.replace("\n", " | ")[:300]


class Program:
    """The program and the environment in which it runs."""

    def __init__(self, binary: str, home: pathlib.Path):
        self.binary = binary
        self.environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "HOME": str(home),
            "XDG_DATA_HOME": str(home / "data"), "ARMSKB_USER": "torture", "COLUMNS": "100", "ARMSKB": binary,
        }

    def start(self, words: list[str], folder: pathlib.Path, environment: dict[str, str] | None = None,
              **options) -> subprocess.Popen:
        """Starts the program in a folder and does not wait."""
        options.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.Popen([self.binary, *words], cwd=folder,
                                env={**self.environment, **(environment or {})}, **options)

    def run(self, words: list[str], folder: pathlib.Path, environment: dict[str, str] | None = None,
            file_limit: int | None = None, killed_after: float | None = None) -> Run:
        """Runs the program in a folder to its end.

        file_limit: no file may grow beyond so many bytes.
        killed_after: seconds after which it is killed.
        """
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))

        options = {"preexec_fn": limit} if file_limit is not None else {}
        if killed_after is not None:
            run = self._bounded([self.binary, *words], folder, environment, killed_after, **options)
            return dataclasses.replace(run, hung=False)
        return self._bounded([self.binary, *words], folder, environment, **options)

    def run_stopped(self, words: list[str], folder: pathlib.Path, environment: dict[str, str],
                    meanwhile: Callable[[], None]) -> tuple[Run, bool]:
        """Runs the program; when it stops itself, `meanwhile` happens, and it goes on. Tells whether it stopped."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = self.start(words, folder, environment, stdout=out, stderr=err)
            status = self._stopped_or_ended(process)
            if status is None:
                stopped = True
                try:
                    meanwhile()
                finally:
                    process.send_signal(signal.SIGCONT)
                status = self._stopped_or_ended(process)
            else:
                stopped = False
            hung = status is None
            if hung:
                process.kill()
                process.wait()
            else:
                process.returncode = status
            out.seek(0)
            err.seek(0)
            return Run(process.returncode, out.read(), err.read(), hung), stopped

    def _stopped_or_ended(self, process: subprocess.Popen) -> int | None:
        """Waits; the status of a process that ended, None of one that stopped, or that does neither for too long."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            number, status = os.waitpid(process.pid, os.WNOHANG | os.WUNTRACED)
            if number:
                return None if os.WIFSTOPPED(status) else os.waitstatus_to_exitcode(status)
            time.sleep(0.002)
        return None

    def shell(self, line: str, folder: pathlib.Path, environment: dict[str, str] | None = None,
              patience: float = PATIENCE) -> Run:
        """Runs a line of bash, in which $ARMSKB is the program; all that it starts ends with it."""
        return self._bounded(["bash", "-c", line], folder, environment, patience, start_new_session=True)

    def _bounded(self, words: list[str], folder: pathlib.Path, environment: dict[str, str] | None,
                 patience: float = PATIENCE, **options) -> Run:
        # Files and not pipes: nobody has to read while the program writes.
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = subprocess.Popen(words, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                       env={**self.environment, **(environment or {})}, **options)
            hung = False
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                hung = True
                process.kill()
                process.wait()
            if options.get("start_new_session"):
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
            out.seek(0)
            err.seek(0)
            return Run(process.returncode, out.read(), err.read(), hung)
