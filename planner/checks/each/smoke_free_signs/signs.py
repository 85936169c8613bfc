"""The sign of each place, from what a field survey saw of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from planner.checks.algebra import every
from planner.checks.basis import Basis
from planner.checks.each.smoke_free_signs.places import smoke_free_places
from planner.checks.enforcement import enforceable, required_number
from planner.checks.play import seen_until
from planner.model.details import PLACE_RESULTS
from planner.model.kinds import Known, Status
from planner.model.survey import FADED, SIGN_FACTS, SurveyFact, newest
from planner.texts import Text, text

KSTR_SIGN = "KSTR_SIGN"

GOOD_ANSWERS: Mapping[SurveyFact, str] = MappingProxyType(
    {
        SurveyFact.SMOKE_FREE_SIGN: Known.YES,
        SurveyFact.SIGN_LEGIBLE: Known.YES,
        SurveyFact.SIGN_VISIBLE: Known.YES,
        SurveyFact.SIGN_OBSCURED: Known.NO,
    }
)
"""What is answered of a good sign."""

BAD_ANSWERS: Mapping[tuple[SurveyFact, str], str] = MappingProxyType(
    {
        (SurveyFact.SMOKE_FREE_SIGN, Known.NO): "no_sign",
        (SurveyFact.SIGN_LEGIBLE, Known.NO): "sign_illegible",
        (SurveyFact.SIGN_LEGIBLE, FADED): "sign_faded",
        (SurveyFact.SIGN_VISIBLE, Known.NO): "sign_not_visible",
        (SurveyFact.SIGN_OBSCURED, Known.YES): "sign_obscured",
    }
)
"""The reason that each bad answer gives, the worst first."""

REASON_TEXTS: Mapping[str, Text] = MappingProxyType(
    {
        "sign_good": text("There is a sign; it can be read and seen from the entrance."),
        "no_sign": text("There is no sign."),
        "sign_illegible": text("The sign can't be read."),
        "sign_faded": text("The sign is faded."),
        "sign_not_visible": text("The sign can't be seen from the entrance."),
        "sign_obscured": text("Something hides the sign."),
        "not_surveyed": text("Nobody has looked for a sign there."),
        "incompletely_surveyed": text("Not every question about the sign was answered."),
        "survey_out_of_date": text("What was seen of the sign is out of date."),
    }
)
"""What each reason says."""


class PlaceSign(NamedTuple):
    """A place that has to be smoke-free, and its sign.

    Attributes
    ----------
    id, name, kind, kelurahan_code, kecamatan_code
        The place; a code is ``None`` where it is not known.
    status, reason
        Whether its sign is good, and why.
    seen
        The day of its newest answer (``2026-03-31``); ``None`` where nobody answered.
    photo, photo_date
        Its newest photo and the day of it; ``None`` where there is none.
    photo_stale
        Whether that photo is out of date.
    """

    id: str
    name: str
    kind: str
    kelurahan_code: str | None
    kecamatan_code: str | None
    status: Status
    reason: str
    seen: str | None
    photo: str | None
    photo_date: str | None
    photo_stale: bool


class _Held(NamedTuple):
    """What holds of one fact of a place."""

    value: str
    day: str


_NOTHING: Mapping[str, _Held] = MappingProxyType({})


def sign_states(basis: Basis) -> list[PlaceSign]:
    """Say of each place that has to be smoke-free whether it has a good sign, in the order of the facilities.

    Each answer counts from its day for as many months as the rule says, then it is not known any more, be it good or
    bad. A photo is no answer: an old one beside newer answers takes nothing from them, a new one renews none.

    Raises
    ------
    planner.errors.RuleError
        If a rule is missing, can't be enforced, or names a kind of place that is not known.
    """
    rule = enforceable(basis.rules, KSTR_SIGN)
    first_day = _months_before(basis.as_of, required_number(rule, "stale_after_months"))
    places, held = smoke_free_places(basis.city, basis.rules), _held(basis)
    columns = [places[column].tolist() for column in ("id", "name", "kind")]
    codes = [_or_none(places[column]) for column in ("kelurahan_code", "kecamatan_code")]
    # Row by row: most places share a few cases, and tables take many times as long to join and compare.
    return [
        PlaceSign(id_, name, kind, kelurahan, kecamatan, *_state(held.get(id_, _NOTHING), first_day))
        for id_, name, kind, kelurahan, kecamatan in zip(*columns, *codes, strict=True)
    ]


def place_results(basis: Basis) -> pd.DataFrame:
    """Return :data:`~planner.model.details.PLACE_RESULTS` of the places that have to be smoke-free.

    Raises
    ------
    planner.errors.RuleError
        As :func:`sign_states`.
    """
    states = sign_states(basis)
    table = pd.DataFrame(states, columns=PlaceSign._fields)
    table = table.rename(columns={"id": "place_id", "name": "place_name"})
    table = table.assign(rule=KSTR_SIGN, reason_text=pd.Series([_reason_text(state) for state in states], dtype=object))
    return table[list(PLACE_RESULTS.columns)]


def _months_before(day: dt.date, months: float) -> str:
    """Return the day so many months earlier, in letters that compare as days do."""
    return (pd.Timestamp(day) - pd.DateOffset(months=round(months))).date().isoformat()


def _held(basis: Basis) -> dict[str, dict[str, _Held]]:
    """Return what the survey answers by place and fact."""
    survey = basis.city.survey
    rows = newest(seen_until(survey[survey["fact"].isin(SIGN_FACTS)], basis.as_of))
    held: dict[str, dict[str, _Held]] = defaultdict(dict)
    for place, fact, value, day in zip(*(rows[name] for name in ("facility_id", "fact", "value", "date")), strict=True):
        if value != Known.UNKNOWN:
            held[place][fact] = _Held(value, day)
    return held


def _or_none(values: pd.Series) -> list[str | None]:
    return [None if missing else value for value, missing in zip(values.tolist(), values.isna().tolist(), strict=True)]


def _state(held: Mapping[str, _Held], first_day: str) -> tuple[Status, str, str | None, str | None, str | None, bool]:
    """Return what follows from the facts of one place: the fields of :class:`PlaceSign` from ``status`` on."""
    answers = tuple(held.get(fact) for fact in GOOD_ANSWERS)
    fresh = tuple(None if answer is None or answer.day < first_day else answer.value for answer in answers)
    answered = any(answer is not None for answer in answers)
    out_of_date = any(answer is not None and answer.day < first_day for answer in answers)
    photo = held.get(SurveyFact.PHOTO)
    return (
        *_judge(fresh, answered, out_of_date),
        max((answer.day for answer in answers if answer is not None), default=None),
        None if photo is None else photo.value,
        None if photo is None else photo.day,
        photo is not None and photo.day < first_day,
    )


@cache
def _judge(fresh: tuple[str | None, ...], answered: bool, out_of_date: bool) -> tuple[Status, str]:
    """Judge a place by the answers that still count, in the order of :data:`GOOD_ANSWERS`."""
    known = dict(zip(GOOD_ANSWERS, fresh, strict=True))
    status = every((_status(known[fact], good) for fact, good in GOOD_ANSWERS.items()), complete=True)
    if status is Status.MET:
        return status, "sign_good"
    if status is Status.UNMET:
        return status, next(reason for (fact, answer), reason in BAD_ANSWERS.items() if known[fact] == answer)
    if out_of_date:
        return status, "survey_out_of_date"
    return status, "incompletely_surveyed" if answered else "not_surveyed"


def _status(answer: str | None, good: str) -> Status:
    if answer is None:
        return Status.UNKNOWN
    return Status.MET if answer == good else Status.UNMET


def _reason_text(state: PlaceSign) -> Text:
    said = REASON_TEXTS[state.reason]
    if state.seen is not None:
        said = text("{said} Seen on {day}.", said=said, day=dt.date.fromisoformat(state.seen))
    if state.photo_stale and state.photo_date is not None:
        said = text("{said} Its photo of {day} is out of date.", said=said, day=dt.date.fromisoformat(state.photo_date))
    return said
