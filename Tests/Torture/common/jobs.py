"""Commands that write, each with the files that it starts from, what is there before and after, and the verdict."""

import dataclasses
import functools
import json
import pathlib
import random
import re
import shutil

from .calls import Call
from .program import Run
from .score import Torture
from .states import MISSING, State, snapshot

REFERENCE = pathlib.Path(__file__).resolve().parents[2] / "armskbTests" / "Fixtures" / "Reference"
# What the program says when it means that nothing was changed, or that something was stored.
UNCHANGED = re.compile(r"as it was before|nothing was (changed|stored|withdrawn)|was not changed")
STORED = re.compile(r"takes it back\)| written$", re.MULTILINE)
# What it says when the disk does not even tell it that.
UNCERTAIN = re.compile(r"cannot be told whether")
# Statuses of a command that met a disk that fails.
OF_THE_DISK = {73, 74}


def records(chance: random.Random, numbers: range) -> str:
    """Invented records, JSON Lines; the same numbers and seed give the same."""
    lines = []
    for number in numbers:
        supplier, recipient = chance.sample(["ISR", "RUS", "TUR", "FRA", "ARM", "AZE"], 2)
        record = {
            "supplier": supplier, "recipient": recipient, "status": chance.choice(["delivered", "ordered", "reported"]),
            "weapon": chance.choice(["Kestrel 5", "Sting", "Bison", "Long Tom 3", f"Model {number % 40}"]),
            "quantity": chance.randrange(1, 90), "from": str(chance.randrange(1995, 2020)),
            "evidence": f"Invented passage number {number} about a missile.",
            "document": {"url": f"https://example.org/{number // 10}", "title": f"Article {number // 10}",
                         "publisher": f"Paper {number // 10 % 7}", "published": f"{2000 + number // 10 % 20}-03-01"},
        }
        if chance.random() < 0.4:
            record |= {"value": chance.randrange(1, 900) * 1_000_000, "currency": "USD"}
        lines.append(json.dumps(record))
    return "\n".join(lines) + "\n"


@dataclasses.dataclass(eq=False)
class Job:
    """A command that writes, with all that it needs in a folder of its own; the knowledge base is called k.db."""

    name: str
    words: list[str]
    files: dict[str, pathlib.Path]
    # A question whose answer differs before and after, where the knowledge base changes.
    question: str = "query claims --format csv"
    # Of a folder's files the one that is written over last.
    last: str | None = None
    before: dict[str, State] = dataclasses.field(default_factory=dict)
    after: dict[str, State] = dataclasses.field(default_factory=dict)
    # The status and the text with which the question is answered in a state.
    answers: dict[State, tuple[int, bytes]] = dataclasses.field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Whether the command makes the knowledge base."""
        return "k.db" not in self.files

    @property
    def is_folder(self) -> bool:
        """Whether the command fills a folder."""
        return any("/" in name for name in self.after)

    def lay_out(self, folder: pathlib.Path) -> None:
        """Puts the files that the command starts from into an empty folder."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, source in self.files.items():
            (shutil.copytree if source.is_dir() else shutil.copyfile)(source, folder / name)


