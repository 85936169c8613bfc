"""Where assessments are kept: one file each in the folder ``history`` of the city folder."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from planner.errors import LayerError, OutputError
from planner.model.history import Snapshot
from planner.sources.changing import changing, check_changeable
from planner.sources.history.document import MAX_BYTES, read_snapshot, snapshot_id, snapshot_json
from planner.texts import Text, text

FOLDER = "history"
MAX_SNAPSHOTS = 1000

_NAME = re.compile(r"\d{4}-\d{2}-\d{2}_[0-9a-f]{8}\.json")


@dataclass(frozen=True)
class StoredSnapshot:
    """A file of a kept assessment.

    Attributes
    ----------
    path
        The file.
    snapshot
        What it holds; ``None`` where it can't be used.
    problem
        Why it can't be used, in one plain sentence; ``None`` where it can.
    """

    path: Path
    snapshot: Snapshot | None
    problem: Text | None = None


@dataclass(frozen=True)
class Kept:
    """What became of an assessment that was to be kept.

    Attributes
    ----------
    path
        Its file.
    new
        Whether it was written; an equal one of the same day is not written again.
    """

    path: Path
    new: bool


def snapshot_paths(folder: Path) -> tuple[Path, ...]:
    """Return the files of kept assessments, in the order of their days; a link may lead anywhere and is none."""
    history = folder / FOLDER
    if not history.is_dir():
        return ()
    named = sorted(path for path in history.iterdir() if _NAME.fullmatch(path.name))
    return tuple(path for path in named if path.is_file() and not path.is_symlink())


def stored_snapshot(path: Path, city_code: str) -> StoredSnapshot:
    """Read one file of a kept assessment; what can't be used says why.

    Parameters
    ----------
    path
        The file.
    city_code
        Code of the city: an assessment of another one is told and not used.
    """
    try:
        snapshot = _read(path)
    except LayerError as error:
        return StoredSnapshot(path, None, error.message)
    if snapshot.city_code == city_code:
        return StoredSnapshot(path, snapshot)
    other = text(
        "{file} is an assessment of {city} and was left aside: move it to the folder of that city.",
        file=f"{FOLDER}/{path.name}",
        city=snapshot.city_name,
    )
    return StoredSnapshot(path, None, other)


def list_snapshots(folder: Path, city_code: str) -> tuple[StoredSnapshot, ...]:
    """Return every kept assessment of a city folder, in the order of their files; what can't be used says why.

    Parameters
    ----------
    folder
        The city folder.
    city_code
        Code of the city: an assessment of another one is told and not used.
    """
    return tuple(stored_snapshot(path, city_code) for path in snapshot_paths(folder)[-MAX_SNAPSHOTS:])


def load_snapshots(folder: Path, city_code: str) -> tuple[Snapshot, ...]:
    """Return the kept assessments of a city that can be used, in the order of their files."""
    listed = list_snapshots(folder, city_code)
    return tuple(stored.snapshot for stored in listed if stored.snapshot is not None)


def keep_snapshot(folder: Path, snapshot: Snapshot) -> Kept:
    """Keep an assessment, whole or not at all; nothing that was kept is ever replaced.

    Parameters
    ----------
    folder
        The city folder; not the built-in one.
    snapshot
        What to keep.

    Raises
    ------
    planner.errors.OutputError
        If the folder is the built-in one or can't be written, or too many are kept.
    planner.errors.MissingFileError
        If there is no such city folder.
    """
    check_changeable(folder)
    history = folder / FOLDER
    path = history / f"{snapshot.day.isoformat()}_{snapshot_id(snapshot)}.json"
    try:
        history.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(
            text("{file} can't be written ({reason}).", file=str(history), reason=error.strerror or str(error))
        ) from error
    with changing(history / FOLDER):
        if _usable(path, snapshot.city_code):
            return Kept(path, new=False)
        if len(snapshot_paths(folder)) >= MAX_SNAPSHOTS:
            raise OutputError(
                text(
                    "{folder} holds {most} assessments, which is the most: remove some.",
                    folder=str(history),
                    most=MAX_SNAPSHOTS,
                )
            )
        _write(path, snapshot_json(snapshot))
    return Kept(path, new=True)


def _usable(path: Path, city_code: str) -> bool:
    return path.is_file() and not path.is_symlink() and stored_snapshot(path, city_code).snapshot is not None


def _read(path: Path) -> Snapshot:
    name = f"{FOLDER}/{path.name}"
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise LayerError(
            text("{file} can't be read ({reason}).", file=name, reason=error.strerror or str(error))
        ) from error
    if len(content) > MAX_BYTES:
        raise LayerError(text("{file} is too large for a kept assessment: remove it.", file=name))
    return read_snapshot(content, name)


def _write(path: Path, content: str) -> None:
    aside = path.with_name(f".{path.name}.new")
    try:
        with aside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
