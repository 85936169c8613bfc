"""How ``city.toml`` names the layers: the source, the facilities of chosen kinds, the streets."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import tomlkit
from tomlkit.items import Comment, InlineTable, Table, Whitespace

from planner.errors import SettingsError
from planner.model.kinds import FacilityKind
from planner.sources.osm.layers import LICENCE, OsmLayers
from planner.sources.settings import ANY_OTHER, SETTINGS_FILE, SKIP, FacilitySettings, Settings
from planner.sources.settings_change import join_block, mark_block, split_block
from planner.texts import text

FACILITIES_LAYER, STREETS_LAYER = "facilities", "streets"

_FACILITY_COLUMNS = {"id": "osm_id", "name": "name", "public": "public", "area_m2": "area_m2", "address": "address"}
_STREET_COLUMNS = {"name": "name", "street_class": "street_class"}

LAND_LAYERS = ("outlines", "entrances", "crossings", "exclusions", "buildings", "landuse")
"""Layers beside facilities and streets that ``city.toml`` may name, in their order there."""
ONE_OF_A_KIND = ("entrances", "crossings", "buildings", "landuse")
"""Those of them that a city has only once: its own stays."""


@dataclass(frozen=True)
class Named:
    """What ``city.toml`` is to name.

    Attributes
    ----------
    kinds
        Kinds of facility, in the order of the alphabet.
    streets
        Whether the streets.
    everyday_places
        Whether the places hint at where people live; only where the city has no other hints.
    land
        Further layers: of :data:`LAND_LAYERS`.
    """

    kinds: tuple[str, ...]
    streets: bool
    everyday_places: bool = False
    land: tuple[str, ...] = ()


def ground_file(source_id: str) -> str:
    """Return the name of the file that holds buildings, land use and water."""
    return f"{source_id}_ground.gpkg"


def places_file(source_id: str) -> str:
    """Return the name of the file that holds facilities, outlines and streets."""
    return f"{source_id}.gpkg"


def settings_lines(layers: OsmLayers, source_id: str, named: Named) -> str:
    """Return lines of ``city.toml``: the source and what is named of it.

    Parameters
    ----------
    layers
        The layers.
    source_id
        What the source is called, which also names the file.
    named
        What is named.
    """
    document: dict[str, object] = {
        "sources": {source_id: {"title": layers.title, "date": layers.date, "licence": LICENCE}}
    }
    if named.kinds:
        layer: dict[str, object] = {"file": places_file(source_id), "layer": FACILITIES_LAYER, "source": source_id}
        layer |= {"kind_columns": ["kind"]} | ({"everyday_places": True} if named.everyday_places else {})
        kinds = {kind: kind for kind in named.kinds} | {ANY_OTHER: SKIP}
        document["facilities"] = [layer | {"columns": _FACILITY_COLUMNS, "kinds": kinds}]
    if named.streets:
        document["streets"] = {**_streets(source_id), "columns": _STREET_COLUMNS}
    land = _land(layers, source_id)
    document |= {name: land[name] for name in LAND_LAYERS if name in named.land}
    return tomlkit.dumps(document)


def name_layers(content: str, layers: OsmLayers, source_id: str, named: Named) -> str:
    """Name the layers in a ``city.toml``, in place of what an earlier import of the same source named there.

    Streets that the city names itself are replaced where they stand, and the former file is kept as a comment;
    everything else that the import writes stands in a block of its own at the end.

    Parameters
    ----------
    content
        The ``city.toml`` as it is.
    layers
        The layers.
    source_id
        What the source is called.
    named
        What is named.

    Returns
    -------
    str
        The ``city.toml`` with them; every comment stays.

    Raises
    ------
    planner.errors.SettingsError
        If the name of the source belongs to something else.
    """
    block, others = split_block(content, source_id)
    _check_free(block, others, source_id)
    in_place = named.streets and "streets" in tomllib.loads(others)
    if in_place:
        others = _replace_streets(others, source_id)
    lines = settings_lines(layers, source_id, replace(named, streets=named.streets and not in_place))
    return join_block(others, mark_block(lines, source_id))


def own_layers(settings: Settings, source_id: str) -> Sequence[FacilitySettings]:
    """Return the facility layers of a city that come from elsewhere and add places."""
    return [layer for layer in settings.facilities if layer.source != source_id and layer.adds_places]


def kinds_of(layer: FacilitySettings) -> Collection[str]:
    """Return the kinds of facility that a layer holds."""
    return {layer.kind} if layer.kind is not None else set(layer.kinds.values()) & set(FacilityKind)


def _streets(source_id: str) -> dict[str, str]:
    return {"file": places_file(source_id), "layer": STREETS_LAYER, "source": source_id}


def _land(layers: OsmLayers, source_id: str) -> dict[str, object]:
    """Return how each of the further layers is named."""

    def layer(name: str, **more: object) -> dict[str, object]:
        return {"file": places_file(source_id), "layer": name, "source": source_id, **more}

    def homes(name: str) -> dict[str, object]:
        columns = {"columns": {"use": "value"}, "homes": list(layers.homes[name])}
        return {"file": ground_file(source_id), "layer": name, "source": source_id, **columns}

    def listed(table: gpd.GeoDataFrame) -> dict[str, str]:
        return {kind: kind for kind in sorted(table["kind"].unique())}

    exclusions = {"kind": "kind", "name": "name"}
    return {
        "outlines": [layer("outlines", columns={"facility": "osm_id"})],
        "entrances": layer("entrances", columns={"facility": "facility"}),
        "crossings": layer("crossings", columns={"kind": "kind"}, kinds=listed(layers.crossings)),
        "exclusions": [layer("exclusions", columns=exclusions, kinds=listed(layers.exclusions))],
        "buildings": homes("buildings"),
        "landuse": homes("landuse"),
    }


def _check_free(block: str, others: str, source_id: str) -> None:
    """Refuse to take the place of a source that this import did not write."""
    files = {layer.get("file") for layer in tomllib.loads(block).get("facilities", [])} - {places_file(source_id)}
    if files or source_id in tomllib.loads(others).get("sources", {}):
        raise SettingsError(
            text(
                "{file} has a source “{id}” of its own, which is the name that this import uses: rename it there.",
                file=SETTINGS_FILE,
                id=source_id,
            )
        )


def _replace_streets(content: str, source_id: str) -> str:
    """Point the table of streets at the new file; what it named before stands behind it as a comment."""
    document = tomlkit.parse(content)
    former = document["streets"]
    if not isinstance(former, Table | InlineTable) or former.get("file") == places_file(source_id):
        return content
    streets = tomlkit.table() if isinstance(former, Table) else tomlkit.inline_table()
    streets.update(_streets(source_id))
    columns = tomlkit.inline_table()
    columns.update(_STREET_COLUMNS)
    streets["columns"] = columns
    if isinstance(former, Table):
        file = tomlkit.string(places_file(source_id))
        streets["file"] = file.comment(f"before: {former.get('file')}, source {former.get('source')}")
    for remark in _remarks(former):
        streets.add(remark)
    document["streets"] = streets
    return tomlkit.dumps(document)


def _remarks(table: object) -> Iterator[Comment | Whitespace]:
    """Yield the comments and blank lines of a table; they may well belong to what follows it."""
    if isinstance(table, Table):
        for _, item in table.value.body:
            if isinstance(item, Comment | Whitespace):
                yield item
            else:
                yield from _remarks(item)
