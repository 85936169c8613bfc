"""The facilities of a city: of all its layers, each place once, with what belongs to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from planner.cleaning.conflation.city import Conflated, city_words, conflate, positions_once
from planner.errors import LayerError
from planner.ingest.regions import Progress
from planner.model.merging import ANY_FIELD, Merging
from planner.model.tables import EVERYDAY_PLACES, FACILITIES
from planner.sources.decisions import read_decisions
from planner.sources.facilities import FacilityLayer, read_facilities
from planner.sources.layers import Layer
from planner.sources.settings import Settings
from planner.sources.ways_in import outlines_of, read_entrances, read_facility_outlines
from planner.texts import text

PLACEMENT_COLUMNS = ("kelurahan_code", "kecamatan_code", "placement")


def read_facility_layers(
    layers: Mapping[str, Layer], settings: Settings, city: shapely.Geometry, crs: CRS
) -> list[FacilityLayer]:
    """Read the layers of facilities, in the order of ``city.toml``."""
    read = [
        read_facilities(layers[f"facilities[{place}]"], layer, settings.sources[layer.source], city, crs)
        for place, layer in enumerate(settings.facilities, start=1)
    ]
    # Unless records are merged, a place that another source has too would count twice.
    return [
        facts if layer.adds_places or settings.merges else replace(facts, facilities=facts.facilities.iloc[:0])
        for facts, layer in zip(read, settings.facilities, strict=True)
    ]


def put_together(read: list[FacilityLayer], surveyed: gpd.GeoDataFrame, crs: CRS) -> gpd.GeoDataFrame:
    """Put the facilities of all layers into one table, in the order of ``city.toml``; last those only surveyed."""
    tables = [layer.facilities for layer in read] + ([] if surveyed.empty else [surveyed])
    if not tables:
        columns = [column for column in FACILITIES.columns if column not in PLACEMENT_COLUMNS]
        return gpd.GeoDataFrame(columns=columns, geometry="geometry", crs=crs)
    table = gpd.GeoDataFrame(pd.concat(tables, ignore_index=True), crs=crs)
    repeated = table["id"].duplicated()
    if repeated.any():
        raise LayerError(
            text(
                "Two facilities have the id {id}: give each of the layers of a source its own source, "
                "or a column “id” that differs from row to row.",
                id=table.loc[repeated.idxmax(), "id"],
            )
        )
    return table


def merge_records(
    records: gpd.GeoDataFrame,
    read: list[FacilityLayer],
    folder: Path,
    settings: Settings,
    regions: gpd.GeoDataFrame,
    tell: Progress,
) -> Conflated | None:
    """Merge the records of each place, where the city wants that."""
    if settings.merging is None or not settings.merging.enabled:
        return None
    tell(text("Finding the records of one place"))
    pairs = zip(read, settings.facilities, strict=True)
    return conflate(
        FACILITIES.validate(records[list(FACILITIES.columns)]),
        city_words(settings.city.name, regions),
        precedence={ANY_FIELD: settings.merging.precedence, **settings.merging.fields},
        decisions=read_decisions(folder, settings.merging.decisions),
        completing=frozenset(id_ for facts, layer in pairs if not layer.adds_places for id_ in facts.facilities["id"]),
    )


def everyday_places(
    read: list[FacilityLayer],
    settings: Settings,
    city: shapely.Geometry,
    crs: CRS,
    conflated: Conflated | None,
) -> gpd.GeoDataFrame:
    """Gather the positions of all layers that hint at where people live, as far as they lie in the city."""
    pairs = zip(read, settings.facilities, strict=True)
    chosen = [(facts.positions, layer.source) for facts, layer in pairs if layer.everyday_places]
    positions = gpd.GeoSeries(pd.concat([own for own, _ in chosen]) if chosen else [], crs=crs)
    sources = np.repeat([source for _, source in chosen], [len(own) for own, _ in chosen])
    if conflated is not None:
        positions, first = positions_once(positions, conflated.facilities, conflated.merging)
        sources = sources[first]
    inside = shapely.intersects(city, positions.array)
    places = gpd.GeoDataFrame({"source": sources[inside]}, geometry=positions.array[inside], crs=crs)
    return EVERYDAY_PLACES.validate(places)


def facility_outlines(
    read: list[FacilityLayer],
    layers: Mapping[str, Layer],
    settings: Settings,
    city: shapely.Geometry,
    facilities: gpd.GeoDataFrame,
    merging: Merging | None,
) -> gpd.GeoDataFrame | None:
    """Return the outlines of facilities: those of a layer of outlines, then those that a layer of facilities draws."""
    own = [
        read_facility_outlines(layers[f"outlines[{place}]"], layer, city, facilities.crs)
        for place, layer in enumerate(settings.outlines, start=1)
    ]
    return outlines_of([*own, *(facts.outlines for facts in read)], facilities, merging)


def facility_entrances(
    layers: Mapping[str, Layer],
    settings: Settings,
    city: shapely.Geometry,
    facilities: gpd.GeoDataFrame,
    merging: Merging | None,
) -> gpd.GeoDataFrame | None:
    """Return the entrances of facilities; ``None`` where the city has no layer of them."""
    if settings.entrances is None:
        return None
    return read_entrances(layers["entrances"], settings.entrances, city, facilities, merging)
