"""Lets calls that change a file fail, as on a disk that is full or broken, once or from then on.

    python3 faults.py BINARY [TRIES [SEED]]

Whoever is told that a command failed finds everything as it was, and who types it again gets it done once. Who is told
that it is done finds it done. Half of the tries strike the closing phase, where the two are told apart.
"""

import dataclasses

from common import FAILING, OF_THE_DISK, Call, Job, Verdict, World, begin, closing


@dataclasses.dataclass(frozen=True)
class Fault:
    """A job of which a call fails: full, full-once, broken or broken-once."""

    job: Job
    kind: str
    call: Call

    @property
    def may_leave_parts(self) -> bool:
        """Whether what is not complete may stay, as it cannot be removed."""
        return self.kind == "broken" or self.kind == "broken-once" and self.call.name in ("unlink", "rmdir")

    def __str__(self) -> str:
        return f"{self.kind} at call {self.call.number}, {self.call.name} of {self.call.path}"


def plans(world: World, job: Job) -> tuple[list[Fault], list[Fault]]:
    """The faults of the closing phase of a job, and all others."""
    calls = world.calls(job)
    late = set(closing(calls))
    faults = [Fault(job, kind, call) for call in calls if call.name != "close" for kind in FAILING]
    return [fault for fault in faults if fault.call in late], [fault for fault in faults if fault.call not in late]


def try_one(world: World, fault: Fault) -> None:
    """Lets one call of a job fail and looks at what is left."""
    fault.job.lay_out(world.place)
    run = world.run_with(fault.job, fault.kind, fault.call.number)
    Verdict(world, fault.job, run, str(fault)).give(OF_THE_DISK, fault.may_leave_parts, fault.kind == "broken")


def main() -> None:
    torture = begin("faults", 200)
    world = World(torture)
    late, early = [], []
    for job in world.jobs:
        of_the_end, others = plans(world, job)
        late += of_the_end
        early += others
    late = torture.sample(late, torture.tries // 2)
    for fault in torture.each(late + torture.sample(early, torture.tries - len(late))):
        try_one(world, fault)
    torture.end()


if __name__ == "__main__":
    main()
