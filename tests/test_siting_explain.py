"""The sites of a plan with all that is told of them."""

from __future__ import annotations

import pytest
from drawn_plan import drawn_city, place
from drawn_task import drawn_task
from pyproj import Transformer
from shapely import Point

from planner.model.options import Options
from planner.siting.explain import explain, places_of
from planner.siting.solving.greedy import Step
from planner.siting.task import Prepared, prepare
from planner.texts import Language, translate

# Kecamatan 1 has a park that is not child-friendly, in kecamatan 2 one is claimed.
CITY = drawn_city([place("Taman <i>", "1", geometry=Point(500, 1500)), place("claimed", "2", child_friendly="claimed")])
PREPARED = prepare(drawn_task(CITY, options=Options(sites=2)))


def numbered(prepared: Prepared, start: str) -> int:
    """Return the number of the first candidate whose id begins so."""
    return next(number for number, id_ in enumerate(prepared.candidates["id"]) if str(id_).startswith(start))


UPGRADE, IN_ONE, IN_TWO = (numbered(PREPARED, start) for start in ("upgrade:Taman", "new:500:500", "new:3500:500"))


def test_where_for_whom_why_and_what_is_not_known() -> None:
    first, second = explain(PREPARED, [Step(IN_ONE, 60, True), Step(IN_TWO, 0, True)])
    assert translate(first.reason_text, Language.ENGLISH) == (
        "A new park where children live in Kecamatan 1: 60 more children would have a child-friendly park within a "
        "walk of 10 minutes. Without it Kecamatan 1 does not meet the programme. No suitable street is known close "
        "by, so the exact plot has to be found nearby; who owns the land is not known to the planner."
    )
    assert "it reaches no child whom the sites before it do not reach." in translate(
        second.reason_text, Language.ENGLISH
    )
    assert "Without it nobody knows for certain that Kecamatan 2 has a child-friendly park." in translate(
        second.reason_text, Language.ENGLISH
    )


def test_an_upgrade_names_its_facility_and_a_new_site_has_none() -> None:
    upgrade, new = explain(PREPARED, [Step(UPGRADE, 1, False), Step(IN_TWO, 1, False)])
    assert (upgrade.facility_id, upgrade.facility_name, upgrade.cost_idr) == ("Taman <i>", "Taman <i>", 300_000_000)
    assert (new.facility_id, new.facility_name, new.cost_idr) == (None, None, 500_000_000)
    assert translate(upgrade.reason_text, Language.ENGLISH) == (
        "Make Taman <i> in Kecamatan 1 child-friendly: one more child would have a child-friendly park within a walk "
        "of 10 minutes. Who owns the land is not known to the planner."
    )


def test_the_position_is_given_in_metres_and_in_degrees() -> None:
    site = explain(PREPARED, [Step(IN_TWO, 12, True)])[0]
    back = Transformer.from_crs("EPSG:4326", CITY.crs, always_xy=True).transform(site.lon, site.lat)
    assert back == pytest.approx((3500, 500), abs=1e-3)
    assert (site.x_m, site.y_m) == (3500.0, 500.0)


def test_the_next_best_place_keeps_the_duty() -> None:
    # Of kecamatan 2 the other point has 9 children instead of 12; no place of kecamatan 1 may stand in for it.
    site = explain(PREPARED, [Step(IN_ONE, 60, True), Step(IN_TWO, 12, True)])[1]
    assert site.children_lost_elsewhere == 3
    assert site.next_best_text is not None
    assert "Kecamatan 2; 3 children fewer." in translate(site.next_best_text, Language.ENGLISH)


def test_empty_cells_of_a_candidate_are_none() -> None:
    place_words = places_of(PREPARED.candidates)[IN_TWO]
    assert (place_words.facility_id, place_words.name, place_words.warnings) == (None, None, ())