class World:
    """The knowledge bases and inputs that the jobs start from, made once."""

    def __init__(self, torture: Torture):
        self.torture = torture
        self.folder = torture.folder / "world"
        self.folder.mkdir()
        # Where jobs are done, one after the other.
        self.place = torture.folder / "try"
        chance = random.Random(7)
        for name, numbers in (("some.jsonl", range(0, 150)), ("more.jsonl", range(150, 400))):
            (self.folder / name).write_text(records(chance, numbers))
        lines = (self.folder / "more.jsonl").read_text().splitlines()
        faulty = [line.replace('"quantity": ', '"quantity": -') if place % 9 == 4 else line
                  for place, line in enumerate(lines)]
        (self.folder / "faulty.jsonl").write_text("\n".join(faulty) + "\n")
        (self.folder / "precious.csv").write_text("precious\n")
        self.make("init", "--data", str(REFERENCE), "--db", "base.db")
        self.make("import", "--quiet", "some.jsonl", "--db", "base.db")
        shutil.copyfile(self.folder / "base.db", self.folder / "full.db")
        self.make("import", "--quiet", "more.jsonl", "--db", "full.db")

    def make(self, *words: str) -> Run:
        """Runs a command that has to work, in the world's folder."""
        return self.working(list(words), self.folder)

    def working(self, words: list[str], folder: pathlib.Path, environment: dict[str, str] | None = None) -> Run:
        """Runs a command that has to work; without it there is nothing to try."""
        run = self.torture.program.run(words, folder, environment)
        if run.status != 0:
            raise SystemExit(f"{self.torture.title}: {' '.join(words)}: {run}")
        return run

    @functools.cached_property
    def jobs(self) -> list[Job]:
        """All jobs, each with its states before and after."""
        base, full, more = (self.folder / name for name in ("base.db", "full.db", "more.jsonl"))
        pair = self.two_claims()
        jobs = [
            Job("import", ["import", "more.jsonl"], {"k.db": base, "more.jsonl": more}),
            Job("import into a new file", ["import", "more.jsonl"], {"more.jsonl": more}),
            Job("import without faulty records", ["import", "faulty.jsonl", "--skip-invalid"],
                {"k.db": base, "faulty.jsonl": self.folder / "faulty.jsonl"}),
            Job("undo", ["undo", "--yes"], {"k.db": full}),
            Job("judge", ["judge", "same", *pair, "--reason", "one contract"], {"k.db": full}, "log --columns batch"),
            Job("rank", ["rank", pair[0], "deprecated", "--reason", "misread"], {"k.db": full}, "log --columns batch"),
            Job("party add", ["party", "add", "X-BLUE", "Blue Brigade", "--alias", "Blues"], {"k.db": base},
                "query parties --format csv"),
            Job("backup", ["backup", "copy.db"], {"k.db": full}),
            Job("export to a file", ["export", "claims", "-o", "out.csv"],
                {"k.db": full, "out.csv": self.folder / "precious.csv"}),
        ]
        for kind, last in (("datapackage", "datapackage.json"), ("datasette", "metadata.yaml"),
                           ("postgres", "load.sql")):
            self.make("export", kind, f"old-{kind}", "--db", "base.db")
            if kind != "postgres":  # Which takes no folder with anything else in it.
                (self.folder / f"old-{kind}" / "notes.txt").write_text("precious\n")
            jobs.append(Job(f"export {kind}", ["export", kind, "pack"],
                            {"k.db": full, "pack": self.folder / f"old-{kind}"}, last=f"pack/{last}"))
        jobs.append(Job("export to a new folder", ["export", "datapackage", "new"], {"k.db": full}))
        for job in jobs:
            self.settle(job)
        return jobs + self.migration()

    def migration(self) -> list[Job]:
        """Bringing up to date a file that says that it is older, where this program knows such files."""
        older = self.folder / "older.db"
        shutil.copyfile(self.folder / "full.db", older)
        with open(older, "r+b") as file:
            file.seek(60)  # user_version, https://sqlite.org/fileformat2.html
            file.write(bytes(4))
        job = Job("migrate", ["migrate"], {"k.db": older}, "log --columns batch")
        job.lay_out(self.place)
        self.run(job)
        if self.ask(job).status != 0:
            self.torture.note("migrate is not tried: no file is older than this program")
            return []
        self.settle(job)
        return [job]

    def two_claims(self) -> list[str]:
        """The identifiers of two deals of the same parties."""
        rows = json.loads(self.make("query", "claims", "--format", "json", "--db", "full.db").out)
        first: dict[tuple[str, str], str] = {}
        for row in rows:
            pair = (row["supplier"], row["recipient"])
            if pair in first:
                return [first[pair], row["id"]]
            first[pair] = row["id"]
        raise SystemExit("no two claims of the same parties")

    def settle(self, job: Job) -> None:
        """Finds out what is there before and after a job, and how its question is answered then."""
        job.lay_out(self.place)
        job.before = snapshot(self.place)
        if not job.is_new:
            job.answers[job.before["k.db"]] = self.ask(job).answer
        self.working([*job.words, "--db", "k.db"], self.place)
        job.after = snapshot(self.place)
        job.answers[job.after["k.db"]] = self.ask(job).answer

    def calls(self, job: Job) -> list[Call]:
        """The calls by which a job changes files, when nothing goes wrong."""
        job.lay_out(self.place)
        self.working([*job.words, "--db", "k.db"], self.place, self.torture.calls.listing(self.place))
        return self.torture.calls.listed(self.place)

    def run(self, job: Job, environment: dict[str, str] | None = None, **options) -> Run:
        """Does a job in the place where it is laid out; the options are those of Program.run."""
        return self.torture.program.run([*job.words, "--db", "k.db"], self.place, environment, **options)

    def run_with(self, job: Job, fault: str, number: int, **options) -> Run:
        """Does a job of which one call goes wrong."""
        return self.run(job, self.torture.calls.environment(fault, self.place, number, **options))

    def ask(self, job: Job) -> Run:
        """How the job's question is answered now."""
        return self.torture.program.run([*job.question.split(), "--db", "k.db"], self.place)


