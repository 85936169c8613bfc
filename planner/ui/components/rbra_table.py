"""The checklist of every park and playground in one table: a row a place, a sign an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from planner.checks.each.rbra_checklist.items import Checked, answered_status, facts_of, kinds_of_equipment
from planner.checks.each.rbra_checklist.names import ITEM_NAMES
from planner.checks.each.rbra_checklist.places import PREFIX, RBRA_8_PRINSIP, RBRA_13
from planner.model.assessment import Assessment
from planner.model.kinds import Designation, Status
from planner.model.labels import DESIGNATION_LABELS, STATUS_LABELS, STATUS_SIGNS
from planner.model.survey import SurveyFact
from planner.reports.facts import capitalised
from planner.reports.page_tables.play_checklist import ChecklistFile, checklist_file
from planner.texts import Text, plural, text, translate
from planner.ui.components.markup import Content, Html, element, show, table
from planner.ui.components.table_download import page_table


def checklist_table(assessment: Assessment, places: Sequence[Checked]) -> None:
    """Show a row a place and a sign an item, what the signs mean, and the file of the answers."""
    requirements = facts_of(assessment.rules[RBRA_13], PREFIX[RBRA_13])
    principles = facts_of(assessment.rules[RBRA_8_PRINSIP], PREFIX[RBRA_8_PRINSIP])
    short = {fact: str(number) for number, fact in enumerate(requirements, start=1)}
    short |= {fact: chr(ord("A") + number) for number, fact in enumerate(principles)}
    heads: dict[str, Content] = {
        "place": text("Park or playground"),
        **{str(fact): _head(letter, fact) for fact, letter in short.items()},
        "kinds": text("Kinds of equipment"),
        "sign": text("Sign"),
    }
    designated = [one for one in places if one.place.child_friendly in (Designation.YES, Designation.CLAIMED)]
    others = [one for one in places if one not in designated]
    caption = text("Designated places: ✓ yes, ✕ no, ? nobody answered")
    other_caption = text("Other parks and playgrounds: ✓ yes, ✕ no, ? nobody answered")
    folded = element("summary", plural("{n} other park or playground", "{n} other parks and playgrounds", len(others)))
    show(
        _signs(assessment, caption, heads, designated, short) if designated else None,
        element("details", folded, _signs(assessment, other_caption, heads, others, short)) if others else None,
        element("p", _legend(text("Requirements"), requirements, short), css="note"),
        element("p", _legend(text("Principles"), principles, short), css="note"),
    )
    page_table(
        text("Download the checklist (CSV)"),
        assessment.city,
        assessment.options,
        ChecklistFile(),
        partial(checklist_file, assessment.city, assessment.rules),
    )


def _signs(
    assessment: Assessment,
    caption: Text,
    heads: Mapping[str, Content],
    places: Sequence[Checked],
    short: Mapping[SurveyFact, str],
) -> Html:
    rows = [_row(assessment, one, list(short)) for one in places]
    return element("div", table(caption, heads, rows, numbers=["kinds"]), css="rbra")


def _head(letter: str, fact: SurveyFact) -> Html:
    return element("abbr", letter, title=capitalised(translate(ITEM_NAMES[fact])))


def _legend(name: Text, facts: Sequence[SurveyFact], short: dict[SurveyFact, str]) -> Text:
    named = ", ".join(f"{short[fact]} {translate(ITEM_NAMES[fact])}" for fact in facts)
    return text("{name}: {items}.", name=name, items=named)


def _row(assessment: Assessment, checked: Checked, facts: Sequence[SurveyFact]) -> dict[str, Content]:
    values = {item.fact: item.value for item in checked.items}
    kinds = kinds_of_equipment(values[SurveyFact.PLAY_EQUIPMENT])
    return {
        "place": _place(assessment, checked),
        **{str(fact): sign_of(answered_status(values[fact])) for fact in facts},
        "kinds": sign_of(Status.UNKNOWN) if kinds is None else kinds,
        "sign": sign_of(answered_status(values[SurveyFact.SMOKE_FREE_SIGN])),
    }


def _place(assessment: Assessment, checked: Checked) -> Html:
    place = checked.place
    names = assessment.city.region_names
    region = names.get(place.kelurahan_code) or names[place.kecamatan_code]
    known = None if place.child_friendly is Designation.UNKNOWN else DESIGNATION_LABELS[place.child_friendly]
    marks = (element("span", mark, css="beside") for mark in (region, known) if mark)
    return element("span", place.name, *marks)


def sign_of(status: Status) -> Html:
    """Return a status as its sign alone, with its word for whoever listens."""
    said = element("span", STATUS_LABELS[status], css="unseen")
    sign = element("span", STATUS_SIGNS[status], css="sign", aria_hidden="true")
    return element("span", sign, said, css=f"tag tag-{status}")
