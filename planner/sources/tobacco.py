"""Shops that may sell tobacco, and billboards: where they are, and what an inspection found there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import cast

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS

from planner.errors import LayerError
from planner.model.kinds import Known, Level
from planner.model.tables import TOBACCO_POINTS
from planner.sources.columns import choices, numbers, unique_words, words
from planner.sources.facilities import KNOWN
from planner.sources.layers import Layer, first_row, read_crs
from planner.sources.positions import SHORE_M, check_positions, check_projected, project
from planner.sources.settings import DEGREES, TobaccoSettings
from planner.sources.shapes import check_near
from planner.texts import text


def read_tobacco_points(
    kind: str, layers: Mapping[str, Layer], settings: Sequence[TobaccoSettings], regions: gpd.GeoDataFrame
) -> gpd.GeoDataFrame | None:
    """Read the layers of one kind of point.

    Parameters
    ----------
    kind
        One of :data:`~planner.model.tables.POINT_KINDS`.
    layers
        Layers of rows by key.
    settings
        What ``city.toml`` says of each layer of this kind.
    regions
        :data:`~planner.model.tables.REGIONS`, in the city's metric CRS.

    Returns
    -------
    geopandas.GeoDataFrame or None
        :data:`~planner.model.tables.TOBACCO_POINTS` of the rows that are taken and lie in the city, layer by layer in
        the order of their files; ``None`` where the city has no such layer.

    Raises
    ------
    planner.errors.LayerError
        If no row is of a kind that is taken, a position is missing, a word is not known or an id is given twice.
    planner.errors.CrsError
        If most positions lie far from the city.
    """
    tables = [
        _read_layer(kind, layers[f"{kind}s[{place}]"], layer, regions) for place, layer in enumerate(settings, start=1)
    ]
    if not tables:
        return None
    table = gpd.GeoDataFrame(pd.concat(tables, ignore_index=True), crs=regions.crs)
    repeated = table["id"].duplicated()
    if repeated.any():
        raise LayerError(
            text(
                "Two rows of the layers of shops or billboards have the id {id}: give each file its own source, "
                "and take each row once.",
                id=table.loc[repeated.idxmax(), "id"],
            )
        )
    return TOBACCO_POINTS.validate(_placed(table, regions)[list(TOBACCO_POINTS.columns)])


def _read_layer(kind: str, layer: Layer, settings: TobaccoSettings, regions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    columns = settings.columns
    own = unique_words(layer, columns.id) if columns.id else pd.Series(layer.rows.index.astype(str), layer.rows.index)
    identity = layer.source + ":" + own.astype("str")
    what = _what(layer, settings)
    table = gpd.GeoDataFrame(
        {
            "id": identity,
            "kind": kind,
            "name": words(layer, columns.name).fillna(what).fillna(identity),
            "what": what,
            "confirmed": choices(layer, columns.confirmed, KNOWN, blank=Known.UNKNOWN),
            "source": layer.source,
        },
        geometry=_points(layer, settings, regions),
        crs=regions.crs,
    )
    return table[_taken(layer, settings, what)]


def _what(layer: Layer, settings: TobaccoSettings) -> pd.Series:
    """Return what the source calls each row; missing where no column says it."""
    if not settings.kind_columns:
        return pd.Series(np.nan, index=layer.rows.index, dtype="str")
    parts = [words(layer, column).fillna("") for column in settings.kind_columns]
    return reduce(lambda left, right: left + "=" + right, parts)


def _taken(layer: Layer, settings: TobaccoSettings, what: pd.Series) -> npt.NDArray[np.bool_]:
    """Say which rows are taken: at least one, for a misspelt kind would leave an empty layer, which says "none"."""
    if not settings.kinds:
        return np.ones(len(what), dtype=np.bool_)
    taken = what.isin(settings.kinds).to_numpy(dtype=np.bool_)
    if not taken.any():
        raise LayerError(
            text(
                "No row of {file} is of a kind listed under “kinds” in city.toml ({kinds}): check how the file "
                "writes them in “{columns}”.",
                file=layer.file,
                kinds=", ".join(settings.kinds),
                columns="=".join(settings.kind_columns),
            )
        )
    return taken


def _points(layer: Layer, settings: TobaccoSettings, regions: gpd.GeoDataFrame) -> npt.NDArray[np.object_]:
    """Return the position of each row in the metric CRS."""
    # Near enough to tell another city's layer, and far quicker than the outline.
    city, metric_crs = shapely.box(*regions.total_bounds), cast("CRS", regions.crs)
    pair = settings.columns.position
    if pair is None:
        features = layer.features(settings.crs)
        check_near(features.geometry, city, metric_crs, layer.file)
        points = features.geometry.to_crs(metric_crs).representative_point()
        return np.asarray(points.array, dtype=np.object_)
    x, y = (numbers(layer, column) for column in pair)
    missing = x.isna() | y.isna()
    if missing.any():
        raise LayerError(
            text(
                "{file}, row {row}: a position is needed here; fill “{x}” and “{y}”, or delete the row.",
                file=layer.file,
                row=first_row(missing),
                x=pair[0],
                y=pair[1],
            )
        )
    crs = read_crs(settings.crs or DEGREES, layer.file)
    check_positions(x.to_numpy(), y.to_numpy(), crs, city, metric_crs, layer.file)
    points = project(x.to_numpy(), y.to_numpy(), crs, metric_crs)
    check_projected(points, layer.rows.index.to_numpy(), layer.file)
    return points


def _placed(points: gpd.GeoDataFrame, regions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the points that lie in the city, each with its regions: on a border those of the lowest code."""
    has_kelurahan = bool((regions["level"] == Level.KELURAHAN).any())
    finest = regions[regions["level"] == (Level.KELURAHAN if has_kelurahan else Level.KECAMATAN)]
    finest = finest.sort_values("code", ignore_index=True)
    outlines = np.asarray(finest.geometry.array, dtype=np.object_)
    spots = np.asarray(points.geometry.array, dtype=np.object_)
    tree = shapely.STRtree(outlines)
    point, region = tree.query(spots, predicate="intersects")
    # The nearest outline takes far longer to find than one that covers a point: ask only for the rest.
    rest = np.setdiff1d(np.arange(len(spots)), point)
    ashore, nearest = tree.query_nearest(spots[rest], max_distance=SHORE_M, all_matches=True)
    point, region = np.append(point, rest[ashore]), np.append(region, nearest)
    order = np.lexsort((region, point))
    inside, first = np.unique(point[order], return_index=True)
    own = finest.iloc[region[order][first]]
    return points.iloc[inside].assign(
        kelurahan_code=own["code"].to_numpy() if has_kelurahan else None,
        kecamatan_code=own["kecamatan_code"].to_numpy(),
    )
