"""What has to be done at which place, by what is said of its KSTR sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
import shapely

from planner.checks.each.smoke_free_signs.signs import KSTR_SIGN
from planner.model.assessment import Assessment
from planner.model.city import City
from planner.model.kinds import Level, Placement, Status
from planner.texts import Text, text


class Task(StrEnum):
    """What has to be done at a stop, the most urgent first."""

    PUT_UP = "put_up"
    REPLACE = "replace"
    MAKE_VISIBLE = "make_visible"
    SURVEY = "survey"


SIGN_TASKS = (Task.PUT_UP, Task.REPLACE, Task.MAKE_VISIBLE)
"""What is done with a sign; the other stops are only looked at."""

TASK_LABELS: Mapping[Task, Text] = {
    Task.PUT_UP: text("put up a sign"),
    Task.REPLACE: text("replace the sign"),
    Task.MAKE_VISIBLE: text("make the sign visible"),
    Task.SURVEY: text("look at the sign and record it"),
}
"""What each task is called."""

_TASKS: Mapping[str, Task] = {
    "no_sign": Task.PUT_UP,
    "sign_illegible": Task.REPLACE,
    "sign_faded": Task.REPLACE,
    "sign_not_visible": Task.MAKE_VISIBLE,
    "sign_obscured": Task.MAKE_VISIBLE,
}
"""What mends each reason of a place whose sign is not good."""


@dataclass(frozen=True)
class Stop:
    """A place on a work list.

    Attributes
    ----------
    place_id, name, kind
        Which place, and what it is.
    region_code
        The region of the finest level it lies in; ``None`` where that is not known.
    kecamatan_code
        The kecamatan it lies in, where that is known.
    task
        What has to be done.
    reason
        Stable name of the reason.
    reason_text
        The reason in one plain sentence.
    address
        Its address, where a source tells one.
    seen
        The day on which a survey saw it last (``2026-03-31``), if ever.
    x_m, y_m
        Position in the city's metric CRS; ``None`` where it is not known.
    """

    place_id: str
    name: str
    kind: str
    region_code: str | None
    kecamatan_code: str | None
    task: Task
    reason: str
    reason_text: Text
    address: str | None
    seen: str | None
    x_m: float | None
    y_m: float | None

    @property
    def has_position(self) -> bool:
        """Whether it can be put on a way."""
        return self.x_m is not None


def sign_stops(assessment: Assessment, *, unsurveyed: bool = True) -> tuple[Stop, ...]:
    """Return the places where something has to be done, what is urgent first and then by id.

    Parameters
    ----------
    assessment
        The city's assessment.
    unsurveyed
        Whether to list the places too whose sign nobody has seen, has seen in part only, or too long ago.
    """
    places = assessment.details.places_of(KSTR_SIGN)
    wanted = [Status.UNMET, Status.UNKNOWN] if unsurveyed else [Status.UNMET]
    places = places[places["status"].isin(wanted)]
    rows = places.merge(_positions(assessment.city), on="place_id", how="left")
    tasks = pd.Series(
        [task_of(status, reason) for status, reason in zip(rows["status"], rows["reason"], strict=True)], dtype=object
    )
    urgency = tasks.map({task: number for number, task in enumerate(Task)})
    rows = rows.assign(task=tasks, urgency=urgency).sort_values(["urgency", "place_id"])
    region = "kelurahan_code" if assessment.city.finest_level is Level.KELURAHAN else "kecamatan_code"
    columns = ["place_id", "place_name", "kind", region, "kecamatan_code", "task", "reason", "reason_text"]
    columns += ["address", "seen", "x_m", "y_m"]
    known = pd.DataFrame({number: rows[column].astype(object) for number, column in enumerate(columns)})
    return tuple(Stop(*row) for row in known.where(known.notna(), None).itertuples(index=False, name=None))


def task_of(status: str, reason: str) -> Task:
    """Return what has to be done where a sign's status is not ``met``, for its reason."""
    return Task.SURVEY if status == Status.UNKNOWN else _TASKS.get(reason, Task.REPLACE)


def _positions(city: City) -> pd.DataFrame:
    """Return address and position of each place; only a position within the city counts."""
    facilities = city.facilities
    points = np.asarray(facilities.geometry.array, dtype=np.object_)
    placed = np.asarray(facilities["placement"] == Placement.POSITION)
    x_m, y_m = (np.where(placed, read(points), np.nan) for read in (shapely.get_x, shapely.get_y))
    return pd.DataFrame({"place_id": facilities["id"], "address": facilities["address"], "x_m": x_m, "y_m": y_m})
