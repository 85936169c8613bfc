"""The outlines of the smallest regions, as their file has them."""

from __future__ import annotations

import geopandas as gpd
import shapely
from pyproj import CRS

from planner.errors import LayerError
from planner.sources.columns import required_words, unique_words
from planner.sources.layers import Layer, first_row
from planner.sources.positions import check_regions
from planner.sources.settings import RegionSettings
from planner.texts import text


def read_outlines(layer: Layer, settings: RegionSettings, metric_crs: CRS) -> gpd.GeoDataFrame:
    """Read the outlines of the finest regions.

    Returns
    -------
    geopandas.GeoDataFrame
        ``code``, ``name``, ``kecamatan_code``, ``kecamatan`` and ``geometry`` in the metric CRS, in the
        order of the codes. A kecamatan stands for itself.

    Raises
    ------
    planner.errors.LayerError
        If a code is blank or given twice, a name is blank, a shape is missing or no area, or a kecamatan
        has two names.
    planner.errors.CrsError
        If the outlines lie where the metric CRS is not meant to be used.
    """
    features = layer.features(settings.crs)
    _check_polygons(features, layer.file)
    check_regions(features, metric_crs, layer.file)
    columns = settings.columns
    code, name = unique_words(layer, columns.code), required_words(layer, columns.name)
    kecamatan_code, kecamatan = code, name
    if settings.level == "kelurahan":
        kecamatan_code = required_words(layer, columns.kecamatan_code or "")
        kecamatan = required_words(layer, columns.kecamatan or "")
    outlines = gpd.GeoDataFrame(
        {"code": code, "name": name, "kecamatan_code": kecamatan_code, "kecamatan": kecamatan},
        geometry=shapely.force_2d(features.geometry.array),
        crs=features.crs,
    )
    _check_kecamatan_names(outlines, layer.file)
    return outlines.to_crs(metric_crs).sort_values("code", ignore_index=True)


def _check_polygons(features: gpd.GeoDataFrame, file: str) -> None:
    wrong = ~features.geometry.geom_type.isin(["Polygon", "MultiPolygon"])
    if wrong.any():
        row = first_row(wrong)
        raise LayerError(
            text(
                "{file}, row {row}: the outline of a region must be an area, not a {shape}.",
                file=file,
                row=row,
                shape=features.geometry.geom_type.loc[row],
            )
        )


def _check_kecamatan_names(outlines: gpd.GeoDataFrame, file: str) -> None:
    names = outlines.groupby("kecamatan_code")["kecamatan"]
    several = names.nunique() > 1
    if several.any():
        code = str(several.idxmax())
        first, second = names.unique()[code][:2]
        raise LayerError(
            text(
                "In {file} the kecamatan {code} has two names, “{first}” and “{second}”: "
                "write one of them in every row.",
                file=file,
                code=code,
                first=first,
                second=second,
            )
        )
