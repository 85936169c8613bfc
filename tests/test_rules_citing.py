"""Rules as they are printed: changed numbers, what was never verified, and what must never be shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawn_plan import drawn_rule

from planner.model.rule import WHOLE_RULE, Rules, RuleStatus
from planner.model.rule_labels import NUMBER_LABELS, THEME_LABELS, UNIT_LABELS
from planner.reports.rule_table import FOR_THE_PROGRAM
from planner.rules.addresses import is_address, may_be_followed
from planner.rules.catalogue import apply_changes, load_rules
from planner.rules.citing import (
    by_theme,
    certainty_text,
    changes_of,
    citation_text,
    number_text,
    printable,
    theme_text,
)
from planner.texts import Language, Text, translate


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules()


def said(words: Text) -> str:
    return translate(words, Language.ENGLISH)


def test_a_changed_number_is_cited_with_what_the_catalogue_says(rules: Rules) -> None:
    changed = apply_changes(rules, {"PARK_RT": {"radius_m": 250, "area_m2": 200}})["PARK_RT"]
    assert said(citation_text(rules["PARK_RT"])) == rules["PARK_RT"].citation
    assert said(citation_text(changed)) == (
        "Permen PU 05/PRT/M/2008 (digantikan Permen ATR/BPN 14/2022); changed by the city: area 200 m² "
        "(catalogue: 250 m²), distance 250 m (catalogue: 300 m)"
    )
    assert said(number_text(changed, "radius_m")) == "250 m (changed by the city; catalogue: 300 m)"
    assert said(number_text(changed, "pop")) == "250 people"


def test_a_number_that_nobody_had_seen_is_changed_too(rules: Rules) -> None:
    changed = apply_changes(rules, {"POSYANDU": {"radius_m": 400}})["POSYANDU"]
    assert [said(change) for change in changes_of(changed)] == ["distance 400 m (catalogue: not known)"]


def test_every_number_that_can_be_changed_shows_as_changed(rules: Rules) -> None:
    numbers = [
        (rule.id, name, float(value))
        for rule in printable(rules).values()
        for name, value in rule.numbers.items()
        if isinstance(value, int | float)
    ]
    assert len(numbers) > 80
    for rule, name, value in numbers:
        changed = apply_changes(rules, {rule: {name: value + 1}})
        assert "changed by the city; catalogue: " in said(number_text(changed[rule], name))
        assert "; changed by the city: " in said(citation_text(changed[rule]))
        assert [one for one in changed if changed[one].changed] == [rule]


def test_what_is_from_memory_is_said_to_need_verification(rules: Rules) -> None:
    assert said(number_text(rules["WALK_SPEED_SCHOOL"], "value")) == "1 m/s (from memory, needs verification)"
    assert said(number_text(rules["PUSTU"], "radius_hint_unverified")).startswith("1,500 m (from memory")
    assert said(number_text(rules["PUSTU"], "radius_m")) == "not known"
    assert said(number_text(rules["PUSTU"], "pop")) == "30,000 people"
    assert said(citation_text(rules["SITE_SLOPE"], "exclude_pct")).endswith("; from memory, needs verification")
    assert said(citation_text(rules["SITE_SLOPE"], "warn_pct")) == rules["SITE_SLOPE"].citation


@pytest.mark.parametrize(
    ("rule", "number", "words"),
    [
        ("RTH_TOTAL", "value", "30%"),
        ("LAP", "age", "0–6 years"),
        ("RBRA_KELURAHAN", "target_year", "2030"),
        ("RIVER_SETBACK_URBAN", "by_depth_m", "up to 3, setback 10; up to 20, setback 15; setback 30 m"),
        ("PARK_RT", "geometry", "straight line"),
        ("TOBACCO_SALE", "geometry", "taken as a straight line, for the rule does not say"),
        ("TOBACCO_OUTLETS", "osm", "shop=convenience, shop=supermarket, shop=kiosk, shop=tobacco"),
        ("RBRA_COST", "min", "300,000,000 rupiah"),
    ],
)
def test_numbers_ranges_lists_and_words_are_written_as_people_read_them(
    rules: Rules, rule: str, number: str, words: str
) -> None:
    assert said(number_text(rules[rule], number)) == words


def test_certainty_is_said_in_words_and_by_part(rules: Rules) -> None:
    assert said(certainty_text(rules["RTH_TOTAL"])) == "read in the source"
    assert said(certainty_text(rules["SITE_EXCLUDE"])) == "read in the source: only that it exists"
    assert said(certainty_text(rules["PUSTU"])) == "one for: read in the source; distance: from memory, not verified"


def test_what_must_never_be_used_is_never_printed(rules: Rules) -> None:
    assert rules["WHO_9M2"].status is RuleStatus.NEVER_USE
    assert set(rules) - set(printable(rules)) == {"WHO_9M2"}
    assert "WHO_9M2" not in {rule.id for group in by_theme(rules).values() for rule in group}


def test_themes_stand_in_their_order_and_a_new_one_after_them(rules: Rules) -> None:
    assert list(by_theme(rules)) == list(THEME_LABELS)
    more = {**rules, "NEW": replace(drawn_rule("NEW"), theme="drinking_water")}
    assert list(by_theme(more)) == [*THEME_LABELS, "drinking_water"]
    assert said(theme_text("drinking_water")) == "drinking water"


def test_a_part_is_the_beginning_of_a_numbers_name(rules: Rules) -> None:
    spread = rules["ACCESS_SPREAD"]
    assert spread.certainty_of("misplaced_buildings") == "Q2"
    assert spread.certainty_of("misplaced_streets") == "C"
    assert spread.certainty_of("threshold_low") == "M"
    # Of what no part is named, no more is known than of the least sure part.
    assert spread.certainty_of("other") == "M"
    assert rules["RTH_TOTAL"].certainty_of("value") == "Q"


@pytest.mark.parametrize(
    ("written", "address", "followed"),
    [
        ("https://contoh.id/a?b=c", True, True),
        ("http://contoh.id/a", True, False),
        ("javascript:alert(1)", False, False),
        ("https://contoh.id/a b", False, False),
        ("https://", False, False),
        ("", False, False),
    ],
)
def test_only_secure_addresses_become_links(written: str, address: bool, followed: bool) -> None:
    assert is_address(written) is address
    assert may_be_followed(written) is followed


def test_every_number_and_part_has_a_name_and_no_name_is_left_over(rules: Rules) -> None:
    numbers = {name for rule in rules.values() for name in rule.numbers} - set(FOR_THE_PROGRAM)
    parts = {part for rule in rules.values() for part in rule.certainty} - {WHOLE_RULE}
    assert numbers | parts == set(NUMBER_LABELS)
    units = {unit for rule in rules.values() for unit in rule.units.values()}
    assert units - set(UNIT_LABELS) == {"%", "m", "m/s", "cm", "m²", "kecamatan", "kelurahan"}
    assert set(UNIT_LABELS) <= units
