"""How far from a river nothing may be built."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from drawn_land import exclusion_table
from drawn_plan import drawn_rule

from planner.errors import RuleError
from planner.rules.catalogue import apply_changes, load_rules
from planner.siting.land.setback import RIVER_SETBACK_URBAN, river_reach, setbacks_m
from planner.texts import Language, translate

RULES = load_rules()


@pytest.mark.parametrize(
    ("depth_m", "setback_m"), [(0, 10), (2, 10), (3, 10), (3.01, 15), (5, 15), (20, 15), (20.5, 30), (np.nan, 15)]
)
def test_the_deeper_the_river_the_wider_its_setback(depth_m: float, setback_m: float) -> None:
    assert setbacks_m(pd.Series([depth_m]), RULES).tolist() == [setback_m]


def test_the_setback_begins_at_the_bank() -> None:
    # A river 40 m wide and 2 m deep, and one that is only a line: 10 m and 15 m beyond.
    banks, line = shapely.box(0, 100, 1000, 140), shapely.LineString([(0, 500), (1000, 500)])
    areas, reasons = river_reach(exclusion_table([("river", banks, "Way A", 2), ("river", line, None, np.nan)]), RULES)
    assert [area.bounds for area in areas] == [(-10, 90, 1010, 150), (-15, 485, 1015, 515)]
    said = [translate(reason, Language.ENGLISH) for reason in reasons]
    assert said[0].startswith("It lies within 10 m of Way A, its setback at a depth of 2 m (PP 38/2011")
    assert said[1].startswith("It lies within 15 m of a river, its setback as long as its depth is not known")


def test_a_city_may_have_its_own_setback() -> None:
    changed = apply_changes(RULES, {RIVER_SETBACK_URBAN: {"default_if_depth_unknown": 30}})
    assert setbacks_m(pd.Series([np.nan, 2.0]), changed).tolist() == [30, 10]


@pytest.mark.parametrize(
    "steps",
    [[], 15, [{"max": 3}], [{"max": 3, "setback": 10}], [{"max": 9, "setback": 1}, {"max": 3, "setback": 1}], ["10"]],
)
def test_steps_that_say_nothing_are_refused(steps: object) -> None:
    rules = {RIVER_SETBACK_URBAN: drawn_rule(RIVER_SETBACK_URBAN, by_depth_m=steps, default_if_depth_unknown=15)}
    with pytest.raises(RuleError) as caught:
        setbacks_m(pd.Series([1.0]), rules)
    assert "by_depth_m of the rule RIVER_SETBACK_URBAN" in translate(caught.value.message, Language.ENGLISH)
