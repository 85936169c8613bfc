"""The layers as files of a city folder."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyogrio
from pyogrio.errors import DataSourceError

from planner.errors import MissingFileError, OutputError, SettingsError
from planner.sources.osm.layers import OsmLayers
from planner.sources.osm.naming import ground_file, places_file
from planner.sources.settings import SETTINGS_FILE
from planner.texts import text

GROUND_LAYERS = ("buildings", "landuse", "water", "waterways")
"""Layers that go into a file of their own, because they are large."""
RULES_LAYER = "rules"

_SOURCE_ID = re.compile(r"[a-z][a-z0-9_]{0,40}")


@dataclass(frozen=True)
class WrittenLayers:
    """What was written.

    Attributes
    ----------
    places, ground
        The GeoPackages: facilities, ways in, streets and exclusions; buildings, land use and water.
    """

    places: Path
    ground: Path


def write_layers(layers: OsmLayers, folder: Path, source_id: str, settings: str | None = None) -> WrittenLayers:
    """Write the layers into a city folder, in place of those of the same source.

    Parameters
    ----------
    layers
        The layers.
    folder
        The city folder; nothing is written outside of it, and nothing half-written stays in it.
    source_id
        What the source is called in ``city.toml``, which also names the files.
    settings
        The new ``city.toml``; it stays as it is if left out.

    Raises
    ------
    planner.errors.MissingFileError
        If the folder does not exist.
    planner.errors.SettingsError
        If the source can't be called that.
    planner.errors.OutputError
        If a file can't be written.
    """
    if not _SOURCE_ID.fullmatch(source_id):
        raise SettingsError(
            text("A source can't be called “{id}”: write a short word of small letters, digits and “_”.", id=source_id)
        )
    if not folder.is_dir():
        raise MissingFileError(text("There is no city folder {folder}: check the path.", folder=folder))
    places, ground = folder / places_file(source_id), folder / ground_file(source_id)
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".osm-") as aside, _dated(layers.date):
            _write(layers, Path(aside) / places.name, ground=False)
            _write(layers, Path(aside) / ground.name, ground=True)
            names = [places.name, ground.name]
            if settings is not None:
                (Path(aside) / SETTINGS_FILE).write_text(settings, encoding="utf-8", newline="\n")
                names.append(SETTINGS_FILE)
            _put_in_place(Path(aside), folder, names)
    except (OSError, DataSourceError) as error:
        raise OutputError(
            text(
                "The layers can't be written into {folder}: check that there is room and that you may write there.",
                folder=folder,
            )
        ) from error
    return WrittenLayers(places, ground)


def _put_in_place(aside: Path, folder: Path, names: Sequence[str]) -> None:
    """Move files to where they belong, all of them or, whatever comes between, none."""
    former = aside / "former"
    former.mkdir()
    try:
        for name in names:
            if (folder / name).exists():
                shutil.copyfile(folder / name, former / name)
            (aside / name).replace(folder / name)
    except BaseException:
        for name in names:
            if (former / name).exists():
                (former / name).replace(folder / name)
            elif not (aside / name).exists():
                (folder / name).unlink(missing_ok=True)
        raise


def _write(layers: OsmLayers, path: Path, *, ground: bool) -> None:
    for name, table in layers.tables.items():
        if (name in GROUND_LAYERS) == ground:
            kind = "Unknown" if table.empty else None
            pyogrio.write_dataframe(table, path, layer=name, driver="GPKG", geometry_type=kind)
    if not ground:
        pyogrio.write_dataframe(layers.counts, path, layer=RULES_LAYER, driver="GPKG")


@contextmanager
def _dated(date: str) -> Iterator[None]:
    """Stamp files with the date of their data, so that the same data always give the same file."""
    option = "OGR_CURRENT_DATE"
    before = pyogrio.get_gdal_config_option(option)
    # The date may be a year or a month alone.
    day = f"{date}-01-01"[:10]
    pyogrio.set_gdal_config_options({option: f"{day}T00:00:00.000Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({option: before})
