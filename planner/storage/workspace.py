"""The one way in for every change to a city: who may, what changed, and nothing overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Generic, Protocol, TypeVar

from planner.errors import BusyError, ConflictError, NotAllowedError, OptionError
from planner.model.person import Actor, Collection, Role
from planner.sources.settings_file import read_settings
from planner.storage.checkout import Checkouts
from planner.storage.conflicts import Subject
from planner.storage.difference import edits_between, needed_role
from planner.storage.folder import read_folder
from planner.storage.records import Deed, Draft, Edit, Revision, Row
from planner.storage.store import Store
from planner.texts import text

Answer = TypeVar("Answer")

TRIES = 8
"""How often an edit is made anew because others were faster."""

DEED_ROLES: Mapping[Deed, Role] = {
    Deed.CREATE: Role.ADMIN,
    Deed.RECORD: Role.SURVEYOR,
    Deed.DECIDE: Role.PLANNER,
    Deed.SCENARIO: Role.PLANNER,
    Deed.IMPORT: Role.PLANNER,
    Deed.KEEP: Role.PLANNER,
    Deed.UNDO: Role.SURVEYOR,
    Deed.TAKE_OVER: Role.ADMIN,
}
"""The least role for each deed; what is really changed is checked again where that is known."""


@dataclass(frozen=True)
class Edited(Generic[Answer]):
    """What came of an edit.

    Attributes
    ----------
    value
        What the change itself returned.
    revision
        What was confirmed; ``None`` where nothing changed, or the city keeps no history.
    """

    value: Answer
    revision: Revision | None


class Workspace(Protocol):
    """A city that is worked on."""

    @property
    def address(self) -> str:
        """How it is called in sentences, without a password."""

    @property
    def store(self) -> Store | None:
        """Where its history is; ``None`` for a plain city folder, which has none."""

    def newest(self) -> tuple[int, Path]:
        """Return the newest revision and a city folder with it, only to be read."""

    def edit(
        self,
        by: Actor,
        deed: Deed,
        change: Callable[[Path], Answer],
        *,
        seen: int | None = None,
        leaving: Set[Subject] = frozenset(),
    ) -> Edited[Answer]:
        """Change the city.

        Parameters
        ----------
        by
            Who.
        deed
            Why.
        change
            Changes a city folder, perhaps more than once on fresh copies; what it returns is handed on.
        seen
            The revision that the user saw; the newest if left out.
        leaving
            What is left as it stands, although the change would change it: where the user chose so.

        Raises
        ------
        planner.errors.NotAllowedError
            If the role does not allow it.
        planner.errors.ConflictError
            If somebody else changed the same since.
        planner.errors.PlannerError
            As ``change`` does, and if nothing can be written. Nothing is changed then.
        """


class FolderWorkspace:
    """A plain city folder: changed in place, without a history.

    Parameters
    ----------
    folder
        The city folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def address(self) -> str:
        """The folder's path."""
        return str(self._folder)

    @property
    def store(self) -> None:
        """Nothing: a folder keeps no history."""
        return

    def newest(self) -> tuple[int, Path]:
        """Return the folder itself."""
        return 0, self._folder

    def edit(
        self,
        by: Actor,
        deed: Deed,
        change: Callable[[Path], Answer],
        *,
        seen: int | None = None,
        leaving: Set[Subject] = frozenset(),
    ) -> Edited[Answer]:
        """Change the folder; as :meth:`Workspace.edit`."""
        check_role(by, DEED_ROLES[deed])
        return Edited(change(self._folder), None)


