"""Records of one place become one facility, and apart again."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.cleaning.conflation.merging import Merged, merge, unmerge
from planner.errors import OptionError
from planner.model.merging import DECISION_COLUMNS, no_decisions
from planner.model.tables import FACILITIES
from planner.texts import Language, translate
from tests.drawn_records import CONTOH, drawn_record, drawn_records


def _decide(*answers: tuple[str, str, str], date: str = "2026-01-01") -> pd.DataFrame:
    return pd.DataFrame([(a, b, answer, "Disdik", date, "asked") for a, b, answer in answers], columns=DECISION_COLUMNS)


def _ids(merged: Merged) -> list[str]:
    return merged.facilities["id"].tolist()


def _waiting(merged: Merged) -> list[tuple[str, str]]:
    return list(merged.waiting[["id_a", "id_b"]].itertuples(index=False, name=None))


SCHOOLS = [
    drawn_record("osm:1", "school_sd", "SDN 1", (30, 0), address="Jl. Mawar"),
    drawn_record("register:1", "school_sd", "SD Negeri 001", (0, 0), capacity=120.0, area_m2=None),
    drawn_record("register:2", "school_sd", "SD Negeri 002", (10, 0), capacity=80.0),
]


def test_merged_facility_takes_each_field_from_whoever_knows_best() -> None:
    merged = merge(
        drawn_records(SCHOOLS), CONTOH, precedence={"*": ["register", "osm"], "position": ["osm", "register"]}
    )

    assert _ids(merged) == ["register:1", "register:2"]
    school = merged.facilities.iloc[0]
    # Name and pupils are the register's, the position OpenStreetMap's, and only OpenStreetMap knows an address.
    assert (school["name"], school["capacity"], school["address"]) == ("SD Negeri 001", 120.0, "Jl. Mawar")
    assert school.geometry.x == 500_030
    assert merged.lineage.to_numpy().tolist() == [
        ["register:1", "*", "register:1", "register", 1],
        ["register:1", "*", "osm:1", "osm", 1],
        ["register:1", "identity", "register:1", "register", 1],
        ["register:1", "name", "register:1", "register", 1],
        ["register:1", "position", "osm:1", "osm", 1],
        ["register:1", "capacity", "register:1", "register", 1],
        ["register:1", "address", "osm:1", "osm", 1],
    ]
    FACILITIES.validate(merged.facilities)


def test_every_merge_has_its_reason() -> None:
    merges = merge(drawn_records(SCHOOLS), CONTOH).merges

    assert merges[["facility_id", "id_a", "id_b"]].to_numpy().tolist() == [["osm:1", "osm:1", "register:1"]]
    assert translate(merges["reason"][0], Language.ENGLISH) == (
        "Same kind, 30 m apart, names agree: SDN 1 = SD Negeri 001."
    )


def test_unknown_is_filled_from_whoever_knows() -> None:
    records = drawn_records(
        [
            drawn_record("a:1", "park", "Taman Ceria", (0, 0)),
            drawn_record(
                "b:1", "park", "Tmn Ceria", None, child_friendly="yes", child_friendly_basis="SK", public="yes"
            ),
            drawn_record("b:2", "park", "Taman Lain", (9_000, 0)),
        ]
    )

    merged = merge(records, CONTOH, decisions=_decide(("a:1", "b:1", "yes")))

    park = merged.facilities.iloc[0]
    assert (park["id"], park["child_friendly"], park["child_friendly_basis"], park["public"]) == (
        "a:1",
        "yes",
        "SK",
        "yes",
    )
    assert park.geometry is not None
    assert translate(merged.merges["reason"][0], Language.ENGLISH) == "Decided by Disdik on 2026-01-01: asked"


def test_what_may_be_one_place_waits_for_an_answer() -> None:
    records = drawn_records(
        [
            drawn_record("a:1", "worship", "Masjid Al Huda", (0, 0)),
            drawn_record("b:1", "worship", "Musholla Al Huda", (20, 0)),
        ]
    )

    waiting = merge(records, CONTOH)
    assert _waiting(waiting) == [("a:1", "b:1")]
    assert _ids(waiting) == ["a:1", "b:1"]

    yes = merge(records, CONTOH, decisions=_decide(("b:1", "a:1", "yes")))
    assert (_ids(yes), _waiting(yes)) == (["a:1"], [])

    no = merge(records, CONTOH, decisions=_decide(("b:1", "a:1", "no")))
    assert (_ids(no), _waiting(no)) == (["a:1", "b:1"], [])


def test_chain_does_not_join_two_records_of_one_source() -> None:
    # Both schools of the register fit the one of OpenStreetMap; the nearer name wins and the other stays alone.
    records = drawn_records(
        [
            drawn_record("osm:1", "school_smk", "SMK Kesehatan Airlangga", (0, 0)),
            drawn_record("register:1", "school_smk", "SMKS Kesehatan Airlangga", (10, 0)),
            drawn_record("register:2", "school_smk", "SMKS Airlangga Kesehatann Contoh", (20, 0)),
        ]
    )

    merged = merge(records, CONTOH, decisions=_decide(("osm:1", "register:1", "yes")))

    assert _ids(merged) == ["osm:1", "register:2"]


def test_two_places_that_fit_equally_well_are_both_asked_about() -> None:
    records = drawn_records(
        [
            drawn_record("a:1", "worship", "Masjid Al Huda", (0, 0)),
            drawn_record("b:1", "worship", "Masjid Al Huda", (60, 0)),
            drawn_record("b:2", "worship", "Masjid Al Huda", (0, 60)),
        ]
    )

    merged = merge(records, CONTOH)

    assert len(merged.facilities) == 3
    assert ("a:1", "b:1") in _waiting(merged)
    assert ("a:1", "b:2") in _waiting(merged)


def test_place_that_a_source_lists_twice_counts_once() -> None:
    records = drawn_records(
        [
            drawn_record("a:1", "worship", "Masjid Al Huda", (0, 0)),
            drawn_record("b:1", "worship", "Masjid Al Huda", (60, 0)),
            drawn_record("b:2", "worship", "Mesjid Al-Huda", (60, 10)),
        ]
    )

    assert _ids(merge(records, CONTOH)) == ["a:1"]


def test_three_sources_are_one_place_only_if_each_may_be_the_other() -> None:
    rows = [
        drawn_record("a:1", "clinic", "Klinik Kusuma", (0, 0)),
        drawn_record("b:1", "clinic", "Klinik Kusuma", (400, 0)),
    ]
    near = merge(drawn_records([*rows, drawn_record("c:1", "clinic", "Klinik Kusuma", (200, 0))]), CONTOH)
    assert _ids(near) == ["a:1"]

    # 700 m between a and c: too far for a clinic, whatever lies between; the better pair of the chain is kept.
    chain = merge(drawn_records([*rows, drawn_record("c:1", "clinic", "Klinik Kusuma", (700, 0))]), CONTOH)
    assert _ids(chain) == ["a:1", "b:1"]
    assert chain.merges[["id_a", "id_b"]].to_numpy().tolist() == [["b:1", "c:1"]]
    assert _waiting(chain) == [("a:1", "b:1")]


def test_far_better_partner_leaves_nothing_to_ask() -> None:
    records = drawn_records(
        [
            drawn_record("a:1", "worship", "Masjid Al Huda", (0, 0)),
            drawn_record("b:1", "worship", "Masjid Al Huda", (10, 0)),
            drawn_record("b:2", "worship", "Masjid Al Huda", (350, 0)),
        ]
    )

    merged = merge(records, CONTOH)

    assert _ids(merged) == ["a:1", "b:2"]
    assert _waiting(merged) == []


def test_unmerging_takes_one_facility_apart_and_no_other() -> None:
    rows = [*SCHOOLS, drawn_record("osm:2", "school_sd", "SDN 2", (20, 0))]
    records = drawn_records(rows)
    merged = merge(records, CONTOH)
    assert _ids(merged) == ["osm:1", "osm:2"]

    refused = unmerge(merged.merges, "osm:1", office="Disdik", date="2026-02-01", reason="no")
    apart = merge(records, CONTOH, decisions=refused)

    assert _ids(apart) == ["osm:1", "register:1", "osm:2"]
    with pytest.raises(OptionError):
        unmerge(apart.merges, "osm:1", office="Disdik", date="2026-02-01", reason="no")


def test_decisions_that_cannot_be_followed_are_said() -> None:
    records = drawn_records(SCHOOLS)
    decisions = _decide(
        ("osm:1", "gone:9", "yes"),
        ("osm:1", "register:1", "yes"),
        ("osm:1", "register:2", "yes"),
        ("register:1", "register:2", "no"),
    )

    merged = merge(records, CONTOH, decisions=decisions)

    assert _ids(merged) == ["osm:1", "register:2"]
    assert [(notice.code, notice.subject) for notice in merged.notices] == [
        ("decision_on_unknown_record", "gone:9, osm:1"),
        ("decisions_contradict", "osm:1, register:2"),
    ]


def test_no_records_make_no_facilities() -> None:
    merged = merge(drawn_records(SCHOOLS).iloc[:0], CONTOH)

    assert merged.facilities.empty
    assert merged.waiting.empty


NAMES = ["SDN 1", "SD Negeri 1 Contoh Timur", "SDN 01 Contoh Barat", "SD Al Huda", "SDIT Alhuda", "SD", "SD SMP Huda"]


@st.composite
def drawn_cities(draw: st.DrawFn) -> gpd.GeoDataFrame:
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from("abc"),
                st.sampled_from(NAMES),
                st.one_of(
                    st.none(), st.tuples(st.sampled_from([0, 20, 90, 300, 2_000]), st.sampled_from([0, 25, 400]))
                ),
            ),
            max_size=9,
        )
    )
    return drawn_records(
        [
            drawn_record(f"{source}:{i}", "school_sd", name, xy, capacity=float(i))
            for i, (source, name, xy) in enumerate(rows)
        ]
    )


def _sorted(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return table.sort_values("id", ignore_index=True)


def _concat(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True)


@settings(deadline=None, max_examples=25)
@given(drawn_cities())
def test_saying_no_to_every_merge_restores_the_records(records: gpd.GeoDataFrame) -> None:
    decisions = no_decisions()
    # A no may let the second best partner in; it is refused in its turn.
    while len((merged := merge(records, CONTOH, decisions=decisions)).merges):
        refused = [(a, b, "no") for a, b in merged.merges[["id_a", "id_b"]].itertuples(index=False)]
        decisions = _concat([decisions, _decide(*refused)])

    assert_geodataframe_equal(merged.facilities, records)
    assert merged.lineage.empty


@settings(deadline=None, max_examples=25)
@given(drawn_cities(), st.randoms(use_true_random=False))
def test_order_of_the_input_does_not_matter(records: gpd.GeoDataFrame, random: object) -> None:
    order = list(range(len(records)))
    random.shuffle(order)  # type: ignore[attr-defined]

    one, other = merge(records, CONTOH), merge(records.iloc[order], CONTOH)

    assert_geodataframe_equal(_sorted(one.facilities), _sorted(other.facilities))
    pd.testing.assert_frame_equal(one.merges.drop(columns="reason"), other.merges.drop(columns="reason"))
    pd.testing.assert_frame_equal(one.waiting.drop(columns="reason"), other.waiting.drop(columns="reason"))


@settings(deadline=None, max_examples=25)
@given(drawn_cities())
def test_confirming_every_merge_changes_nothing(records: gpd.GeoDataFrame) -> None:
    once = merge(records, CONTOH)
    confirmed = [(a, b, "yes") for a, b in once.merges[["id_a", "id_b"]].itertuples(index=False)]

    twice = merge(records, CONTOH, decisions=_concat([no_decisions(), _decide(*confirmed)]))

    assert_geodataframe_equal(once.facilities, twice.facilities)
    pd.testing.assert_frame_equal(once.lineage, twice.lineage)


@settings(deadline=None, max_examples=25)
@given(drawn_cities())
def test_every_record_is_in_one_facility_and_none_is_lost(records: gpd.GeoDataFrame) -> None:
    merged = merge(records, CONTOH)
    inside = pd.concat([merged.merges["id_a"], merged.merges["id_b"]])

    kept = set(merged.facilities["id"])
    assert kept | set(inside) == set(records["id"])
    assert set(merged.merges["facility_id"]) <= kept
    assert len(merged.facilities) == len(records) - (inside.nunique() - merged.merges["facility_id"].nunique())
