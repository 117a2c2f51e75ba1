"""Pipes, descriptors and signals: what comes and goes otherwise than through a plain file.

    python3 pipes.py BINARY [TRIES [SEED]]

Inputs that can be read once only are read whole, and nothing is written beside them. An output that is closed or full
is an error of every command; `| head` ends it without a word. A descriptor that is closed is never taken for another
file. Signals leave nothing unfinished behind, and end the program as they should. A third of the tries are signals.
"""

import contextlib
import os
import random
import re
import shlex
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator

from common import OF_THE_DISK, PATIENCE, Job, Run, Verdict, World, begin, contents, records

Case = Callable[[], None]
# Commands that print, whatever is closed or full.
PRINTING = [
    "status", "query totals", "query transfers", "query claims", "query country ARM", "query conflicts --words",
    "query sources", "query parties", "query categories", "query weapons", "query documents", "query releases",
    "show ARM", "search missile", "diff 2020 2040", "cite --supplier ISR", "review transfers --list", "export claims",
    "export transfers", "export totals", "export ftm", "check", "log", "fingerprint --list", "sql 'SELECT 1'",
]
# Those that need no knowledge base.
TELLING = ["--help", "--version", "help query", "import --help", "query totals --help", "check --list", "schema",
           "schema records"]
# How records can come; {file} is theirs, {ending} its format. All of them must arrive.
INPUTS = [
    "$ARMSKB import <(cat {file}) --db k.db",
    "$ARMSKB import <(cat {file}) --format {ending} --db k.db",
    "$ARMSKB import - --format {ending} --db k.db < {file}",
    "cat {file} | $ARMSKB import - --db k.db",
    "cat {file} | $ARMSKB import /dev/stdin --db k.db",
    "$ARMSKB import /dev/stdin --db k.db < {file}",
    "$ARMSKB import /proc/self/fd/3 --db k.db 3< {file}",
    "cat {file} | $ARMSKB import /dev/stdin --skip-invalid --db k.db",
    "$ARMSKB import <(cat {file}) --skip-invalid --db k.db",
    "while read -r line; do echo \"$line\"; done < {file} | $ARMSKB import - --db k.db",
    "mkfifo p.{ending}; cat {file} > p.{ending} & $ARMSKB import p.{ending} --db k.db",
    "mkfifo p; cat {file} > p & $ARMSKB import p --format {ending} --db k.db",
    "mkfifo p.{ending}; cat {file} > p.{ending} & $ARMSKB import p.{ending} --skip-invalid --db k.db",
    "(head -c 100 {file}; sleep 0.3; tail -c +101 {file}) | $ARMSKB import - --db k.db",
]
# How the output of a question can be led; {out} is the file in which it must arrive, or nowhere with a status.
OUTPUTS = [
    "$ARMSKB {words} -o - > {out}", "set -o pipefail; $ARMSKB {words} -o /dev/stdout | cat > {out}",
    "$ARMSKB {words} -o >(cat > {out}; touch q); s=$?; while ! [ -e q ]; do sleep 0.05; done; exit $s",
    "mkfifo q; cat q > {out} & $ARMSKB {words} -o q; s=$?; wait; exit $s",
    "$ARMSKB {words} -o /proc/self/fd/1 > {out}", "$ARMSKB {words} -o {out} <&-", "$ARMSKB {words} -o {out} >&-",
    "$ARMSKB {words} -o {out} 2>&-", "$ARMSKB {words} -o {out} <&- >&- 2>&-", "$ARMSKB {words} > {out} <&- 2>&-",
]
CLOSED = ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-", ">/dev/full", "2>/dev/full"]
WITHOUT_INPUT = ["import - --format jsonl", "import - --format csv", "import -", "check - --input-format jsonl",
                 "check - --input-format txt", "sql -"]
SIGNALS = {signal.SIGINT: 130, signal.SIGTERM: -signal.SIGTERM, signal.SIGHUP: -signal.SIGHUP}


