"""The list of indicators: complete, honest about what was not seen, and refused where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.checks.registry import all_checks
from planner.errors import MissingFileError, RuleError
from planner.kla.indicators import load_indicators
from planner.rules.catalogue import load_rules
from planner.texts import Language, translate

GROUPS = '[groups]\nI = { title_id = "Klaster I", title_en = "Cluster I" }\n[checklists]\n'
ONE = (
    '[[indicators]]\nnumber = 5\ngroup = "I"\ntitle_id = "Informasi"\ntitle_en = "Information"\n'
    'number_certainty = "Q"\nwording_certainty = "Q"\ncitation = "A guide"\n'
)


def in_english(error: RuleError) -> str:
    return translate(error.message, Language.ENGLISH)


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "indicators.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_there_are_24_indicators_in_institutions_and_five_clusters() -> None:
    listed = load_indicators()
    assert [indicator.number for indicator in listed.indicators] == list(range(1, 25))
    sizes = [sum(one.group == group for one in listed.indicators) for group in listed.groups]
    # The notes: 3 of institutions, then 3, 4, 6 and 3, and 5 by subtraction.
    assert dict(zip(listed.groups, sizes, strict=True)) == {
        "kelembagaan": 3,
        "I": 3,
        "II": 4,
        "III": 6,
        "IV": 3,
        "V": 5,
    }


def test_eight_of_them_have_a_place_on_the_map() -> None:
    assert [one.number for one in load_indicators().indicators if one.on_map] == [5, 8, 9, 10, 14, 16, 18, 19]


def test_what_was_not_seen_is_said() -> None:
    wording = [one.number for one in load_indicators().indicators if one.wording_certainty == "M"]
    assert wording == [13, 15, 16, 17, 20, 21, 22, 23, 24]
    assert not any(one.confirmed for one in load_indicators().indicators if one.number in (14, *wording))


def test_every_rule_that_is_evidence_stands_in_the_catalogue() -> None:
    rules = load_rules()
    assert [rule for one in load_indicators().indicators for rule in one.rules if rule not in rules] == []


def test_every_number_that_is_evidence_is_one_its_check_names() -> None:
    measured = [one for indicator in load_indicators().indicators for one in indicator.measures]
    names = {(one.rule, name) for one in measured for name in (one.count, one.total, one.unknown)}
    assert sorted(name for name in names if name[1] not in all_checks()[name[0]].labels) == []


def test_every_checklist_is_named_by_an_indicator_and_has_items_in_both_languages() -> None:
    listed = load_indicators()
    named = {name for one in listed.indicators for name in one.checklists}
    assert named == set(listed.checklists) == {"PRAP", "SRA", "PISA", "RIRA", "PKA"}
    assert {len(checklist.items) for checklist in listed.checklists.values()} == {15, 7, 6, 5}
    assert all(item["id"] and item["en"] for one in listed.checklists.values() for item in one.items)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (GROUPS + ONE + ONE, "indicators.toml: indicator 5 stands there twice: delete or renumber one."),
        (
            GROUPS + ONE.replace('group = "I"', 'group = "X"'),
            "indicators.toml: indicator 5 names the group “X”, which is not there.",
        ),
        (
            GROUPS + ONE + 'checklists = ["PRAP"]\n',
            "indicators.toml: indicator 5 names the checklist “PRAP”, which is not there.",
        ),
        (
            GROUPS + ONE.replace('citation = "A guide"\n', ""),
            "indicators.toml: the key “indicators[1].citation” is missing.",
        ),
    ],
)
def test_a_wrong_file_is_one_plain_sentence(content: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(RuleError) as raised:
        load_indicators(written(tmp_path, content))
    assert in_english(raised.value) == sentence


def test_a_missing_file_or_one_that_is_no_toml_is_said(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        load_indicators(tmp_path / "none.toml")
    with pytest.raises(RuleError) as raised:
        load_indicators(written(tmp_path, "[groups"))
    assert "is not valid TOML" in in_english(raised.value)
