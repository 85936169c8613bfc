"""The layers as files of a city folder, and the lines of ``city.toml`` that name them."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyogrio
from pyogrio.errors import DataSourceError

from planner.errors import MissingFileError, OutputError, SettingsError
from planner.sources.osm.layers import LICENCE, OsmLayers
from planner.texts import text

GROUND_LAYERS = ("buildings", "landuse", "water", "waterways")
"""Layers that go into a file of their own: they are large, and ``city.toml`` does not name them."""
RULES_LAYER = "rules"

_SOURCE_ID = re.compile(r"[a-z][a-z0-9_]{0,40}")


@dataclass(frozen=True)
class WrittenLayers:
    """What was written.

    Attributes
    ----------
    places, ground
        The GeoPackages: facilities, outlines and streets; buildings, land use and water.
    settings
        Lines for ``city.toml``: the source, the facilities and the streets.
    """

    places: Path
    ground: Path
    settings: str


def write_layers(layers: OsmLayers, folder: Path, source_id: str) -> WrittenLayers:
    """Write the layers into a city folder, in place of those of the same source.

    Parameters
    ----------
    layers
        The layers.
    folder
        The city folder; nothing is written outside of it, and nothing half-written stays in it.
    source_id
        What the source is called in ``city.toml``, which also names the files.

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
    places, ground = folder / f"{source_id}.gpkg", folder / f"{source_id}_ground.gpkg"
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".osm-") as aside, _dated(layers.date):
            _write(layers, Path(aside) / places.name, ground=False)
            _write(layers, Path(aside) / ground.name, ground=True)
            for path in (places, ground):
                (Path(aside) / path.name).replace(path)
    except (OSError, DataSourceError) as error:
        raise OutputError(
            text(
                "The layers can't be written into {folder}: check that there is room and that you may write there.",
                folder=folder,
            )
        ) from error
    return WrittenLayers(places, ground, _settings(layers, places.name, source_id))


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


def _settings(layers: OsmLayers, file: str, source_id: str) -> str:
    kinds = [f"{kind} = {_quoted(kind)}" for kind in dict.fromkeys(layers.facilities["kind"].sort_values())]
    lines = [
        f"[sources.{source_id}]",
        f"title = {_quoted(layers.title)}",
        f"date = {_quoted(layers.date)}",
        f"licence = {_quoted(LICENCE)}",
    ]
    if kinds:
        lines += [
            "",
            "[[facilities]]",
            f"file = {_quoted(file)}",
            'layer = "facilities"',
            f"source = {_quoted(source_id)}",
            'kind_columns = ["kind"]',
            'columns = { id = "osm_id", name = "name", public = "public", area_m2 = "area_m2", address = "address" }',
            "",
            "[facilities.kinds]",
            *kinds,
        ]
    if not layers.streets.empty:
        lines += [
            "",
            "[streets]",
            f"file = {_quoted(file)}",
            'layer = "streets"',
            f"source = {_quoted(source_id)}",
            'columns = { name = "name", street_class = "street_class" }',
        ]
    return "\n".join(lines) + "\n"


def _quoted(words: str) -> str:
    # A JSON string is a TOML string too.
    return json.dumps(words, ensure_ascii=False)
