"""A working city as a city folder: the rows of a folder, and the folder of some rows."""

from __future__ import annotations

import csv
import functools
import hashlib
import io
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from planner.errors import LayerError, OutputError, SettingsError, StorageError
from planner.model.person import Collection
from planner.sources.changing import write_content
from planner.sources.scenarios.store import ENDING as SCENARIO_ENDING
from planner.sources.scenarios.store import FOLDER as SCENARIOS
from planner.sources.settings import SETTINGS_FILE, MergingSettings
from planner.sources.survey.photos import PHOTO_FOLDER
from planner.sources.survey.store import SURVEY_FILE
from planner.sources.tables import read_table
from planner.storage.meaning import subject_of
from planner.storage.records import Body, Row, content_key
from planner.storage.schema import CELLS
from planner.texts import text

MAX_FILES = 100_000
MAX_FILE_BYTES = 200_000_000

_TABLES = (Collection.SURVEY, Collection.MERGES)


@dataclass(frozen=True)
class FolderState:
    """A city folder as rows.

    Attributes
    ----------
    rows
        By collection and then in order.
    files
        Where the content of each file lies that a row names, by its SHA-256.
    """

    rows: tuple[Row, ...]
    files: Mapping[str, Path] = field(default_factory=dict)


def read_folder(folder: Path, known: Mapping[str, tuple[str, int]] | None = None) -> FolderState:
    """Read a city folder as rows.

    Parameters
    ----------
    folder
        The city folder. Hidden files in it are left out, and links, which may lead anywhere.
    known
        SHA-256 and size of files that need not be read again, by their name.

    Raises
    ------
    planner.errors.PlannerError
        If ``city.toml``, the survey or the decisions in it can't be read, or it holds too much.
    """
    tables = {SURVEY_FILE: Collection.SURVEY, _decisions_file(folder): Collection.MERGES}
    rows: list[Row] = []
    files: dict[str, Path] = {}
    for name in _names(folder):
        path = folder / name
        if name in tables:
            rows += _table_rows(path, name, tables[name])
        elif _is_scenario(name):
            rows.append(_row(Collection.SCENARIOS, name, {"document": _document(path, name)}))
        else:
            sha256, size = (known or {}).get(name) or _digest(path, name)
            rows.append(_row(Collection.FILES, name, {"sha256": sha256, "size": size}))
            files[sha256] = path
    order = list(Collection)
    return FolderState(tuple(sorted(rows, key=lambda row: (order.index(row.collection), row.position, row.key))), files)


def write_folder(rows: Iterable[Row], put: Callable[[str, Path], None], folder: Path) -> None:
    """Write rows as a city folder.

    Parameters
    ----------
    rows
        All rows of a working city.
    put
        Puts the content of a file, by its SHA-256, at a path.
    folder
        An empty folder.

    Raises
    ------
    planner.errors.StorageError
        If a row names a file that would lie elsewhere.
    OSError
        If something can't be written.
    """
    rows = list(rows)
    for row in rows:
        if row.collection in (Collection.FILES, Collection.SCENARIOS):
            path = folder / _safe(row.key)
            path.parent.mkdir(parents=True, exist_ok=True)
            if row.collection is Collection.SCENARIOS:
                path.write_bytes(str(row.body["document"]).encode())
            else:
                put(str(row.body["sha256"]), path)
    names = {Collection.SURVEY: SURVEY_FILE, Collection.MERGES: _decisions_file(folder)}
    for collection in _TABLES:
        bodies = [row.body for row in rows if row.collection is collection]
        path = folder / _safe(names[collection])
        if bodies:
            write_content(path, _table(bodies, CELLS[collection]))


def is_photo(key: str) -> bool:
    """Say whether a file is a photo of the survey, which is changed together with it."""
    return key.startswith(f"{PHOTO_FOLDER}/")


def _row(collection: Collection, name: str, body: Body, position: int = 0) -> Row:
    return Row(collection, name, subject_of(collection, body, name), position, body)


def _names(folder: Path) -> list[str]:
    """Return the files of a folder, each by its path in it with “/”."""
    if not folder.is_dir():
        raise StorageError(text("There is no city folder {folder}; check its name.", folder=str(folder)))
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    found = sorted(path.as_posix() for path in files if not any(part.startswith(".") for part in path.parts))
    for name in found:
        # What the system gives for bytes that are no UTF-8 can't be written anywhere else.
        shown = name.encode("utf-8", "replace").decode("utf-8")
        if shown != name:
            raise LayerError(text("The name of the file {file} is not written in UTF-8: rename it.", file=shown))
    if len(found) > MAX_FILES:
        raise OutputError(text("{folder} holds more than {most} files.", folder=str(folder), most=MAX_FILES))
    return found


def _is_scenario(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parent == PurePosixPath(SCENARIOS) and path.suffix == SCENARIO_ENDING


def _decisions_file(folder: Path) -> str:
    """Return the name of the table of decisions, as ``city.toml`` has it; that file need not be right otherwise."""
    path = folder / SETTINGS_FILE
    try:
        return _decisions_named(path.read_bytes())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(text("{file} can't be read: mend it first.", file=str(path))) from error


@functools.lru_cache(maxsize=4)
def _decisions_named(content: bytes) -> str:
    """Return the name of the table of decisions in one content of ``city.toml``, which seldom changes."""
    usual = str(MergingSettings.model_fields["decisions"].default)
    said = tomllib.loads(content.decode("utf-8-sig")).get("merging", {})
    named = said.get("decisions", usual) if isinstance(said, dict) else usual
    return named if isinstance(named, str) else usual


def _table_rows(path: Path, name: str, collection: Collection) -> list[Row]:
    cells = read_table(path, name)
    bodies: list[Body] = [
        {str(column): str(cell) for column, cell in record.items() if isinstance(cell, str)}
        for record in cells.to_dict("records")
    ]
    seen: Counter[str] = Counter()
    rows = []
    for position, body in enumerate(bodies):
        first = content_key(body, 0)
        key = content_key(body, seen[first]) if seen[first] else first
        rows.append(Row(collection, key, subject_of(collection, body, name), position, body))
        seen[first] += 1
    return rows


def _table(bodies: Sequence[Body], own: Sequence[str]) -> bytes:
    """Return the file of a table: its own columns, and behind them those that other programs added."""
    columns = [*own, *sorted({name for body in bodies for name in body} - set(own))]
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([body.get(name) for name in columns] for body in bodies)
    return written.getvalue().encode()


def _document(path: Path, name: str) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise LayerError(
            text("{file} is not written in UTF-8: save it again with that encoding.", file=name)
        ) from error


def _digest(path: Path, name: str) -> tuple[str, int]:
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise LayerError(
            text(
                "{file} is larger than {most} MB, which is the most that a working city takes: leave a part out.",
                file=name,
                most=MAX_FILE_BYTES // 10**6,
            )
        )
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), size


def _safe(name: str) -> str:
    """Return a file's name if it lies in the folder: a store may come from anywhere."""
    path = PurePosixPath(name)
    usable = path.parts and not path.is_absolute() and "\\" not in name and ":" not in name and "\0" not in name
    if not usable or any(part.startswith(".") for part in path.parts):
        raise StorageError(text("“{name}” can't be the name of a city's file: the working city is damaged.", name=name))
    return name
