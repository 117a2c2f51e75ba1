"""Knowledge bases that nobody should trust: damaged by chance, and crafted to do harm.

    crafted.py BINARY [N [SEED]] [--try NUMBER] [--commands K] [--keep FOLDER]

Makes knowledge bases with the program from data/records and docs/example-registers; each of N tries copies one of
them, does something to it that the program never would (a value in a cell, of whatever type; rows gone, doubled or
all alike; chains and circles; bytes flipped, pages overwritten, zeroed or cut off), and runs K commands over it.
A command may give an answer or refuse with a sentence; it fails the try if a signal ends it, if it takes more than
10 seconds of processor time or 200 MB, if its status is none of `armskb help exit-codes`, or if it shows what SQLite
says to programs. The same seed makes the same tries: `--try NUMBER` repeats one, `--keep` leaves its file behind.
"""

import argparse
import glob
import json
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
STATUSES = {0, 1, 64, 65, 66, 73, 74, 75}
SECONDS = 10
MEGABYTES = 200

# ------------------------------------------------------------------------------------------ running the program


class Outcome:
    def __init__(self, arguments, status, answer, errors, seconds, megabytes):
        self.arguments, self.status, self.answer, self.errors = arguments, status, answer, errors
        self.seconds, self.megabytes = seconds, megabytes

    def fault(self):
        """What is wrong with it, in a word; None if nothing is."""
        if self.status == 0:
            try:
                text = self.answer.decode()
                if "json" in self.arguments and "check" not in self.arguments:
                    json.loads(text)
            except ValueError:
                return "answer"
        if self.status in (-signal.SIGXCPU, -signal.SIGKILL):
            return "hang"
        if self.status < 0:
            return signal.Signals(-self.status).name
        if self.status not in STATUSES:
            return f"status {self.status}"
        if self.megabytes > MEGABYTES:
            return "memory"
        if "SQLite code" in self.errors:
            return "raw"
        if self.status and not self.errors.strip() and self.status != 1:
            return "silence"
        return None


def run(arguments):
    """Runs a program with bounds of time and memory; never raises because of it."""
    def bounds():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))

    with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as answer:
        start = time.monotonic()
        process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=answer, stderr=errors,
                                   env={**os.environ, "ARMSKB_USER": "torture"}, preexec_fn=bounds)
        # The wall clock ends only what waits for something: a busy machine is no fault of the program's.
        signal.setitimer(signal.ITIMER_REAL, 8 * SECONDS)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except TimeoutError:
            process.kill()
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        text = errors.read(1 << 20).decode("utf-8", "replace")
        answer.seek(0)
        return Outcome(
            arguments, process.returncode, answer.read(), text, time.monotonic() - start, usage.ru_maxrss >> 10)


def ring(_signal, _frame):
    raise TimeoutError


# ------------------------------------------------------------------------------------ what the tries start from

REGISTER = """Transfers of major arms from All countries  to All countries . Deals with deliveries or orders made for \
year range '1950' to '2022'
Made up as an example.
Data generated: 5 May 2023 10:00:00 AM
Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,\
Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons
Norway,Sweden,2014,,12,,Paper Falcon,fighter aircraft,12,,2016; 2017; 2018,New,$90 m deal,5,60,60
Blue Brigade*,unknown supplier(s),2018,?,5,?,Lead Otter,tank,5,?,2019,Second hand,,1,5,5
"""

TABLE = """"TIV of arms exports from France, 2001-2003",,,,
Figures may not add up due to the conventions of rounding.,,,,
"For more, see the site",,,,
,,,,
Generated: 8 July 2004,,,,
,,,,
,2001,2002,2003,Total
Germany,5,,10,15
Norway,,0,,0
,,,,
Total,5,0,10,15
"""

RECORD = """{"supplier": "ISR", "recipient": "AZE", "weapon": "Harop", "quantity": 3, "value": 4500000, \
"currency": "EUR", "status": "delivered", "from": "2016", "to": "2018", "evidence": "three Harops", \
"document": {"url": "https://example.org/harops", "title": "Harops", "publisher": "Reuters", "published": "2019-02-03"}}
"""

ARTICLE = " ".join(f"The {word} shipment of armoured vehicles reached the port in spring, officials said, and"
                   for word in "first second third fourth fifth sixth seventh eighth ninth tenth last".split())


