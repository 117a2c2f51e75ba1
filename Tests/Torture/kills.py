"""Kills commands that write: before or after, nothing else.

    python3 kills.py BINARY [TRIES [SEED]]

Half of the kills strike a call of the closing phase, from the last frames of a transaction to the end, each of them
once where there are tries enough; the others any call, or a moment by the clock. Writes are also cut in half.
Afterwards the knowledge base is whole, a reader sees the state before or the one after, and what the program had said
agrees with it.
"""

import dataclasses
import signal
import time

from common import Call, Job, Verdict, World, begin, closing


@dataclasses.dataclass(frozen=True)
class Kill:
    """A job that is killed: at a call, perhaps in the middle of it, or after so many seconds."""

    job: Job
    kind: str  # kill, tear, clock
    place: float


def kill_at(job: Job, call: Call, kind: str) -> Kill:
    """A kill at a call; only writes can be cut in half."""
    return Kill(job, kind if "write" in call.name else "kill", call.number)


def plans(world: World, job: Job) -> tuple[list[Kill], list[Kill]]:
    """All kills of the closing phase of a job, and some others."""
    chance, tries = world.torture.random, world.torture.tries
    start = time.monotonic()
    calls = world.calls(job)
    seconds = time.monotonic() - start
    late = dict.fromkeys(kill_at(job, call, kind) for call in closing(calls) for kind in ("kill", "tear"))
    others = [kill_at(job, chance.choice(calls), chance.choice(["kill", "tear"])) for _ in range(tries)]
    return list(late), others + [Kill(job, "clock", chance.uniform(0, seconds)) for _ in range(tries)]


def try_one(world: World, plan: Kill) -> None:
    """Kills a job once and looks at what is left."""
    plan.job.lay_out(world.place)
    if plan.kind == "clock":
        run = world.run(plan.job, killed_after=plan.place)
    else:
        run = world.run_with(plan.job, plan.kind, int(plan.place))
    label = f"{plan.kind} {'after' if plan.kind == 'clock' else 'at call'} {plan.place}"
    Verdict(world, plan.job, run, label).give({-signal.SIGKILL}, may_leave_parts=True)


def main() -> None:
    torture = begin("kills", 200)
    world = World(torture)
    late, others = [], []
    for job in world.jobs:
        of_the_end, elsewhere = plans(world, job)
        late += of_the_end
        others += elsewhere
    late = torture.sample(late, torture.tries // 2)
    for plan in torture.each(late + torture.sample(others, torture.tries - len(late))):
        try_one(world, plan)
    torture.end()


if __name__ == "__main__":
    main()
