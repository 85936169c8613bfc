"""Briefings: every figure from the assessment, the same bytes from the same input, and a page that is one page."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from pathlib import Path

import pytest
from drawn_assessment import HOSTILE, drawn_assessment, drawn_city, infeasible_plan
from pptx import Presentation
from pypdf import PdfReader

from planner.errors import LayerError, OutputError
from planner.model.assessment import Assessment
from planner.model.kinds import Status
from planner.model.options import SitingOptions
from planner.reports.briefing.document import BriefingFile, Document
from planner.reports.briefing.facts import brief_of, cost_source, money
from planner.reports.briefing.folder import FILES, document_of, write_briefings
from planner.reports.briefing.one_page import one_page, one_page_data, one_page_picture
from planner.reports.briefing.report import report_data
from planner.reports.briefing.slides import slides
from planner.reports.briefing.typesetting import typeset
from planner.reports.identity import assessment_id
from planner.reports.provenance import provenance_document
from planner.reports.sign_places import sign_results
from planner.reports.zips import without_times
from planner.texts import Language, speak, text, translate


def pages(document: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]


def test_the_brief_says_what_was_found() -> None:
    brief = brief_of(drawn_assessment())
    with speak(Language.ENGLISH):
        assert [translate(sentence) for sentence in brief.headline] == [
            "1 of 2 kecamatan have a child-friendly park.",
            "40 of 160 children live within 10 minutes on foot of a child-friendly park: 25% (19% to 35%).",
        ]
        assert [(line.name, line.status, line.children) for line in brief.lines] == [
            ("Barat", Status.MET, 100),
            ("Timur", Status.UNMET, 60),
        ]
        # The plan has two sites: an upgrade with a known cost first.
        assert [(of.rank, of.children, of.cost_idr) for of in brief.decisions] == [
            (1, 60, 300_000_000),
            (2, 30, 300_000_000),
        ]
        assert translate(brief.decisions[1].what) == "Find land and build a child-friendly park in Muara, Barat."
        # One of the four facilities, the puskesmas, has no position.
        assert "The position of 1 of 4 places is not known." in [translate(sentence) for sentence in brief.not_known]


def test_money_is_told_in_whole_millions_where_it_is_whole() -> None:
    with speak(Language.ENGLISH):
        assert translate(money(500_000_000)) == "Rp 500 million"
        assert translate(money(1_234_567)) == "Rp 1,234,567"
        assert translate(money(900)) == "Rp 900"


@pytest.mark.parametrize("language", list(Language))
def test_the_page_is_one_page_with_the_id_of_the_assessment(language: Language) -> None:
    assessment = drawn_assessment()
    with speak(language):
        (said,) = pages(one_page(assessment))
    assert assessment_id(assessment) in said
    assert "Kota Contoh & Co" in said
    assert "160" in said


def test_names_from_data_are_set_as_they_are_written() -> None:
    with speak(Language.ENGLISH):
        (said,) = pages(one_page(drawn_assessment()))
    # The name holds characters that are markup in HTML, in Typst and in Jinja; line breaks may fall inside it.
    assert "".join(HOSTILE.split()) in "".join(said.split())


def test_the_same_assessment_gives_the_same_bytes() -> None:
    with speak(Language.INDONESIAN):
        for document in Document:
            assert document_of(drawn_assessment(), document) == document_of(drawn_assessment(), document)


def test_other_options_give_another_id() -> None:
    assessment = drawn_assessment()
    other = dataclasses.replace(assessment, options=dataclasses.replace(assessment.options, threshold_min=5.0))
    assert assessment_id(assessment) != assessment_id(other)
    assert assessment_id(assessment) == assessment_id(drawn_assessment())


def test_a_city_without_plan_people_and_kelurahan_still_gets_its_page() -> None:
    city = dataclasses.replace(drawn_city(with_kelurahan=False), population_source="", population_date="")
    bare = drawn_assessment(infeasible_plan(), city=city, findings=())
    with speak(Language.ENGLISH):
        (said,) = pages(one_page(bare))
        data = one_page_data(bare)
    assert "No site is proposed." in said
    assert data["decisions"] == []


@pytest.mark.parametrize("kecamatan", [1, 12, 40])
def test_the_page_stays_one_page_with_many_kecamatan_and_very_long_or_empty_names(kecamatan: int) -> None:
    assessment = drawn_assessment()
    sentence = text("{words}", words="Sangat panjang sekali. " * 50)
    findings = [
        dataclasses.replace(assessment.findings[1], unit_name=name, remedy=sentence)
        for name in ("Kecamatan " + "Panjang" * 30, "")
    ]
    with speak(Language.ENGLISH):
        (said,) = pages(one_page(dataclasses.replace(assessment, findings=tuple(findings * kecamatan))))
    assert "What is not known" in said


def test_a_cost_that_nobody_told_is_not_known() -> None:
    plan = drawn_assessment().plan
    sites = tuple(dataclasses.replace(site, cost_idr=None) for site in plan.proposals)
    assessment = drawn_assessment(dataclasses.replace(plan, proposals=sites))
    with speak(Language.ENGLISH):
        (said,) = pages(one_page(assessment))
        tables = [
            shape.table
            for slide in Presentation(io.BytesIO(slides(assessment))).slides
            for shape in slide.shapes
            if shape.has_table
        ]
    assert said.count("cost not known") == len(sites)
    assert [tables[-1].cell(row + 1, 3).text for row in range(len(sites))] == ["not known"] * len(sites)


def test_the_source_of_costs_is_told_unless_they_were_chosen() -> None:
    assessment = drawn_assessment()
    rule = dataclasses.replace(next(iter(assessment.rules.values())), id="RBRA_COST", citation="Dinas 2025")
    of_rule = dataclasses.replace(assessment, rules={**assessment.rules, "RBRA_COST": rule})
    chosen = dataclasses.replace(
        of_rule,
        options=dataclasses.replace(
            of_rule.options, siting=SitingOptions(new_cost_idr=300_000_000, upgrade_cost_idr=300_000_000)
        ),
    )
    with speak(Language.ENGLISH):
        source = cost_source(of_rule)
        assert source is not None
        assert translate(source) == "Costs: the range of the rule RBRA_COST (Dinas 2025)."
    assert cost_source(chosen) is None
    assert cost_source(dataclasses.replace(of_rule, plan=infeasible_plan())) is None


def test_a_long_table_goes_on_on_the_next_slide() -> None:
    assessment = drawn_assessment()
    finding = dataclasses.replace(assessment.findings[1], unit_name="Kecamatan " + "Panjang " * 30)
    with speak(Language.ENGLISH):
        few, many = (
            len(Presentation(io.BytesIO(slides(dataclasses.replace(assessment, findings=(finding,) * n)))).slides)
            for n in (10, 25)
        )
    assert many == few + 2


def test_the_work_list_of_the_report_counts_every_place_that_must_be_smoke_free() -> None:
    assessment = drawn_assessment()
    with speak(Language.ENGLISH):
        blocks = report_data(assessment)["blocks"]
    assert isinstance(blocks, list)
    places = len(sign_results(assessment))
    tables = [block["table"] for block in blocks if block["kind"] == "table"]
    listed = [of for of in tables if of["heads"][-1] == "Go and look"]
    assert sum(int(row[2]) for of in listed for row in of["rows"]) == places


def test_the_picture_of_the_page_is_a_picture() -> None:
    with speak(Language.ENGLISH):
        assert one_page_picture(drawn_assessment()).startswith(b"\x89PNG")


def test_the_report_has_a_chapter_for_every_question() -> None:
    with speak(Language.ENGLISH):
        blocks = report_data(drawn_assessment())["blocks"]
    assert isinstance(blocks, list)
    chapters = [block["words"] for block in blocks if block["kind"] == "heading" and block["level"] == 1]
    assert chapters == [
        "Summary",
        "How the figures were made",
        "What is met, and what is not",
        "Kecamatan by kecamatan",
        "Where to build next",
        "Smoke-free signs (KSTR)",
        "Maps",
        "Sources and limits",
    ]


def test_the_slides_hold_tables_and_a_chart_that_can_be_edited() -> None:
    with speak(Language.ENGLISH):
        deck = Presentation(io.BytesIO(slides(drawn_assessment())))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    charts = [shape.chart for shape in shapes if shape.has_chart]
    assert [(list(chart.plots[0].categories), list(chart.series[0].values)) for chart in charts] == [
        (["Barat", "Timur"], [0.4, 0.0])
    ]
    tables = [shape.table for shape in shapes if shape.has_table]
    assert [table.cell(1, 0).text for table in tables] == ["Barat", "1"]
    assert all(any(assessment_id(drawn_assessment()) in shape.text for shape in slide.shapes if shape.has_text_frame)
               for slide in deck.slides)  # fmt: skip


def test_the_city_s_own_template_gives_the_design(tmp_path: Path) -> None:
    own = Presentation()
    own.slides.add_slide(own.slide_layouts[0])
    own.save(tmp_path / "kota.pptx")
    with speak(Language.ENGLISH):
        deck = Presentation(io.BytesIO(slides(drawn_assessment(), tmp_path / "kota.pptx")))
        plain = Presentation(io.BytesIO(slides(drawn_assessment())))
    assert len(deck.slides) == len(plain.slides)
    assert deck.slide_width == own.slide_width


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"%PDF-1.7"])
def test_a_template_that_is_none_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "kota.pptx").write_bytes(content)
    with speak(Language.ENGLISH), pytest.raises(LayerError) as caught:
        slides(drawn_assessment(), tmp_path / "kota.pptx")
    assert translate(caught.value.message, Language.ENGLISH).startswith("The template kota.pptx can't be read")


def test_missing_fonts_are_said_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("planner.reports.briefing.typesetting.fonts", lambda: tmp_path)
    with speak(Language.ENGLISH), pytest.raises(OutputError) as caught:
        one_page(drawn_assessment())
    assert "font" in translate(caught.value.message, Language.ENGLISH)


def test_a_template_that_can_not_be_set_is_said_plainly() -> None:
    with pytest.raises(OutputError):
        typeset("nothing.typ", {}, {}, drawn_assessment().options.as_of)


def test_the_documents_are_written_aside_and_nothing_else(tmp_path: Path) -> None:
    assessment: Assessment = drawn_assessment()
    files = write_briefings(assessment, tmp_path / "out", Language.ENGLISH, documents=[Document.PAGE, Document.SLIDES])
    assert [file.name for file in files] == [FILES[Document.PAGE], FILES[Document.SLIDES]]
    assert sorted(tmp_path.glob("out/*")) == sorted(files)


def test_an_archive_keeps_its_content_and_loses_its_times() -> None:
    def archive(year: int) -> bytes:
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w") as book:
            stamp = f'<dcterms:created xsi:type="dcterms:W3CDTF">{year}-01-01T00:00:00Z</dcterms:created>'
            book.writestr(zipfile.ZipInfo("docProps/core.xml", (year, 1, 1, 0, 0, 0)), stamp)
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w") as deck:
            deck.writestr(zipfile.ZipInfo("a.txt", (year, 1, 1, 0, 0, 0)), "A")
            deck.writestr(zipfile.ZipInfo("b.xlsx", (year, 1, 1, 0, 0, 0)), inner.getvalue())
        return outer.getvalue()

    assert archive(2024) != archive(2025)
    assert without_times(archive(2024)) == without_times(archive(2025))
    with zipfile.ZipFile(io.BytesIO(without_times(archive(2024)))) as same:
        assert same.namelist() == ["a.txt", "b.xlsx"]
        assert same.read("a.txt") == b"A"


def test_every_document_says_how_it_was_made() -> None:
    """The planner's version, the data's fingerprint and the options travel inside the file."""
    assessment = drawn_assessment()
    with speak(Language.INDONESIAN):
        said = json.loads(str(PdfReader(io.BytesIO(one_page(assessment))).metadata["/Subject"]))
        deck = Presentation(io.BytesIO(slides(assessment)))
        page, shown = (
            provenance_document(assessment.city, assessment.options, BriefingFile(document))
            for document in (Document.PAGE, Document.SLIDES)
        )
    assert said == page
    assert json.loads(deck.core_properties.comments) == shown
    assert said["fingerprint"] == assessment.city.fingerprint
    assert said["options"]["threshold_min"] == 10.0