class Verdict:
    """Holds what a job left behind, after whatever happened to it, against what was before and what it is to reach."""

    def __init__(self, world: World, job: Job, run: Run, label: str):
        self.world, self.job, self.run = world, job, run
        self.label = f"{job.name}, {label}: {run}"
        # The state of the knowledge base: before, after, both where the job does not change it, or neither.
        self.stands: set[str] = set()

    def fail(self, kind: str, detail: object = "") -> None:
        """Notes a failure of this try."""
        self.world.torture.fail(kind, f"{self.label}{f'; {detail}' if detail else ''}")

    def give(self, statuses: set[int], may_leave_parts: bool = False, may_be_uncertain: bool = False) -> None:
        """Looks at everything.

        statuses: how the command may end beside 0; 130 and death by a signal say nothing about what was done.
        may_leave_parts: whether files under temporary names may be left, as after a kill.
        may_be_uncertain: whether the command may say that it cannot tell, as on a disk that does not answer any more.
        """
        if self.run.hung or self.run.crashed:
            return self.fail("hangs" if self.run.hung else "crashes")
        if self.run.status != 0 and self.run.status not in statuses:
            self.fail(f"status {self.run.status}")
        answer = self.world.ask(self.job)
        found = snapshot(self.world.place)
        state = found.get("k.db", MISSING)
        if self.is_before(state):
            self.stands.add("before")
        if state == self.job.after["k.db"]:
            self.stands.add("after")
        if not self.stands:
            return self.fail("neither before nor after", state)
        self.hold_against_answer(state, answer)
        self.hold_against_words(may_be_uncertain)
        self.look_at_files(found)
        if not may_leave_parts:
            self.look_for_parts(found)
        if self.run.status != 0 and "before" in self.stands:
            self.repeat(found)

    def is_before(self, state: State) -> bool:
        """Whether nothing was done; a file that was to be made may be there without claims."""
        if self.job.is_new:
            return state.claims == 0 and state.kind in ("missing", "empty", "rows")
        return state == self.job.before["k.db"]

    def hold_against_answer(self, state: State, answer: Run) -> None:
        """Whoever asks next gets an answer, and sees the state that is in the file."""
        if self.job.is_new and "before" in self.stands:
            return
        wanted = self.job.answers[state]
        if answer.status != wanted[0]:
            self.fail("a reader afterwards fails", answer)
        elif answer.answer != wanted:
            self.fail("a reader afterwards sees something else")

    def hold_against_words(self, may_be_uncertain: bool) -> None:
        """The status and the words of the command agree with what it did."""
        if may_be_uncertain and UNCERTAIN.search(self.run.words):
            return self.world.torture.note("a command could not tell whether it had stored anything", self.label)
        if "after" not in self.stands:
            if self.run.status == 0:
                self.fail("says that it is done, and nothing is stored")
            elif STORED.search(self.run.words):
                self.fail("says how to take it back, and nothing is stored")
        if "before" not in self.stands:
            if self.run.status > 0 and self.run.status != 130:
                self.fail("says that it failed, and all is stored")
            elif UNCHANGED.search(self.run.words):
                self.fail("says that nothing was changed, and all is stored")

    def look_at_files(self, found: dict[str, State]) -> None:
        """Each file is the old one or the new one."""
        before, after, last = self.job.before, self.job.after, self.job.last
        for name in self.outputs:
            state = found.get(name, MISSING)
            if name == last and state == MISSING and self.run.status != 0:
                continue  # Taken away first, so that it never describes what is not there.
            if state not in (before.get(name, MISSING), after.get(name, MISSING)):
                self.fail("a file that is not whole", f"{name}: {state}")
            elif self.run.status == 0 and state != after.get(name, MISSING):
                self.fail("says that it is done, and a file is missing", name)
        if last and before.get(last) != found.get(last) == after[last]:
            late = [name for name in self.outputs if found.get(name) != after.get(name)]
            if late:
                self.fail("what describes the folder is newer than what it describes", late)

    @property
    def outputs(self) -> list[str]:
        """The files that the command may have been given or may write."""
        return [name for name in sorted({*self.job.before, *self.job.after}) if name != "k.db"]

    def look_for_parts(self, found: dict[str, State]) -> None:
        """Nothing is left under a temporary name."""
        others = [name for name in found if name != "k.db" and name not in self.outputs]
        if others:
            self.fail("leaves unfinished files behind", others)

    def repeat(self, found: dict[str, State]) -> None:
        """Whoever types again what had failed gets it done, once; a folder is then as if nothing had failed."""
        if self.job.name == "backup" and found.get("copy.db", MISSING) != MISSING:
            return  # It is there already, and never written over.
        again = self.world.run(self.job)
        now = snapshot(self.world.place)
        if again.status != 0:
            self.fail("fails again when nothing is wrong any more", again)
        elif any(now.get(name, MISSING) != state for name, state in self.job.after.items()):
            self.fail("does something else the second time", again)
        elif self.job.is_folder:
            self.look_for_parts(now)
