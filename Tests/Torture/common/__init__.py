"""What the scripts of this folder share: running the program, what is in a file, the calls that fail, the score."""

from .calls import FAILING, Call, Calls, closing
from .jobs import OF_THE_DISK, Job, Verdict, World, records
from .program import PATIENCE, Program, Run
from .score import Torture, begin
from .states import MISSING, State, contents, remove, snapshot

__all__ = ["FAILING", "MISSING", "OF_THE_DISK", "PATIENCE", "Call", "Calls", "Job", "Program", "Run", "State", "Torture",
           "Verdict", "World", "begin", "closing", "contents", "records", "remove", "snapshot"]
