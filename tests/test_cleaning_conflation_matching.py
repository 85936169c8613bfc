"""Which records are the same place, on drawn pairs."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from planner.cleaning.conflation.candidates import Candidates, candidate_pairs, position_error_m
from planner.cleaning.conflation.matching import judge, match
from planner.cleaning.conflation.reasons import reasons
from planner.texts import Language, translate
from tests.drawn_records import CONTOH, METRIC, drawn_record, drawn_records

Place = tuple[str, str, tuple[float, float] | None]

# A few other schools, so that words such as NEGERI are as common as they are in a city.
OTHERS = [drawn_record(f"c:{i}", "school_sd", f"SD Negeri {i}", (9_000, 500.0 * i)) for i in range(20, 30)]


def _pair(one: Place, other: Place, **facts: object) -> pd.Series:
    """Judge a record of source ``a`` and one of source ``b``."""
    records = drawn_records(
        [
            drawn_record("a:1", one[0], one[1], one[2], **facts),
            drawn_record("b:1", other[0], other[1], other[2]),
            *OTHERS,
        ]
    )
    candidates = Candidates.of(records, CONTOH)
    left, right = candidate_pairs(candidates)
    pairs = judge(candidates, left, right).set_index(["id_a", "id_b"])
    return pairs.loc[("a:1", "b:1")]


def _verdict(one: Place, other: Place, **facts: object) -> str:
    return str(_pair(one, other, **facts)["verdict"])


def test_one_name_nearby_is_the_same_place_with_its_reason() -> None:
    records = drawn_records(
        [
            drawn_record("a:1", "school_sd", "SDN 001", (0, 0)),
            drawn_record("b:1", "school_sd", "SD Negeri 1 Kota Contoh", (40, 0)),
        ]
    )

    pairs = match(records, CONTOH)

    assert pairs["verdict"].tolist() == ["same"]
    assert pairs["score"].tolist() == [1.0]
    assert translate(reasons(pairs)[0], Language.ENGLISH) == (
        "Same kind, 40 m apart, names agree: SDN 001 = SD Negeri 1 Kota Contoh."
    )


def test_neighbours_with_other_numbers_are_different() -> None:
    assert _verdict(("school_sd", "SDN 001", (0, 0)), ("school_sd", "SDN 002", (0, 10))) == "different"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("school_sd", "SD Pelita", (0, 0)), ("school_smp", "SMP Pelita", (0, 0))),
        (("puskesmas", "Puskesmas Damai", (0, 0)), ("clinic", "Klinik Damai", (0, 0))),
        (("worship", "Masjid Damai", (0, 0)), ("park", "Taman Damai", (0, 0))),
    ],
)
def test_kinds_that_cannot_be_one_place_are_not_even_looked_at(one: Place, other: Place) -> None:
    with pytest.raises(KeyError):
        _pair(one, other)


def test_park_and_play_space_may_be_one_place_and_a_green_space_is_asked_about() -> None:
    park: Place = ("park", "Taman Ceria", (0, 0))

    assert _verdict(park, ("playground", "Taman Ceria", (50, 0))) == "same"
    assert _verdict(park, ("rth", "RTH Ceria", (50, 0))) == "ask"


def test_clinic_and_hospital_are_only_asked_about() -> None:
    assert _verdict(("clinic", "Klinik Kusuma", (0, 0)), ("hospital", "RS Kusuma", (0, 0))) == "ask"


def test_each_doubling_of_the_distance_beyond_the_reach_costs_a_tenth() -> None:
    masjid = [_pair(("worship", "Masjid Al Ikhlas", (0, 0)), ("worship", "Al Ikhlas", (x, 0))) for x in (100, 200, 400)]

    assert [pair["score"] for pair in masjid] == pytest.approx([1.0, 0.9, 0.8])


def test_registered_name_that_each_source_has_once_outweighs_a_wrong_position() -> None:
    pair = _pair(("school_smp", "SMPN 12", (0, 0)), ("school_smp", "SMP Negeri 012", (3_200, 0)))

    # Five doublings of 100 m, at half their cost.
    assert pair["score"] == pytest.approx(0.75)
    assert pair["verdict"] == "same"
    assert _verdict(("school_smp", "SMPN 12", (0, 0)), ("school_smp", "SMP Negeri 012", (12_800, 0))) == "ask"


def test_two_mosques_of_one_name_far_apart_are_two_mosques() -> None:
    with pytest.raises(KeyError):
        _pair(("worship", "Masjid Al Ikhlas", (0, 0)), ("worship", "Masjid Al Ikhlas", (3_200, 0)))


def test_name_borne_twice_does_not_outweigh_the_distance() -> None:
    records = drawn_records(
        [
            drawn_record("a:1", "school_smp", "SMP Pelita", (0, 0)),
            drawn_record("a:2", "school_smp", "SMP Pelita", (5_000, 0)),
            drawn_record("b:1", "school_smp", "SMP Pelita", (2_000, 0)),
        ]
    )

    assert match(records, CONTOH).empty


def test_same_number_in_another_kecamatan_is_another_school() -> None:
    one: Place = ("school_sd", "SDN 001 Contoh Timur", (0, 0))

    assert _verdict(one, ("school_sd", "SDN 001 Contoh Barat", (300, 0))) == "different"
    assert _verdict(one, ("school_sd", "SDN 001 Contoh Barat", (10, 0))) == "ask"
    assert _verdict(one, ("school_sd", "SDN 001 Contoh Timur", (300, 0))) == "same"


def test_declared_kecamatan_speaks_less_loudly_than_a_named_one() -> None:
    one: Place = ("school_sd", "SDN 001", (0, 0))
    other: Place = ("school_sd", "SDN 001 Contoh Barat", (10, 0))

    assert _pair(one, other, declared_kecamatan="Kec. Contoh Barat")["score"] == 1.0
    assert _pair(one, other, declared_kecamatan="Kec. Contoh Timur")["score"] == pytest.approx(0.8)


def test_masjid_and_musholla_of_one_name_are_asked_about() -> None:
    assert _verdict(("worship", "Masjid Al Huda", (0, 0)), ("worship", "Langgar Al Huda", (20, 0))) == "ask"


def test_branches_named_after_different_kelurahan_are_different() -> None:
    one: Place = ("clinic", "Klinik Kimia Farma Damai", (0, 0))

    assert _verdict(one, ("clinic", "Klinik Kimia Farma Gunung Jati", (250, 0))) == "different"


def test_missing_position_is_made_up_for_by_a_registered_name_and_else_asked_about() -> None:
    assert _verdict(("school_smp", "SMPIT Mutiara", None), ("school_smp", "SMP IT Mutiara", (0, 0))) == "same"
    assert _verdict(("clinic", "Klinik Mutiara", None), ("clinic", "BP Mutiara", (0, 0))) == "ask"


def test_one_record_for_several_levels_is_never_merged_without_asking() -> None:
    pair = _pair(("school_sd", "SD Pelita", (0, 0)), ("school_sd", "SD SMP Pelita", (0, 0)))

    assert pair["score"] == 1.0
    assert pair["verdict"] == "ask"


def test_within_a_source_only_equal_names_side_by_side_are_one_place() -> None:
    records = drawn_records(
        [
            drawn_record("a:1", "worship", "Masjid Al Huda", (0, 0)),
            drawn_record("a:2", "worship", "Mesjid Al-Huda", (20, 0)),
            drawn_record("a:3", "worship", "Masjid Al Huda", (80, 0)),
            drawn_record("a:4", "worship", "Masjid Al Hudaa Baru", (0, 10)),
        ]
    )

    pairs = match(records, CONTOH)

    assert pairs[["id_a", "id_b", "verdict"]].to_numpy().tolist() == [
        ["a:1", "a:2", "same"],
        ["a:1", "a:3", "ask"],
        ["a:2", "a:3", "ask"],
    ]


def test_within_a_source_schools_of_two_kecamatan_are_not_asked_about() -> None:
    records = drawn_records(
        [
            drawn_record("a:1", "school_sd", "SDN 001 Contoh Timur", (0, 0)),
            drawn_record("a:2", "school_sd", "SDN 001 Contoh Barat", (5, 0)),
        ]
    )

    assert match(records, CONTOH).empty


def test_coarse_positions_widen_the_reach() -> None:
    degrees = gpd.GeoSeries(
        [shapely.Point(105.123, -6.456), shapely.Point(105.12, -6.45), shapely.Point(105.1234, -6.456), None], crs=4326
    )

    # Half the diagonal of a cell of a thousandth of a degree: 111.32 m · √2 / 2.
    assert position_error_m(degrees.to_crs(METRIC)) == pytest.approx([78.7, 787.2, 0, 0], abs=0.1)


def test_reasons_say_what_speaks_against() -> None:
    pair = _pair(("school_sd", "SDN 001 Contoh Timur", (0, 0)), ("school_sd", "SDN 001 Contoh Barat", (50, 0)))

    sentence = translate(reasons(pd.DataFrame([{**pair, "id_a": "a:1", "id_b": "b:1"}]))[0], Language.ENGLISH)

    assert sentence.endswith("One is said to lie in Contoh Timur, the other in Contoh Barat.")


def test_no_records_make_no_pairs() -> None:
    records = drawn_records([drawn_record("a:1", "park", "Taman", (0, 0))])

    assert match(records.iloc[:0], CONTOH).empty
    assert match(records, CONTOH).empty
