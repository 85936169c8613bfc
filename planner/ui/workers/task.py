"""A piece of work that any process of the planner can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from planner.texts import Text
from planner.ui.workers.cities import Stand

Found = TypeVar("Found", covariant=True)

LONG_S = 1800.0
"""No search takes longer than this."""

SHORT_S = 180.0
"""Nothing that a page waits for takes longer than this."""


@dataclass(frozen=True, eq=False)
class Task(Generic[Found]):
    """Work to be done beside the pages.

    Attributes
    ----------
    function
        What does it: a function of a module. It is given whom to tell how far it is and whom to ask whether to stop,
        and then the ``given``.
    given
        What it works on.
    stand
        The city that ``given`` and the result share with whoever asks; ``None`` where they share none.
    limit_s
        How long it may take.
    long
        Whether it may take minutes: long tasks never take every worker.
    urgent
        Whether a page waits for it.
    """

    function: Callable[..., Found]
    given: tuple[Any, ...] = ()
    stand: Stand | None = None
    limit_s: float = SHORT_S
    long: bool = False
    urgent: bool = False

    def do(self, tell: Callable[[Text], None], must_stop: Callable[[], bool]) -> Found:
        """Do it here and now."""
        return self.function(tell, must_stop, *self.given)
