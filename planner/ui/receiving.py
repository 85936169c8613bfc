"""Visits that a phone sent: kept, or where somebody else answered otherwise meanwhile, both versions sent back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.errors import ConflictError
from planner.reports.changes.told import (
    Names,
    actor_told,
    beside_told,
    moment_told,
    names_of,
    subject_told,
    version_told,
)
from planner.sources.survey.known import known_places
from planner.sources.survey.visits import VISIT_ID, Receipt, receive_visits, seen_by
from planner.storage.conflicts import newest_of, opposed
from planner.storage.meaning import BETWEEN, standing
from planner.storage.records import Conflict, Deed
from planner.texts import Text, text
from planner.ui import editing
from planner.ui.engine import current_city

_MOST_NAMES = 10_000
"""How many visits a phone may call its own."""


@dataclass(frozen=True)
class Contradiction:
    """One answer of a visit that somebody else gave otherwise meanwhile.

    Attributes
    ----------
    fact
        What was looked at.
    what
        Place and fact, in words.
    theirs, mine
        Both answers, in words.
    who
        Whose answer stands there, and since when.
    """

    fact: str
    what: Text
    theirs: Text
    mine: Text
    who: Text


@dataclass(frozen=True)
class Answered:
    """What became of one visit.

    Attributes
    ----------
    id
        What the phone calls it.
    problem
        Why it was not kept; ``None`` if it was, or if the phone has to ask.
    contradictions
        What the phone has to ask.
    revision
        The revision that whoever answers has then seen.
    """

    id: str
    problem: Text | None = None
    contradictions: tuple[Contradiction, ...] = ()
    revision: int = 0


def receive(sent: Sequence[object], own: object) -> tuple[Answered, ...]:
    """Keep visits, each that can be kept and contradicts nobody.

    Parameters
    ----------
    sent
        What a phone says: nothing of it is trusted.
    own
        Which visits it calls its own: they are no answers of somebody else.

    Raises
    ------
    planner.errors.PlannerError
        If nothing can be kept now.
    """
    try:
        return _keep(sent)
    except ConflictError:
        # One by one, it is known which visit contradicts.
        mine = _names([*_named(sent), *(own if isinstance(own, list) else [])])
        return tuple(answer for one in sent for answer in _keep_one(one, mine))


def _keep(sent: Sequence[object], *, seen: int | None = None) -> tuple[Answered, ...]:
    known = known_places(current_city())
    received = editing.edit_unasked(
        Deed.RECORD,
        lambda folder: receive_visits(folder, sent, known),
        seen=seen_by(sent) if seen is None else seen,
    )
    return tuple(_answered(receipt) for receipt in received.receipts)


def _keep_one(sent: object, mine: frozenset[str]) -> tuple[Answered, ...]:
    try:
        return _keep([sent])
    except ConflictError as error:
        conflicts = opposed(error.conflicts)
        newest = newest_of(error.conflicts)
        told = _contradictions([one for one in conflicts if not _is_own(one, mine)])
        if not told:
            return _keep([sent], seen=newest)
        named = next(iter(_named([sent])), "")
        return (Answered(named, contradictions=told, revision=newest or 0),)


def _answered(receipt: Receipt) -> Answered:
    return Answered(receipt.id, receipt.problem)


def _is_own(conflict: Conflict, mine: frozenset[str]) -> bool:
    """Say whether what stands there came from the same phone: its answer may have been lost on the way back."""
    body = standing(conflict.collection, conflict.theirs)
    return body is not None and body.get("visit") in mine


def _contradictions(conflicts: Iterable[Conflict]) -> tuple[Contradiction, ...]:
    names = names_of(current_city())
    return tuple(_contradiction(one, names) for one in conflicts)


def _contradiction(conflict: Conflict, names: Names) -> Contradiction:
    collection, subject = conflict.collection, conflict.subject
    theirs, mine = standing(collection, conflict.theirs), standing(collection, conflict.mine)
    return Contradiction(
        subject.rpartition(BETWEEN)[2],
        subject_told(collection, subject, theirs or mine or {}, names),
        version_told(collection, subject, theirs),
        version_told(collection, subject, mine),
        _who(conflict, beside_told(collection, theirs)),
    )


def _who(conflict: Conflict, visit: Text | None) -> Text:
    if conflict.latest is None:
        return visit or text("–")
    by, at = actor_told(conflict.latest.by), moment_told(conflict.latest)
    return text("{visit}; {who}, {moment}", visit=visit or text("–"), who=by, moment=at)


def _named(sent: Iterable[object]) -> list[str]:
    fields: list[Mapping[Any, object]] = [one for one in sent if isinstance(one, Mapping)]
    return [str(one.get("id")) for one in fields]


def _names(named: Iterable[object]) -> frozenset[str]:
    usable = [one for one in named if isinstance(one, str) and VISIT_ID.fullmatch(one)]
    return frozenset(usable[:_MOST_NAMES])
