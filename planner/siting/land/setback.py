"""How far from a river nothing may be built: PP 38/2011, by the depth of the river."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.checks.enforcement import enforceable, required_number
from planner.errors import RuleError
from planner.model.rule import Rule, Rules
from planner.rules.citing import citation_text
from planner.texts import Text, text

RIVER_SETBACK_URBAN = "RIVER_SETBACK_URBAN"

_QUARTER_SEGMENTS = 16
"""A round bank is drawn with this many corners a quarter: at 30 m it is less than 4 cm too near."""


class _Step(NamedTuple):
    """The setback of rivers up to a depth, both in metres."""

    depth_m: float
    setback_m: float


def setbacks_m(depth_m: pd.Series, rules: Rules) -> npt.NDArray[np.float64]:
    """Return the setback of rivers of some depth, in metres; that for an unknown depth where it is missing.

    Raises
    ------
    planner.errors.RuleError
        If the rule is missing, written down from memory, or no list of depths and setbacks.
    """
    rule = enforceable(rules, RIVER_SETBACK_URBAN)
    steps = _steps(rule)
    depth = depth_m.to_numpy(dtype=np.float64)
    place = np.searchsorted([step.depth_m for step in steps], depth, side="left").clip(max=len(steps) - 1)
    by_depth = np.array([step.setback_m for step in steps])[place]
    return np.where(np.isnan(depth), required_number(rule, "default_if_depth_unknown"), by_depth)


def river_reach(rivers: gpd.GeoDataFrame, rules: Rules) -> tuple[npt.NDArray[np.object_], tuple[Text, ...]]:
    """Return rivers with their setback as areas, and why nothing may be built in each.

    From a polygon the setback is measured from its edge, which is the bank; from a line it is measured from the
    line, because its width is not known.

    Parameters
    ----------
    rivers
        :data:`~planner.model.tables.EXCLUSION_AREAS` of the kind ``river``.
    rules
        The rule catalogue.
    """
    setback_m = setbacks_m(rivers["depth_m"], rules)
    areas = shapely.buffer(np.asarray(rivers.geometry.array), setback_m, quad_segs=_QUARTER_SEGMENTS)
    citation = citation_text(enforceable(rules, RIVER_SETBACK_URBAN))
    told = zip(rivers["name"], rivers["depth_m"], setback_m, strict=True)
    return areas, tuple(_reason(name, float(depth), float(metres), citation) for name, depth, metres in told)


def _reason(name: object, depth_m: float, setback_m: float, citation: Text) -> Text:
    river = name if isinstance(name, str) else text("a river")
    if np.isnan(depth_m):
        return text(
            "It lies within {setback} m of {river}, its setback as long as its depth is not known ({citation}).",
            setback=setback_m,
            river=river,
            citation=citation,
        )
    return text(
        "It lies within {setback} m of {river}, its setback at a depth of {depth} m ({citation}).",
        setback=setback_m,
        river=river,
        depth=depth_m,
        citation=citation,
    )


def _steps(rule: Rule) -> Sequence[_Step]:
    """Return the steps of the rule, shallow rivers first; the last one, without a depth, is for all deeper ones."""
    written = rule.numbers.get("by_depth_m")
    if not isinstance(written, list):
        raise _unusable(rule)
    try:
        steps = [_Step(float(step.get("max", np.inf)), float(step["setback"])) for step in written]
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise _unusable(rule) from error
    deeper = all(lower.depth_m < upper.depth_m for lower, upper in pairwise(steps))
    if not steps or not deeper or steps[-1].depth_m != np.inf or any(step.setback_m < 0 for step in steps):
        raise _unusable(rule)
    return steps


def _unusable(rule: Rule) -> RuleError:
    return RuleError(
        text(
            "by_depth_m of the rule {rule} must list depths from shallow to deep with their setback, "
            "the last one without a depth.",
            rule=rule.id,
        )
    )
