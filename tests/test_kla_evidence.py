"""What is proven and what is missing, on the drawn city: one park of two kecamatan is child-friendly.

+-----------+-----------+
| Barat     | Timur     |   Barat meets STSK_COVERAGE, Timur does not; 40 of 160 children reach the park;
| park, yes | park      |   a puskesmas without a position and a primary school lie in Timur.
+-----------+-----------+
"""

from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from planner.kla.evidence import IndicatorEvidence, KlaEvidence, kla_evidence
from planner.kla.indicators import load_indicators
from planner.kla.proofs import Count, Proof, count_words, trend_words
from planner.model.assessment import Assessment, Finding
from planner.model.details import MEASURES, PLACE_RESULTS, Details, no_details
from planner.model.domain import Domain
from planner.model.history import KeptFinding, KeptOptions, KeptReach, Snapshot
from planner.model.kinds import CHILD_FRIENDLY_PARK, Level, Status
from planner.model.options import Options
from planner.model.survey import SURVEY
from planner.model.tables import FIGURES
from planner.rules.catalogue import load_rules
from planner.texts import Language, Text, speak, text, translate
from tests.drawn_assessment import drawn_assessment

TODAY = dt.date(2026, 11, 22)
LAST_YEAR = dt.date(2025, 11, 22)


def said(sentence: Text | None) -> str:
    assert sentence is not None
    return translate(sentence, Language.ENGLISH)


def assessment(**changes: object) -> Assessment:
    return drawn_assessment(rules=load_rules(), options=Options(as_of=TODAY), **changes)


def snapshot(day: dt.date, *statuses: Status, within: int = 10) -> Snapshot:
    findings = tuple(
        KeptFinding("STSK_COVERAGE", Level.KECAMATAN, f"90.01.0{place}", "", status, "", None, None)
        for place, status in enumerate(statuses, 1)
    )
    return Snapshot(
        day=day,
        kept_at=dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC),
        city_code="90.01",
        city_name="Gambar",
        fingerprint="drawn",
        version="0",
        options=KeptOptions(10.0, False, False),
        findings=findings,
        measures=no_details().measures,
        reach=(KeptReach(Level.CITY, "90.01", CHILD_FRIENDLY_PARK, 160, within, within / 160),),
    )


def of_indicator(number: int, evidence: KlaEvidence) -> IndicatorEvidence:
    return next(one for one in evidence.on_map if one.indicator.number == number)


def proof(name: str, evidence: KlaEvidence) -> Proof:
    return next(proof for one in evidence.on_map for proof in one.proofs if proof.name == name)


def test_every_indicator_is_either_on_the_map_or_elsewhere() -> None:
    evidence = kla_evidence(assessment(), load_indicators())
    assert [one.indicator.number for one in evidence.on_map] == [5, 8, 9, 10, 14, 16, 18, 19]
    assert len(evidence.elsewhere) == 16
    assert len(evidence.on_map) + len(evidence.elsewhere) == 24


def test_findings_are_counted_with_their_denominator() -> None:
    met = proof("findings:STSK_COVERAGE:kecamatan", kla_evidence(assessment(), load_indicators()))
    assert (met.now.count, met.now.total, met.unknown) == (1, 2, 0)
    assert said(met.sentence) == "Met in 1 of 2 kecamatan; not met in 1, not known in 0."
    assert said(count_words(met.now)) == "1 of 2 (50%)"


def test_places_are_listed_with_the_kecamatan_that_have_one() -> None:
    evidence = kla_evidence(assessment(), load_indicators())
    parks = proof("places:park", evidence)
    assert said(parks.sentence) == "2 listed: park. In 2 of 2 kecamatan at least one."
    assert proof("places:puskesmas", evidence).now == Count(TODAY, 1, None)
    # Nothing is proven by a kind of which no place is listed.
    assert of_indicator(9, evidence).proofs == ()


def test_reach_is_reckoned_and_never_passes_for_a_count() -> None:
    reach = proof(f"reach:{CHILD_FRIENDLY_PARK}", kla_evidence(assessment(), load_indicators()))
    assert reach.estimate
    assert (reach.now.count, reach.now.total) == (40, 160)
    assert "Reckoned, between 19% and 35%." in said(reach.sentence)


def test_the_trend_is_against_the_last_assessment_kept_before() -> None:
    kept = [
        snapshot(LAST_YEAR, Status.UNMET, Status.UNMET, within=60),
        snapshot(dt.date(2024, 11, 22), Status.MET, Status.MET),
        # Of the same day, and of a later one: no trend.
        snapshot(TODAY, Status.MET, Status.UNMET),
    ]
    evidence = kla_evidence(assessment(), load_indicators(), kept)
    met = proof("findings:STSK_COVERAGE:kecamatan", evidence)
    assert [(count.day.year, count.count) for count in met.former] == [(2024, 2), (2025, 0)]
    assert said(trend_words(met)) == "1 more than on 22 November 2025: 0 of 2 (0%)."
    reach = proof(f"reach:{CHILD_FRIENDLY_PARK}", evidence)
    assert said(trend_words(reach)) == "20 fewer than on 22 November 2025: 60 of 160 (38%)."


