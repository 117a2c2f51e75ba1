"""Points outputs at a knowledge base, in every spelling: it is never written over.

    python3 over.py BINARY [TRIES [SEED]]

The target is the knowledge base that is asked, another one, or a file that SQLite keeps beside one, whether it is there
or not. Whatever the command, it ends with status 73 and nothing in the folder has changed: no byte, no name, no link.
"""

import contextlib
import hashlib
import os
import pathlib
import shlex
import shutil
import sqlite3
from collections.abc import Callable, Iterator

from common import Torture, World, begin, contents

Case = Callable[[], None]
# Commands that write a file; {target} is where.
COMMANDS = [
    "query totals -o {target}", "query totals --by pair --format csv --output {target}",
    "query transfers -o {target} --format json", "query claims -o {target}", "query country ARM -o {target}", "query conflicts -o {target}", "query sources -o {target}",
    "query parties -o {target} --format jsonl", "query categories -o {target}", "query weapons -o {target}",
    "query documents -o {target} --format html", "query releases -o {target}", "show ARM -o {target}",
    "search missile -o {target}", "diff 2020 2040 -o {target}", "cite --supplier ISR -o {target}",
    "review transfers --list -o {target}", "export claims -o {target}", "export transfers --format markdown -o {target}",
    "export totals -o {target}", "export ftm -o {target}", "check -o {target}", "log -o {target}",
    "fingerprint --list -o {target}", "sql 'SELECT 1' -o {target}", "backup {target}",
]
# Ways to name the knowledge base itself.
ITSELF = [
    "k.db", "./k.db", ".//k.db", "././k.db", "sub/../k.db", "sub/./../k.db", "{here}/k.db", "/{here}/k.db",
    "{here}//k.db", "{here}/./k.db", "{here}/sub/../k.db", "{here}/../desk/k.db", "../desk/k.db", "link.db",
    "./link.db", "absolute.db", "chain.db", "hard.db", "sub/hard.db", "sub/link.db", "around/k.db",
    "around/around/k.db", "around/link.db", "sub/up/k.db",
    "/proc/self/cwd/k.db", "/proc/self/cwd/sub/../k.db", "/proc/self/root{here}/k.db", "/proc/self/fd/9", "/dev/fd/9",
]
# Ways to name what lies beside it, and other knowledge bases.
OTHERS = [
    "k.db-wal", "k.db-shm", "k.db-journal", "./k.db-wal", "{here}/k.db-wal", "{here}/k.db-shm", "around/k.db-journal",
    "sub/../k.db-wal", "sub/up/k.db-shm", "wal-link", "other.db", "./other.db", "{here}/other.db", "sub/other.db",
    "other-link.db", "other-hard.db", "around/other.db", "newer.db", "other.db-wal", "{here}/other.db-journal",
]
# Ways to say which knowledge base is asked: words, a folder below the desk to stand in, variables of the environment.
ASKED = [
    ("--db k.db", "", {}), ("--db ./k.db", "", {}), ("--db {here}/k.db", "", {}), ("--db link.db", "", {}),
    ("--db hard.db", "", {}), ("--db around/k.db", "", {}), ("--db ../k.db", "sub", {}),
    ("", "", {"ARMSKB_DB": "k.db"}), ("", "", {"ARMSKB_DB": "{here}/sub/../k.db"}), ("", "", {}),
    ("", "sub", {"XDG_DATA_HOME": "{here}/data"}), ("", "sub", {"HOME": "{here}/home", "XDG_DATA_HOME": ""}),
]


