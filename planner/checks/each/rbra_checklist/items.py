"""What surveys say of each item of the checklist at each park and playground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from planner.checks.algebra import at_least
from planner.checks.places import PlayPlace, play_place_records
from planner.errors import RuleError
from planner.model.city import City
from planner.model.kinds import Known, Status
from planner.model.rule import Rule
from planner.model.survey import NO_EQUIPMENT, SurveyFact, newest
from planner.texts import text

STATUS_OF_ANSWER = {Known.YES: Status.MET, Known.NO: Status.UNMET, Known.UNKNOWN: Status.UNKNOWN}
"""What the answer to an item says of it."""


@dataclass(frozen=True)
class Item:
    """What is recorded of one item at one place.

    Attributes
    ----------
    fact
        The item.
    value
        As the survey has it, ``unknown`` where nobody answered.
    date, office, note
        The day of the visit, who made it and what they noted; empty where nobody answered.
    photo
        The picture of the same visit; empty where there is none.
    """

    fact: SurveyFact
    value: str
    date: str = ""
    office: str = ""
    note: str = ""
    photo: str = ""


@dataclass(frozen=True)
class Checked:
    """A park or playground, and each item of the checklist there."""

    place: PlayPlace
    items: tuple[Item, ...]


def facts_of(rule: Rule, prefix: str) -> tuple[SurveyFact, ...]:
    """Return the facts in which a survey answers the items of a rule, in the rule's order.

    Parameters
    ----------
    rule
        A rule with ``items``.
    prefix
        What stands before an item in the name of its fact.

    Raises
    ------
    planner.errors.RuleError
        If the rule has no items, or one that no survey asks about.
    """
    items = rule.numbers.get("items")
    known = {fact.value: fact for fact in SurveyFact}
    if not isinstance(items, Sequence) or isinstance(items, str) or not items:
        raise RuleError(text("The rule {rule} lacks its list of items: add it.", rule=rule.id))
    for item in items:
        if f"{prefix}{item}" not in known:
            raise RuleError(
                text(
                    "The rule {rule} names the item “{item}”, which no survey asks about: check its spelling.",
                    rule=rule.id,
                    item=str(item),
                )
            )
    return tuple(known[f"{prefix}{item}"] for item in items)


def checklist(city: City, facts: Sequence[SurveyFact]) -> tuple[Checked, ...]:
    """Return what is recorded of items at each park and playground that lies in a kecamatan.

    Parameters
    ----------
    city
        The city.
    facts
        The items.

    Returns
    -------
    Places in the order of the city's facilities, and items as given.
    """
    answered = _answered(city.survey, facts) if len(city.survey) else {}
    return tuple(
        Checked(
            place,
            tuple(answered.get((place.id, str(fact)), Item(fact, str(Known.UNKNOWN))) for fact in facts),
        )
        for place in play_place_records(city)
    )


def _answered(survey: pd.DataFrame, facts: Sequence[SurveyFact]) -> dict[tuple[str, str], Item]:
    """Return the answers that hold by place and fact."""
    photos = survey[survey["fact"] == SurveyFact.PHOTO].dropna(subset=["visit"])
    pictures = dict(zip(zip(photos["facility_id"], photos["visit"], strict=True), photos["value"], strict=True))
    seen = newest(survey[survey["fact"].isin(list(facts))])
    columns = ["facility_id", "fact", "value", "date", "office", "note", "visit"]
    return {
        (place, fact): Item(
            SurveyFact(fact),
            value,
            date,
            office,
            "" if pd.isna(note) else note,
            "" if pd.isna(visit) else str(pictures.get((place, visit), "")),
        )
        for place, fact, value, date, office, note, visit in seen[columns].itertuples(index=False, name=None)
    }


def answered_status(value: str) -> Status:
    """Return what the answer to an item, as the survey has it, says of the item."""
    return STATUS_OF_ANSWER[Known(value)]


def kinds_of_equipment(value: str) -> int | None:
    """Return how many kinds of play equipment a survey saw; ``None`` where nobody looked."""
    if value == Known.UNKNOWN:
        return None
    return 0 if value == NO_EQUIPMENT else len(set(value.split(";")))


def equipment_status(value: str, required: float) -> Status:
    """Return whether a place has enough kinds of play equipment."""
    kinds = kinds_of_equipment(value)
    return at_least(0, float("inf"), required) if kinds is None else at_least(kinds, 0, required)
