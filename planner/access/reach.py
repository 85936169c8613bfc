"""Who reaches what within how many minutes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from planner.model.kinds import AgeTier
from planner.model.rule import Rules

TOLERANCE_M = 1e-6
"""Distances are sums of many rounded numbers: a millionth of a metre over the limit is still on it."""

_SPEED_RULES = {
    AgeTier.EARLY: "WALK_SPEED_PRESCHOOL",
    AgeTier.PRIMARY: "WALK_SPEED_SCHOOL",
    AgeTier.SECONDARY: "WALK_SPEED_SCHOOL",
}


def threshold_m(speed_m_s: float, threshold_min: float) -> float:
    """Return how far one gets in a time, in metres."""
    return speed_m_s * threshold_min * 60.0


def within(distance_m: npt.ArrayLike, speed_m_s: float, threshold_min: float) -> npt.NDArray[np.bool_]:
    """Say which walking distances fit into a time. The only definition: exactly ten minutes are within ten.

    Parameters
    ----------
    distance_m
        Walking distances in metres; infinite where no way is known.
    speed_m_s
        Walking speed in metres a second.
    threshold_min
        Time in minutes, itself included.
    """
    return np.asarray(distance_m, dtype=np.float64) <= threshold_m(speed_m_s, threshold_min) + TOLERANCE_M


def speeds(rules: Rules) -> dict[AgeTier, float]:
    """Return the walking speed of each age tier, in metres a second, from the rule catalogue."""
    return {tier: rules[rule].number("value") for tier, rule in _SPEED_RULES.items()}
