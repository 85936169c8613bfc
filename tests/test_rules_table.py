"""The rule table: the same on every path, without what must never be printed, and in the handbook as it is now."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from planner.model.rule import Rules
from planner.reports.rule_table import (
    RULE_HEADS,
    kept_out_text,
    number_lines,
    planner_text,
    rule_table,
    rules_of_city,
)
from planner.rules.catalogue import apply_changes, load_rules
from planner.texts import Language, speak, translate

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules()


def test_the_handbook_has_the_table_of_today(rules: Rules) -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "rules_table.py"))
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == tool["page"](rules), (
        "docs/rules.md is out of date: run python tools/rules_table.py"
    )


def test_the_handbook_names_every_rule_once_with_both_titles_and_its_source(rules: Rules) -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^\| `([A-Z0-9_]+)` \|", page).__len__() == len(rules) - 1
    for rule in rules.values():
        shown = rule.id != "WHO_9M2"
        assert (f"| `{rule.id}` | {rule.titles['id']} / {rule.titles['en']} |" in page) is shown
        assert (bool(rule.source) and f"<{rule.source}>" in page) is (shown and bool(rule.source))


def test_nothing_of_a_rule_that_must_never_be_used_is_in_the_table(rules: Rules) -> None:
    table = rule_table(rules)
    assert list(table.columns) == list(RULE_HEADS)
    assert "WHO_9M2" not in set(table["rule"])
    everything = " ".join(table.astype(str).agg(" ".join, axis=1))
    assert rules["WHO_9M2"].titles["en"] not in everything
    assert "9 m²" not in everything
    kept_out = kept_out_text(rules)
    assert kept_out is not None
    assert translate(kept_out, Language.ENGLISH).startswith("1 rule of the catalogue is not shown")
    assert kept_out_text({"RTH_TOTAL": rules["RTH_TOTAL"]}) is None


def test_no_page_of_the_handbook_and_no_code_names_it(rules: Rules) -> None:
    files = [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("planner/**/*.py"),
        *ROOT.glob("planner/**/*.po"),
    ]
    forbidden = ("WHO_9M2", rules["WHO_9M2"].titles["id"], rules["WHO_9M2"].titles["en"])
    naming = [path.name for path in files for words in forbidden if words in path.read_text(encoding="utf-8")]
    assert naming == []


def test_a_city_sees_the_rules_of_every_city_and_its_own(rules: Rules) -> None:
    own, other = rules_of_city(rules, "64.71"), rules_of_city(rules, "34.71")
    assert set(own) - set(other) == {"RPJMD_PARK_1HA", "KSTR_PLACES_BPN"}


def test_a_changed_number_is_marked_in_the_table(rules: Rules) -> None:
    changed = apply_changes(rules, {"TOBACCO_SALE": {"radius_m": 300}})
    with speak(Language.ENGLISH):
        told = rule_table(changed).set_index("rule")["numbers"]
    assert "distance: 300 m (changed by the city; catalogue: 200 m)" in told["TOBACCO_SALE"]
    assert told.str.contains("changed by the city").sum() == 1


def test_what_programs_read_is_not_told_to_people(rules: Rules) -> None:
    lines = [translate(line, Language.ENGLISH) for line in number_lines(rules["STSK_COVERAGE"])]
    assert lines == ["at least: 1 park in each kecamatan", "in all: 6 kecamatan"]


def test_what_the_planner_does_with_a_rule_is_said(rules: Rules) -> None:
    checked = planner_text(rules["STSK_COVERAGE"])
    assert checked is not None
    assert translate(checked, Language.ENGLISH) == "checked"
    assert planner_text(rules["RBRA_COST"]) is None
    assert planner_text(rules["PARK_ATR14"]) is None