def test_without_a_kept_assessment_there_is_no_trend() -> None:
    assert trend_words(proof("places:park", kla_evidence(assessment(), load_indicators()))) is None


def test_an_assessment_with_another_walking_time_is_no_trend_of_reach() -> None:
    other = dataclasses.replace(snapshot(LAST_YEAR), options=KeptOptions(15.0, False, False))
    assert proof(f"reach:{CHILD_FRIENDLY_PARK}", kla_evidence(assessment(), load_indicators(), [other])).former == ()


def test_what_is_wholly_unknown_proves_nothing_and_is_missing() -> None:
    unknown = (
        Finding("STSK_COVERAGE", Level.KECAMATAN, "90.01.01", "Barat", Status.UNKNOWN, "no_park_known",
                text("None known."), None, 1.0, (), text("Ask.")),
    )  # fmt: skip
    park = of_indicator(10, kla_evidence(assessment(findings=unknown), load_indicators()))
    assert not [one.name for one in park.proofs if one.name.startswith("findings:")]
    assert [said(one.sentence) for one in park.missing if one.code == "unknown"] == ["Not known in one: Barat. Ask."]
    # It was known a year ago, so it is told that it no longer is.
    evidence = kla_evidence(assessment(findings=unknown), load_indicators(), [snapshot(LAST_YEAR, Status.MET)])
    told = proof("findings:STSK_COVERAGE:kecamatan", evidence)
    assert said(told.sentence) == "Not known in any of 1 kecamatan."
    assert said(trend_words(told)) == "1 fewer than on 22 November 2025: 1 of 1 (100%)."


def test_what_is_missing_is_concrete() -> None:
    evidence = kla_evidence(assessment(), load_indicators())
    health = {one.code: said(one.sentence) for one in of_indicator(14, evidence).missing}
    assert health["checklist_not_surveyed"].startswith("1 place, not surveyed for PRAP")
    assert health["no_position"] == "1 of 1 have no position: puskesmas. Bring one in."
    assert health["list_not_complete"] == "Nobody said that every one is listed: puskesmas."
    care = [said(one.sentence) for one in of_indicator(9, evidence).missing if one.code == "no_layer"]
    assert care == [
        "No layer of this kind: children's home (LKSA). Add one.",
        "No layer of this kind: daycare (TARA). Add one.",
    ]
    assert "not_confirmed" in health
    assert "not_confirmed" not in {one.code for one in of_indicator(10, evidence).missing}


def test_a_complete_list_is_not_asked_for_again() -> None:
    city = dataclasses.replace(assessment().city, complete_kinds=frozenset({"puskesmas"}))
    missing = of_indicator(14, kla_evidence(assessment(city=city), load_indicators())).missing
    assert "list_not_complete" not in {one.code for one in missing}


def test_a_city_that_says_there_is_none_is_believed() -> None:
    city = dataclasses.replace(assessment().city, complete_kinds=frozenset({"childcare"}))
    care = of_indicator(9, kla_evidence(assessment(city=city), load_indicators()))
    assert [said(one.sentence) for one in care.proofs] == [
        "0 listed: daycare (TARA). In 0 of 2 kecamatan at least one."
    ]
    missing = [said(one.sentence) for one in care.missing if one.code == "no_layer"]
    assert missing == ["No layer of this kind: children's home (LKSA). Add one."]


def signs_measured(*, good: int, unknown: int) -> pd.DataFrame:
    """Return what the check of signs counts in the city, of two places."""
    values = {"places": 2.0, "signs_good": float(good), "signs_unknown": float(unknown)}
    table = pd.DataFrame({"measure": list(values), "value": list(values.values())})
    constant = {"rule": "KSTR_SIGN", "level": "city", "code": "90.01", "subject": "", "unit": "count"}
    return MEASURES.validate(table.assign(**constant)[list(MEASURES.columns)])


def surveyed() -> Assessment:
    """Somebody looked at the sign of the school, and took a photo."""
    rows = [
        ("city_list:3", "smoke_free_sign", "yes"),
        ("city_list:3", "photo", "2026-10-01_sd-1.jpg"),
    ]
    table = pd.DataFrame(rows, columns=["facility_id", "fact", "value"])
    survey = table.assign(
        place_name="SD 1", date="2026-10-01", office="Disdik", visit="a", row=[1, 2], kind=None, lon=None, lat=None,
        note=None,
    )  # fmt: skip
    places = pd.DataFrame(
        {
            "rule": ["KSTR_SIGN", "KSTR_SIGN"],
            "place_id": ["city_list:3", "city_list:4"],
            "place_name": ["SD 1", "Puskesmas Bukit"],
            "kind": ["school_sd", "puskesmas"],
            "kelurahan_code": None,
            "kecamatan_code": "90.01.02",
            "status": ["met", "unknown"],
            "reason": ["good_sign", "not_surveyed"],
            "reason_text": [text("Good."), text("Nobody looked.")],
            "seen": ["2026-10-01", None],
            "photo": ["2026-10-01_sd-1.jpg", None],
        }
    )
    details = Details(signs_measured(good=1, unknown=1), PLACE_RESULTS.validate(places))
    city = dataclasses.replace(assessment().city, survey=SURVEY.validate(survey[list(SURVEY.columns)]))
    return assessment(city=city, look_closer=lambda: details)


