"""The library that lets one call of the program fail, kill or stop it (calls.c)."""

import dataclasses
import os
import pathlib
import shutil
import signal
import subprocess

SOURCE = pathlib.Path(__file__).parent.parent / "calls.c"
# Kinds of fault that let a call fail; the program goes on.
FAILING = ["full", "full-once", "broken", "broken-once"]


@dataclasses.dataclass(frozen=True)
class Call:
    """A call that changes a file: its number, its name, and the name of the file below the folder."""

    number: int
    name: str
    path: str


class Calls:
    """Makes the environment in which calls are listed or go wrong."""

    def __init__(self, folder: pathlib.Path):
        self._library = folder / "calls.so"
        self._log = folder / "calls.log"

    def environment(self, fault: str, folder: pathlib.Path, number: int = 0,
                    signal_number: int = signal.SIGINT) -> dict[str, str]:
        """Variables by which the `number`th call of the kind that `fault` concerns goes wrong, in that folder."""
        if not self._library.exists():
            self._build()
        return {"LD_PRELOAD": str(self._library), "CALL_FAULT": fault, "CALL_NUMBER": str(number),
                "CALL_FOLDER": str(folder), "CALL_SIGNAL": str(int(signal_number))}

    def listing(self, folder: pathlib.Path, what: str = "list") -> dict[str, str]:
        """Variables by which the calls are written down; `listed` reads them."""
        self._log.unlink(missing_ok=True)
        return {**self.environment(what, folder), "CALL_LOG": str(self._log)}

    def listed(self, folder: pathlib.Path) -> list[Call]:
        """What a run with `listing` wrote down."""
        if not self._log.exists():
            return []
        lines = [line.split(" ", 3) for line in self._log.read_text(errors="replace").splitlines()]
        return [Call(int(number), name, os.path.relpath(folder / path, folder)) for number, name, _, path in lines]

    def _build(self) -> None:
        compiler = shutil.which("cc") or shutil.which("clang") or "cc"
        subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", self._library, SOURCE, "-ldl"], check=True)


def closing(calls: list[Call]) -> list[Call]:
    """The calls of the closing phase: from the last frames of the transaction, or the last bytes of a file, to the end."""
    def last(ending: str) -> int:
        return max((place for place, call in enumerate(calls)
                    if call.name == "pwrite" and call.path.endswith(ending)), default=-1)

    if last("-wal") >= 0:
        return calls[max(0, last("-wal") - 5):]
    if last("-journal") >= 0:
        return calls[max(0, last("-journal") - 5):]
    written = max((place for place, call in enumerate(calls) if call.name == "write"), default=0)
    return calls[max(0, written - 5):]
