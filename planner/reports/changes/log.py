"""The history of a working city to look things up in: by place, fact, office and day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.model.person import Collection
from planner.reports.changes.entries import Entry, entries_of
from planner.reports.changes.told import Names, place_told
from planner.storage.meaning import BETWEEN
from planner.storage.records import Body, Change, Revision


@dataclass(frozen=True)
class Choice:
    """Which changes are meant; an empty word means all.

    Attributes
    ----------
    place
        Id of a place.
    fact
        A survey fact.
    office
        The office that made them.
    day
        The day on which they were made, in UTC.
    """

    place: str = ""
    fact: str = ""
    office: str = ""
    day: dt.date | None = None

    def takes(self, revision: Revision) -> bool:
        """Say whether a revision is meant, as far as that does not depend on what it changed."""
        return self.office in ("", revision.by.office) and self.day in (None, revision.at.date())

    def takes_entry(self, entry: Entry) -> bool:
        """Say whether an entry is meant."""
        if not self.place and not self.fact:
            return True
        place, _, fact = entry.subject.rpartition(BETWEEN)
        if entry.collection is not Collection.SURVEY:
            return False
        return self.place in ("", place) and self.fact in ("", fact)


@dataclass(frozen=True, eq=False)
class ChangeLog:
    """All revisions of a working city, the newest first, and what each changed.

    Attributes
    ----------
    revisions
        The newest first.
    entries
        By the number of their revision.
    places
        Id of each place of which a survey fact was changed, with a row that tells what it is called.
    facts, offices
        Those that occur, in alphabetical order.
    """

    revisions: tuple[Revision, ...]
    entries: Mapping[int, tuple[Entry, ...]]
    places: Mapping[str, tuple[str, Body]]
    facts: tuple[str, ...]
    offices: tuple[str, ...]

    def revisions_of(self, choice: Choice) -> tuple[Revision, ...]:
        """Return the revisions that are meant, the newest first."""
        all_entries = not choice.place and not choice.fact
        return tuple(
            one
            for one in self.revisions
            if choice.takes(one)
            and (all_entries or any(choice.takes_entry(entry) for entry in self.entries.get(one.number, ())))
        )

    def entries_of(self, choice: Choice) -> tuple[Entry, ...]:
        """Return the entries that are meant, the newest first."""
        return tuple(
            entry
            for one in self.revisions
            if choice.takes(one)
            for entry in self.entries.get(one.number, ())
            if choice.takes_entry(entry)
        )

    def place_name(self, place: str, names: Names) -> str:
        """Return what a place is called."""
        return place_told(*self.places[place], names)


def log_of(revisions: Iterable[Revision], changes: Iterable[Change]) -> ChangeLog:
    """Return the history of a working city.

    Parameters
    ----------
    revisions
        All of them.
    changes
        All their edits, in order.
    """
    newest_first = tuple(sorted(revisions, key=lambda one: -one.number))
    entries: dict[int, list[Entry]] = defaultdict(list)
    places: dict[str, tuple[str, Body]] = {}
    facts = set()
    for entry in entries_of(newest_first, changes):
        entries[entry.revision.number].append(entry)
        if entry.collection is Collection.SURVEY:
            place, _, fact = entry.subject.rpartition(BETWEEN)
            places[place] = entry.subject, entry.told_by
            facts.add(fact)
    return ChangeLog(
        newest_first,
        {number: tuple(made) for number, made in entries.items()},
        places,
        tuple(sorted(facts)),
        tuple(sorted({one.by.office for one in newest_first if one.by.office})),
    )