class Desk:
    """A folder with knowledge bases and many names for them."""

    def __init__(self, world: World):
        self.world, self.torture = world, world.torture
        self.folder = self.torture.folder / "desk"

    def lay_out(self) -> None:
        """Makes the folder anew; `armskb.db` and the user's own place lead to the same knowledge base."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("sub", "data/armskb", "home/.local/share/armskb"):
            (self.folder / name).mkdir(parents=True)
        self.copy("full.db", "k.db")
        for name in ("other.db", "newer.db"):
            self.copy("base.db", name)
        with open(self.folder / "newer.db", "r+b") as file:
            file.seek(60)  # user_version, https://sqlite.org/fileformat2.html
            file.write((1_000).to_bytes(4, "big"))
        links = {"link.db": "k.db", "absolute.db": str(self.folder / "k.db"), "chain.db": "link.db", "around": ".",
                 "sub/up": "..", "sub/link.db": "../k.db", "other-link.db": "other.db", "wal-link": "k.db-wal",
                 "armskb.db": "k.db", "data/armskb/armskb.db": "../../k.db",
                 "home/.local/share/armskb/armskb.db": str(self.folder / "k.db")}
        for name, target in links.items():
            (self.folder / name).symlink_to(target)
        hard = {"hard.db": "k.db", "sub/hard.db": "k.db", "other-hard.db": "other.db", "sub/other.db": "other.db"}
        for name, target in hard.items():
            os.link(self.folder / target, self.folder / name)

    def copy(self, source: str, name: str) -> None:
        """A copy of one of the world's files."""
        shutil.copyfile(self.world.folder / source, self.folder / name)

    def look(self) -> dict[str, object]:
        """All that is in the folder: what links lead to, and of files which one it is, and its bytes."""
        found: dict[str, object] = {}
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = pathlib.Path(folder, name)
                label = str(path.relative_to(self.folder))
                if path.is_symlink():
                    found[label] = os.readlink(path)
                elif name.endswith("-shm"):
                    found[label] = path.stat().st_ino  # Readers note there what they read.
                else:
                    found[label] = (path.stat().st_ino, hashlib.sha256(path.read_bytes()).hexdigest())
        return found

    def hold(self, line: str, below: str = "", environment: dict[str, str] | None = None) -> None:
        """Runs a line of the shell that must be refused and change nothing."""
        before = self.look()
        here = {name: value.format(here=self.folder) for name, value in (environment or {}).items()}
        # Descriptor 9 is one more way to name the file.
        run = self.torture.program.shell(f"exec {line} 9< {self.folder}/k.db", self.folder / below, here)
        after = self.look()
        label = f"{f'in {below}: ' if below else ''}{' '.join(f'{n}={v}' for n, v in (environment or {}).items())} {line}"
        if run.hung or run.crashed:
            self.torture.fail("hangs" if run.hung else "crashes", f"{label}: {run}")
        changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
        if changed:
            self.torture.fail("written over", f"{label}: {changed}; {run}")
        if run.status != 73:
            self.torture.fail(f"status {run.status}, not 73", f"{label}: {run}")


@contextlib.contextmanager
def with_logs(desk: Desk, wanted: bool) -> Iterator[None]:
    """Keeps the files in WAL mode meanwhile, with all that lies beside them."""
    keepers = [sqlite3.connect(desk.folder / name, isolation_level=None) for name in ("k.db", "other.db") if wanted]
    try:
        for keeper in keepers:
            keeper.execute("PRAGMA journal_mode = WAL")
            # The same number again is a change that makes the log.
            version = keeper.execute("PRAGMA user_version").fetchone()[0]
            keeper.execute(f"PRAGMA user_version = {version}")
        yield
    finally:
        for keeper in keepers:
            keeper.close()


def spellings(desk: Desk) -> list[Case]:
    """Each target in turn, with any command, however the knowledge base is named; a few tries try each target."""
    def check(command: str, target: str, asked: tuple[str, str, dict[str, str]], logs: bool) -> None:
        words, below, environment = asked
        # Standing elsewhere, the target is seen from there.
        target = target.format(here=desk.folder)
        if below:
            target = target.replace("/proc/self/cwd", "/proc/self/cwd/..")
            target = target if target.startswith("/") else f"../{target}"
        desk.lay_out()
        with with_logs(desk, logs):
            line = command.format(target=shlex.quote(target))
            desk.hold(f"$ARMSKB {line} {words.format(here=desk.folder)}", below, environment)

    chance = desk.torture.random
    cases = []
    for _ in COMMANDS:
        for target in ITSELF + OTHERS:
            command, asked = chance.choice(COMMANDS), chance.choice(ASKED)
            # A log lies beside the name by which the file was opened, and another hard link does not lead there.
            logs = chance.random() < 0.4 and "hard" not in asked[0]
            cases.append(lambda c=command, t=target, a=asked, l=logs: check(c, t, a, l))
    return cases


