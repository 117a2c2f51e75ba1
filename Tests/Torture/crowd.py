"""Readers beside writers: each answer must be that of one state that was.

    python3 crowd.py BINARY [TRIES [SEED]]

torn   a reader is stopped at its n-th read while a writer stores something, for many questions and n
dying  a reader is stopped between two transactions while a writer is killed: in the middle of writing into the file,
       which leaves a hot journal, or with a log that is to be recovered
crowd  two writers that import and undo, beside several readers

The answers of each question in each state are known beforehand. Status 75, try again, is no failure.
"""

import contextlib
import dataclasses
import os
import pathlib
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

from common import Run, Torture, World, begin, contents, records, remove

QUESTIONS = [
    "status", "query totals --by supplier", "query totals --by pair --explain", "query totals --by category --currency USD",
    "query totals --by year", "query totals --window 5 --top 5", "query transfers", "query claims", "query country ARM",
    "query country ARM --format json", "query conflicts --words", "query sources", "query documents", "export claims",
    "export transfers", "export totals", "export ftm", "cite --by pair --supplier RUS", "cite --supplier ISR", "check",
    "review transfers --list", "search missile", "diff 2020 2040", "show ARM",
]
# What other programs do to the file, and die of.
NEIGHBOUR = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 5")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE claim SET note = hex(zeroblob(2000))")
os.kill(os.getpid(), signal.SIGKILL)
"""
READERS = 4
# The states in which a crowd may find the file: which of the two files are in.
STATES = {"none": (), "a": ("a.jsonl",), "b": ("b.jsonl",), "both": ("a.jsonl", "b.jsonl")}


@dataclasses.dataclass(frozen=True)
class Answer:
    """What a question is answered with: the status and the text, without what differs from run to run."""

    status: int
    text: bytes

    @staticmethod
    def of(run: Run) -> "Answer":
        """Leaves numbers of batches, sizes and days out."""
        text = re.sub(rb"(?m)^(batches|file|Asked on) .*$", b"", run.out)
        return Answer(run.status, re.sub(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"MOMENT", text))


class Crowd:
    """A file, what may be asked of it, and what the answers may be."""

    def __init__(self, torture: Torture):
        self.torture = torture
        self.folder = torture.folder / "crowd"
        self.folder.mkdir()
        self.world = World(torture)
        lines = records(random.Random(9), range(400, 640)).splitlines(keepends=True)
        for name, part in (("a.jsonl", lines[0::3]), ("b.jsonl", lines[1::3]), ("rest.jsonl", lines[2::3])):
            (self.folder / name).write_text("".join(part))
        shutil.copyfile(self.world.folder / "base.db", self.folder / "base.db")
        self.do("import", "rest.jsonl", db="base.db")
        # All names are known in every state, so that none of them is told by a name that is new.
        for name in ("a.jsonl", "b.jsonl"):
            self.do("import", name, db="base.db")
            self.do("undo", "--yes", db="base.db")
        self.answers = {(question, state): answer for state in STATES for question, answer in self.ask_all(state)}

    def do(self, *words: str, db: str = "k.db", environment: dict[str, str] | None = None) -> Run:
        """Runs a command that has to work."""
        return self.world.working([*words, "--db", db], self.folder, environment)

    def ask_all(self, state: str) -> Iterator[tuple[str, Answer]]:
        """Each question with its answer in a state."""
        name = f"{state}.db"
        shutil.copyfile(self.folder / "base.db", self.folder / name)
        for file in STATES[state]:
            self.do("import", file, db=name)
        for question in QUESTIONS:
            yield question, Answer.of(self.torture.program.run([*question.split(), "--db", name], self.folder))

    def fresh(self) -> pathlib.Path:
        """The file in its first state."""
        path = self.folder / "k.db"
        remove(path)
        shutil.copyfile(self.folder / "base.db", path)
        return path

    def differing(self) -> list[str]:
        """The questions that tell the first state from the one with the first file."""
        return [question for question in QUESTIONS if self.answers[question, "none"] != self.answers[question, "a"]]

    def hold(self, kind: str, question: str, run: Run, states: list[str], label: str) -> None:
        """Holds an answer against those of the states that may have been."""
        if run.hung or run.crashed:
            return self.torture.fail("hangs" if run.hung else "crashes", f"{question}, {label}: {run}")
        if run.status == 75:
            return self.torture.note(f"{kind}: a reader was told to try again", question)
        answer = Answer.of(run)
        if answer in [self.answers[question, state] for state in states]:
            return
        if answer.status not in (0, 1):
            return self.torture.fail(f"{kind}: status {run.status}", f"{question}, {label}: {run}")
        if "TORTURE_KEEP" in os.environ:
            (self.folder / f"torn-{question.replace(' ', '_')}.out").write_bytes(run.out)
        self.torture.fail(f"{kind}: an answer of no state that was", f"{question}, {label}: {run}")

    def hold_file(self, kind: str, label: str) -> None:
        """The file is whole, and what is derived in it is right."""
        state = contents(self.folder / "k.db")
        if state.kind != "rows":
            return self.torture.fail(f"{kind}: damaged", f"{label}: {state}")
        checks = "database,dangling-reference,stale-transfers,stale-totals"
        run = self.torture.program.run(["check", "--only", checks, "--db", "k.db"], self.folder)
        if run.status != 0:
            self.torture.fail(f"{kind}: check afterwards", f"{label}: {run} {run.out[:200]!r}")


@contextlib.contextmanager
def kept_in_log_mode(path: pathlib.Path) -> Iterator[None]:
    """Keeps a file in WAL mode, as long as others write and read it."""
    keeper = sqlite3.connect(path, isolation_level=None)
    try:
        keeper.execute("PRAGMA journal_mode = WAL")
        keeper.execute("SELECT count(*) FROM claim").fetchone()
        yield
    finally:
        keeper.close()


def stopping_places(crowd: Crowd, question: str, listing: str) -> list[int]:
    """The numbers of the reads, or of the unlocks, of a question."""
    environment = crowd.torture.calls.listing(crowd.folder, listing)
    crowd.torture.program.run([*question.split(), "--db", "k.db"], crowd.folder, environment)
    return [call.number for call in crowd.torture.calls.listed(crowd.folder)]


def stopped(crowd: Crowd, question: str, fault: str, number: int, meanwhile: Callable[[], None]) -> tuple[Run, bool]:
    """Asks a question, stops the reader at that place, and lets something happen meanwhile."""
    environment = crowd.torture.calls.environment(fault, crowd.folder, number)
    return crowd.torture.program.run_stopped([*question.split(), "--db", "k.db"], crowd.folder, environment, meanwhile)


def torn(crowd: Crowd, tries: int) -> None:
    """A writer stores a file while a reader stands still in the middle of its answer."""
    places = []
    for question in crowd.differing():
        with kept_in_log_mode(crowd.fresh()):
            places += [(question, number) for number in stopping_places(crowd, question, "list-reads")]
    for question, number in crowd.torture.each(crowd.torture.sample(places, tries)):
        with kept_in_log_mode(crowd.fresh()):
            run, _ = stopped(crowd, question, "stop-read", number, lambda: crowd.do("import", "a.jsonl", "--quiet"))
        crowd.hold("torn", question, run, ["none", "a"], f"stopped at read {number}")


def deaths(crowd: Crowd) -> dict[str, Callable[[], None]]:
    """Ways in which a writer can die, each with a name."""
    path = crowd.fresh()
    words = ["import", "a.jsonl", "--quiet"]
    crowd.do(*words, environment=crowd.torture.calls.listing(crowd.folder))
    calls = [call for call in crowd.torture.calls.listed(crowd.folder) if call.path.startswith("k.db")]

    def killed(kind: str, number: int) -> Callable[[], None]:
        environment = crowd.torture.calls.environment(kind, crowd.folder, number)
        return lambda: crowd.torture.program.run([*words, "--db", "k.db"], crowd.folder, environment) and None

    ways = {f"a writer {kind} at call {call.number}, {call.name} of {call.path}":
            killed("tear" if kind == "torn" and "write" in call.name else "kill", call.number)
            for call in calls for kind in ("killed", "torn")}
    neighbour = [sys.executable, "-c", NEIGHBOUR, str(path)]
    return {**ways, "another program killed while it wrote": lambda: subprocess.run(neighbour) and None}


def dying(crowd: Crowd, tries: int) -> None:
    """A writer dies while a reader stands still between two of its transactions; the reader then puts things right."""
    ways = deaths(crowd)
    others, neighbour = list(ways)[:-1], list(ways)[-1]
    places = []
    for question in QUESTIONS:
        crowd.fresh()
        places += [(question, number) for number in stopping_places(crowd, question, "list-unlocks")]
    chance = crowd.torture.random
    for question, number in crowd.torture.each([chance.choice(places) for _ in range(tries)]):
        way = neighbour if chance.random() < 0.5 else chance.choice(others)
        crowd.fresh()
        run, was_stopped = stopped(crowd, question, "stop-unlock", number, ways[way])
        label = f"stopped after unlock {number}, {way}"
        if not was_stopped:
            crowd.torture.note("dying: a reader that did not stop", label)
        crowd.hold("dying", question, run, ["none", "a"], label)
        crowd.hold_file("dying", label)


class Press:
    """Two writers and several readers at once, until enough questions were answered."""

    def __init__(self, crowd: Crowd, tries: int):
        self.crowd, self.torture = crowd, crowd.torture
        self.plan = self.torture.each(self.torture.random.choice(QUESTIONS) for _ in range(tries))
        self.lock = threading.Lock()
        self.is_over = False

    def run(self) -> None:
        """Lets them all loose and waits for their end."""
        self.crowd.fresh()
        readers = [threading.Thread(target=self.read) for _ in range(READERS)]
        writers = [threading.Thread(target=self.write, args=(name,)) for name in ("a.jsonl", "b.jsonl")]
        for thread in readers + writers:
            thread.start()
        for thread in readers:
            thread.join()
        self.is_over = True
        for thread in writers:
            thread.join()
        self.crowd.hold_file("crowd", "at the end")

    def read(self) -> None:
        """Asks one question after the other."""
        while True:
            with self.lock:
                question = next(self.plan, None)
            if question is None:
                return
            run = self.torture.program.run([*question.split(), "--db", "k.db"], self.crowd.folder)
            with self.lock:
                self.crowd.hold("crowd", question, run, list(STATES), "beside two writers")

    def write(self, name: str) -> None:
        """Stores a file and takes it back, over and over."""
        chance = random.Random(f"{name} {self.torture.seed}")
        while not self.is_over:
            stored = self.persist("import", name)
            batch = re.search(r"armskb undo (\d+)", stored.words) if stored else None
            if not batch:
                return
            time.sleep(chance.random() * 0.2)
            self.persist("undo", batch[1], "--yes")
            time.sleep(chance.random() * 0.2)

    def persist(self, *words: str) -> Run | None:
        """Runs a command that writes; who is told to try again does so. None if it cannot be done."""
        while True:
            run = self.torture.program.run([*words, "--db", "k.db"], self.crowd.folder)
            with self.lock:
                if run.status == 0:
                    return run
                if run.status != 75:
                    self.torture.fail("crowd: a writer", f"{' '.join(words)}: {run}")
                    return None
                self.torture.note("crowd: a writer was told to try again", run)
                if self.is_over or self.torture.is_late:
                    return None


def main() -> None:
    torture = begin("crowd", 300)
    crowd = Crowd(torture)
    torn(crowd, torture.tries // 3)
    dying(crowd, torture.tries // 3)
    Press(crowd, torture.tries - 2 * (torture.tries // 3)).run()
    torture.end()


if __name__ == "__main__":
    main()
