"""Benchmarks of access to parks and play: measured, never judged."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial

from planner.checks.each.access_benchmarks.measuring import LABELS, PLAY_SPACE
from planner.checks.each.access_benchmarks.tiers import best_tier
from planner.checks.registry import all_checks
from planner.model.assessment import Assessment, WalkingMethod
from planner.model.kinds import CHILD_FRIENDLY_PARK
from planner.model.labels import TIER_LABELS
from planner.reports.facts import capitalised
from planner.reports.method import method_sentences
from planner.reports.page_tables.coverage import level_head
from planner.reports.page_tables.park_benchmarks import SHARES, BenchmarksFile, benchmark_measures, benchmarks_file
from planner.reports.rule_table import number_lines
from planner.rules.citing import citation_text
from planner.texts import Percent, Text, current_language, text, translate
from planner.ui.components.choices import level_choice
from planner.ui.components.markup import Content, Html, bullets, element, joined, show, table
from planner.ui.components.table_download import page_table

TIERED = ("LAP", "LEAP", "NEAP")
Numbers = Mapping[tuple[str, str, str, str], float]
"""Value by rule, measure, code of region and subject."""


def benchmark_section(assessment: Assessment) -> None:
    """Show the benchmarks of the whole city, then by region, and offer every number."""
    advisory = element("strong", text("Advice, not law"), css="tag tag-unknown")
    show(
        element("h2", text("Parks within reach: benchmarks from elsewhere")),
        element("p", advisory, Html(" "), text("They are measured, and nothing is found met or not met by them.")),
        _straight(assessment),
    )
    if assessment.city.population is None:
        show(element("p", text("Nobody gave the number of children, so who is reached is not known.")))
        return
    numbers = _numbers(assessment)
    _whole_city(assessment, numbers)
    _by_region(assessment, numbers)
    definitions = (
        element("p", element("strong", assessment.rules[rule].titles[current_language()]), Html(". "), definition)
        for rule, definition in ((rule, all_checks()[rule].definition) for rule in SHARES)
    )
    show(
        element("details", element("summary", text("How each is measured")), joined(definitions)),
        element("details", element("summary", text("How walks are measured")), bullets(method_sentences(assessment))),
    )
    page_table(
        text("Download every number of the benchmarks (CSV)"),
        assessment.city,
        assessment.options,
        BenchmarksFile(),
        partial(benchmarks_file, assessment),
    )


def _straight(assessment: Assessment) -> Html | None:
    """Say so where walks along the streets are only estimated."""
    if assessment.method.walking is WalkingMethod.STREET_NETWORK:
        return None
    return element(
        "p",
        text("The city's data have no streets all over it: walks are estimated from the straight-line distance."),
        css="note",
    )


def _whole_city(assessment: Assessment, numbers: Numbers) -> None:
    heads: dict[str, Content] = {
        "name": text("Benchmark"),
        "asks": text("What it says"),
        "who": text("Whose share"),
        "share": text("Within reach"),
        "designated": text("Within reach of a designated one"),
        "known": text("What is known of the places"),
    }
    code = assessment.city.code
    rows: list[dict[str, Content]] = []
    for rule_id, (measure, subject) in SHARES.items():
        rule = assessment.rules[rule_id]
        tier = TIER_LABELS[best_tier(rule)] if rule_id in TIERED else text("all children")
        rows.append(
            {
                "name": element(
                    "span", rule.titles[current_language()], element("span", citation_text(rule), css="beside")
                ),
                "asks": bullets(number_lines(rule)),
                "who": tier,
                "share": _share(numbers.get((rule_id, measure, code, subject), math.nan)),
                "designated": _share(numbers.get((rule_id, "share", code, CHILD_FRIENDLY_PARK), math.nan)),
                "known": _known(numbers, rule_id, code),
            }
        )
    show(table(text("The whole city"), heads, rows, numbers=["share", "designated"], prose=True))


def _known(numbers: Numbers, rule: str, code: str) -> Html | Text | None:
    """Say what is known of the places that a benchmark counts."""
    lines = [
        text("{name}: {number}", name=capitalised(translate(LABELS[measure])), number=round(found))
        for measure in LABELS
        if measure.startswith("places")
        for found in [numbers.get((rule, measure, code, ""), math.nan)]
        if not math.isnan(found)
    ]
    possible = numbers.get((rule, "possible_share", code, "green_space"), math.nan)
    if not math.isnan(possible):
        lines.append(text("If those of unknown area count too: {share}", share=Percent(possible, 1)))
    per_child = numbers.get((rule, "recorded_m2_per_child", code, PLAY_SPACE), math.nan)
    if not math.isnan(per_child):
        without = numbers.get((rule, "parks_without_area", code, PLAY_SPACE), math.nan)
        lines.append(
            text(
                "Recorded public park for each child: {area} m² ({without} parks of unknown area)",
                area=round(per_child, 2),
                without=round(without),
            )
        )
    return bullets(lines) if lines else None


def _by_region(assessment: Assessment, numbers: Numbers) -> None:
    """Show the shares of each region."""
    level = level_choice(assessment.city)
    names = assessment.city.region_names
    heads: dict[str, Content] = {
        "name": level_head(level),
        **{rule: assessment.rules[rule].titles[current_language()] for rule in SHARES},
        "per_child": text("Recorded m² for each child"),
    }
    rows: list[dict[str, Content]] = [
        {
            "name": names[code],
            **{
                rule: _share(numbers.get((rule, measure, code, subject), math.nan))
                for rule, (measure, subject) in SHARES.items()
            },
            "per_child": _area(numbers.get(("SDG1171", "recorded_m2_per_child", code, PLAY_SPACE), math.nan)),
        }
        for code in assessment.city.regions_at(level)["code"]
    ]
    show(table(text("By region"), heads, rows, numbers=[*SHARES, "per_child"]))


def _numbers(assessment: Assessment) -> Numbers:
    """Return every number of the benchmarks by rule, measure, code and subject."""
    rows = benchmark_measures(assessment)
    keys = zip(rows["rule"], rows["measure"], rows["code"], rows["subject"], strict=True)
    return dict(zip(keys, rows["value"].tolist(), strict=True))


def _share(share: float) -> Percent | str:
    return "–" if math.isnan(share) else Percent(share, 1)


def _area(area_m2: float) -> float | str:
    return "–" if math.isnan(area_m2) else round(area_m2, 2)
