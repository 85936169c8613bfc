"""What a revision changed, entry by entry: what held of a fact, a pair, a scenario or a file, and what does since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.model.person import Collection
from planner.storage.meaning import standing
from planner.storage.records import Body, Change, Revision


@dataclass(frozen=True)
class Entry:
    """What became of one subject in one revision.

    Attributes
    ----------
    revision
        The revision.
    collection, subject
        What it speaks of.
    before
        The row that held before; ``None`` where nothing did.
    after
        The row that holds since; ``None`` where nothing does.
    """

    revision: Revision
    collection: Collection
    subject: str
    before: Body | None
    after: Body | None

    @property
    def told_by(self) -> Body:
        """The row that tells what the subject is called."""
        return self.after or self.before or {}


def entries_of(revisions: Iterable[Revision], changes: Iterable[Change]) -> tuple[Entry, ...]:
    """Return the entries of revisions, the oldest first.

    An answer that was added beside a newer one, or taken out from beside it, changes nothing that holds: such an entry
    tells that answer itself.

    Parameters
    ----------
    revisions
        All revisions of a store.
    changes
        All their edits, in order.
    """
    known = {revision.number: revision for revision in revisions}
    edits: dict[tuple[int, Collection, str], list[Change]] = defaultdict(list)
    for change in changes:
        edits[change.revision, change.edit.collection, change.edit.subject].append(change)
    rows: dict[tuple[Collection, str], dict[str, tuple[int, Body]]] = defaultdict(dict)
    entries = []
    for (number, collection, subject), made in edits.items():
        there = rows[collection, subject]
        before = _standing(collection, there)
        for change in made:
            there.pop(change.edit.key, None)
            if change.edit.after is not None:
                there[change.edit.key] = change.edit.position, change.edit.after
        after = _standing(collection, there)
        if after == before:
            before, after = made[0].edit.before, made[-1].edit.after
        entries.append(Entry(known[number], collection, subject, before, after))
    return tuple(entries)


def _standing(collection: Collection, rows: Mapping[str, tuple[int, Body]]) -> Body | None:
    ordered = [body for _, body in sorted(rows.values(), key=lambda row: row[0])]
    return standing(collection, ordered)
