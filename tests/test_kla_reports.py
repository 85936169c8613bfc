"""The evidence as a document and as a table."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest

from planner.kla.evidence import KlaEvidence, kla_evidence
from planner.kla.indicators import load_indicators
from planner.model.options import Options
from planner.reports.kla.document import kla_html
from planner.reports.kla.table import TABLE_HEADS, kla_table
from planner.rules.catalogue import load_rules
from planner.texts import Language, speak
from tests.drawn_assessment import HOSTILE, drawn_assessment


def evidence(name: str = "Kota Gambar") -> KlaEvidence:
    assessment = drawn_assessment(rules=load_rules(), options=Options(as_of=dt.date(2026, 11, 22)))
    city = dataclasses.replace(assessment.city, name=name)
    return kla_evidence(dataclasses.replace(assessment, city=city), load_indicators())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("</style>")[2]))


@pytest.mark.parametrize("language", list(Language))
def test_the_document_has_every_indicator_in_both_languages(language: Language) -> None:
    with speak(language):
        html = kla_html(evidence())
    said = words(html)
    assert f'<html lang="{language}">' in html
    for indicator in load_indicators().indicators:
        title = indicator.titles[str(language)].replace("'", "&#39;")
        assert f"{indicator.number}. {title}" in said


def test_a_card_says_what_is_proven_and_what_is_missing() -> None:
    with speak(Language.ENGLISH):
        said = words(kla_html(evidence()))
    card = said.partition("10. Child-friendly infrastructure")[2].partition("14. Health facilities")[0]
    assert "Met in 1 of 2 kecamatan; not met in 1, not known in 0." in card
    assert "1 of 2 (50%)" in card
    assert "No layer of this kind: play space. Add one." in card
    assert card.index("What the data prove") < card.index("Evidence to put forward") < card.index("Still missing")


def test_the_documents_only_points_are_those_of_the_ranks() -> None:
    """No score is worked out: beside the ranks' own limits, no number of points or nilai stands anywhere."""
    for language in Language:
        with speak(language):
            said = words(kla_html(evidence()))
            table = kla_table(evidence())
        limits = re.findall(r"\b(\d[\d.,]*)–(\d[\d.,]*)\b", said)
        assert len([limit for limit in limits if limit[0] in ("500", "601", "701", "801", "901")]) == 5
        assert not re.search(r"(score|skor|points|poin)\W{0,3}\d", said.replace("Rank Points", ""), re.IGNORECASE)
        assert not any(re.search(r"score|skor|point|poin|weight", name) for name in table.columns)
    heads = " ".join(head.template for head in TABLE_HEADS.values())
    assert not re.search(r"score|points|weight", heads, re.IGNORECASE)


def test_the_fields_of_the_city_stand_apart() -> None:
    with speak(Language.ENGLISH):
        said = words(kla_html(evidence()))
    apart = said.partition("The city&#39;s own five fields")[2]
    assert "It is not the five clusters of the evaluation" in apart
    assert "The city&#39;s own five fields" not in said.partition("Not on the map")[0]


def test_names_of_the_data_run_nothing() -> None:
    with speak(Language.ENGLISH):
        html = kla_html(evidence(name=HOSTILE))
    assert "<script" not in html
    assert "<img" not in html


def test_the_table_has_a_row_a_statement_and_every_indicator() -> None:
    with speak(Language.ENGLISH):
        table = kla_table(evidence())
    assert list(table.columns) == list(TABLE_HEADS)
    assert table["indicator"].drop_duplicates().tolist() == list(range(1, 25))
    met = table[table["name"] == "findings:STSK_COVERAGE:kecamatan"].iloc[0]
    assert (met["count"], met["total"], met["share"], met["unknown"]) == (1, 2, 0.5, 0)
    elsewhere = table[table["part"] == "not on the map"]
    assert len(elsewhere) == 16
    assert elsewhere["count"].isna().all()