class Base:
    """A sound knowledge base, and the same with a schema that lets every value in."""

    def __init__(self, path):
        self.path = path
        with sqlite3.connect(path) as connection:
            self.schema = {
                name: text for name, text in connection.execute(
                    "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")}
            self.columns = {name: list(connection.execute(f"PRAGMA table_info({name})")) for name in self.schema}
            self.rows = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
                         for name in self.schema}
        # The tables that counting reads come more often than the lists of names.
        weights = {"claim": 12, "transfer": 8, "pair_total": 8, "party_total": 6, "batch": 6, "document": 4, "release": 6,
                   "batch_row": 3, "parked_row": 3, "transfer_claim": 3, "batch_state": 3, "document_fingerprint": 3,
                   "document_copy": 3, "source": 3, "exchange_rate": 2, "price_index": 2, "verdict": 2, "claim_rank": 2}
        self.tables = [name for name in sorted(self.schema) if self.rows[name] for _ in range(weights.get(name, 1))]
        connection.close()

    def loosened(self, table):
        """The text of a table that takes any value, stored as given."""
        text = re.sub(r"--[^\n]*", "", self.schema[table]).replace("INTEGER PRIMARY KEY", "\0")
        text = re.sub(r"\b(INTEGER|TEXT|REAL|BLOB)\b|(?<!IS )\bNOT NULL\b|\bSTRICT,?", "", text)
        return text.replace("\0", "INTEGER PRIMARY KEY").rstrip().rstrip(",")

    def key(self, table):
        """The columns that name a row of a table."""
        text = self.schema[table]
        if "WITHOUT ROWID" not in text:
            return ["rowid"]
        return [column[1] for column in sorted(self.columns[table], key=lambda column: column[5]) if column[5]]


def make_bases(binary, folder):
    """Knowledge bases with something in every table."""
    records = sorted(glob.glob(os.path.join(ROOT, "data", "records", "*.jsonl")))
    registers = sorted(glob.glob(os.path.join(ROOT, "docs", "example-registers", "*.csv")))
    files = {"paper.csv": REGISTER, "table.csv": TABLE, "article.txt": ARTICLE, "record.jsonl": RECORD,
             "again.txt": ARTICLE.replace("port", "harbour")}
    for name, text in files.items():
        with open(os.path.join(folder, name), "w") as file:
            file.write(text)
    path = os.path.join(folder, "base.db")

    def do(*arguments):
        done = subprocess.run([binary, *arguments, "--db", path], cwd=folder, capture_output=True, text=True,
                              env={**os.environ, "ARMSKB_USER": "torture"})
        if done.returncode:
            sys.exit(f"crafted.py: {' '.join(arguments)} gave {done.returncode}: {done.stderr}")

    do("import", *records)
    do("import", *registers)
    do("import", "--park", "paper.csv")
    do("import", "table.csv")
    with sqlite3.connect(path) as connection:
        claims = [row[0] for row in connection.execute(
            "SELECT 'c' || lower(hex(hash)) FROM claim WHERE supplier = 'ISR' AND recipient = 'AZE' ORDER BY id")]
        documents = [row[0] for row in connection.execute(
            "SELECT 'd' || lower(hex(hash)) FROM document ORDER BY id LIMIT 2")]
        pair = [row[0] for row in connection.execute(
            """SELECT 't' || lower(hex(key)) FROM transfer WHERE supplier = 'ISR' AND recipient = 'AZE'
               ORDER BY id LIMIT 2""")]
    connection.close()
    do("judge", "different", *pair, "--reason", "two deals")
    do("rank", claims[0], "preferred", "--reason", "best")
    do("rank", claims[1], "deprecated", "--reason", "worst")
    do("fingerprint", "article.txt", "--document", documents[0])
    do("fingerprint", "again.txt", "--document", documents[1])
    do("party", "add", "X-GREEN-BRIGADE", "Green Brigade", "--kind", "non-state")
    do("undo", "3", "--yes")
    do("undo", "--yes")
    do("undo", "5", "--yes")
    with sqlite3.connect(path) as connection:
        connection.execute("ANALYZE")
    connection.close()
    return [Base(path)]


# --------------------------------------------------------------------------------------------- hostile values

INTEGERS = [0, 1, -1, 2, 5, 6, 7, 9, 63, 64, 65, 99, 127, 128, 255, 256, 257, 1800, 1899, 2101, 9999, 10000, 32767,
            32768, 65535, 65536, 214748, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 2**32 - 1, 2**32, 2**53, 2**53 + 1,
            9 * 10**15, 9 * 10**15 + 1, 10**18, 2**62, 2**63 - 1, -2**63, -2**63 + 1, -2**62]
