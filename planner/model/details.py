"""What stands behind the findings: numbers that the checks measured, and what they say of each single place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
import pandas as pd
import pandera.pandas as pa

from planner.model.kinds import Level, Status
from planner.model.positions import positions, rows_at

_WORDS = pd.StringDtype(na_value=np.nan)

MEASURES = pa.DataFrameSchema(
    {
        "rule": pa.Column(_WORDS),
        "level": pa.Column(_WORDS, pa.Check.isin([str(level) for level in Level])),
        "code": pa.Column(_WORDS),
        "subject": pa.Column(_WORDS),
        "measure": pa.Column(_WORDS),
        "value": pa.Column("float64", nullable=True),
        "unit": pa.Column(_WORDS),
    },
    unique=["rule", "level", "code", "subject", "measure"],
    strict=True,
    coerce=True,
    ordered=True,
)
"""One row a number. ``subject`` is what was counted, such as a kind of facility, or empty; ``measure`` is the stable
name of the number, such as ``needed``; ``value`` is empty where it is not known; ``unit`` is one of
:class:`Unit`."""

PLACE_RESULTS = pa.DataFrameSchema(
    {
        "rule": pa.Column(_WORDS),
        "place_id": pa.Column(_WORDS),
        "place_name": pa.Column(_WORDS),
        "kind": pa.Column(_WORDS),
        "kelurahan_code": pa.Column(_WORDS, nullable=True),
        "kecamatan_code": pa.Column(_WORDS, nullable=True),
        "status": pa.Column(_WORDS, pa.Check.isin([str(status) for status in Status])),
        "reason": pa.Column(_WORDS),
        "reason_text": pa.Column(object),
        "seen": pa.Column(_WORDS, nullable=True),
        "photo": pa.Column(_WORDS, nullable=True),
    },
    unique=["rule", "place_id"],
    strict=True,
    coerce=True,
    ordered=True,
)
"""One row a rule and place that it speaks of. ``kind`` is a kind of facility, or of what else was looked at;
``reason_text`` is a :class:`~planner.texts.Text`; ``seen`` the day on which a survey saw it (``2026-03-31``) and
``photo`` the name of its newest photo, where there is one."""


class Unit(StrEnum):
    """Units of :data:`MEASURES`: how a number is to be written."""

    COUNT = "count"
    SHARE = "share"
    AREA_M2 = "m2"
    AREA_M2_PER_CHILD = "m2_per_child"
    AREA_M2_PER_PERSON = "m2_per_person"
    CHILDREN = "children"
    PEOPLE = "people"
    RATIO = "ratio"


@dataclass(frozen=True, eq=False)
class Details:
    """What stands behind the findings.

    Attributes
    ----------
    measures
        :data:`MEASURES`: numbers without a pass mark, or behind one.
    places
        :data:`PLACE_RESULTS`: what a rule says of each single place.
    """

    measures: pd.DataFrame
    places: pd.DataFrame

    def measure(self, rule: str, measure: str) -> pd.DataFrame:
        """Return the rows of one number of one rule."""
        rows = self.of_rule(rule)
        return rows[rows["measure"] == measure].reset_index(drop=True)

    def of_rule(self, rule: str) -> pd.DataFrame:
        """Return the rows of all numbers of one rule."""
        return rows_at(self.measures, self._by_rule, rule)

    def value(self, rule: str, measure: str, code: str, subject: str = "") -> float:
        """Return one number of one region; not a number where it is not known, or there is none."""
        return self._values.get((rule, measure, code, subject), math.nan)

    @cached_property
    def _values(self) -> Mapping[tuple[str, str, str, str], float]:
        table = self.measures
        keys = zip(table["rule"], table["measure"], table["code"], table["subject"], strict=True)
        return dict(zip(keys, table["value"].tolist(), strict=True))

    @cached_property
    def _by_rule(self) -> Mapping[tuple[str, ...], np.ndarray]:
        """Where the rows of each rule stand: a page asks for dozens of them."""
        return positions(self.measures, "rule")

    def places_of(self, rule: str) -> pd.DataFrame:
        """Return what one rule says of each place."""
        return self.places[self.places["rule"] == rule].reset_index(drop=True)


def no_details() -> Details:
    """Return details without a row."""
    return Details(
        MEASURES.validate(pd.DataFrame(columns=list(MEASURES.columns))),
        PLACE_RESULTS.validate(pd.DataFrame(columns=list(PLACE_RESULTS.columns))),
    )