class Desk:
    """A folder with a knowledge base and files of records, for one line of the shell after the other."""

    def __init__(self, world: World):
        self.world, self.torture = world, world.torture
        self.folder = self.torture.folder / "desk"
        # More than a look at the beginning takes, and than a pipe holds.
        numbers = range(150, 1_400)
        (world.folder / "many.jsonl").write_text(records(random.Random(3), numbers))
        shutil.copyfile(world.folder / "base.db", world.folder / "many.db")
        world.make("import", "many.jsonl", "--quiet", "--db", "many.db")
        # Of these, the claims that are in already come again, and are known.
        world.make("export", "claims", "--format", "csv", "-o", "many.csv", "--db", "many.db")

    def lay_out(self, base: str = "base.db") -> None:
        """Makes the folder anew."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        for source, name in ((base, "k.db"), ("many.jsonl", "many.jsonl"), ("many.csv", "many.csv")):
            shutil.copyfile(self.world.folder / source, self.folder / name)

    def shell(self, line: str) -> Run:
        """Runs a line of the shell in the folder; it must come to its end."""
        before = {name for name in os.listdir("/dev") if "rejected" in name or name.endswith(".part")}
        run = self.torture.program.shell(line, self.folder)
        for name in {name for name in os.listdir("/dev") if "rejected" in name or name.endswith(".part")} - before:
            os.unlink(f"/dev/{name}")
            self.torture.fail("writes beside a device", f"{line}: /dev/{name}")
        if run.hung or run.crashed:
            self.torture.fail("hangs" if run.hung else "crashes", f"{line}: {run}")
        return run


def inputs(desk: Desk) -> Iterator[Case]:
    """Records that come through what can be read only once."""
    def check(line: str) -> None:
        desk.lay_out()
        run = desk.shell(line)
        state = contents(desk.folder / "k.db")
        if state.claims != contents(desk.world.folder / "many.db").claims:
            kind = "records are lost in silence" if run.status == 0 else "a pipe is refused"
            desk.torture.fail(kind, f"{line}: {state}; {run}")
        elif run.status != 0:
            desk.torture.fail("records went in, and the status says that they did not", f"{line}: {run}")
        others = {path.name for path in desk.folder.iterdir()} - {"k.db", "many.jsonl", "many.csv", "p", "p.csv", "p.jsonl"}
        if others:
            desk.torture.fail("writes what nobody asked for", f"{line}: {sorted(others)}")

    for file in ("many.jsonl", "many.csv"):
        for form in INPUTS:
            line = form.format(file=file, ending=file.split(".")[1])
            yield lambda line=line: check(line)


def rejects(desk: Desk) -> Iterator[Case]:
    """Of a pipe, too, the good records go in and the faulty ones are told of."""
    def check(line: str) -> None:
        desk.lay_out()
        good = (desk.world.folder / "faulty.jsonl").read_text()
        (desk.folder / "faulty.jsonl").write_text(good)
        wanted = good.count("\n") - good.count('"quantity": -') + contents(desk.folder / "k.db").claims
        run = desk.shell(line)
        if run.status != 0 or contents(desk.folder / "k.db").claims != wanted:
            desk.torture.fail("good records of a pipe are left out", f"{line}: {run}")

    for line in ("cat faulty.jsonl | $ARMSKB import /dev/stdin --skip-invalid --db k.db",
                 "$ARMSKB import <(cat faulty.jsonl) --skip-invalid --db k.db",
                 "$ARMSKB import - --format jsonl --skip-invalid --db k.db < faulty.jsonl"):
        yield lambda line=line: check(line)


def heads(desk: Desk) -> Iterator[Case]:
    """Whoever has read enough ends the program without a word."""
    def check(words: str) -> None:
        desk.lay_out("full.db")
        line = f"$ARMSKB {words} --db k.db | head -c 10 > /dev/null; exit ${{PIPESTATUS[0]}}"
        run = desk.shell(line)
        if run.status not in (0, 1, 128 + signal.SIGPIPE) or re.search("rror|cannot|ipe", run.words):
            desk.torture.fail("| head", f"{line}: {run}")

    for words in PRINTING:
        yield lambda words=words: check(words)


def closed_outputs(desk: Desk) -> Iterator[Case]:
    """What cannot be printed is an error."""
    def check(words: str, base: str, output: str) -> None:
        desk.lay_out("full.db")
        if not desk.shell(f"$ARMSKB {words} {base}").out:
            return  # Nothing to print.
        run = desk.shell(f"$ARMSKB {words} {base} {output}")
        if run.status != 74:
            desk.torture.fail(f"{output} is no error", f"{words}: {run}")

    for words in PRINTING + TELLING:
        for output in (">/dev/full", ">&-"):
            base = "" if words in TELLING else "--db k.db"
            yield lambda words=words, base=base, output=output: check(words, base, output)


def closed_inputs(desk: Desk) -> Iterator[Case]:
    """An input that is closed is not an empty one."""
    def check(words: str) -> None:
        desk.lay_out()
        before = contents(desk.folder / "k.db")
        run = desk.shell(f"$ARMSKB {words} --db k.db <&-")
        if run.status == 0:
            desk.torture.fail("a closed input is taken for an empty one", f"{words}: {run}")
        if contents(desk.folder / "k.db") != before:
            desk.torture.fail("something is stored from a closed input", f"{words}: {run}")

    for words in WITHOUT_INPUT:
        yield lambda words=words: check(words)


def outputs(desk: Desk) -> Iterator[Case]:
    """An output arrives whole, wherever it is led, or the status says that it does not."""
    def check(form: str) -> None:
        desk.lay_out("full.db")
        words = "export claims --format csv --db k.db"
        wanted = desk.torture.program.run(shlex.split(words), desk.folder).out
        line = form.format(words=words, out="out.csv")
        run = desk.shell(line)
        path = desk.folder / "out.csv"
        found = path.read_bytes() if path.exists() else b""
        if run.status == 0 and found != wanted:
            desk.torture.fail("an output does not arrive", f"{line}: {len(found)} bytes of {len(wanted)}; {run}")
        elif run.status not in (0, *OF_THE_DISK):
            desk.torture.fail("an output ends with another status", f"{line}: {run}")
        if contents(desk.folder / "k.db") != contents(desk.world.folder / "full.db"):
            desk.torture.fail("an output harms the knowledge base", line)

    for form in OUTPUTS:
        yield lambda form=form: check(form)


def closed_descriptors(desk: Desk) -> Iterator[Case]:
    """Commands that write do so with any descriptor closed, or say that they do not."""
    def check(job: Job, redirection: str) -> None:
        job.lay_out(desk.world.place)
        words = " ".join(shlex.quote(word) for word in [*job.words, "--db", "k.db"])
        run = desk.torture.program.shell(f"exec $ARMSKB {words} {redirection}", desk.world.place)
        Verdict(desk.world, job, run, redirection).give(OF_THE_DISK)

    for job in desk.world.jobs:
        for redirection in CLOSED:
            yield lambda job=job, redirection=redirection: check(job, redirection)


def signals(desk: Desk, tries: int) -> Iterator[Case]:
    """A signal at some call of a job."""
    world, chance = desk.world, desk.torture.random

    def check(job: Job, number: int, name: signal.Signals) -> None:
        job.lay_out(world.place)
        environment = desk.torture.calls.environment("signal", world.place, number, name)
        run = world.run(job, environment)
        Verdict(world, job, run, f"{name.name} at call {number}").give({SIGNALS[name]})

    def check_ignored(job: Job, number: int) -> None:
        # As nohup does it.
        job.lay_out(world.place)
        environment = desk.torture.calls.environment("signal", world.place, number, signal.SIGHUP)
        words = " ".join(shlex.quote(word) for word in [*job.words, "--db", "k.db"])
        run = desk.torture.program.shell(f"trap '' HUP; exec $ARMSKB {words}", world.place, environment)
        Verdict(world, job, run, f"SIGHUP that is ignored, at call {number}").give(set())

    jobs = [(job, len(world.calls(job))) for job in world.jobs]
    for _ in range(tries):
        job, calls = chance.choice(jobs)
        number, name = chance.randrange(1, calls + 1), chance.choice([*SIGNALS, signal.SIGINT, None])
        yield (lambda job=job, number=number: check_ignored(job, number)) if name is None else \
            (lambda job=job, number=number, name=name: check(job, number, name))


def waiting(desk: Desk) -> Iterator[Case]:
    """A signal while records come in from somebody who is slow."""
    def check(name: signal.Signals) -> None:
        desk.lay_out()
        before = contents(desk.folder / "k.db")
        process = desk.torture.program.start(
            ["import", "-", "--format", "jsonl", "--db", "k.db"], desk.folder, bufsize=0, stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = threading.Timer(PATIENCE, process.kill)
        end.start()
        with contextlib.suppress(BrokenPipeError):
            # More than a pipe holds: it works by now.
            process.stdin.write((desk.folder / "many.jsonl").read_bytes())
        process.send_signal(name)
        status = process.wait()
        end.cancel()
        process.stdin.close()
        if status != SIGNALS[name]:
            desk.torture.fail(f"{name.name} while it waits for input", f"status {status}")
        if contents(desk.folder / "k.db") != before:
            desk.torture.fail(f"{name.name} while it waits for input", "something is stored")

    for name in SIGNALS:
        yield lambda name=name: check(name)


def main() -> None:
    torture = begin("pipes", 400)
    desk = Desk(World(torture))
    some = torture.tries // 3
    cases = [case for part in (inputs, rejects, heads, closed_outputs, closed_inputs, outputs, closed_descriptors, waiting)
             for case in part(desk)]
    cases = torture.sample(cases, torture.tries - some)
    for case in torture.each([*cases, *signals(desk, torture.tries - len(cases))]):
        case()
    torture.end()


if __name__ == "__main__":
    main()
