"""Overview: what holds, what does not, and what to do next, for whoever has ten seconds."""

from __future__ import annotations

from collections.abc import Sequence

from planner.checks.each.park_area import RPJMD_PARK_1HA
from planner.checks.each.programme import STSK_COVERAGE
from planner.model.assessment import Assessment, Finding
from planner.model.kinds import ALL_CHILDREN, CHILD_FRIENDLY_PARK, PLAY_KINDS, Status
from planner.model.labels import STATUS_LABELS
from planner.reports.method import method_sentences, people_source
from planner.reports.shares import share_with_range
from planner.reports.summary import programme_sentence
from planner.rules.citing import citation_text
from planner.texts import Text, current_language, plural, text
from planner.ui.components.markup import Html, bullets, element, joined, show
from planner.ui.components.steps import next_steps
from planner.ui.components.views import figure, source_line, status_tag, title
from planner.ui.engine import current_assessment
from planner.ui.lookup import reached_in_city, source_names

_URGENCY = [Status.UNMET, Status.UNKNOWN, Status.MET]


def show_overview() -> None:
    """Show the overview."""
    assessment = current_assessment()
    findings = assessment.findings_of(STSK_COVERAGE)
    title(programme_sentence(assessment), over=assessment.city.name)
    show(_units(assessment, findings), _programme_source(assessment))
    show(element("h2", text("Children within walking distance")), _reached(assessment))
    show(element("h2", text("What to do next")), _steps(assessment))


def _units(assessment: Assessment, findings: Sequence[Finding]) -> Html:
    beside = {finding.unit_code: finding for finding in assessment.findings_of(RPJMD_PARK_1HA)}

    def unit(finding: Finding) -> Html:
        area = beside.get(finding.unit_code)
        return element(
            "li",
            element("span", finding.unit_name, css="name"),
            element("span", status_tag(finding.status)),
            element("span", finding.reason_text, css="reason"),
            element(
                "span",
                text("Park of the size asked for: {status}.", status=STATUS_LABELS[area.status]),
                Html(" "),
                area.reason_text,
                css="beside",
            )
            if area
            else None,
        )

    ordered = sorted(findings, key=lambda finding: (_URGENCY.index(finding.status), finding.unit_code))
    return element("ul", *(unit(finding) for finding in ordered), css="units")


def _programme_source(assessment: Assessment) -> Html:
    city, rule = assessment.city, assessment.rules[STSK_COVERAGE]
    facilities = city.facilities
    ids = facilities.loc[facilities["kind"].isin(PLAY_KINDS), "source"].unique()
    return source_line(
        text(
            "rule “{title}”: {citation}. Parks: {sources}.",
            title=rule.titles[current_language()],
            citation=citation_text(rule, "min_count"),
            sources=source_names(city, ids),
        )
    )


def _reached(assessment: Assessment) -> Html:
    row = reached_in_city(assessment, CHILD_FRIENDLY_PARK, ALL_CHILDREN)
    if row is None:
        return element("p", text("Nobody gave the number of children, so who is reached is not known."))
    sentence = text(
        "of the children (0–17 years) live within a {minutes}-minute walk of a child-friendly park: "
        "{within} of {children}.",
        minutes=assessment.options.threshold_min,
        within=row.children_within,
        children=row.children,
    )
    share = share_with_range(row.share, row.share_low, row.share_high)
    how = element("details", element("summary", text("How this is measured")), bullets(method_sentences(assessment)))
    return joined(
        [
            figure(text("About {share}", share=share), sentence, *_not_counted(assessment)),
            how,
            source_line(people_source(assessment)),
        ]
    )


def _not_counted(assessment: Assessment) -> list[Text]:
    """Name the child-friendly parks that nobody is counted as walking to, since no map has them."""
    parks = assessment.city.facilities
    known = parks["kind"].isin(PLAY_KINDS) & (parks["child_friendly"] == "yes")
    names = parks.loc[known & parks["geometry"].isna(), "name"]
    if names.empty:
        return []
    return [
        plural(
            "Not counted, since its position is not known: {names}.",
            "Not counted, since their positions are not known: {names}.",
            len(names),
            names=", ".join(names),
        )
    ]


def _steps(assessment: Assessment) -> Html:
    steps = next_steps(assessment)
    if not steps:
        return element("p", text("Nothing is left to do under the rules that are checked."))
    return element("ol", *(element("li", element("div", step)) for step in steps), css="steps")