NAN = struct.pack(">d", -1.2345678912345e-301)
REALS = [0.0, -0.0, -1.0, 0.5, 1.5, 2.0, 1e-300, 5e-324, 1e18, 1e19, 1e300, 1.7976931348623157e308, float("inf"),
         float("-inf"), struct.unpack(">d", NAN)[0]]
TEXTS = ["", " ", "x", "A", "F", "G", "a", "@", "0", "-1", "7", "\0", "a\0b", "é", "e\u0301", "\u202e", "\x1b[31m",
         ";", ";;", ";" * 5000, "2017;2019", "2019;2017", "2017;", "99999999999999999999", "-9223372036854775808",
         "9223372036854775807", "0000", "0000-00-00", "1000", "1000-01", "9999-12-31", "9999", "2999-13-45",
         "2020-13", "2020-02-30", "1999xyz", "1999-", "2020-1-1", "20200101", "2147483647", "2026-11-22T16:07:31Z",
         "USD", "usd", "US", "USD/2020", "USD/", "/2020", "USD/99999999999", "USD/-1", "TIV", "TIV/2020", "pieces",
         "XAU", "€", "tons", "[]", "{}", "null", "[1]", '{"a":', '[{"unit":"EUR"}]',
         '[{"unit":"EUR","low":9223372036854775807,"best":9223372036854775807,"high":9223372036854775807}]',
         '[{"unit":"","low":-1,"best":1e400,"high":null}]', '[{"unit":"EUR","low":1.5,"best":"x","high":[]}]',
         "[" * 20000, '{"a":' * 20000, '"', '"\\ud800"', "X-", "X-A", "ISR", "AZE", "SIPRI", "undo", "import",
         "reference", "judgement", "stored", "parked", "sipri-deals", "sipri-deliveries", "sipri-tiv-table",
         "delivered", "denied", "aggregate", "deal", "same", "unsure", "preferred", "not said", "withheld", "about",
         "up to", "former-state", "organisation", "placeholder", "ministry", "dataset", "quantity;from",
         "from;" * 3000, "x" * 100_000, "word " * 20_000, "9" * 5000, "-" * 40, "%", "''", "*"]
