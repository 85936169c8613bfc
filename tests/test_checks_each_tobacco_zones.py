"""TOBACCO_SALE, TOBACCO_AD_OUTDOOR: what lies in the zones around schools and children's play places."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Sequence

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from drawn_city import METRIC, drawn_city, drawn_facilities, drawn_facility
from drawn_survey import seen, survey_of
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks.basis import Basis
from planner.checks.each.tobacco_zones import CHECKS
from planner.checks.each.tobacco_zones.judging import check_zone, place_results, points_judged
from planner.checks.each.tobacco_zones.measures import LABELS, measure_zone
from planner.checks.each.tobacco_zones.topics import ADVERTISING, SALE, Topic
from planner.checks.each.tobacco_zones.zones import zone_origins
from planner.model.city import City
from planner.model.details import MEASURES, PLACE_RESULTS
from planner.model.kinds import FacilityKind, Known, Status
from planner.model.labels import KIND_LABELS
from planner.model.survey import no_survey
from planner.model.tables import OUTLINES, POINT_KINDS, TOBACCO_POINTS
from planner.rules.catalogue import load_rules
from planner.texts import Language, translate

RULES = load_rules()
TODAY = dt.date(2026, 11, 22)
EVERY_KIND = frozenset({*(str(kind) for kind in FacilityKind), *POINT_KINDS})

# Two kecamatan of 2 km by 2 km side by side, the border at x = 2000.
CITY = drawn_city({"A1.01": (0, 0, 2000, 2000), "A2.01": (2000, 0, 4000, 2000)}, children=None)


def origin(id_: str, xy: tuple[float, float] | None, **facts: object) -> dict[str, object]:
    """Return a school, unless said otherwise."""
    return drawn_facility(id_, xy, **{"kind": "school_sd", "name": id_, **facts})


def point(id_: str, x: float, y: float, confirmed: str = "unknown", kind: str = "tobacco_outlet") -> dict[str, object]:
    region = "A1" if x < 2000 else "A2"
    return {
        "id": id_,
        "kind": kind,
        "name": f"Toko {id_}",
        "what": "shop=convenience",
        "confirmed": confirmed,
        "kelurahan_code": f"{region}.01",
        "kecamatan_code": region,
        "source": "drawn",
        "geometry": shapely.Point(x, y),
    }


def points(*rows: dict[str, object]) -> gpd.GeoDataFrame:
    table = pd.DataFrame(list(rows), columns=list(TOBACCO_POINTS.columns))
    return TOBACCO_POINTS.validate(gpd.GeoDataFrame(table, geometry="geometry", crs=METRIC))


def city_of(
    origins: Sequence[dict[str, object]],
    rows: Sequence[dict[str, object]] | None = (),
    *,
    complete: frozenset[str] = frozenset(),
    told: Sequence[dict[str, object]] = (),
) -> City:
    return dataclasses.replace(
        CITY,
        facilities=drawn_facilities(origins),
        survey=survey_of(*told) if told else no_survey(),
        tobacco_outlets=None if rows is None else points(*rows),
        billboards=None if rows is None else points(*({**row, "kind": "billboard"} for row in rows)),
        complete_kinds=complete,
    )


def basis(*args: object, **facts: object) -> Basis:
    return Basis(city_of(*args, **facts), RULES, TODAY)  # type: ignore[arg-type]


def found(where: Basis, topic: Topic = SALE) -> dict[str, tuple[Status, str, tuple[str, ...]]]:
    return {one.unit_code: (one.status, one.reason, one.evidence) for one in check_zone(topic, where)}


SCHOOL = origin("S", (1000, 1000))


@pytest.mark.parametrize(
    ("x", "sale", "advertising"),
    [
        (1100, 100.0, 100.0),
        # The distance itself still counts.
        (1200, 200.0, 200.0),
        (1200.5, None, 200.5),
        (1500, None, 500.0),
        (1500.5, None, None),
    ],
)
def test_a_zone_is_so_wide(x: float, sale: float | None, advertising: float | None) -> None:
    where = basis([SCHOOL], [point("1", x, 1000)])
    for topic, distance_m in ((SALE, sale), (ADVERTISING, advertising)):
        (judged,) = points_judged(topic, where) or ()
        assert judged.distance_m == distance_m
        assert judged.origin == (None if distance_m is None else "S")


def test_the_nearest_of_several_schools_is_named() -> None:
    where = basis([origin("far", (1000, 1150)), origin("near", (1000, 950))], [point("1", 1000, 1000)])
    (judged,) = points_judged(SALE, where) or ()
    assert (judged.origin, judged.distance_m) == ("near", 50.0)


def test_an_outline_is_measured_from_its_edge() -> None:
    # The school's ground reaches from 900 to 1100: a shop at 1300 is 200 m from it, though 300 m from its point.
    city = city_of([SCHOOL], [point("1", 1300, 1000)])
    ground = gpd.GeoDataFrame({"facility_id": ["S"]}, geometry=[shapely.box(900, 900, 1100, 1100)], crs=METRIC)
    assert found(Basis(city, RULES, TODAY))["A1"][1] == "list_not_complete"
    drawn = dataclasses.replace(city, outlines=OUTLINES.validate(ground))
    assert found(Basis(drawn, RULES, TODAY))["A1"] == (Status.UNKNOWN, "candidates_inside", ("1",))


@pytest.mark.parametrize(
    ("confirmed", "status", "reason"),
    [
        ("unknown", Status.UNKNOWN, "candidates_inside"),
        ("yes", Status.UNMET, "confirmed_inside"),
        ("no", Status.UNKNOWN, "list_not_complete"),
    ],
)
def test_only_what_an_inspection_found_counts(confirmed: str, status: Status, reason: str) -> None:
    for topic in (SALE, ADVERTISING):
        assert found(basis([SCHOOL], [point("1", 1100, 1000, confirmed)]), topic)["A1"][:2] == (status, reason)


def test_a_zone_reaches_over_a_border() -> None:
    """The school lies in A1, the shop in A2: it is A2 that has it in a zone."""
    where = basis([origin("S", (1950, 1000))], [point("1", 2050, 1000, "yes")])
    assert found(where)["A1"] == (Status.UNKNOWN, "list_not_complete", ())
    assert found(where)["A2"] == (Status.UNMET, "confirmed_inside", ("1",))
    assert not any(check.local for check in CHECKS)


@pytest.mark.parametrize(
    ("rows", "status", "reason"),
    [
        ([], Status.MET, "none_inside"),
        ([("no", 1100)], Status.MET, "none_inside"),
        # Nobody looked, but it lies in no zone, for every school is listed.
        ([("unknown", 1900)], Status.MET, "none_inside"),
        ([("yes", 1900)], Status.MET, "none_inside"),
        ([("unknown", 1100)], Status.UNKNOWN, "candidates_inside"),
        ([("unknown", 1100), ("yes", 1100)], Status.UNMET, "confirmed_inside"),
    ],
)
def test_where_the_lists_are_complete(rows: list, status: Status, reason: str) -> None:
    table = [point(str(number), x, 1000, confirmed) for number, (confirmed, x) in enumerate(rows)]
    assert found(basis([SCHOOL], table, complete=EVERY_KIND))["A1"][:2] == (status, reason)


def test_without_complete_lists_nothing_is_met() -> None:
    looked_at = [point("1", 1100, 1000, "no")]
    assert found(basis([SCHOOL], looked_at, complete=EVERY_KIND - {"tobacco_outlet"}))["A1"][0] is Status.UNKNOWN
    # More schools may be there: a shop that nobody looked at may lie in their zone.
    far = [point("1", 1900, 1000)]
    assert found(basis([SCHOOL], far, complete=EVERY_KIND - {"school_paud"}))["A1"][0] is Status.UNKNOWN
    # One where an inspection found nothing may lie anywhere.
    assert found(basis([SCHOOL], looked_at, complete=EVERY_KIND - {"school_paud"}))["A1"][0] is Status.MET
    lost = origin("lost", None, placement="declared", kecamatan_code="A1")
    assert found(basis([SCHOOL, lost], far, complete=EVERY_KIND))["A1"][0] is Status.UNKNOWN


def test_without_a_layer_nothing_is_known() -> None:
    for topic in (SALE, ADVERTISING):
        where = basis([SCHOOL], None, complete=EVERY_KIND)
        assert found(where, topic)["A1"] == (Status.UNKNOWN, "no_layer", ())
        assert place_results(topic, where).empty
    (finding, _) = check_zone(ADVERTISING, where)
    assert finding.remedy is not None
    assert "[[billboards]]" in translate(finding.remedy, Language.ENGLISH)


def test_a_park_has_a_zone_only_if_it_is_for_play() -> None:
    park, shop = origin("Taman", (1000, 1000), kind="park"), [point("1", 1100, 1000, "yes")]
    assert found(basis([park], shop))["A1"] == (Status.UNKNOWN, "zone_not_known", ("1",))
    swing = [seen("Taman", "play_equipment", value="swing")]
    assert found(basis([park], shop, told=swing))["A1"][:2] == (Status.UNMET, "confirmed_inside")
    nothing = [seen("Taman", "play_equipment", value="none")]
    assert found(basis([park], shop, told=nothing))["A1"][:2] == (Status.UNKNOWN, "list_not_complete")
    assert found(basis([park], shop, told=nothing, complete=EVERY_KIND))["A1"][:2] == (Status.MET, "none_inside")


def test_what_the_zones_are_drawn_around() -> None:
    places = [
        SCHOOL,
        origin("PAUD", (1, 1), kind="school_paud"),
        origin("ground", (1, 1), kind="playground"),
        origin("RBRA", (1, 1), kind="park", child_friendly="yes"),
        origin("park", (1, 1), kind="park"),
        origin("lost", None),
        origin("over the border", (-10, 1), placement="outside"),
        origin("mosque", (1, 1), kind="worship"),
    ]
    origins = zone_origins(city_of(places), RULES["TOBACCO_SALE"], TODAY)
    assert origins.certain["id"].tolist() == ["S", "PAUD", "ground", "RBRA", "over the border"]
    assert origins.possible["id"].tolist() == ["park"]
    assert (origins.without_position, origins.complete) == (2, False)


def test_what_is_said_of_each_point() -> None:
    rows = [point("1", 1100, 1000), point("2", 1000, 1000, "no"), point("3", 1050, 1000, "yes"), point("4", 1900, 1000)]
    table = place_results(SALE, basis([SCHOOL], rows))
    PLACE_RESULTS.validate(table)
    assert table[["place_id", "status", "reason"]].to_numpy().tolist() == [
        ["1", "unknown", "not_looked_at"],
        ["2", "met", "ruled_out"],
        ["3", "unmet", "confirmed_inside"],
    ]
    told = [translate(one, Language.ENGLISH) for one in table["reason_text"]]
    assert told[0] == "100 m from S. Nobody has looked whether tobacco is sold there."
    assert set(table["kind"]) <= set(KIND_LABELS)


def test_nobody_is_accused() -> None:
    where = basis([SCHOOL], [point("1", 1100, 1000), point("2", 1150, 1000)])
    (finding, _) = check_zone(SALE, where)
    assert translate(finding.reason_text, Language.ENGLISH) == (
        "In Kecamatan A1 2 shops lie within 200 m of a school or play place; nobody has looked whether they sell "
        "tobacco: Toko 1, Toko 2."
    )
    assert finding.value is None


def test_the_numbers_of_the_toy_city() -> None:
    # Whole circles of 200 m around S and around the park; the one around B is halved by the border.
    places = [SCHOOL, origin("B", (2000, 1600)), origin("park", (3000, 1000), kind="park"), origin("lost", None)]
    rows = [
        point("1", 1100, 1000, "no"),
        point("2", 1150, 1000),
        point("3", 2100, 1600, "yes"),
        point("4", 3000, 1100),
        point("5", 3800, 100),
    ]
    table = measure_zone(SALE, basis(places, rows))
    MEASURES.validate(table)
    assert set(table["measure"]) == set(LABELS)
    values = table.pivot(index="code", columns="measure", values="value")
    circle_m2 = math.pi * 200**2
    assert values["zone_m2"][["A1", "A2", "00", "A1.01"]].tolist() == pytest.approx(
        [1.5 * circle_m2, 0.5 * circle_m2, 2 * circle_m2, 1.5 * circle_m2], rel=1e-3
    )
    assert values["zone_share"]["A1"] == pytest.approx(1.5 * circle_m2 / 2000**2, rel=1e-3)
    assert values["possible_zone_m2"][["A1", "A2"]].tolist() == pytest.approx([0, circle_m2], rel=1e-3)
    counted = ["points", "points_inside", "confirmed_inside", "ruled_out_inside", "candidates_inside"]
    assert values.loc["A1", counted].tolist() == [2, 2, 0, 1, 1]
    assert values.loc["A2", counted].tolist() == [3, 1, 1, 0, 0]
    assert values.loc["00", [*counted, "points_possibly_inside"]].tolist() == [5, 3, 1, 1, 1, 1]
    city = values.loc["00", ["origins", "origins_possible", "origins_without_position"]]
    assert city.tolist() == [2, 1, 1]


def test_without_a_layer_the_zones_still_have_an_area() -> None:
    values = measure_zone(SALE, basis([SCHOOL], None)).set_index(["code", "measure"])["value"]
    assert values["00", "zone_m2"] > 0
    assert math.isnan(values["00", "points_inside"])


# More facts never make less certain

answers = st.sampled_from([str(one) for one in Known])
spots = st.tuples(st.sampled_from([900, 1150, 1900, 2100]), answers)
equipment = st.lists(st.sampled_from(["swing", "none"]), max_size=1)


@settings(max_examples=25, deadline=None)
@given(st.lists(spots, max_size=3), st.data(), st.booleans())
def test_an_inspection_never_turns_met_into_unknown(rows: list, data: st.DataObject, complete: bool) -> None:
    park = origin("Taman", (2000, 1000), kind="park")
    answered = [
        (x, data.draw(st.sampled_from(["yes", "no"])) if known == "unknown" and data.draw(st.booleans()) else known)
        for x, known in rows
    ]
    told = [seen("Taman", "play_equipment", value=value) for value in data.draw(equipment)]
    lists = EVERY_KIND if complete else frozenset[str]()

    def status(table: list, visits: list) -> dict[str, Status]:
        placed = [point(str(number), x, 1000, known) for number, (x, known) in enumerate(table)]
        judged = found(basis([SCHOOL, park], placed, told=visits, complete=lists))
        return {code: one[0] for code, one in judged.items()}

    before, after = status(rows, []), status(answered, told)
    assert not [code for code in before if before[code] is not Status.UNKNOWN and after[code] is not before[code]]


@settings(max_examples=15, deadline=None)
@given(st.lists(spots, max_size=3), st.lists(spots, max_size=2), st.booleans())
def test_more_points_and_schools_never_turn_met_or_unmet_into_unknown(old: list, new: list, school: bool) -> None:
    def status(table: list, places: list) -> dict[str, Status]:
        placed = [point(str(number), x, 1000, known) for number, (x, known) in enumerate(table)]
        return {code: one[0] for code, one in found(basis(places, placed)).items()}

    before = status(old, [SCHOOL])
    after = status([*old, *new], [SCHOOL, *([origin("T", (2050, 1000))] if school else [])])
    assert Status.MET not in before.values()
    assert not [code for code in before if before[code] is Status.UNMET and after[code] is not Status.UNMET]
