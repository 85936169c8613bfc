"""An accepted layer into the city folder, and back out of it."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import tomlkit

from planner.errors import MissingFileError, OptionError, OutputError, SettingsError
from planner.sources.changing import changing, check_changeable
from planner.sources.delivery.layer_files import LAYER_ENDINGS, is_table, layer_columns, layer_text
from planner.sources.delivery.memory import DELIVERIES
from planner.sources.settings import SETTINGS_FILE
from planner.sources.settings_change import (
    check_settings_text,
    join_block,
    mark_block,
    read_settings_text,
    split_block,
)
from planner.texts import text

_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_BEFORE = "before.toml"


@dataclass(frozen=True)
class SourceDetails:
    """What ``city.toml`` says of the source of a delivery.

    Attributes
    ----------
    id
        Its short name: small letters, digits, ``-`` and ``_``.
    title, date, licence, note
        As in ``[sources.ID]``.
    """

    id: str
    title: str
    date: str
    licence: str
    note: str = ""


def store_layer(accepted: gpd.GeoDataFrame, city_folder: Path, source: SourceDetails) -> Path:
    """Write an accepted layer into the city folder and name it in ``city.toml``.

    The layer becomes ``ID.csv``, or ``ID.geojson`` where it has outlines. What stood there before is kept in
    ``deliveries/ID/`` and comes back with :func:`undo_last`. Comments in ``city.toml`` stay. Both files are
    written aside and put in place at the end; if that fails, everything is as it was.

    Parameters
    ----------
    accepted
        :data:`~planner.model.tables.FACILITIES`, points or outlines, in any CRS.
    city_folder
        The city folder.
    source
        Whose layer it is.

    Returns
    -------
    pathlib.Path
        The layer's file.

    Raises
    ------
    planner.errors.OptionError
        If the id is no short name.
    planner.errors.SettingsError
        If ``city.toml`` can't take the layer, for instance because the id belongs to other layers.
    planner.errors.OutputError
        If a file can't be written.
    """
    check_source_id(source.id)
    check_changeable(city_folder)
    with changing(city_folder / SETTINGS_FILE):
        return _store(accepted, city_folder, source)


def _store(accepted: gpd.GeoDataFrame, city_folder: Path, source: SourceDetails) -> Path:
    before, others = split_block(read_settings_text(city_folder), source.id)
    path = city_folder / f"{source.id}{'.csv' if is_table(accepted) else '.geojson'}"
    _check_free(others, before, source.id, city_folder)
    settings = join_block(others, _block(source, path.name, accepted))
    check_settings_text(settings, city_folder)
    content = layer_text(accepted)

    def write() -> None:
        _keep(city_folder, source.id, before)
        _replace(path, content)
        for ending in LAYER_ENDINGS:
            if path.suffix != ending:
                path.with_suffix(ending).unlink(missing_ok=True)
        _replace(city_folder / SETTINGS_FILE, settings)

    _all_or_nothing(city_folder, source.id, write)
    return path


def check_source_id(source_id: str) -> None:
    """Check that an id can be the short name of a source.

    Raises
    ------
    planner.errors.OptionError
        If it can't.
    """
    if not _ID.fullmatch(source_id):
        raise OptionError(
            text(
                "“{id}” can't be the short name of a source: use small letters, digits, “-” and “_”, a letter first.",
                id=source_id[:60],
            )
        )


def delivered_sources(city_folder: Path) -> tuple[str, ...]:
    """Return the ids of the sources with a delivery that can be undone, in order."""
    folders = (city_folder / DELIVERIES).glob(f"*/[0-9]*/{_BEFORE}")
    return tuple(sorted({path.parent.parent.name for path in folders}))


def undo_last(city_folder: Path, source_id: str) -> bool:
    """Put back what stood before the last accepted delivery of a source.

    Returns
    -------
    bool
        Whether the source still has a layer: ``False`` after its first delivery was undone.

    Raises
    ------
    planner.errors.MissingFileError
        If there is nothing to undo, or no city folder.
    planner.errors.OutputError
        If a file can't be written.
    """
    check_changeable(city_folder)
    kept = _kept(city_folder, source_id) if _ID.fullmatch(source_id) else []
    if not kept:
        raise MissingFileError(text("There is no delivery of “{source}” to undo.", source=source_id[:60]))
    with changing(city_folder / SETTINGS_FILE):
        return _undo(city_folder, source_id, kept[-1])


def _undo(city_folder: Path, source_id: str, last: Path) -> bool:
    before = (last / _BEFORE).read_text(encoding="utf-8")
    _, others = split_block(read_settings_text(city_folder), source_id)
    settings = join_block(others, before)
    check_settings_text(settings, city_folder)

    def write() -> None:
        for ending in LAYER_ENDINGS:
            former, path = last / f"layer{ending}", city_folder / f"{source_id}{ending}"
            if former.is_file():
                _replace(path, former.read_text(encoding="utf-8"))
            else:
                path.unlink(missing_ok=True)
        _replace(city_folder / SETTINGS_FILE, settings)

    _all_or_nothing(city_folder, source_id, write)
    shutil.rmtree(last)
    return bool(before)


def _check_free(others: str, before: str, source_id: str, city_folder: Path) -> None:
    """Refuse an id, or a file, that belongs to something that was not delivered."""
    files = [city_folder / f"{source_id}{ending}" for ending in LAYER_ENDINGS]
    is_taken = source_id in tomllib.loads(others).get("sources", {})
    if is_taken or (not before and any(path.exists() for path in files)):
        raise SettingsError(
            text(
                "The short name “{id}” is already used in the city folder for something that was not delivered: "
                "choose another.",
                id=source_id,
            )
        )


def _block(source: SourceDetails, file: str, accepted: gpd.GeoDataFrame) -> str:
    """Return what ``city.toml`` is to say of a source and its layer, between two marks."""
    details = {"title": source.title, "date": source.date, "licence": source.licence}
    kinds = [str(kind) for kind in sorted(accepted["kind"].unique())]
    layer: dict[str, object] = {"source": source.id, "file": file}
    if len(kinds) == 1:
        layer["kind"] = kinds[0]
    else:
        layer |= {"kind_columns": ["kind"], "kinds": {kind: kind for kind in kinds}}
    layer["columns"] = layer_columns(accepted)
    document = {
        "sources": {source.id: details | ({"note": source.note} if source.note else {})},
        "facilities": [layer],
    }
    return mark_block(tomlkit.dumps(document), source.id)


def _kept(city_folder: Path, source_id: str) -> list[Path]:
    return sorted(path.parent for path in (city_folder / DELIVERIES / source_id).glob(f"[0-9]*/{_BEFORE}"))


def _keep(city_folder: Path, source_id: str, before: str) -> None:
    """Copy what stands in the city folder now to where :func:`undo_last` finds it."""
    kept = _kept(city_folder, source_id)
    number = int(kept[-1].name) + 1 if kept else 1
    folder = city_folder / DELIVERIES / source_id / f"{number:04d}"
    folder.mkdir(parents=True)
    for ending in LAYER_ENDINGS:
        path = city_folder / f"{source_id}{ending}"
        if path.is_file():
            shutil.copyfile(path, folder / f"layer{ending}")
    # Written last: a folder without it is unfinished and never used.
    (folder / _BEFORE).write_text(before, encoding="utf-8")


def _replace(path: Path, content: str) -> None:
    aside = path.with_name(f".{path.name}.new")
    try:
        aside.write_text(content, encoding="utf-8", newline="\n")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _all_or_nothing(city_folder: Path, source_id: str, write: Callable[[], None]) -> None:
    """Run a change of the city folder; if it fails, put every file back as it was."""
    paths = [city_folder / SETTINGS_FILE, *(city_folder / f"{source_id}{ending}" for ending in LAYER_ENDINGS)]
    former = {path: path.read_bytes() if path.is_file() else None for path in paths}
    kept = _kept(city_folder, source_id)
    try:
        write()
    except OSError as error:
        for path, content in former.items():
            if content is None:
                path.unlink(missing_ok=True)
            elif path.read_bytes() != content:
                path.write_bytes(content)
        for folder in _kept(city_folder, source_id):
            if folder not in kept:
                shutil.rmtree(folder)
        raise OutputError(
            text(
                "The layer can't be written into {folder}: {reason}.",
                folder=city_folder,
                reason=error.strerror or str(error),
            )
        ) from error
