"""Two versions of one entry at a terminal: both told, and one of them chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from planner.commands.console import say
from planner.errors import ConflictError
from planner.texts import Text, plural, text, translate

if TYPE_CHECKING:
    from planner.reports.changes.told import Names
    from planner.storage.conflicts import Subject
    from planner.storage.records import Body, Conflict, Deed
    from planner.storage.workspace import Workspace

Answer = TypeVar("Answer")


class Keep(StrEnum):
    """Which of two versions is to stay."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True)
class Chosen(Generic[Answer]):
    """What came of a change.

    Attributes
    ----------
    value
        What the change itself returned.
    left
        Of how many entries the other version stays.
    """

    value: Answer
    left: int = 0


def change_city_seen(
    city: Path | None, deed: Deed, change: Callable[[Path], Answer], *, seen: int | None, keep: Keep | None
) -> Chosen[Answer]:
    """Change a city for somebody who saw it earlier, as who works alone at this desk.

    Where somebody else changed the same since, both versions are told.

    Parameters
    ----------
    city, deed, change
        As in :func:`planner.commands.city.change_city`.
    seen
        The revision that was seen; the newest if left out.
    keep
        Which version is to stay; if left out, nothing is changed then.

    Raises
    ------
    planner.errors.ConflictError
        If there are two versions and none was chosen, or a third one turns up meanwhile.
    planner.errors.PlannerError
        As ``change`` does, and if the city can't be changed. Nothing is changed then.
    """
    from planner.model.person import ONE_DESK
    from planner.storage.opening import open_workspace

    workspace = open_workspace(city)
    seen = seen if workspace.store is not None else None
    theirs: frozenset[Subject] = frozenset()
    asked = False
    while True:
        try:
            return Chosen(workspace.edit(ONE_DESK, deed, change, seen=seen, leaving=theirs).value, len(theirs))
        except ConflictError as error:
            conflicts = _told(workspace, error)
            if conflicts and (keep is None or asked):
                raise _undecided(len(conflicts)) from error
            if conflicts:
                asked = True
                theirs = frozenset((one.collection, one.subject) for one in conflicts if keep is Keep.THEIRS)
            # Whatever came before this was told; photos stand beside one another anyway.
            seen = _newest(error)


def _told(workspace: Workspace, error: ConflictError) -> tuple[Conflict, ...]:
    """Tell both versions of the entries in which one hides the other, and return these."""
    from planner.ingest import load_city
    from planner.reports.changes.told import names_of
    from planner.storage.conflicts import opposed

    conflicts = opposed(error.conflicts)
    if conflicts:
        names = names_of(load_city(workspace.newest()[1]))
        for conflict in conflicts:
            for line in _lines(conflict, names):
                say(line)
    return conflicts


def _newest(error: ConflictError) -> int | None:
    from planner.storage.conflicts import newest_of

    return newest_of(error.conflicts)


def _undecided(count: int) -> ConflictError:
    return ConflictError(
        plural(
            "Somebody else changed {n} entry since you saw it, so nothing was saved: run it again with --keep theirs "
            "to leave what stands there now, or with --keep mine to use yours instead.",
            "Somebody else changed {n} entries since you saw them, so nothing was saved: run it again with --keep "
            "theirs to leave what stands there now, or with --keep mine to use yours instead.",
            count,
        )
    )


def _lines(conflict: Conflict, names: Names) -> list[str]:
    from planner.reports.changes.told import actor_told, moment_told, subject_told

    body: Body = next(iter((*conflict.theirs, *conflict.mine)), {})
    latest = conflict.latest
    who = None if latest is None else text("{who}, {moment}", who=actor_told(latest.by), moment=moment_told(latest))
    versions = (
        _version(text("What stands there now"), conflict, conflict.theirs, who),
        _version(text("What you wanted to save"), conflict, conflict.mine, None),
    )
    told = subject_told(conflict.collection, conflict.subject, body, names)
    return [translate(told), *(f"  {translate(version)}" for version in versions)]


def _version(heading: Text, conflict: Conflict, bodies: Sequence[Body], who: Text | None) -> Text:
    from planner.reports.changes.told import beside_told, version_told
    from planner.storage.meaning import standing

    body = standing(conflict.collection, bodies)
    said = text("taken out") if body is None else version_told(conflict.collection, conflict.subject, body)
    beside = [one for one in (beside_told(conflict.collection, body), who) if one is not None]
    match beside:
        case [visit, saved]:
            return text("{version}: {said} – {visit}; {who}", version=heading, said=said, visit=visit, who=saved)
        case [only]:
            return text("{version}: {said} – {who}", version=heading, said=said, who=only)
        case _:
            return text("{version}: {said}", version=heading, said=said)
