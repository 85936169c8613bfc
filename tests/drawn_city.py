"""A drawn city of rectangles, whose answers can be worked out by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from planner.model.city import City
from planner.model.kinds import CHILDREN_COLUMNS
from planner.model.tables import EVERYDAY_PLACES, FACILITIES, POPULATION, REGIONS, STREETS

METRIC = CRS.from_epsg(32748)

Box = tuple[float, float, float, float]


def drawn_regions(kelurahan: Mapping[str, Box]) -> gpd.GeoDataFrame:
    """Draw kelurahan by code ``KK.LL``; each kecamatan ``KK`` is the union of its kelurahan."""
    rows = [
        {
            "code": code,
            "level": "kelurahan",
            "name": f"Kelurahan {code}",
            "kecamatan_code": code[:2],
            "geometry": shapely.box(*box),
        }
        for code, box in kelurahan.items()
    ]
    for kecamatan in sorted({code[:2] for code in kelurahan}):
        outline = shapely.union_all([row["geometry"] for row in rows if row["kecamatan_code"] == kecamatan])
        rows.append(
            {
                "code": kecamatan,
                "level": "kecamatan",
                "name": f"Kecamatan {kecamatan}",
                "kecamatan_code": kecamatan,
                "geometry": outline,
            }
        )
    regions = gpd.GeoDataFrame(rows, crs=METRIC).sort_values("code", ignore_index=True)
    return gpd.GeoDataFrame(REGIONS.validate(regions), crs=METRIC)


def drawn_facility(id_: str, xy: tuple[float, float] | None, **facts: object) -> dict[str, object]:
    """Describe one facility; what is not said is an undesignated public park found by its position."""
    return {
        "id": id_,
        "kind": "park",
        "name": f"Taman {id_}",
        "placement": "position" if xy else "unplaced",
        "child_friendly": "no",
        "public": "yes",
        "source": "drawn",
        "source_row": 1,
        "geometry": None if xy is None else shapely.Point(xy),
        **facts,
    }


def drawn_facilities(facilities: Iterable[Mapping[str, object]]) -> gpd.GeoDataFrame:
    """Make a facility table of descriptions."""
    table = pd.DataFrame(list(facilities)).reindex(columns=list(FACILITIES.columns))
    return gpd.GeoDataFrame(FACILITIES.validate(gpd.GeoDataFrame(table, crs=METRIC)), crs=METRIC)


def drawn_city(
    kelurahan: Mapping[str, Box],
    *,
    children: Mapping[str, Sequence[int]] | None,
    facilities: Iterable[Mapping[str, object]] = (),
    places: Sequence[tuple[float, float]] = (),
    streets: Sequence[Sequence[tuple[float, float]]] = (),
    street_class: str = "residential",
) -> City:
    """Draw a city: children are the counts of the three age tiers by kelurahan, adults nobody."""
    population = None
    if children is not None:
        counts = np.array([children[code] for code in sorted(children)], dtype=np.int64)
        population = POPULATION.validate(
            pd.DataFrame(
                np.column_stack([counts.sum(axis=1), counts]),
                columns=["population", *CHILDREN_COLUMNS],
                index=pd.Index(sorted(children), name="code"),
            )
        )
    lines = [shapely.LineString(line) for line in streets]
    return City(
        code="00",
        name="Kota Gambar",
        crs=METRIC,
        regions=drawn_regions(kelurahan),
        population=population,
        population_source="drawn",
        population_date="2024",
        facilities=drawn_facilities(facilities),
        everyday_places=_layer(
            {"source": ["drawn"] * len(places)}, [shapely.Point(xy) for xy in places], EVERYDAY_PLACES
        ),
        streets=_layer({"name": [""] * len(lines), "street_class": [street_class] * len(lines)}, lines, STREETS),
        rule_changes={},
        sources=(),
        notices=(),
        fingerprint="drawn",
    )


def _layer(columns: dict[str, list[str]], geometry: Sequence[object], schema: object) -> gpd.GeoDataFrame:
    table = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(list(geometry), crs=METRIC))
    return gpd.GeoDataFrame(schema.validate(table), crs=METRIC)  # type: ignore[attr-defined]