BYTES = [b"", b"\0", b"\xff", b"\x80", b"\0" * 15, b"\0" * 16, b"\xff" * 16, b"\0" * 17, b"\xff" * 9 + b"\x7f",
         b"\xff" * 10 + b"\x7f", b"\xff" * 8 + b"\x01", b"\x80" * 1000, b"\0" * 1000, b"\x01" * 5000, b"\x7f" * 5000,
         b"\xff\xff\xff\xff\x07" * 400, b"\xff\xff\xff\xff\xff\xff\x3f" * 40, b"\xff" * 512, b"\0" * 512,
         b"\0" * 511, b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80", b"\xe2\x82", b"ok\xfe\x80"]


class Text(bytes):
    """Bytes that are stored as TEXT, UTF-8 or not."""


def hostile(random, own):
    """A value that should not stand where `own` stands."""
    kind = random.randrange(12)
    if isinstance(own, bytes) and own and kind < 8:
        return altered(random, own) if kind < 5 else random.choice(BYTES)
    if isinstance(own, str) and own and kind < 2:
        return Text(altered(random, own.encode()))
    if isinstance(own, int) and kind < 9 or kind == 9:
        return random.choice(INTEGERS)
    if isinstance(own, float) and kind < 9 or kind == 10:
        return random.choice(REALS)
    if isinstance(own, str) and kind < 9 or kind == 11:
        return random.choice(TEXTS)
    return random.choice([None, random.choice(BYTES), Text(random.choice(BYTES)), random.choice(INTEGERS),
                          random.choice(TEXTS), random.choice(REALS)])


def altered(random, value):
    """The bytes with something done to them."""
    value = bytearray(value)
    for _ in range(random.choice([1, 1, 1, 3, 20])):
        place = random.randrange(len(value)) if value else 0
        how = random.randrange(4)
        if how == 0 and value:
            value[place] = random.randrange(256)
        elif how == 1:
            del value[place:place + random.choice([1, 2, 50])]
        elif how == 2:
            value[place:place] = bytes(random.randrange(256) for _ in range(random.choice([1, 2, 50])))
        elif value:
            value[place] ^= 1 << random.randrange(8)
    return bytes(value)


def shown(value):
    text = repr(value)
    return text if len(text) < 60 else f"{text[:50]}… ({len(value)} long)"


# ------------------------------------------------------------------------------------- what is done to a file


class Craft:
    """One file in the making; everything drawn from one source of chance."""

    def __init__(self, random, base, path):
        self.random, self.base, self.path = random, base, path
        shutil.copyfile(base.path, path)

    def make(self):
        """Does something to the file, and says what."""
        ways = [(40, self.cells), (6, self.columns), (6, self.rows_gone), (5, self.rows_doubled), (8, self.shapes),
                (12, self.flipped), (10, self.pages), (4, self.cut)]
        return self.random.choices([way for _, way in ways], [weight for weight, _ in ways])[0]()

    # Through SQL, with a schema that lets everything in and is put back afterwards.

    def edit(self, tables, body):
        """Lets `body` write to the tables whatever it likes."""
        self.write_schema({table: self.base.loosened(table) for table in tables})
        connection = sqlite3.connect(self.path, isolation_level=None)
        connection.executescript("PRAGMA ignore_check_constraints = ON; PRAGMA synchronous = OFF; BEGIN;")
        try:
            words = body(connection)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            words = f"nothing: {error}"
        finally:
            connection.close()
        self.write_schema({table: self.base.schema[table] for table in tables})
        with open(self.path, "r+b") as file:
            content = file.read()
            if NAN in content:
                file.seek(0)
                file.write(content.replace(NAN, b"\x7f\xf8" + b"\0" * 6))
        return words

    def write_schema(self, texts):
        connection = sqlite3.connect(self.path, isolation_level=None)
        connection.executescript("PRAGMA synchronous = OFF; PRAGMA writable_schema = ON; BEGIN;")
        for table, text in texts.items():
            connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ? AND type = 'table'", (text, table))
        connection.execute("COMMIT")
        connection.close()

    def put(self, connection, table, column, value, where="", arguments=()):
        """Sets cells; leaves them as they are where SQLite itself would never hold the value."""
        place = "CAST(? AS TEXT)" if isinstance(value, Text) else "?"
        value = bytes(value) if isinstance(value, Text) else value
        try:
            connection.execute(f'UPDATE {table} SET "{column}" = {place} {where}', (value, *arguments))
            return True
        except sqlite3.Error:
            return False

    def any_cell(self, table):
        names = [column[1] for column in self.base.columns[table]]
        return self.random.choice(names)

    def cells(self):
        """Single cells of one table, seldom of more."""
        tables = [self.random.choice(self.base.tables) for _ in range(self.random.choice([1, 1, 1, 2]))]

        def body(connection):
            words = []
            for table in tables:
                for _ in range(self.random.choice([1, 1, 1, 2, 6])):
                    key = self.base.key(table)
                    row = connection.execute(
                        f"SELECT {', '.join(key)} FROM {table} ORDER BY {', '.join(key)} LIMIT 1 OFFSET ?",
                        (self.random.randrange(self.base.rows[table]),)).fetchone()
                    column = self.any_cell(table)
                    where = "WHERE " + " AND ".join(f"{name} IS ?" for name in key)
                    own = connection.execute(f'SELECT "{column}" FROM {table} {where}', row).fetchone() if row else None
                    if not own:
                        continue
                    value = hostile(self.random, own[0])
                    if self.put(connection, table, column, value, where, row):
                        words.append(f"{table} {row} {column} = {shown(value)}")
            return "; ".join(words) or "nothing"

        return self.edit(set(tables), lambda connection: self.as_text(connection, body))

    def as_text(self, connection, body):
        connection.text_factory = lambda value: value.decode("utf-8", "replace")
        return body(connection)

    def columns(self):
        """A whole column, or half of it, of one value."""
        table = self.random.choice(self.base.tables)
        column = self.any_cell(table)

        def body(connection):
            own = connection.execute(f'SELECT "{column}" FROM {table} WHERE "{column}" IS NOT NULL').fetchone()
            value = hostile(self.random, own[0] if own else None)
            half = self.random.choice(["", f'WHERE length(CAST("{column}" AS BLOB)) % 2 = 0'])
            done = self.put(connection, table, column, value, half)
            return f"{table}.{column} {half} = {shown(value)}{'' if done else ' (refused)'}"

        return self.edit([table], lambda connection: self.as_text(connection, body))

    def rows_gone(self):
        """Rows that others point at are no longer there."""
        table = self.random.choice(self.base.tables)
        key = self.base.key(table)[0]
        share = self.random.choice(["1", f"abs(random() % 2) = 0", f"{key} IN (SELECT {key} FROM {table} LIMIT 1)",
                                    f"{key} IN (SELECT {key} FROM {table} ORDER BY {key} DESC LIMIT 1)"])
        if "random()" in share:
            share = f"length(CAST({key} AS TEXT) || CAST({self.random.randrange(10)} AS TEXT)) % 2 = 0"
        return self.edit([table], lambda connection: (
            connection.execute(f"DELETE FROM {table} WHERE {share}"), f"DELETE FROM {table} WHERE {share}")[1])

    def rows_doubled(self):
        """Rows that stand there twice, under numbers far away."""
        table = self.random.choice(self.base.tables)
        shift = self.random.choice([1000, 2**31, 2**32, 2**40, 2**62, -2**62, -1000])
        names = [column[1] for column in self.base.columns[table]]
        key = self.base.key(table)
        number = next((column[1] for column in self.base.columns[table] if column[5] and column[2] == "INTEGER"), None)
        picked = [f"{name} + {shift}" if name == number else f'"{name}"' for name in names]

        def body(connection):
            try:
                connection.execute(f"""INSERT OR IGNORE INTO {table} ({', '.join(f'"{name}"' for name in names)})
                                       SELECT {', '.join(picked)} FROM {table} ORDER BY {key[0]} LIMIT 50""")
            except sqlite3.Error as error:
                return f"{table} doubled by {shift}: {error}"
            return f"{table} doubled by {shift}"

        return self.edit([table], body)

    def shapes(self):
        """Chains and circles of what points at its own kind, and numbers that agree in being absurd."""
        def undo_chain(connection):
            length = self.random.choice([1, 2, 1000, 100_000])
            last = connection.execute("SELECT max(id) FROM batch").fetchone()[0]
            connection.executemany(
                """INSERT INTO batch (id, kind, recorded_at, hand, undoes, program)
                   VALUES (?, 'undo', '2026-01-01T00:00:00Z', 'x', ?, '0')""",
                ((last + place, last + place - 1) for place in range(1, length + 1)))
            return f"a chain of {length} undos"

        def undo_circle(connection):
            length = self.random.choice([1, 2, 5])
            batches = [row[0] for row in connection.execute("SELECT id FROM batch ORDER BY id DESC LIMIT ?", (length,))]
            for place, batch in enumerate(batches):
                connection.execute("UPDATE batch SET kind = 'undo', undoes = ? WHERE id = ?",
                                   (batches[(place + 1) % length], batch))
            return f"{length} undos in a circle"

        def circle(table, key, column):
            def body(connection):
                length = self.random.choice([1, 2, 3, 10_000])
                rows = [row[0] for row in connection.execute(f"SELECT {key} FROM {table} ORDER BY {key} LIMIT ?",
                                                             (length,))]
                for place, row in enumerate(rows):
                    connection.execute(f"UPDATE OR REPLACE {table} SET {column} = ? WHERE {key} = ?",
                                       (rows[(place + 1) % len(rows)], row))
                return f"{len(rows)} of {table}.{column} in a circle"
            return body

        def parents(connection):
            length = self.random.choice([70, 300, 20_000])
            for place in range(length):
                connection.execute("INSERT OR REPLACE INTO weapon_category VALUES (?, ?, ?, NULL, NULL, ?, 1)",
                                   (f"k{place}", f"k{place + 1}", f"k{place}", 1000 + place))
            return f"{length} categories, each below the next"

        def successors(connection):
            parties = [row[0] for row in connection.execute("SELECT code FROM party ORDER BY code LIMIT ?",
                                                            (self.random.choice([1, 2, 300]),))]
            for place, party in enumerate(parties):
                connection.execute("INSERT OR REPLACE INTO party_successor VALUES (?, ?, ?)",
                                   (party, parties[(place + 1) % len(parties)], self.random.choice(INTEGERS)))
            return f"{len(parties)} successors in a circle"

        def copies(connection):
            documents = [row[0] for row in connection.execute("SELECT id FROM document ORDER BY id LIMIT 50")]
            for place, document in enumerate(documents):
                connection.execute("INSERT OR REPLACE INTO document_copy VALUES (?, ?, ?)",
                                   (document, documents[(place + 1) % len(documents)], self.random.choice(REALS)))
            return f"{len(documents)} copies in a circle"

        def positions(connection):
            shift = self.random.choice([-1, -70, 30, 60, 64, 200, 10_000, 2**31, 2**62, -2**62])
            connection.execute("UPDATE weapon_category SET position = position + ?", (shift,))
            return f"positions moved by {shift}"

        def sums(connection):
            value = self.random.choice([2**62, 2**63 - 1, 9 * 10**15, 10**18, -2**63])
            table, column = self.random.choice(
                [("claim", "value_thousandths"), ("claim", "quantity"), ("claim", "value_max_thousandths"),
                 ("claim", "quantity_max"), ("transfer", "value_best"), ("transfer", "quantity_best"),
                 ("transfer", "claims"), ("transfer", "origins"), ("pair_total", "best"), ("pair_total", "claims"),
                 ("pair_total", "transfers"), ("pair_total", "unstated"), ("party_total", "best"),
                 ("party_total", "claims"), ("batch", "added"), ("batch", "known"), ("batch_row", "rows"),
                 ("batch_row", "tiv_thousandths"), ("parked_row", "tiv_thousandths"), ("parked_row", "line"),
                 ("claim", "line"), ("claim", "evidence_start"), ("claim", "evidence_end")])
            connection.execute(f"UPDATE {table} SET {column} = ?", (value,))
            return f"all {table}.{column} = {value}"

        ways = [undo_chain, undo_circle, circle("document_copy", "document", "original"),
                circle("weapon_category", "slug", "parent"), parents, successors, copies, positions, sums, sums,
                circle("party_successor", "party", "successor"), circle("claim_restated", "claim", "batch")]
        tables = [table for table in self.base.schema if not table.startswith("sqlite_")]
        return self.edit(tables, self.random.choice(ways))

    # Through bytes.

    def bytes(self):
        with open(self.path, "rb") as file:
            content = bytearray(file.read())
        return content, struct.unpack(">H", content[16:18])[0]

    def keep(self, content):
        with open(self.path, "wb") as file:
            file.write(content)

    def flipped(self):
        """Single bytes, anywhere or in the heads of pages."""
        content, page = self.bytes()
        places = []
        for _ in range(self.random.choice([1, 1, 4, 16, 200])):
            place = self.random.randrange(len(content))
            if self.random.random() < 0.3:
                place = place // page * page + self.random.randrange(16)
            content[place] ^= self.random.choice([1, 128, 255, self.random.randrange(1, 256)])
            places.append(place)
        self.keep(content)
        return f"bytes {places[:4]} flipped"

    def pages(self):
        """Whole pages: zeroed, of noise, swapped, or shifted."""
        content, page = self.bytes()
        count = len(content) // page
        words = []
        for _ in range(self.random.choice([1, 1, 3])):
            place = self.random.randrange(count) * page
            other = self.random.randrange(count) * page
            how = self.random.randrange(5)
            if how == 0:
                content[place:place + page] = bytes(page)
            elif how == 1:
                start = place + self.random.choice([0, 8, 100, 1000])
                content[start:place + page] = self.random.randbytes(place + page - start)
            elif how == 2:
                content[place:place + page], content[other:other + page] = \
                    content[other:other + page], content[place:place + page]
            elif how == 3:
                content[place:place + page] = content[other:other + page]
            else:
                moved = self.random.randrange(1, 64)
                content[place:place + page] = content[place + moved:place + page] + content[place:place + moved]
            words.append(f"page {place // page} ({how})")
        self.keep(content)
        return ", ".join(words)

    def cut(self):
        """The end is missing."""
        content, page = self.bytes()
        length = self.random.choice([self.random.randrange(len(content)),
                                     self.random.randrange(len(content) // page) * page, len(content) - 1, 100, 0])
        self.keep(content[:length])
        return f"cut to {length}"


# ------------------------------------------------------------------------------------------- what is to go in


class Inputs:
    """Records and registers as they are, to be spoilt."""

    NUMBERS = ["0", "-1", "9" * 15, "9" * 16, "9" * 18, "9" * 19, "9" * 40, "9223372036854775807", "1e400", "1e-400",
               "0.0000000001", "1,2,3,4", "1.2.3", "٣", "1" + "0" * 5000, "99999999999999.999", "NaN", "?"]
    WORDS = ["", '"', "\\", "\\u0000", "\\ud800", "\u202e", "x" * 20_000, "[" * 5000, "{" * 5000, ";" * 500, ",", "null",
             "\r", "\n", "\t", "\0", "\ufeff", "9999-99-99", "0001", "2020-02-30", "X:", "X:" + "a" * 3000, "=1+1"]

    def __init__(self, folder):
        self.files = []
        for pattern in ("data/records/*.jsonl", "docs/example-registers/*.csv", "Tests/ImportTests/Fixtures/*",
                        "Tests/armskbTests/Fixtures/*.*"):
            self.files += [path for path in sorted(glob.glob(os.path.join(ROOT, pattern)))
                           if path.endswith((".jsonl", ".csv", ".tsv", ".json"))]
        self.files += [os.path.join(folder, name) for name in ("paper.csv", "table.csv", "record.jsonl")]

    def make(self, random, folder):
        """A spoilt file: its path, and what it was."""
        source = random.choice(self.files)
        with open(source, "rb") as file:
            content = file.read()
        for _ in range(random.choice([1, 1, 2, 5, 30])):
            content = self.spoilt(random, content)
        path = os.path.join(folder, "spoilt" + os.path.splitext(source)[1])
        with open(path, "wb") as file:
            file.write(content)
        return path, f"{os.path.basename(source)} spoilt"

    def spoilt(self, random, content):
        how = random.randrange(6)
        if how < 2:
            places = [found.span() for found in re.finditer(rb"[0-9][0-9.]*", content)]
            new = random.choice(self.NUMBERS).encode()
            if places and random.random() < 0.2:
                return re.sub(rb"[0-9]+", lambda _: new, content)
        elif how < 4:
            places = [found.span() for found in re.finditer(rb"[A-Za-z][A-Za-z -]*", content)]
            new = random.choice(self.WORDS).encode()
        elif how == 4:
            lines = content.split(b"\n")
            place = random.randrange(len(lines))
            lines[place:place + 1] = random.choice([[], [lines[place]] * 2, [lines[place][:len(lines[place]) // 2]]])
            return b"\n".join(lines)
        else:
            return altered(random, content)
        if not places:
            return content + new
        start, end = random.choice(places)
        return content[:start] + new + content[end:]


# ------------------------------------------------------------------------------------------ what is run over it


def commands(folder):
    """All that are tried; each gets `--db` behind it."""
    record, register = os.path.join(folder, "record.jsonl"), os.path.join(folder, "paper.csv")
    article, out = os.path.join(folder, "article.txt"), os.path.join(folder, "out")
    words = """
    status | check | check --words | check --mend | log | log --batch 4 | log --parked | log --limit 3
    query totals | query totals --explain | query totals --by pair --explain --format json | query totals --by year
    query totals --by category | query totals --by class | query totals --by weapon | query totals --by region
    query totals --by supplier-region | query totals --by source | query totals --by recipient --include-disputed
    query totals --window 5 | query totals --window 5 --all-windows --until 2024 | query totals --top 3
    query totals --currency EUR --explain | query totals --currency USD --constant 2015 --by pair
    query totals --as-of 2026-11-01 | query totals --published-by 2019 --by pair | query totals --states successor
    query totals --supplier-in NATO | query totals --recipient-in CSTO --since 2010 --within
    query totals --category aircraft,missiles | query totals --weapon Harop,TB2 | query totals --min-credibility 3
    query totals --stage delivered --unit TIV,pieces --by year | query totals --cite
    query transfers | query transfers --format json | query transfers --register | query transfers --since 2015
    query transfers --as-of 2027 | query transfers --country Armenia --include-disputed
    query claims | query claims --format json | query claims --country Armenia --source SIPRI --since 2010
    query claims --category armoured-vehicles | query country Armenia | query country Norway --cite
    query country Azerbaijan --format json | query conflicts | query sources | query parties | query categories
    query weapons | query documents | query releases | cite | cite --by pair --format json
    cite --by year --currency EUR | cite --verify 123456789012 | diff 2012 2020 --published | diff 2020 2027
    diff 2023 2024 --releases --summary | diff 2012 2026 --published --currency EUR
    show Israel | show Harop | show c | show t | show d | search missile | search "drone NOT tank"
    review transfers --list | review transfers --list --format json | fingerprint --list
    export claims --for-own-use | export claims --format jsonl | export transfers --format csv | export totals
    export parties | export sources | export categories | export weapons | export documents
    export ftm --for-own-use | export sipri-register --for-own-use | export sipri-register --transfers
    export tiv-table --by recipient --for-own-use | export tiv-table --by supplier --spread --for-own-use
    export datapackage OUT --for-own-use | export datasette OUT --for-own-use | export postgres OUT --for-own-use
    schema | backup OUT/copy.db | sql "SELECT * FROM v_claim" | sql "SELECT * FROM v_transfer" | sql "SELECT * FROM v_batch"
    undo --yes | undo 4 --yes | undo 80 --yes | undo --dry-run
    import RECORD | import RECORD --dry-run | import REGISTER --park | import --parked | import
    party add X-RED-BRIGADE "Red Brigade" --kind non-state | party name ISR "Zion" | fingerprint ARTICLE --document D
    judge same C C2 --reason because | rank C normal --reason because | check ARTICLE | check RECORD | migrate
    """
    known = {"RECORD": record, "REGISTER": register, "ARTICLE": article}
    found = []
    for word in re.split(r"[|\n]", words):
        parts = [part.strip('"') for part in re.findall(r'"[^"]*"|\S+', word)]
        if parts:
            found.append([known.get(part, part).replace("OUT", out) for part in parts])
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("tries", nargs="?", type=int, default=200)
    parser.add_argument("seed", nargs="?", type=int, default=1)
    parser.add_argument("--try", dest="only", type=int, help="only this one")
    parser.add_argument("--commands", type=int, default=5, help="how many are run over each file")
    parser.add_argument("--keep", help="a folder for the files that failed")
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)
    signal.signal(signal.SIGALRM, ring)
    failures, kinds, statuses, start = 0, {}, {}, time.monotonic()
    with tempfile.TemporaryDirectory(prefix="armskb-crafted-") as folder:
        bases = make_bases(binary, folder)
        known = commands(folder)
        with sqlite3.connect(bases[0].path) as connection:
            ids = {
                "c": connection.execute("SELECT 'c' || lower(hex(substr(hash, 1, 8))) FROM claim ORDER BY id").fetchall(),
                "d": connection.execute("SELECT 'd' || lower(hex(substr(hash, 1, 8))) FROM document ORDER BY id").fetchall(),
                "t": connection.execute("SELECT 't' || lower(hex(substr(key, 1, 8))) FROM transfer ORDER BY id").fetchall()}
        connection.close()
        inputs = Inputs(folder)
        path, out = os.path.join(folder, "try.db"), os.path.join(folder, "out")
        tries = range(options.tries) if options.only is None else [options.only]
        for number in tries:
            chance = random.Random(f"{options.seed}/{number}")
            for ending in ("", "-wal", "-shm", "-journal"):
                if os.path.exists(path + ending):
                    os.unlink(path + ending)
            base = chance.choice(bases)
            if chance.random() < 0.125:
                shutil.copyfile(base.path, path)
                spoilt, what = inputs.make(chance, folder)
                lines = [["import", spoilt, *more] for more in ([], ["--dry-run"], ["--skip-invalid"], ["--park"])]
                lines += [["check", spoilt], ["check"], ["query", "totals", "--by", "year"], ["log"]]
            else:
                what = Craft(chance, base, path).make()
                lines = chance.sample(known, min(options.commands, len(known)))
            if options.only is not None and options.keep:
                os.makedirs(options.keep, exist_ok=True)
                shutil.copyfile(path, os.path.join(options.keep, f"{options.seed}-{number}.db"))
            for words in lines:
                shutil.rmtree(out, ignore_errors=True)
                picked = {word: chance.choice(ids[word[0].lower()])[0] for word in ("c", "d", "t", "C", "C2", "D")}
                arguments = [picked.get(word, word) for word in words]
                outcome = run([binary, *arguments, "--db", path])
                statuses[outcome.status] = statuses.get(outcome.status, 0) + 1
                fault = outcome.fault()
                if options.only is not None:
                    print(f"{' '.join(arguments)}: {outcome.status}, {outcome.seconds:.1f} s, "
                          f"{outcome.megabytes} MB: {outcome.errors.strip()[:300]}")
                if fault:
                    failures += 1
                    kinds[fault] = kinds.get(fault, 0) + 1
                    print(f"FAILURE {fault}, try {number} ({what}): {' '.join(arguments).replace(folder, '')}: "
                          f"{outcome.seconds:.1f} s, {outcome.megabytes} MB: {outcome.errors.strip()[:400]!r}",
                          flush=True)
                    if options.keep:
                        os.makedirs(options.keep, exist_ok=True)
                        kept = os.path.join(options.keep, f"{options.seed}-{number}.db")
                        if not os.path.exists(kept):
                            shutil.copyfile(path, kept)
            if options.only is not None:
                print(f"try {number}: {what}")
    words = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
    print(f"  statuses: {words}; {time.monotonic() - start:.0f} s")
    if kinds:
        print("  failures: " + ", ".join(f"{count} × {kind}" for kind, count in sorted(kinds.items())))
    print(f"{len(tries)} tries, {failures} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
