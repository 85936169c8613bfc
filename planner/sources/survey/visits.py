"""Visits to signs that a phone recorded: received one by one or in a file, each kept once, none lost."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from planner.errors import LayerError, PlannerError
from planner.model.kinds import FacilityKind
from planner.model.survey import (
    SIGN_FACTS,
    SIGN_KINDS,
    KnownPlace,
    NewPlace,
    SurveyFact,
    SurveyRecord,
    no_survey,
)
from planner.sources.changing import check_changeable
from planner.sources.survey.known import KnownPlaces
from planner.sources.survey.photos import MAX_PHOTO_BYTES, clean_photo, photo_name
from planner.sources.survey.rows import COLUMNS, checked_rows, latest_today
from planner.sources.survey.store import SURVEY_FILE, append_visits, record_cells
from planner.sources.survey.values import LONGEST, tidy
from planner.texts import Text, plural, text

VISIT_ID = re.compile(r"[0-9a-f]{32}")
"""How a visit is named by whoever recorded it: at random, so that no two are called the same."""

MOST_AT_ONCE = 2_000
"""The most visits that are received together."""

ASKED = tuple(fact for fact in SIGN_FACTS if fact is not SurveyFact.PHOTO)
"""What is asked of a sign, beside its photo."""

_MOST_SEEN = 2**53
"""No larger number is written by a browser as it is."""

_DATA_URL = re.compile(r"data:image/(?:jpeg|png|webp);base64,")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FoundPlace(_Strict):
    """A place that is in no list yet."""

    kind: FacilityKind
    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]


class SignVisit(_Strict):
    """One visit as the form writes it: ``place`` is the id of a known place, ``found`` describes another one."""

    id: Annotated[str, Field(pattern=VISIT_ID.pattern, max_length=32)]
    place: Annotated[str, Field(max_length=400)] | None = None
    found: FoundPlace | None = None
    name: Annotated[str, Field(max_length=LONGEST["place_name"])]
    date: dt.date
    office: Annotated[str, Field(max_length=LONGEST["office"])]
    note: Annotated[str, Field(max_length=LONGEST["note"])] = ""
    answers: dict[SurveyFact, Annotated[str, Field(max_length=20)]]
    photo: Annotated[str, Field(max_length=MAX_PHOTO_BYTES * 4 // 3 + 100)] | None = None
    seen: Annotated[int, Field(ge=0, le=_MOST_SEEN)] | None = None
    """The revision of the city that its form showed: only a number to compare with, never a right to anything."""


@dataclass(frozen=True)
class Receipt:
    """What became of one visit.

    Attributes
    ----------
    id
        What the sender called it; empty if it had no usable name.
    name
        What its place is called.
    problem
        Why it was not kept; ``None`` if it was.
    repeated
        Whether it had been kept before.
    """

    id: str
    name: str
    problem: Text | None = None
    repeated: bool = False

    @property
    def refusal(self) -> Text:
        """Which visit was not kept, and why."""
        return text("{place}: {problem}", place=self.name or self.id or "–", problem=self.problem or "–")


@dataclass(frozen=True)
class Received:
    """What became of visits that were handed in together."""

    receipts: tuple[Receipt, ...]

    @property
    def refused(self) -> tuple[Receipt, ...]:
        """The visits that were not kept."""
        return tuple(receipt for receipt in self.receipts if receipt.problem is not None)

    @property
    def told(self) -> Text:
        """What became of them, in one sentence."""
        repeated = sum(receipt.repeated for receipt in self.receipts)
        return text(
            "{added}; {repeated}, {refused}.",
            added=plural(
                "{n} visit was added",
                "{n} visits were added",
                len(self.receipts) - repeated - len(self.refused),
            ),
            repeated=plural("{n} stood there already", "{n} stood there already", repeated),
            refused=plural("{n} was refused", "{n} were refused", len(self.refused)),
        )


@dataclass(frozen=True)
class _Understood:
    """A visit that says what can be true: the cells of its rows, not checked yet, and its cleaned photo."""

    visit: SignVisit
    cells: tuple[Mapping[str, str | None], ...]
    pictures: tuple[bytes, ...]


def receive_visits(
    folder: Path, sent: Sequence[object], known: KnownPlaces, *, today: dt.date | None = None
) -> Received:
    """Keep visits in the survey of a city folder: each that can be kept, once, and say why of each other one.

    Parameters
    ----------
    folder
        The city folder; not the built-in one.
    sent
        What a phone or a file says: nothing of it is trusted.
    known
        The places of the city.
    today
        No date may be later; if left out, the day that it is where the day begins first.

    Raises
    ------
    planner.errors.PlannerError
        If the folder can't be changed, the survey in it is unusable, or too much is sent at once.
    """
    check_changeable(folder)
    if len(sent) > MOST_AT_ONCE:
        raise LayerError(
            text("More than {most} visits can't be received at once: hand them in in parts.", most=MOST_AT_ONCE)
        )
    day = today or latest_today()
    results = [_understood(one, known, day) for one in sent]
    try:
        checked = _checked(results, day)
    except LayerError:
        results = [_checked_alone(one, day) for one in results]
        checked = _checked(results, day)
    understood = [one for one in results if isinstance(one, _Understood)]
    # The same visit may stand in what is sent more than once.
    first = {one.visit.id: one for one in reversed(understood)}
    there: set[str] = set()
    if understood:
        once = [first[one.visit.id] is one for one in understood for _ in one.cells]
        pictures = [picture for one in first.values() for picture in one.pictures]
        there = set(append_visits(folder, checked[once], pictures, today=day))
    return Received(
        tuple(
            result
            if isinstance(result, Receipt)
            else Receipt(
                result.visit.id,
                tidy(result.visit.name),
                repeated=result.visit.id in there or first[result.visit.id] is not result,
            )
            for result in results
        )
    )


def seen_by(sent: Sequence[object]) -> int | None:
    """Return the oldest revision that visits say they have seen; ``None`` where none says so."""
    fields: list[Mapping[Any, object]] = [one for one in sent if isinstance(one, Mapping)]
    numbers = [one.get("seen") for one in fields]
    return min((one for one in numbers if isinstance(one, int) and 0 <= one <= _MOST_SEEN), default=None)


def _understood(sent: object, known: KnownPlaces, today: dt.date) -> _Understood | Receipt:
    try:
        visit = SignVisit.model_validate(sent)
    except ValidationError as error:
        return Receipt(*_named(sent), problem=_shape_problem(error))
    try:
        pictures = _pictures(visit)
        records = _records(visit, known, today, pictures)
    except PlannerError as error:
        return Receipt(visit.id, tidy(visit.name), problem=error.message)
    return _Understood(visit, tuple(record_cells(record) | {"visit": visit.id} for record in records), pictures)


def _checked(results: Sequence[_Understood | Receipt], today: dt.date, file: str = SURVEY_FILE) -> pd.DataFrame:
    """Return the checked rows of all visits that were understood, one after the other."""
    cells = [row for one in results if isinstance(one, _Understood) for row in one.cells]
    if not cells:
        return no_survey()
    rows = pd.DataFrame(cells, columns=COLUMNS, index=pd.RangeIndex(1, len(cells) + 1), dtype="str")
    return checked_rows(rows, file, today=today)


def _checked_alone(result: _Understood | Receipt, today: dt.date) -> _Understood | Receipt:
    """Say of one visit alone what is wrong with it, if something is."""
    if isinstance(result, _Understood):
        name = tidy(result.visit.name)
        try:
            _checked([result], today, name)
        except LayerError as error:
            return Receipt(result.visit.id, name, problem=error.message)
    return result


def _named(sent: object) -> tuple[str, str]:
    """Return id and name of a visit that can't be understood, as far as it has them."""
    fields: Mapping[Any, object] = sent if isinstance(sent, Mapping) else {}
    named, name = fields.get("id"), fields.get("name")
    usable = isinstance(named, str) and VISIT_ID.fullmatch(named)
    return str(named) if usable else "", tidy(name)[: LONGEST["place_name"]] if isinstance(name, str) else ""


