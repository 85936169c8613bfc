"""Revisions of a working city as city folders: one folder a revision, made once and then only read."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.errors import PlannerError, StorageError
from planner.sources.survey.photos import PHOTO_FOLDER
from planner.storage.folder import write_folder
from planner.storage.records import Revision, Row
from planner.storage.store import Store
from planner.texts import text

CACHE_VARIABLE = "PLANNER_CACHE"
"""Environment variable that names the folder for what can be made again."""

KEPT = 20
"""How many folders of one working city are kept: whoever began to read one may still need it."""

ABANDONED_S = 24 * 3600.0
"""After which time nobody works on a private copy any more."""

_CONTENTS = "files"
_BETWEEN = "-"
_ASIDE = ".aside-"
_LINKED = (PHOTO_FOLDER,)
"""Folders whose files are never changed once they are there, so that a copy of them may be a link."""


def cache_folder() -> Path:
    """Return the folder for what can be made again; it need not exist."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "child-friendly-planner"


class Checkouts:
    """The folders of one store's revisions.

    Parameters
    ----------
    store
        The store.
    root
        Where the folders lie; a folder of the user's cache if left out.
    """

    def __init__(self, store: Store, root: Path | None = None) -> None:
        self._store = store
        self._root = (root or cache_folder() / "cities") / store.identity
        self._written: tuple[Path, int, tuple[Row, ...]] | None = None

    def newest(self) -> tuple[int, Path]:
        """Return the newest revision and its folder, which must not be changed.

        Raises
        ------
        planner.errors.StorageError
            If the store can't be read or the cache can't be written.
        """
        newest = self._store.revisions(most=1)
        if newest and (folder := self._folder(newest[0])).is_dir():
            return newest[0].number, folder
        return self._write()

    def state(self, folder: Path) -> tuple[int, tuple[Row, ...]]:
        """Return a revision and its rows: those of a folder if it was written here last, of the newest one otherwise.

        The rows of a revision never change; whoever confirms something that is based on them is told if there is a
        newer one by then.
        """
        written = self._written
        return written[1:] if written is not None and written[0] == folder else self._store.state()

    @contextmanager
    def private_copy(self) -> Iterator[tuple[int, Path, Path]]:
        """Lend a copy of the newest revision to change: its number, its folder, and the copy."""
        number, folder = self.newest()
        with self._aside() as aside:
            copy = aside / folder.name
            with self._plain_errors():
                shutil.copytree(folder, copy, copy_function=_copy_file)
            yield number, folder, copy

    def _folder(self, revision: Revision) -> Path:
        """Return the folder of a revision, named by its number and its moment.

        A copy of a store goes on by itself, so that its revision of that number may be another one.
        """
        return self._root / f"{revision.number}{_BETWEEN}{revision.at:%Y%m%d%H%M%S%f}"

    def _write(self) -> tuple[int, Path]:
        """Write the newest revision aside, and put it in place."""
        number, rows = self._store.state()
        made = next((one for one in self._store.revisions(since=number - 1) if one.number == number), None)
        if made is None:
            raise StorageError(text("{store} is empty: restore a backup.", store=self._store.address))
        folder = self._folder(made)
        with self._aside() as aside, self._plain_errors():
            draft = aside / "city"
            draft.mkdir()
            write_folder(rows, self._put, draft)
            try:
                draft.rename(folder)
            except OSError:
                # Another process may have been faster; its folder is the same.
                if not folder.is_dir():
                    raise
            self._forget(number)
        self._written = folder, number, rows
        return number, folder

    def _put(self, sha256: str, path: Path) -> None:
        """Put a file's content in its place; contents that several revisions share lie on the disk once."""
        content = self._root / _CONTENTS / sha256
        if not content.is_file():
            content.parent.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=content.parent, prefix=".", delete=False) as aside:
                aside.write(self._store.blob(sha256))
                aside.flush()
                # It is taken for whole from then on, also after a power cut.
                os.fsync(aside.fileno())
            Path(aside.name).replace(content)
        _link_or_copy(content, path)

    def _forget(self, newest: int) -> None:
        """Remove folders of old revisions, and what processes that were killed left behind."""
        for path in self._root.iterdir():
            if path.name.startswith(_ASIDE) and _age_s(path) > ABANDONED_S:
                shutil.rmtree(path, ignore_errors=True)
            number = path.name.partition(_BETWEEN)[0]
            if number.isdecimal() and int(number) <= newest - KEPT:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def _aside(self) -> Iterator[Path]:
        with self._plain_errors():
            self._root.mkdir(parents=True, exist_ok=True)
            aside = tempfile.TemporaryDirectory(dir=self._root, prefix=_ASIDE, ignore_cleanup_errors=True)
        with aside as folder:
            yield Path(folder)

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except PlannerError:
            raise
        except OSError as error:
            raise StorageError(
                text(
                    "{folder} can't be written ({reason}): name another folder with {variable}.",
                    folder=str(self._root),
                    reason=error.strerror or str(error),
                    variable=CACHE_VARIABLE,
                )
            ) from error


def _age_s(path: Path) -> float:
    """Return how long ago something was changed; nothing is left of what others removed just now."""
    try:
        return time.time() - path.lstat().st_mtime
    except FileNotFoundError:
        return 0.0


def _copy_file(source: str, target: str) -> str:
    """Copy a file, or link one that never changes: a city may have thousands of photos."""
    if Path(source).parent.name in _LINKED:
        _link_or_copy(Path(source), Path(target))
    else:
        shutil.copyfile(source, target)
    return target


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
