"""What a person may choose for an assessment."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.errors import OptionError
from planner.texts import text

MAX_MINUTES = 120.0
MAX_SITES = 500


@dataclass(frozen=True)
class Options:
    """Choices of one assessment.

    Attributes
    ----------
    threshold_min
        Walking time within which a place counts as reached, in minutes, itself included.
    sites
        How many sites to propose; ``None`` proposes one for each duty that is not met.
    time_limit_s
        How long the solver may search for a better plan, in seconds. A plan found before the limit comes
        with its proven bound.

    Raises
    ------
    planner.errors.OptionError
        If a value lies outside what is possible.
    """

    threshold_min: float = 10.0
    sites: int | None = None
    time_limit_s: float = 20.0

    def __post_init__(self) -> None:
        if not math.isfinite(self.threshold_min) or not 0 < self.threshold_min <= MAX_MINUTES:
            raise OptionError(
                text(
                    "The walking time must be more than 0 and at most {most} minutes, not {value}.",
                    most=MAX_MINUTES,
                    value=self.threshold_min,
                )
            )
        if self.sites is not None and not 0 <= self.sites <= MAX_SITES:
            raise OptionError(
                text(
                    "The number of sites must be from 0 to {most}, not {value}.",
                    most=MAX_SITES,
                    value=self.sites,
                )
            )
        if not self.time_limit_s > 0:
            raise OptionError(
                text("The solver's time limit must be more than 0 seconds, not {value}.", value=self.time_limit_s)
            )
