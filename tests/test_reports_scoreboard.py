"""The scoreboard: every finding in one table, the matrix, the evidence, and the files."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator

import pandas as pd
import pytest
from drawn_assessment import HOSTILE, drawn_city, drawn_rules
from drawn_history import EAST, WEST, kept, kept_finding

from planner.history.changes import changes_between
from planner.model.assessment import Finding
from planner.model.details import MEASURES, PLACE_RESULTS, Details
from planner.model.kinds import Level, Status
from planner.model.rule import Rule
from planner.reports.scoreboard.changed import CHANGE_COLUMNS, change_lines, change_sentences, change_table
from planner.reports.scoreboard.document import scoreboard_json
from planner.reports.scoreboard.evidence import evidence_in_words, evidence_of
from planner.reports.scoreboard.matrix import WHOLE_CITY, matrix_of
from planner.reports.scoreboard.plain import finding_lines
from planner.reports.scoreboard.table import COLUMNS, chosen_rows, finding_table, in_words, status_counts, unit_of
from planner.reports.scoreboard.words import cell_words, number_words
from planner.reports.scoreboard.workbook import scoreboard_workbook
from planner.texts import Language, speak, text, translate

CITY = drawn_city()
MUARA, BUKIT = "90.01.01.1001", "90.01.02.1001"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with speak(Language.ENGLISH):
        yield


def finding(rule: str, code: str, status: Status, **other: object) -> Finding:
    """Return a finding; its level follows from the length of the code."""
    level = {5: Level.CITY, 8: Level.KECAMATAN}.get(len(code), Level.KELURAHAN)
    names = dict(zip(CITY.regions["code"], CITY.regions["name"], strict=True)) | {CITY.code: CITY.name}
    remedy = None if status is Status.MET else text("Do something about {name}.", name=HOSTILE)
    usual = Finding(
        rule, level, code, names[code], status, f"reason_{status}", text("It is so."), 0.0, 1.0, remedy=remedy
    )
    return dataclasses.replace(usual, **other)  # type: ignore[arg-type]


def rules() -> dict[str, Rule]:
    """Return two rules that checks know, of drawn numbers; the city changed one of the second."""
    stsk = drawn_rules()["STSK_COVERAGE"]
    rbra = dataclasses.replace(
        stsk,
        id="RBRA_KELURAHAN",
        titles={"id": "Satu RBRA", "en": "One play space"},
        numbers={"min_count": 1, "target_year": 2030},
        units={"min_count": "RBRA per kelurahan", "target_year": "tahun"},
        before={"min_count": 2},
        source="https://example.org/rule",
    )
    return {stsk.id: stsk, rbra.id: rbra}


FINDINGS = (
    finding("STSK_COVERAGE", "90.01", Status.UNKNOWN, value=None, required=None),
    finding("STSK_COVERAGE", WEST, Status.MET, value=1.0, evidence=("city_list:1",)),
    finding("STSK_COVERAGE", EAST, Status.UNMET, evidence=("city_list:2", "city_list:4")),
    finding("RBRA_KELURAHAN", MUARA, Status.MET),
    finding("RBRA_KELURAHAN", BUKIT, Status.UNKNOWN),
)


def whole_table() -> pd.DataFrame:
    return finding_table(CITY, rules(), FINDINGS)


def test_every_finding_is_one_row_with_what_is_to_be_known_of_its_rule() -> None:
    table = whole_table()
    assert list(table.columns) == list(COLUMNS)
    assert len(table) == len(FINDINGS)
    row = table.iloc[4]
    assert (row["title"], row["domain"], row["level"], row["status"]) == (
        "One play space", "parks", "kelurahan", "unknown",
    )  # fmt: skip
    assert (row["name"], row["kecamatan"], row["kecamatan_code"]) == ("Bukit", "Timur", EAST)
    assert (row["unit"], row["changed"], row["source"]) == (
        "RBRA in each kelurahan", "min_count", "https://example.org/rule",
    )  # fmt: skip
    assert row["remedy"] == f"Do something about {HOSTILE}."
    assert "changed by the city" in row["citation"]


def test_a_finding_of_the_city_lies_in_no_kecamatan_and_a_number_that_is_not_there_is_empty() -> None:
    row = whole_table().iloc[0]
    assert (row["kecamatan_code"], row["kecamatan"], row["unit"]) == ("", "", "")
    assert pd.isna(row["value"])
    assert pd.isna(row["required"])


def test_what_is_met_needs_no_change() -> None:
    table = whole_table()
    assert (table.loc[table["status"] == "met", "remedy"] == "").all()


def test_the_table_speaks_the_language() -> None:
    with speak(Language.INDONESIAN):
        assert whole_table().iloc[1]["title"] == "Satu Taman, Satu Kecamatan"
    assert in_words(whole_table()).iloc[2][["level", "status", "domain"]].tolist() == [
        "kecamatan", "not met", "parks and play spaces",
    ]  # fmt: skip


def test_a_unit_is_named_only_where_it_is_clear() -> None:
    rule = dataclasses.replace(rules()["STSK_COVERAGE"], numbers={"a": 3, "b": 3.0, "c": True}, units={"a": "m"})
    assert unit_of(rule, 3.0) == ""
    assert unit_of(dataclasses.replace(rule, units={"a": "m", "b": "m"}), 3.0) == "m"
    assert unit_of(rule, 1.0) == ""


def test_rows_are_chosen_and_keep_their_number() -> None:
    table = whole_table()
    assert chosen_rows(table).index.tolist() == [0, 1, 2, 3, 4]
    assert chosen_rows(table, status="unknown").index.tolist() == [0, 4]
    assert chosen_rows(table, kecamatan_code=EAST, level="kecamatan").index.tolist() == [2]
    assert chosen_rows(table, rules=["RBRA_KELURAHAN"], domain="parks").index.tolist() == [3, 4]
    assert chosen_rows(table, domain="health").empty


def test_statuses_are_counted_by_rule_and_level_and_never_over_rules() -> None:
    counts = status_counts(whole_table())
    assert counts[["rule", "level", "met", "unmet", "unknown"]].to_numpy().tolist() == [
        ["STSK_COVERAGE", "city", 0, 0, 1],
        ["STSK_COVERAGE", "kecamatan", 1, 1, 0],
        ["RBRA_KELURAHAN", "kelurahan", 1, 0, 1],
    ]


def test_the_matrix_has_a_row_a_rule_and_level_and_a_cell_a_kecamatan() -> None:
    matrix = matrix_of(CITY, whole_table())
    assert dict(matrix.kecamatan) == {WEST: "Barat", EAST: "Timur"}
    whole, each, kelurahan = matrix.rows
    assert list(whole.cells) == [WHOLE_CITY]
    assert matrix.has_city
    assert [each.cells[code].status for code in (WEST, EAST)] == [Status.MET, Status.UNMET]
    assert kelurahan.cells[EAST].counts == {Status.MET: 0, Status.UNMET: 0, Status.UNKNOWN: 1}
    assert kelurahan.all.counts == {Status.MET: 1, Status.UNMET: 0, Status.UNKNOWN: 1}
    assert kelurahan.all.status is None


def test_a_cell_of_several_kelurahan_tells_how_many_have_each_status() -> None:
    two = (
        finding("RBRA_KELURAHAN", MUARA, Status.UNMET),
        finding("RBRA_KELURAHAN", MUARA, Status.MET, unit_code=MUARA),
    )
    cell = matrix_of(CITY, finding_table(CITY, rules(), two)).rows[0].cells[WEST]
    assert translate(cell_words(cell)) == "✓ 1 · ✕ 1 · ? 0"
    one = matrix_of(CITY, whole_table()).rows[1].cells[WEST]
    assert translate(cell_words(one)) == "✓ met"


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [(1.0, "", "1"), (10000.0, "m²", "10,000 m²"), (0.3, "", "0.3"), (None, "m", None), (float("nan"), "m", None)],
)
def test_numbers_are_written_with_their_unit(value: float | None, unit: str, told: str | None) -> None:
    words = number_words(value, unit)
    assert (None if words is None else translate(words)) == told


def details(*places: tuple[str, str, str, str]) -> Details:
    """Return what a rule says of places: id, name, code of the kelurahan and status."""
    rows = [
        ("STSK_COVERAGE", place, name, "park", code, code[:8], status, "why", text("Why {name}.", name=name),
         "2026-03-31", "x.jpg")
        for place, name, code, status in places
    ]  # fmt: skip
    measures = MEASURES.validate(
        pd.DataFrame([("STSK_COVERAGE", "city", "90.01", "", "parks", 2.0, "count")], columns=list(MEASURES.columns))
    )
    return Details(measures, PLACE_RESULTS.validate(pd.DataFrame(rows, columns=list(PLACE_RESULTS.columns))))


SAID = details(
    ("city_list:1", "Taman Muara", MUARA, "met"),
    ("shop:1", "Warung", BUKIT, "met"),
    ("city_list:2", HOSTILE, BUKIT, "unmet"),
)


def test_the_evidence_is_what_the_rule_says_of_each_place_of_the_region_the_worst_first() -> None:
    evidence = evidence_of(CITY, SAID, FINDINGS[2])
    assert evidence["place_id"].tolist() == ["city_list:2", "shop:1"]
    assert evidence["status"].tolist() == ["unmet", "met"]
    assert evidence["reason_text"].tolist() == [f"Why {HOSTILE}.", "Why Warung."]
    assert evidence["source"].tolist() == ["List of the city, 2025-08 (row 2)", ""]
    assert evidence["region"].tolist() == ["Bukit", "Bukit"]
    assert evidence["seen"].tolist() == ["2026-03-31", "2026-03-31"]


def test_of_the_city_every_place_is_evidence_and_of_a_kelurahan_its_own() -> None:
    assert len(evidence_of(CITY, SAID, FINDINGS[0])) == 3
    own = dataclasses.replace(FINDINGS[0], unit_level=Level.KELURAHAN, unit_code=MUARA)
    assert evidence_of(CITY, SAID, own)["place"].tolist() == ["Taman Muara"]


@pytest.mark.parametrize("said", [None, details(("city_list:1", "Taman Muara", MUARA, "met"))])
def test_else_the_evidence_is_the_facilities_that_the_finding_names(said: Details | None) -> None:
    evidence = evidence_of(CITY, said, FINDINGS[2])
    assert evidence["place"].tolist() == [HOSTILE, "Puskesmas Bukit"]
    assert evidence["kind"].tolist() == ["park", "puskesmas"]
    assert evidence["source"].tolist() == ["List of the city, 2025-08 (row 2)", "List of the city, 2025-08 (row 4)"]
    assert set(evidence_in_words(evidence)["status"]) == {""}


def test_a_finding_without_a_place_has_no_evidence() -> None:
    assert evidence_of(CITY, None, FINDINGS[4]).empty


def test_plain_lines_group_findings_by_rule_with_counts_and_what_would_change_them() -> None:
    lines = list(finding_lines(CITY, whole_table()))
    assert lines[:8] == [
        "",
        "One park, one kecamatan (STSK_COVERAGE)",
        "    About: parks and play spaces. Source: A decree",
        "    City: 0 met, 0 not met, 1 not known",
        "    Kecamatan: 1 met, 1 not met, 0 not known",
        "  ? not known  Kota Contoh & Co: It is so.",
        f"    What would change this: Do something about {HOSTILE}.",
        "  ✓ met  Barat (1; asked for: 1 parks): It is so.",
    ]


def test_the_workbook_runs_no_formula_and_has_a_sheet_for_each_part() -> None:
    evil = finding("STSK_COVERAGE", WEST, Status.MET, reason_text=text("{words}", words="=1+1"))
    changes = change_table(changes_between(kept(), kept("2026-04-01")), rules())
    content = scoreboard_workbook(CITY, finding_table(CITY, rules(), [evil]), details=SAID, changes=changes)
    sheets = pd.read_excel(io.BytesIO(content), sheet_name=None, engine="calamine", header=None)
    assert list(sheets) == ["Scoreboard", "Findings", "Changes", "Numbers", "Places"]
    heads = sheets["Findings"].iloc[0].tolist()
    assert sheets["Findings"].iloc[1, heads.index("Why")] == "=1+1"
    assert sheets["Scoreboard"].iloc[1].tolist()[4:] == ["✓ met", 1, 0, 0]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "sheets/" in name)


def test_the_json_holds_the_findings_and_counts_by_rule() -> None:
    made = json.loads(scoreboard_json(CITY, rules(), FINDINGS, dt.date(2026, 3, 31), SAID))
    assert made["as_of"] == "2026-03-31"
    assert [(rule["rule"], rule["met"], rule["unmet"], rule["unknown"]) for rule in made["rules"]] == [
        ("STSK_COVERAGE", 1, 1, 1),
        ("RBRA_KELURAHAN", 1, 0, 1),
    ]
    assert made["findings"][4]["remedy_text"] == f"Do something about {HOSTILE}."
    assert made["findings"][4]["changed"] == ["min_count"]
    assert made["places"][2]["reason_text"] == f"Why {HOSTILE}."
    assert made["measures"][0]["value"] == 2.0
    assert json.loads(scoreboard_json(CITY, rules(), FINDINGS, dt.date(2026, 3, 31)))["measures"] is None


def test_what_changed_is_told_in_sentences_lines_and_rows() -> None:
    before = kept(
        findings=(
            kept_finding("STSK_COVERAGE", WEST, Status.UNMET),
            kept_finding("STSK_COVERAGE", EAST, Status.UNMET),
            kept_finding("OLD", EAST, Status.MET),
        )
    )
    after = kept(
        fingerprint="f",
        findings=(
            kept_finding("STSK_COVERAGE", WEST, Status.UNMET, 0.5),
            kept_finding("STSK_COVERAGE", EAST, Status.MET, 1.0),
            kept_finding("RBRA_KELURAHAN", EAST, Status.MET),
        ),
    )
    changes = changes_between(before, after)
    assert [translate(sentence) for sentence in change_sentences(changes, rules())] == [
        "1 finding went from “not met” to “met”.",
        "1 more finding differs.",
        "Checked now and not then: One play space.",
        "Checked then and not now: OLD.",
    ]
    assert change_lines(changes, rules()) == ["One park, one kecamatan, Timur: not met → met"]
    table = change_table(changes, rules())
    assert list(table.columns) == list(CHANGE_COLUMNS)
    assert table[["name", "change", "status_before", "status", "value_before", "value"]].to_numpy().tolist() == [
        ["Timur", "another status", "not met", "met", 0.0, 1.0],
        ["Barat", "another number", "not met", "not met", 0.0, 0.5],
    ]


def test_without_a_change_that_is_said() -> None:
    changes = changes_between(kept(), kept(fingerprint="f"))
    assert [translate(sentence) for sentence in change_sentences(changes, rules())] == [
        "No finding has another status."
    ]
    assert change_table(changes, rules()).empty