def _shape_problem(error: ValidationError) -> Text:
    where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "–"
    return text("“{field}” of this visit can't be understood: record the visit again with the form.", field=where)


def _records(visit: SignVisit, known: KnownPlaces, today: dt.date, pictures: tuple[bytes, ...]) -> list[SurveyRecord]:
    """Return what a visit says.

    Raises
    ------
    planner.errors.LayerError
        If it can't be true, or says nothing.
    """
    values: dict[SurveyFact, str] = {fact: visit.answers[fact] for fact in ASKED if fact in visit.answers}
    if set(values) != set(visit.answers):
        raise LayerError(text("Only what is asked of a sign can be recorded here: record the visit again."))
    if pictures:
        values[SurveyFact.PHOTO] = photo_name(pictures[0])
    if not values:
        raise LayerError(text("Nothing is filled in: answer at least one question, or add a photo."))
    if not tidy(visit.office):
        raise LayerError(text("The office is missing: write which office made the visit."))
    if visit.date > today:
        raise LayerError(
            text("The date {date} lies in the future: choose the day of the visit.", date=visit.date.isoformat())
        )
    place = _place(visit, known)
    return [SurveyRecord(place, fact, value, visit.date, visit.office, visit.note) for fact, value in values.items()]


def _place(visit: SignVisit, known: KnownPlaces) -> KnownPlace | NewPlace:
    name = tidy(visit.name)
    if visit.found is None:
        place = visit.place or "–"
        if place not in known.names:
            raise LayerError(text("This visit was not kept: {problem}.", problem=known.unknown(place, name)))
        return KnownPlace(place, name or known.names[place])
    if not name:
        raise LayerError(text("The place has no name: write what it is called."))
    if visit.found.kind not in SIGN_KINDS:
        raise LayerError(text("A place of this kind can't be recorded here: choose another kind."))
    if visit.place is not None or not known.is_inside(visit.found.lon, visit.found.lat):
        raise LayerError(text("The position of {place} does not lie in the city: correct it.", place=name))
    return NewPlace(name, visit.found.kind, visit.found.lon, visit.found.lat)


def _pictures(visit: SignVisit) -> tuple[bytes, ...]:
    if visit.photo is None:
        return ()
    no_picture = LayerError(text("The photo of {place} is no picture: take another one.", place=tidy(visit.name)))
    written = _DATA_URL.match(visit.photo)
    if written is None:
        raise no_picture
    try:
        return (clean_photo(base64.b64decode(visit.photo[written.end() :], validate=True), tidy(visit.name)),)
    except (binascii.Error, LayerError) as error:
        raise no_picture from error
