"""One place once in the built-in city: what is merged there today, approved by a person who reads every line.

A change of these figures is a change of what the planner says; it belongs into the changelog.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from planner.ingest import load_city
from planner.model.city import City
from planner.model.merging import Merging
from planner.sources.builtin import builtin_city
from planner.sources.osm.rules import load_rules
from planner.sources.settings import SKIP
from planner.sources.starter import copy_builtin

COMPLETED = ("school", "hospital", "clinic")


@pytest.fixture(scope="module")
def city() -> City:
    return load_city()


@pytest.fixture(scope="module")
def unmerged(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Return the same city with merging switched off: one source for each kind."""
    folder: Path = tmp_path_factory.mktemp("unmerged") / "kota"
    copy_builtin(folder)
    settings = folder / "city.toml"
    written = settings.read_text(encoding="utf-8")
    assert "enabled = true" in written
    settings.write_text(written.replace("enabled = true", "enabled = false"), encoding="utf-8")
    return load_city(folder)


@pytest.fixture(scope="module")
def merging(city: City) -> Merging:
    assert city.merging is not None
    return city.merging


def test_osm_kinds_are_those_of_the_rule_table() -> None:
    places = pd.read_csv(builtin_city() / "osm_places.csv", keep_default_na=False)
    rules = load_rules().facilities
    for name, key, value, kind in places[["name", "key", "value", "kind"]].itertuples(index=False):
        rule = rules.match({key: value, "name": name}) if key == "amenity" and value in COMPLETED else None
        assert kind == (rule.outcome if rule is not None and rule.outcome != SKIP else "")


def test_how_many_records_are_one_place(merging: Merging) -> None:
    source = merging.records.set_index("id")["source"]
    kind = merging.records.set_index("id")["kind"]
    pairs = merging.merges.assign(
        sources=merging.merges["id_a"].map(source) + "+" + merging.merges["id_b"].map(source),
        kind=merging.merges["id_a"].map(kind),
    )
    assert pairs.groupby(["sources", "kind"]).size().to_dict() == {
        ("bpjs+osm", "clinic"): 2,
        ("bpjs+osm", "hospital"): 7,
        ("bpjs+osm", "puskesmas"): 14,
        ("dapodik+osm", "school_sd"): 66,
        ("dapodik+osm", "school_slb"): 1,
        ("dapodik+osm", "school_sma"): 14,
        ("dapodik+osm", "school_smk"): 11,
        ("dapodik+osm", "school_smp"): 36,
    }
    assert merging.members.nunique() == 151
    assert len(merging.waiting) == 9
    assert merging.alone["kind"].value_counts().to_dict() == {
        "clinic": 15, "school_sd": 15, "hospital": 7, "school_smk": 5, "school_smp": 5, "school_sma": 2, "puskesmas": 1
    }  # fmt: skip


def test_no_place_is_added_and_none_is_lost(city: City, unmerged: City) -> None:
    assert unmerged.merging is None
    assert city.facilities["id"].tolist() == unmerged.facilities["id"].tolist()
    told = ["name", "kind", "capacity", "child_friendly", "public", "declared_kecamatan", "source_row"]
    pd.testing.assert_frame_equal(pd.DataFrame(city.facilities[told]), pd.DataFrame(unmerged.facilities[told]))


def test_only_merged_places_move_and_then_to_where_openstreetmap_has_them(
    city: City, unmerged: City, merging: Merging
) -> None:
    here, before = (of.facilities.geometry.to_wkt().fillna("") for of in (city, unmerged))
    moved = here != before
    given = merging.given("position")
    assert set(city.facilities.loc[moved, "id"]) == set(given.index)
    assert given.str.startswith("osm:").all()


def test_schools_lie_where_dapodik_says_more_often_than_before(city: City, unmerged: City) -> None:
    def notices(of: City, code: str) -> int:
        return sum(notice.code == code for notice in of.notices)

    # Eight schools return to the kecamatan they belong to, three into the city, and one gets a position.
    assert notices(unmerged, "facility_in_other_kecamatan") - notices(city, "facility_in_other_kecamatan") == 8
    assert notices(unmerged, "facility_outside_city") - notices(city, "facility_outside_city") == 3
    assert notices(unmerged, "facility_without_position") - notices(city, "facility_without_position") == 1


def test_a_place_is_one_hint_at_where_people_live(city: City, unmerged: City) -> None:
    # A merged place was two hints before, its record in OpenStreetMap being one of the 909 places: 151 of them,
    # less the four that had no position of their own in the city.
    assert len(unmerged.everyday_places) - len(city.everyday_places) == 151 - 4
