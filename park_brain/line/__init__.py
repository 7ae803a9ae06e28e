"""Line: the one way from inbox to release, and its order of stages, which the command line and Dagster both use.

Lives here: the run under way (``run``), one function per stage (``stages``), their order (``order``) and the replay of
one list (``one_list``). What a stage does is not written here but in its own package.
"""

from park_brain.line.one_list import replay
from park_brain.line.order import ClockError, advance, begin, instants, refresh
from park_brain.line.run import NothingToPublishError, Run

__all__ = ["ClockError", "NothingToPublishError", "Run", "advance", "begin", "instants", "refresh", "replay"]
