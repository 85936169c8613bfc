"""What the checklist says of each park and playground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from planner.checks.algebra import every
from planner.checks.each.rbra_checklist.items import (
    Checked,
    Item,
    answered_status,
    checklist,
    equipment_status,
    facts_of,
    kinds_of_equipment,
)
from planner.checks.each.rbra_checklist.names import items_told
from planner.checks.enforcement import enforceable, required_number
from planner.checks.places import PlayPlace
from planner.model.city import City
from planner.model.details import PLACE_RESULTS
from planner.model.kinds import Known, Status
from planner.model.rule import Rules
from planner.model.survey import SurveyFact
from planner.texts import Text, plural, text

RBRA_13 = "RBRA_13"
RBRA_8_PRINSIP = "RBRA_8_PRINSIP"
RBRA_MIN_PLAY_KINDS = "RBRA_MIN_PLAY_KINDS"

PREFIX = {RBRA_13: "rbra_", RBRA_8_PRINSIP: "principle_"}
"""What stands before the items of each rule in the names of a survey's facts."""


@dataclass(frozen=True)
class Judged:
    """What one rule says of one park or playground.

    Attributes
    ----------
    place
        Which one.
    status, reason, reason_text
        What was found.
    remedy
        What would change it; ``None`` where it is met.
    seen, photo
        The newest day on which a survey answered, and the newest photo of such a visit.
    """

    place: PlayPlace
    status: Status
    reason: str
    reason_text: Text
    remedy: Text | None
    seen: str | None
    photo: str | None


Verdict = tuple[Status, str, Text, Text | None]
"""Status, reason, its sentence, and what would change it."""


def judged_places(city: City, rules: Rules, rule_id: str) -> tuple[Judged, ...]:
    """Return what a rule of the checklist says of each park and playground, in the order of the city's facilities.

    Raises
    ------
    planner.errors.RuleError
        If the rule is missing, can't be enforced, or names an item that no survey asks about.
    """
    rule = enforceable(rules, rule_id)
    if rule_id == RBRA_MIN_PLAY_KINDS:
        required = required_number(rule, "value")
        checked = checklist(city, [SurveyFact.PLAY_EQUIPMENT])
        return tuple(_judged(one, _equipment(one.items[0].value, required)) for one in checked)
    return tuple(_judged(one, _items(one.items)) for one in checklist(city, facts_of(rule, PREFIX[rule_id])))


def place_results(city: City, rules: Rules, rule_id: str) -> pd.DataFrame:
    """Return :data:`~planner.model.details.PLACE_RESULTS` of a rule of the checklist."""
    rows = [
        {
            "rule": rule_id,
            "place_id": judged.place.id,
            "place_name": judged.place.name,
            "kind": judged.place.kind,
            "kelurahan_code": judged.place.kelurahan_code or None,
            "kecamatan_code": judged.place.kecamatan_code,
            "status": str(judged.status),
            "reason": judged.reason,
            "reason_text": judged.reason_text,
            "seen": judged.seen,
            "photo": judged.photo,
        }
        for judged in judged_places(city, rules, rule_id)
    ]
    return PLACE_RESULTS.validate(pd.DataFrame(rows, columns=list(PLACE_RESULTS.columns)))


def _judged(checked: Checked, verdict: Verdict) -> Judged:
    answered = [item for item in checked.items if item.value != Known.UNKNOWN]
    photos = sorted((item.date, item.photo) for item in answered if item.photo)
    return Judged(
        checked.place,
        *verdict,
        seen=max((item.date for item in answered), default=None),
        photo=photos[-1][1] if photos else None,
    )


def _items(items: Sequence[Item]) -> Verdict:
    """Judge a place by the items of a closed list: it keeps to the rule where it keeps to every one of them."""
    of_item = {item.fact: answered_status(item.value) for item in items}
    status = every(of_item.values(), complete=True)
    missing = [fact for fact, known in of_item.items() if known is Status.UNMET]
    open_items = [fact for fact, known in of_item.items() if known is Status.UNKNOWN]
    if status is Status.MET:
        return status, "all_items_met", text("All {n} items are met.", n=len(items)), None
    if status is Status.UNMET:
        told = text("Not met: {items}.", items=items_told(missing))
        if open_items:
            more = plural("{n} item is not recorded.", "{n} items are not recorded.", len(open_items))
            told = text("{first} {second}", first=told, second=more)
        return status, "items_not_met", told, text("Mend what is not met: {items}.", items=items_told(missing))
    if len(open_items) == len(items):
        told = text("Nobody recorded any of the {n} items.", n=len(items))
        return status, "not_surveyed", told, text("Go through the checklist on the spot.")
    told = text("Not recorded: {items}.", items=items_told(open_items))
    return status, "items_not_recorded", told, text("Record on the spot: {items}.", items=items_told(open_items))


def _equipment(value: str, required: float) -> Verdict:
    """Judge a place by the kinds of play equipment that a survey saw."""
    status, kinds = equipment_status(value, required), kinds_of_equipment(value)
    if kinds is None:
        return (
            status,
            "equipment_not_recorded",
            text("Nobody recorded which kinds of play equipment there are."),
            text("Record on the spot which kinds of play equipment there are."),
        )
    seen = plural(
        "{n} kind of play equipment was seen; {required} are asked for.",
        "{n} kinds of play equipment were seen; {required} are asked for.",
        kinds,
        required=required,
    )
    if status is Status.MET:
        return status, "enough_equipment", seen, None
    more = plural(
        "Add {n} more kind of play equipment.",
        "Add {n} more kinds of play equipment.",
        round(required - kinds),
    )
    return status, "too_little_equipment", seen, more
