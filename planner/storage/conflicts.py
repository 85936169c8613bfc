"""The version check: whether edits would overwrite what somebody else changed unseen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from planner.errors import ConflictError
from planner.model.person import Collection
from planner.model.survey import SurveyFact
from planner.storage.meaning import BETWEEN, newest_meaning
from planner.storage.records import Body, Conflict, Edit, Revision, Row
from planner.texts import plural

Subject = tuple[Collection, str]

OBSERVED = (Collection.SURVEY, Collection.MERGES)
"""Of these a row is an answer that stands beside earlier ones: taking one out hides nobody's answer."""


def find_conflicts(
    edits: Iterable[Edit], present: Iterable[Row], latest: Mapping[Subject, Revision], seen: int
) -> tuple[Conflict, ...]:
    """Return the subjects of which somebody else said something else since.

    Parameters
    ----------
    edits
        What is to be confirmed.
    present
        All rows that stand there now about the subjects of the edits, in order.
    latest
        The last revision that touched each subject, where there is one.
    seen
        The revision that whoever made the edits saw.
    """
    mine: dict[Subject, list[Edit]] = defaultdict(list)
    for edit in edits:
        mine[edit.collection, edit.subject].append(edit)
    theirs: dict[Subject, list[Row]] = defaultdict(list)
    for row in present:
        theirs[row.collection, row.subject].append(row)
    return tuple(
        Conflict(
            *subject,
            tuple(row.body for row in theirs[subject]),
            tuple(edit.after for edit in own if edit.after is not None),
            latest.get(subject),
        )
        for subject, own in mine.items()
        if _contradicts(subject[0], own, theirs[subject], latest.get(subject), seen)
    )


def opposed(conflicts: tuple[Conflict, ...]) -> tuple[Conflict, ...]:
    """Return the conflicts in which one version hides the other."""
    return tuple(
        one
        for one in conflicts
        if one.collection is not Collection.SURVEY or one.subject.rpartition(BETWEEN)[2] != SurveyFact.PHOTO
    )


def newest_of(conflicts: tuple[Conflict, ...]) -> int | None:
    """Return the newest revision of what others changed."""
    return max((one.latest.number for one in conflicts if one.latest), default=None)


def conflict_error(conflicts: tuple[Conflict, ...]) -> ConflictError:
    """Return the error that tells of conflicts."""
    return ConflictError(
        plural(
            "Somebody else changed the same entry since you saw it, so nothing was saved: compare both and choose.",
            "Somebody else changed {n} of the same entries since you saw them, so nothing was saved: "
            "compare both and choose.",
            len(conflicts),
        ),
        conflicts,
    )


def _contradicts(
    collection: Collection, edits: list[Edit], present: list[Row], latest: Revision | None, seen: int
) -> bool:
    there = {row.key: row.body for row in present}
    if any(there.get(edit.key) != edit.before for edit in edits):
        return True
    changed_since = latest is not None and latest.number > seen
    if not changed_since or collection is Collection.FILES:
        # What is written of files is made of the files as they stand now: the keys alone decide.
        return False
    bodies = [row.body for row in present]
    after = newest_meaning(collection, _applied(present, edits))
    if collection in OBSERVED:
        adds = any(edit.after is not None for edit in edits)
        return adds and bool(bodies) and after != newest_meaning(collection, bodies)
    return after != newest_meaning(collection, bodies)


def _applied(present: list[Row], edits: list[Edit]) -> list[Body]:
    """Return the rows of a subject after edits, in order."""
    rows = {row.key: (row.position, row.body) for row in present}
    for edit in edits:
        if edit.after is None:
            rows.pop(edit.key, None)
        else:
            rows[edit.key] = (edit.position, edit.after)
    return [body for _, body in sorted(rows.values(), key=lambda row: row[0])]
