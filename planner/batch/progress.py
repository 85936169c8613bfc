"""How far a run is, and how long it is likely to go on."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from planner.texts import Text, plural, text

_SECONDS_BETWEEN = 5.0


@dataclass
class Pace:
    """Counts what is done, and says so now and then.

    Attributes
    ----------
    cities
        How many cities there are to do.
    weight
        How much work they are together.
    tell
        Is told.
    clock
        Seconds that only go forward.
    """

    cities: int
    weight: float
    tell: Callable[[Text], None]
    clock: Callable[[], float] = time.monotonic
    done: int = 0
    failed: int = 0
    _weight_done: float = 0.0
    _begun: float = field(init=False)
    _said: float = field(init=False)

    def __post_init__(self) -> None:
        self._begun = self._said = self.clock()

    def step(self, weight: float, *, failed: bool) -> None:
        """Count one city, and say how far it is if that was not said just now."""
        self.done += 1
        self.failed += failed
        self._weight_done += weight
        now = self.clock()
        if self.done == self.cities or now - self._said >= _SECONDS_BETWEEN:
            self._said = now
            self.tell(self._sentence(now - self._begun))

    def _sentence(self, elapsed_s: float) -> Text:
        share = self._weight_done / self.weight
        return text(
            "{done} of {all} cities, {failed} of them failed; about {left} left",
            done=self.done,
            all=self.cities,
            failed=self.failed,
            left=duration(elapsed_s * (1.0 - share) / share),
        )


def duration(seconds: float) -> Text:
    """Return a length of time in words, as fine as it matters."""
    if seconds < 90.0:
        return plural("{n} second", "{n} seconds", round(seconds))
    return plural("{n} minute", "{n} minutes", round(seconds / 60.0))
