"""Backups: a working city at one moment in one file, whichever backend it is in, and the way back."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from planner import __version__
from planner.errors import MissingFileError, OutputError, PlannerError, StorageError
from planner.storage.database import DatabaseStore, utc_now
from planner.storage.geopackage import create_geopackage, open_geopackage
from planner.storage.opening import create_store
from planner.storage.transfer import Progress, fill_from, silent
from planner.texts import text

FORMAT = "child-friendly-planner backup"
ABOUT_FILE = "about.json"
CITY_FILE = "city.gpkg"
"""What a backup holds: what it is, with a checksum, and the working city as a GeoPackage, which QGIS opens too."""

MAX_BYTES = 20_000_000_000
_ABOUT_BYTES = 100_000
_PART = 1 << 20


def write_backup(store: DatabaseStore, path: Path, progress: Progress = silent) -> int:
    """Write a working city as it stands at one moment; others may go on writing.

    Parameters
    ----------
    store
        The working city.
    path
        The file; it must not exist yet.
    progress
        Is told what is done.

    Returns
    -------
    The revision that is in it.

    Raises
    ------
    planner.errors.OutputError
        If there is such a file, or it can't be written.
    planner.errors.StorageError
        If the working city can't be read.
    """
    if path.exists():
        raise OutputError(text("There is a file {file} already: choose another name.", file=str(path)))
    with _aside(path) as folder:
        copy = create_geopackage(folder / CITY_FILE, fill_from(store, progress))
        revision = copy.revision()
        copy.close()
        about = {
            "format": FORMAT,
            "planner": __version__,
            "made": utc_now().isoformat(timespec="seconds"),
            "city": store.identity,
            "revision": revision,
            "sha256": _digest(folder / CITY_FILE),
            "bytes": (folder / CITY_FILE).stat().st_size,
        }
        progress(text("Writing {file}", file=str(path)))
        packed = folder / "backup.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(ABOUT_FILE, json.dumps(about, indent=2) + "\n")
            archive.write(folder / CITY_FILE, CITY_FILE)
        with packed.open("rb") as file:
            os.fsync(file.fileno())
        os.link(packed, path)
    return revision


def restore_backup(path: Path, city: str | Path, progress: Progress = silent) -> DatabaseStore:
    """Make a working city from a backup, in either backend, whole or not at all.

    Parameters
    ----------
    path
        The backup.
    city
        The working city to make; there must be none.
    progress
        Is told what is done.

    Raises
    ------
    planner.errors.MissingFileError
        If there is no such backup.
    planner.errors.StorageError
        If it is none, or damaged.
    planner.errors.PlannerError
        If there is such a working city already, or it can't be written.
    """
    if not path.is_file():
        raise MissingFileError(text("There is no file {file}: check the name.", file=str(path)))
    with TemporaryDirectory(prefix="planner-") as named:
        copy = Path(named) / CITY_FILE
        progress(text("Reading {file}", file=str(path)))
        _unpack(path, copy)
        source = open_geopackage(copy)
        try:
            return create_store(city, fill_from(source, progress))
        finally:
            source.close()


def _unpack(path: Path, copy: Path) -> None:
    """Take the working city out of a backup, and check it."""
    try:
        with zipfile.ZipFile(path) as archive:
            about = _about(archive, path)
            if archive.getinfo(CITY_FILE).file_size > MAX_BYTES:
                raise _no_backup(path)
            with archive.open(CITY_FILE) as packed, copy.open("wb") as file:
                shutil.copyfileobj(packed, file, _PART)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        if isinstance(error, PlannerError):
            raise
        raise _no_backup(path) from error
    except OSError as error:
        if isinstance(error, PlannerError):
            raise
        raise StorageError(
            text("{file} can't be read ({reason}).", file=str(path), reason=error.strerror or str(error))
        ) from error
    if _digest(copy) != about.get("sha256"):
        raise StorageError(text("The backup {file} is damaged: its checksum is another one.", file=str(path)))


def _about(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    if archive.getinfo(ABOUT_FILE).file_size > _ABOUT_BYTES:
        raise _no_backup(path)
    about = json.loads(archive.read(ABOUT_FILE))
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise _no_backup(path)
    return about


def _no_backup(path: Path) -> StorageError:
    return StorageError(text("{file} is no backup of the planner, or it is damaged.", file=str(path)))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _aside(path: Path) -> Iterator[Path]:
    """Lend a folder beside a file: what is in it can be put in place in one step."""
    aside = path.parent / f".{path.name}.{secrets.token_hex(4)}"
    try:
        aside.mkdir(parents=True)
        yield aside
    except PlannerError:
        raise
    except OSError as error:
        raise OutputError(
            text("{file} can't be written ({reason}).", file=str(path), reason=error.strerror or str(error))
        ) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(aside)