def folders(desk: Desk) -> Iterator[Case]:
    """Exports of folders in which a knowledge base lies, under a name that they write."""
    names = {"datasette": "armskb.db", "datapackage": "claims.csv", "postgres": "data/claim.copy"}

    def check(kind: str, put: Callable[[str, pathlib.Path], None], base: str) -> None:
        desk.lay_out()
        desk.torture.program.run(["export", kind, "pub", "--db", "k.db"], desk.folder)
        place = desk.folder / "pub" / names[kind]
        place.unlink(missing_ok=True)
        put("k.db", place)
        desk.hold(f"$ARMSKB export {kind} pub --db {base.format(place=place)}")

    def by_link(name: str, place: pathlib.Path) -> None:
        place.symlink_to(desk.folder / name)

    def by_hard_link(name: str, place: pathlib.Path) -> None:
        os.link(desk.folder / name, place)

    for kind in names:
        for put in (by_link, by_hard_link):
            for base in ("k.db", "{place}"):
                yield lambda kind=kind, put=put, base=base: check(kind, put, base)
    for kind in names:
        for target in (".", "k.db", "link.db"):
            def among_others(kind=kind, target=target) -> None:
                desk.lay_out()
                desk.hold(f"$ARMSKB export {kind} {target} --db k.db")
            yield among_others


def names_that_are_made(desk: Desk) -> Iterator[Case]:
    """Files whose names the program makes itself: what was left out of an import, the copy before a migration."""
    def rejected(put: Callable[[pathlib.Path], None], base: str) -> None:
        desk.lay_out()
        desk.copy("faulty.jsonl", "faulty.jsonl")
        place = desk.folder / "faulty.jsonl.rejected.jsonl"
        put(place)
        before = {name: contents(desk.folder / name) for name in ("k.db", "other.db", place.name)}
        line = f"$ARMSKB import faulty.jsonl --skip-invalid --db {base}"
        run = desk.torture.program.shell(line, desk.folder)
        after = {name: contents(desk.folder / name) for name in before}
        if run.status != 73 or before != after:
            desk.torture.fail("what was left out is written over a knowledge base", f"{line}: {run}")

    def copies(place: pathlib.Path) -> None:
        shutil.copyfile(desk.folder / "other.db", place)

    yield lambda: rejected(copies, "k.db")
    yield lambda: rejected(copies, "faulty.jsonl.rejected.jsonl")
    yield lambda: rejected(lambda place: place.symlink_to("k.db"), "k.db")
    yield lambda: rejected(lambda place: place.symlink_to("other.db"), "k.db")
    yield lambda: rejected(lambda place: os.link(desk.folder / "k.db", place), "k.db")

    def kept(words: str, name: str) -> None:
        desk.lay_out()
        with open(desk.folder / "k.db", "r+b") as file:
            file.seek(60)
            file.write(bytes(4))
        shutil.copyfile(desk.folder / "other.db", desk.folder / "k.db.schema-0")
        before = contents(desk.folder / name)
        run = desk.torture.program.shell(f"$ARMSKB {words}", desk.folder)
        if contents(desk.folder / name) != before:
            desk.torture.fail("a knowledge base is replaced", f"{words}: {run}")

    yield lambda: kept("migrate --db k.db", "k.db.schema-0")
    yield lambda: kept("init --db other.db", "other.db")
    yield lambda: kept("init --db newer.db", "newer.db")


def main() -> None:
    torture: Torture = begin("over", 400)
    desk = Desk(World(torture))
    cases = [*folders(desk), *names_that_are_made(desk)]
    cases = torture.sample(cases, max(torture.tries // 4, torture.tries - 1_000))
    for case in torture.each([*cases, *spellings(desk)][:torture.tries]):
        case()
    torture.end()


if __name__ == "__main__":
    main()