def test_places_that_a_survey_saw_are_counted_and_their_files_named() -> None:
    evidence = kla_evidence(surveyed(), load_indicators())
    signs = proof("measures:KSTR_SIGN:signs_good", evidence)
    assert (signs.now.count, signs.now.total, signs.unknown) == (1, 2, 1)
    assert said(signs.sentence) == "places with a good sign, of all places that have to be smoke-free."
    smoke_free = of_indicator(16, evidence)
    files = [(file.name, file.kind, file.rows) for file in smoke_free.files]
    assert files == [("survey.csv", "survey", 1), ("photos/2026-10-01_sd-1.jpg", "photo", 1)]
    missing = [said(one.sentence) for one in smoke_free.missing if one.code == "places_unknown"]
    assert missing == ["One of 2 places is not known: survey it."]


def test_the_share_of_good_signs_has_a_trend() -> None:
    before = dataclasses.replace(snapshot(LAST_YEAR), measures=signs_measured(good=0, unknown=2))
    unmeasured = snapshot(dt.date(2024, 11, 22))
    signs = proof("measures:KSTR_SIGN:signs_good", kla_evidence(surveyed(), load_indicators(), [before, unmeasured]))
    assert signs.former == (Count(LAST_YEAR, 0, 2),)
    assert said(trend_words(signs)) == "1 more than on 22 November 2025: 0 of 2 (0%)."


def test_places_are_counted_where_the_check_does_not_count_them() -> None:
    given = surveyed()
    places = given.details.places.assign(rule="RBRA_13")
    rbra = dataclasses.replace(given, look_closer=lambda: Details(no_details().measures, places))
    counted = proof("places_judged:RBRA_13", kla_evidence(rbra, load_indicators()))
    assert said(counted.sentence) == "Met at 1 of 2 places; not met at 0, not known at 1."


def figures(*subjects: str) -> pd.DataFrame:
    return FIGURES.validate(
        pd.DataFrame(
            {
                "subject": subjects,
                "value": 99.0,
                "unit": "%",
                "definition": "d",
                "date": "2025",
                "series": None,
                "citation": "c",
                "address": None,
                "row": range(1, len(subjects) + 1),
            }
        )
    )


def test_published_figures_stand_beside_and_are_matched_by_whole_words() -> None:
    subjects = (
        "Satuan pendidikan ramah anak: SD",
        "Penduduk Balikpapan Utara",
        "Nilai Kota Layak Anak",
        "RTH",
    )
    city = dataclasses.replace(assessment().city, figures=figures(*subjects))
    evidence = kla_evidence(assessment(city=city), load_indicators())
    assert of_indicator(18, evidence).figures["subject"].tolist() == ["Satuan pendidikan ramah anak: SD"]
    # “Utara” is no TARA.
    assert of_indicator(9, evidence).figures.empty
    assert of_indicator(10, evidence).figures["subject"].tolist() == ["RTH"]
    assert evidence.published["subject"].tolist() == ["Nilai Kota Layak Anak"]


def test_the_citys_five_fields_are_not_the_five_clusters() -> None:
    evidence = kla_evidence(assessment(), load_indicators())
    assert [field.domain for field in evidence.fields] == [
        Domain.SCHOOLS,
        Domain.HEALTH,
        Domain.WORSHIP,
        Domain.PARKS,
        Domain.GREEN_SPACE,
    ]
    parks = evidence.fields[3]
    assert (parks.places, parks.met, parks.unmet, parks.unknown) == (2, 1, 1, 0)


def test_the_ranks_are_those_of_the_rule() -> None:
    bands = kla_evidence(assessment(), load_indicators()).bands
    assert [(band.name, band.least, band.most) for band in bands] == [
        ("pratama", 500, 600),
        ("madya", 601, 700),
        ("nindya", 701, 800),
        ("utama", 801, 900),
        ("kla_paripurna", 901, 1000),
    ]


@pytest.mark.parametrize("kind", [KlaEvidence, IndicatorEvidence, Proof, Count])
def test_nothing_has_a_score(kind: type) -> None:
    names = {field.name for field in dataclasses.fields(kind)}
    assert not {name for name in names if "score" in name or "points" in name or "nilai" in name}


def test_the_evidence_is_the_same_in_each_language() -> None:
    with speak(Language.INDONESIAN):
        there = kla_evidence(assessment(), load_indicators())
    with speak(Language.ENGLISH):
        here = kla_evidence(assessment(), load_indicators())
    assert [[proof.now for proof in one.proofs] for one in there.on_map] == [
        [proof.now for proof in one.proofs] for one in here.on_map
    ]
