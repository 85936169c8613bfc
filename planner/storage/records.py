"""What is kept of a working city: rows, how they were changed, by whom and when."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from planner.model.person import Actor, Collection

Body = Mapping[str, str | int | None]
"""The cells of a row, by column."""


class Deed(StrEnum):
    """Why a revision was made."""

    CREATE = "create"
    RECORD = "record"
    DECIDE = "decide"
    SCENARIO = "scenario"
    IMPORT = "import"
    KEEP = "keep"
    UNDO = "undo"
    TAKE_OVER = "take_over"


@dataclass(frozen=True)
class Row:
    """One row as it stands.

    Attributes
    ----------
    collection
        What it belongs to.
    key
        Its name in the collection.
    subject
        What it speaks of: place and fact, two records, a scenario, a file. A version check is about a subject.
    position
        Where it stands among the rows of its collection; rows of one position are in the order of their keys.
    body
        Its cells.
    revision
        The revision that put it there.
    """

    collection: Collection
    key: str
    subject: str
    position: int
    body: Body
    revision: int = 0


@dataclass(frozen=True)
class Edit:
    """One row, put in, changed or taken out.

    Attributes
    ----------
    collection, key, subject, position
        As in :class:`Row`.
    before
        Its cells before; ``None`` where it was not there.
    after
        Its cells after; ``None`` where it is taken out.
    """

    collection: Collection
    key: str
    subject: str
    position: int
    before: Body | None
    after: Body | None

    @property
    def inverse(self) -> Edit:
        """What takes the edit back."""
        return Edit(self.collection, self.key, self.subject, self.position, self.after, self.before)


@dataclass(frozen=True)
class Revision:
    """Edits that were confirmed together.

    Attributes
    ----------
    number
        1 for the first; each has the next number.
    at
        When, in UTC.
    by
        Who: an office and a role.
    deed
        Why it was made.
    undoes
        The revision that it takes back, where it is an undo.
    """

    number: int
    at: dt.datetime
    by: Actor
    deed: Deed
    undoes: int | None = None


@dataclass(frozen=True)
class Change:
    """An edit as it was confirmed.

    Attributes
    ----------
    revision
        Number of its revision.
    edit
        The edit.
    """

    revision: int
    edit: Edit


@dataclass(frozen=True)
class Conflict:
    """Two versions of what is said of one subject.

    Attributes
    ----------
    collection, subject
        What both speak of.
    theirs
        What stands there now; empty where it was taken out.
    mine
        What was to be put there; empty where it was to be taken out.
    latest
        The revision that somebody else made of it; ``None`` where it is not known any more.
    """

    collection: Collection
    subject: str
    theirs: tuple[Body, ...]
    mine: tuple[Body, ...]
    latest: Revision | None


@dataclass(frozen=True)
class Draft:
    """What is to become a revision.

    Attributes
    ----------
    edits
        In their order; each key of a collection once.
    deed
        Why.
    blobs
        Contents of files that the edits name, by their SHA-256; those that are kept already may be left out.
    undoes
        The revision that is taken back.
    """

    edits: tuple[Edit, ...]
    deed: Deed
    blobs: Mapping[str, bytes] = field(default_factory=dict)
    undoes: int | None = None


def as_json(body: Body) -> str:
    """Return cells as a text that is the same for the same cells."""
    return json.dumps(dict(sorted(body.items())), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def content_key(body: Body, occurrence: int) -> str:
    """Return the key of a row that has no name of its own.

    Parameters
    ----------
    body
        Its cells.
    occurrence
        How many rows with the same cells stand before it.
    """
    return f"{hashlib.sha256(as_json(body).encode()).hexdigest()[:20]}-{occurrence}"
