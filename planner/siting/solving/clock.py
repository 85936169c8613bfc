"""When a search must end: its time is over, or somebody pressed stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


def never() -> bool:
    """Return that nobody pressed stop."""
    return False


@dataclass(frozen=True)
class Clock:
    """Time left of a search.

    Attributes
    ----------
    limit_s
        How long it may take, in seconds.
    stop
        Whether somebody pressed stop.
    started
        When it began, on the clock of :func:`time.perf_counter`.
    """

    limit_s: float
    stop: Callable[[], bool] = never
    started: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        """Seconds since it began."""
        return time.perf_counter() - self.started

    @property
    def left_s(self) -> float:
        """Seconds left, never less than 0."""
        return max(0.0, self.limit_s - self.seconds)

    def over(self) -> bool:
        """Return whether the search must end."""
        return self.stop() or self.seconds >= self.limit_s


ENDLESS = Clock(float("inf"))
