"""What is in a file or a folder, so that two of them can be compared."""

import dataclasses
import hashlib
import os
import pathlib
import re
import shutil
import sqlite3
import tempfile

# SQLite keeps files of its own beside a database.
BESIDE = ("-wal", "-shm", "-journal")
MOMENT = re.compile(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
MAGIC = b"SQLite format 3\0"


@dataclasses.dataclass(frozen=True)
class State:
    """What is in a file: a digest of its rows if it is a database, else of its bytes.

    The moments at which something was recorded differ from run to run and are left out.
    """

    kind: str  # missing, empty, rows, bytes, damaged
    digest: str = ""
    claims: int = 0

    def __str__(self) -> str:
        return {"rows": f"{self.claims} claims ({self.digest[:8]})", "bytes": f"bytes ({self.digest[:8]})",
                "damaged": f"damaged: {self.digest}"}.get(self.kind, self.kind)


MISSING = State("missing")
EMPTY = State("empty")


def contents(path: pathlib.Path) -> State:
    """What is in a file as the next program finds it, with what lies beside it; the file itself is not touched."""
    if not path.is_file():
        return MISSING
    with open(path, "rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            # A first transaction that was cut off may have begun to write the file; its journal takes that back.
            return digest_of_rows(path) if os.path.exists(f"{path}-journal") else digest_of_bytes(path)
    return digest_of_rows(path)


def digest_of_bytes(path: pathlib.Path) -> State:
    """A digest of what is in a plain file."""
    data = path.read_bytes()
    return State("bytes", hashlib.sha256(MOMENT.sub(b"MOMENT", data)).hexdigest()) if data else EMPTY


def digest_of_rows(path: pathlib.Path) -> State:
    """A digest of all rows of a database, after a look at its pages; read from a copy."""
    with tempfile.TemporaryDirectory(prefix="armskb-state-") as folder:
        copy = pathlib.Path(folder, "copy.db")
        for ending in ("", *BESIDE):
            if os.path.exists(f"{path}{ending}"):
                shutil.copyfile(f"{path}{ending}", f"{copy}{ending}")
        connection = sqlite3.connect(copy)
        try:
            return rows_of(connection)
        except sqlite3.Error as error:
            return State("damaged", str(error))
        finally:
            connection.close()


def rows_of(connection: sqlite3.Connection) -> State:
    """A digest of all rows that a connection sees."""
    answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if answer != "ok":
        return State("damaged", answer)
    digest, claims = hashlib.sha256(), 0
    schema = connection.execute("SELECT name, type, sql FROM sqlite_schema ORDER BY name").fetchall()
    if not schema:
        return EMPTY
    digest.update(repr(schema).encode())
    for name, kind, sql in schema:
        if kind != "table" or sql.startswith("CREATE VIRTUAL"):
            continue
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
        wanted = ", ".join(f'"{column}"' for column in columns if column != "recorded_at")
        rows = sorted(repr(row) for row in connection.execute(f'SELECT {wanted} FROM "{name}"'))
        digest.update(repr((name, rows)).encode())
        claims += len(rows) if name == "claim" else 0
    digest.update(repr(connection.execute("PRAGMA user_version").fetchone()).encode())
    return State("rows", digest.hexdigest(), claims)


def belongs_to_a_base(path: str, names: set[str]) -> bool:
    """Whether a file is one that SQLite keeps beside a database whose name is among `names`."""
    return any(path.endswith(ending) and path[:-len(ending)] in names for ending in BESIDE)


def snapshot(folder: pathlib.Path) -> dict[str, State]:
    """What is in each file below a folder, by its name; files beside a database that is there are part of that."""
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}
    return {name: contents(folder / name) for name in sorted(names) if not belongs_to_a_base(name, names)}


def remove(path: pathlib.Path) -> None:
    """Removes a database with what lies beside it."""
    for ending in ("", *BESIDE):
        pathlib.Path(f"{path}{ending}").unlink(missing_ok=True)
