"""How field work is done: on foot or by motor, how fast, how long at a stop and how long a day."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.errors import OptionError
from planner.texts import Text, text


class Mode(StrEnum):
    """How to get from stop to stop."""

    WALK = "walk"
    DRIVE = "drive"


MODE_LABELS: Mapping[Mode, Text] = {Mode.WALK: text("on foot"), Mode.DRIVE: text("by motor")}

SPEED_KMH: Mapping[Mode, float] = {Mode.WALK: 4.3, Mode.DRIVE: 20.0}
"""An adult's walk of 1.2 m/s, and a slow drive through a town with parking: assumptions, not measured anywhere."""

MOST_SPEED_KMH = 120.0
MOST_HOURS = 24.0
MOST_STOP_MINUTES = 240.0
_MINUTES = 60.0
_METRES = 1000.0


@dataclass(frozen=True)
class Travel:
    """How field work is done. The defaults are assumptions that an office changes to what it knows.

    Attributes
    ----------
    mode
        On foot or by motor.
    minutes_per_stop
        How long the work at a stop takes.
    hours_per_day
        How long a day in the field is, ways between stops included.
    speed_kmh
        How fast one gets from stop to stop; that of :data:`SPEED_KMH` if left out.

    Raises
    ------
    planner.errors.OptionError
        If a value lies outside what is possible.
    """

    mode: Mode = Mode.WALK
    minutes_per_stop: float = 10.0
    hours_per_day: float = 5.0
    speed_kmh: float | None = None

    def __post_init__(self) -> None:
        limits = (
            (text("The minutes at a stop"), self.minutes_per_stop, MOST_STOP_MINUTES),
            (text("The hours of a day in the field"), self.hours_per_day, MOST_HOURS),
            (text("The speed in km/h"), self.speed, MOST_SPEED_KMH),
        )
        for what, value, most in limits:
            if not math.isfinite(value) or not 0 < value <= most:
                raise OptionError(
                    text(
                        "{what} must be more than 0 and at most {most}, not {value}.", what=what, most=most, value=value
                    )
                )
        if self.minutes_per_stop > self.day_minutes:
            raise OptionError(
                text(
                    "A day in the field of {hours} h is too short for one stop of {minutes} minutes: make it longer.",
                    hours=self.hours_per_day,
                    minutes=self.minutes_per_stop,
                )
            )

    @property
    def speed(self) -> float:
        """Speed in km/h."""
        return SPEED_KMH[self.mode] if self.speed_kmh is None else self.speed_kmh

    @property
    def day_minutes(self) -> float:
        """Minutes of a day in the field."""
        return self.hours_per_day * _MINUTES

    def way_minutes(self, way_m: float) -> float:
        """Return the minutes that a way takes."""
        return way_m / _METRES / self.speed * _MINUTES

    def minutes(self, stops: int, way_m: float) -> float:
        """Return the minutes that stops and the way between them take."""
        return stops * self.minutes_per_stop + self.way_minutes(way_m)
