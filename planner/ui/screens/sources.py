"""Sources: where every fact comes from, what is not known, which rules were used, and how figures are made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from planner.model.assessment import Assessment
from planner.model.city import Notice
from planner.model.kinds import Status
from planner.model.labels import STATUS_LABELS
from planner.model.rule import Rule
from planner.model.rule_labels import RULE_STATUS_LABELS
from planner.reports.method import method_sentences
from planner.rules.citing import certainty_text, changes_of
from planner.texts import Text, current_language, text
from planner.ui.components.markup import Content, Html, bullets, element, facts, joined, show, table
from planner.ui.components.views import title
from planner.ui.engine import current_assessment

NOTICE_LABELS: Mapping[str, Text] = {
    "facility_without_position": text("Places whose position is not known"),
    "facility_outside_city": text("Places whose position lies outside the city"),
    "facility_in_other_kecamatan": text("Places that lie in another kecamatan than their source says"),
    "survey_of_unknown_facility": text("Surveyed places that the city does not have"),
    "survey_of_renamed_facility": text("Surveyed places that are called otherwise now"),
    "survey_differs": text("Places where the survey and the source do not agree"),
    "record_completes_nothing": text("Records that fit no place of another source and do not count"),
}

USED_RULES = ("WALK_SPEED_PRESCHOOL", "WALK_SPEED_SCHOOL", "ACCESS_SPREAD")
"""Rules that an assessment uses without a finding of their own."""


def show_sources() -> None:
    """Show the sources page."""
    assessment = current_assessment()
    title(text("Where the facts come from, and what is not known"), over=assessment.city.name)
    _sources(assessment)
    show(element("h2", text("What is not known, or does not fit")), _notices(assessment.notices))
    show(element("h2", text("Rules that are used")), *_rules(assessment))
    show(element("h2", text("How figures are made")), bullets(method_sentences(assessment)))


def _sources(assessment: Assessment) -> None:
    heads = {
        "title": text("Source"),
        "date": text("As of"),
        "rows": text("Rows"),
        "licence": text("Licence"),
        "note": text("What to know"),
    }
    rows: list[dict[str, Content]] = [
        {
            "title": source.title,
            "date": source.date,
            "rows": source.rows,
            "licence": source.licence,
            "note": source.note,
        }
        for source in assessment.city.sources
    ]
    show(table(text("Sources of the city's data"), heads, rows, numbers=["rows"], prose=True))


def _notices(notices: Sequence[Notice]) -> Html:
    """Return the notices, grouped by what they are about."""
    groups: defaultdict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        groups[notice.code].append(notice)
    if not groups:
        return element("p", text("Nothing was found."))
    several = [_notice_group(code, group) for code, group in groups.items() if len(group) > 1]
    single = [group[0].text for group in groups.values() if len(group) == 1]
    return joined([bullets(single) if single else None, *several])


def _notice_group(code: str, group: Sequence[Notice]) -> Html:
    label = NOTICE_LABELS.get(code, text("Notices of the same kind"))
    summary = text("{what}: {count}", what=label, count=len(group))
    return element("details", element("summary", summary), bullets(notice.text for notice in group))


def _rules(assessment: Assessment) -> list[Html]:
    found = list(dict.fromkeys(finding.rule for finding in assessment.findings))
    used = [*found, *(rule for rule in USED_RULES if rule in assessment.rules)]
    return [_rule(assessment, assessment.rules[rule]) for rule in used]


def _rule(assessment: Assessment, rule: Rule) -> Html:
    rows: list[tuple[Content, Content]] = [
        (text("Binding"), RULE_STATUS_LABELS[rule.status]),
        (text("Source"), rule.citation),
        (text("How sure"), certainty_text(rule)),
        *((text("Changed by the city"), change) for change in changes_of(rule)),
    ]
    if rule.note:
        rows.append((text("Note"), rule.note))
    findings = assessment.findings_of(rule.id)
    if findings:
        rows.append((text("Found"), _found(assessment, rule.id)))
    return joined([element("h3", rule.titles[current_language()]), facts(rows)])


def _found(assessment: Assessment, rule: str) -> Html:
    findings = assessment.findings_of(rule)
    counts = {status: sum(finding.status is status for finding in findings) for status in Status}
    return joined(
        (text("{status}: {count}", status=STATUS_LABELS[status], count=count) for status, count in counts.items()), "; "
    )
