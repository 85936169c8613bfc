"""OpenStreetMap from a dated extract, without the network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import osmium
from shapely import MultiPolygon, Polygon

from planner.errors import LayerError, MissingFileError
from planner.sources.osm.build import build_layers
from planner.sources.osm.clip import Progress, clip_extract
from planner.sources.osm.collect import collect
from planner.sources.osm.layers import OsmLayers
from planner.sources.osm.rules import OsmRules, load_rules
from planner.sources.osm.territory import find_territory
from planner.texts import Text, text

ENDING = ".pbf"


def silent(_: Text) -> None:
    """Tell nobody."""


def read_extract(
    path: Path,
    outline: Polygon | MultiPolygon,
    *,
    rules: OsmRules | None = None,
    title: str = "",
    date: str | None = None,
    progress: Progress = silent,
) -> OsmLayers:
    """Read the layers of one city out of an extract.

    Parameters
    ----------
    path
        An extract of any size that holds the city, ``.osm.pbf``, as Geofabrik offers them.
    outline
        The city in longitude and latitude (WGS 84).
    rules
        What is taken, and as what; the built-in tables if left out.
    title
        What the source is called; the name of the file if left out.
    date
        Of when the data are, where the extract itself does not say.
    progress
        Is told what is being done.

    Raises
    ------
    planner.errors.MissingFileError
        If there is no such file.
    planner.errors.LayerError
        If the file is no extract, is damaged, tells no date, or holds nothing of the city.
    """
    if not path.is_file():
        raise MissingFileError(text("There is no file {file}: check the path of the extract.", file=path))
    if path.suffix.lower() != ENDING:
        raise LayerError(
            text("{file} is no OpenStreetMap extract: download the city's region as .osm.pbf.", file=path.name)
        )
    rules = rules or load_rules()
    territory = find_territory(outline, rules.margin_m)
    with _damage_told(path):
        city = clip_extract(path, territory.bounds, rules.wanted(), progress)
        progress(text("Reading facilities, streets and ground"))
        rows = collect(city.content, rules)
    dated = str(city.date) if city.date else date
    if dated is None:
        raise LayerError(
            text("{file} does not say of when its data are: give the date when you import it.", file=path.name)
        )
    progress(text("Putting the layers together"))
    return build_layers(rows, rules, territory, title=title or f"OpenStreetMap, {path.name}", date=dated)


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    try:
        yield
    except (RuntimeError, osmium.InvalidLocationError, UnicodeDecodeError) as error:
        raise LayerError(
            text("{file} can't be read: it is damaged or no OpenStreetMap extract; download it again.", file=path.name)
        ) from error