class StoredWorkspace:
    """A working city in a store.

    Parameters
    ----------
    store
        The store.
    root
        Where its revisions lie as folders; a folder of the user's cache if left out.
    """

    def __init__(self, store: Store, root: Path | None = None) -> None:
        self._store = store
        self._checkouts = Checkouts(store, root)

    @property
    def address(self) -> str:
        """How the store is called in sentences."""
        return self._store.address

    @property
    def store(self) -> Store:
        """Where the history is."""
        return self._store

    def newest(self) -> tuple[int, Path]:
        """Return the newest revision and its folder."""
        return self._checkouts.newest()

    def edit(
        self,
        by: Actor,
        deed: Deed,
        change: Callable[[Path], Answer],
        *,
        seen: int | None = None,
        leaving: Set[Subject] = frozenset(),
    ) -> Edited[Answer]:
        """Change the city in one revision; as :meth:`Workspace.edit`."""
        check_role(by, DEED_ROLES[deed])
        for _ in range(TRIES):
            done = self._try(by, deed, change, seen, leaving)
            if done is not None:
                return done
        raise _too_busy(self.address)

    def undo(self, by: Actor, number: int) -> Revision:
        """Take a revision back in a new one; taking that one back makes the first again.

        Parameters
        ----------
        by
            Who; a surveyor only what their own office did.
        number
            The revision.

        Raises
        ------
        planner.errors.OptionError
            If there is no such revision, or it is the first one.
        planner.errors.NotAllowedError
            If the role does not allow it.
        planner.errors.ConflictError
            If what it changed was changed again since.
        """
        check_role(by, DEED_ROLES[Deed.UNDO])
        meant = next((one for one in self._store.revisions(since=number - 1) if one.number == number), None)
        if meant is None or meant.deed is Deed.CREATE:
            raise OptionError(text("Change {number} can't be taken back: there is none of that number.", number=number))
        edits = tuple(change.edit.inverse for change in reversed(self._store.changes([number])))
        check_role(by, needed_role(edits))
        if not by.at_least(Role.PLANNER) and by.office != meant.by.office:
            raise NotAllowedError(text("Only a planner may take back what another office did."))
        seen, rows = self._store.state()
        self._check_usable(rows, edits)
        return self._store.commit(Draft(edits, Deed.UNDO, undoes=number), by, seen)

    def _try(
        self, by: Actor, deed: Deed, change: Callable[[Path], Answer], seen: int | None, leaving: Set[Subject]
    ) -> Edited[Answer] | None:
        """Change a private copy and confirm the difference; ``None`` where others were faster."""
        with self._checkouts.private_copy() as (number, folder, copy):
            former, rows = self._checkouts.state(folder)
            if former != number:
                return None
            value = change(copy)
            present = read_folder(copy, _unchanged(rows, folder, copy))
            edits = edits_between(rows, present.rows)
            edits = tuple(edit for edit in edits if (edit.collection, edit.subject) not in leaving)
            if not edits:
                return Edited(value, None)
            check_role(by, needed_role(edits))
            wanted = {str(edit.after["sha256"]) for edit in edits if edit.after and "sha256" in edit.after}
            blobs = {sha256: present.files[sha256].read_bytes() for sha256 in sorted(wanted)}
        try:
            return Edited(value, self._store.commit(Draft(edits, deed, blobs), by, number if seen is None else seen))
        except ConflictError as error:
            if any(conflict.latest is not None and conflict.latest.number > number for conflict in error.conflicts):
                return None
            raise

    def _check_usable(self, rows: Iterable[Row], edits: tuple[Edit, ...]) -> None:
        """Check that the city's settings and files still fit together after files are brought back."""
        if not any(edit.collection is Collection.FILES for edit in edits):
            return
        files = {row.key: row.body for row in rows if row.collection is Collection.FILES}
        for edit in edits:
            if edit.collection is Collection.FILES:
                files.pop(edit.key, None)
                if edit.after is not None:
                    files[edit.key] = edit.after
        with TemporaryDirectory() as aside:
            for name, body in files.items():
                path = Path(aside) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(self._store.blob(str(body["sha256"])))
            read_settings(Path(aside))


def check_role(by: Actor, needed: Role) -> None:
    """Check that somebody may do something.

    Raises
    ------
    planner.errors.NotAllowedError
        If their role does not allow it.
    """
    if not by.at_least(needed):
        raise NotAllowedError(
            text(
                "Your role is {role}, but this needs the role {needed}: ask who administers the planner in your city.",
                role=str(by.role),
                needed=str(needed),
            )
        )


def _unchanged(rows: Iterable[Row], folder: Path, copy: Path) -> dict[str, tuple[str, int]]:
    """Return SHA-256 and size of the files that a copy shares with the folder: they need not be read again."""
    known = {}
    for row in rows:
        if row.collection is Collection.FILES and _same_file(folder / row.key, copy / row.key):
            known[row.key] = (str(row.body["sha256"]), int(row.body["size"] or 0))
    return known


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except FileNotFoundError:
        return False


def _too_busy(address: str) -> BusyError:
    return BusyError(text("{store} is being changed by many at once: try again in a moment.", store=address))
