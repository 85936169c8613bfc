"""Proposals in words."""

from __future__ import annotations

import geopandas as gpd
import pytest
from drawn_plan import drawn_city, drawn_rule, place
from pyproj import Transformer
from shapely import Point

from planner.checks.programme import check_programme
from planner.model.assessment import Proposal
from planner.siting.candidates import COLUMNS
from planner.siting.explain import ChosenSite, explain
from planner.siting.greedy import Step
from planner.texts import Language, translate

RULES = {"STSK_COVERAGE": drawn_rule("STSK_COVERAGE", min_count=1)}
# Kecamatan 1 has no park, in kecamatan 2 one is claimed.
CITY = drawn_city([place("claimed", "2", child_friendly="claimed")])
DUTIES = {finding.unit_code: finding for finding in check_programme(CITY, RULES)}
CANDIDATES = gpd.GeoDataFrame(
    [
        ("new", None, None, True, "1", "1", Point(1000, 1000)),
        ("new", None, None, False, "2", "2", Point(3000, 1000)),
        ("upgrade", "p7", "Taman <i>", False, "1", "1", Point(1500, 1000)),
    ],
    columns=COLUMNS,
    geometry="geometry",
    crs=CITY.crs,
)


def explained(candidate: int, gain: int, *, duty: bool) -> Proposal:
    return explain(CITY, CANDIDATES, [ChosenSite(Step(candidate, gain, duty), 50)], DUTIES, 10.0)[0]


@pytest.mark.parametrize(
    ("candidate", "gain", "duty", "sentences"),
    [
        (
            0,
            1200,
            True,
            "A new park beside a street in Kecamatan 1: 1,200 more children would have a child-friendly park within "
            "a walk of 10 minutes. Without it Kecamatan 1 does not meet the programme. "
            "Who owns the land is not known to the planner.",
        ),
        (
            1,
            0,
            True,
            "A new park where children live in Kecamatan 2: it reaches no child whom the sites before it do not "
            "reach. Without it nobody knows for certain that Kecamatan 2 has a child-friendly park. "
            "No suitable street is known close by, so the exact plot has to be found nearby; "
            "who owns the land is not known to the planner.",
        ),
        (
            2,
            1,
            False,
            "Make Taman <i> in Kecamatan 1 child-friendly: one more child would have a child-friendly park within a "
            "walk of 10 minutes. Who owns the land is not known to the planner.",
        ),
    ],
)
def test_where_for_whom_why_and_what_is_not_known(candidate: int, gain: int, duty: bool, sentences: str) -> None:
    assert translate(explained(candidate, gain, duty=duty).reason_text, Language.ENGLISH) == sentences


def test_a_new_site_has_no_facility_and_an_upgrade_has_one() -> None:
    new, upgrade = explained(0, 1, duty=False), explained(2, 1, duty=False)
    assert (new.facility_id, new.facility_name) == (None, None)
    assert (upgrade.facility_id, upgrade.facility_name) == ("p7", "Taman <i>")


def test_the_position_is_given_in_metres_and_in_degrees() -> None:
    site = explained(1, 1, duty=False)
    back = Transformer.from_crs("EPSG:4326", CITY.crs, always_xy=True).transform(site.lon, site.lat)
    assert back == pytest.approx((3000, 1000), abs=1e-3)
    assert (site.x_m, site.y_m) == (3000.0, 1000.0)
