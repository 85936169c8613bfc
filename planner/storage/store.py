"""The one interface of every store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from planner.model.person import Actor, Collection
from planner.storage.records import Change, Draft, Revision, Row


class Store(Protocol):
    """Where a working city is kept. Every method reads or writes one consistent state.

    Each method raises :class:`planner.errors.StorageError` if the store can't be read or written, and
    :class:`planner.errors.BusyError` if others kept it busy for too long.
    """

    @property
    def address(self) -> str:
        """How it is called in sentences, without a password."""

    @property
    def identity(self) -> str:
        """A name that no other store has; it stays when the store is moved."""

    def revision(self) -> int:
        """Return the number of the newest revision, 0 if there is none."""

    def rows(self, collection: Collection) -> tuple[Row, ...]:
        """Return the rows of a collection as they stand, in order."""

    def state(self) -> tuple[int, tuple[Row, ...]]:
        """Return the newest revision and the rows of every collection, as they stood together."""

    def blob(self, sha256: str) -> bytes:
        """Return the content of a file, also of one that is gone."""

    def commit(self, draft: Draft, by: Actor, seen: int) -> Revision:
        """Confirm edits: all of them, or none.

        Parameters
        ----------
        draft
            The edits.
        by
            Who makes them.
        seen
            The revision that whoever made them saw.

        Raises
        ------
        planner.errors.ConflictError
            If somebody else changed the same since then.
        """

    def revisions(self, *, since: int = 0, most: int | None = None) -> tuple[Revision, ...]:
        """Return the revisions after one, newest first, no more than a number."""

    def changes(self, numbers: Sequence[int]) -> tuple[Change, ...]:
        """Return what was edited in some revisions, in order."""

    def close(self) -> None:
        """Let go of files and connections."""
