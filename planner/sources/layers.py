"""Layers as their files hold them: tables, and features with a geometry."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS
from pyproj.exceptions import CRSError

from planner.errors import CrsError, LayerError
from planner.sources.layer_content import check_content
from planner.sources.settings import LayerSettings
from planner.sources.tables import TABLE_ENDINGS, read_table
from planner.texts import text
from planner.texts.suggestion import nearest_known


@dataclass(frozen=True, eq=False)
class Layer:
    """Rows of one file.

    Attributes
    ----------
    file
        What it is called in ``city.toml``.
    source
        Id of the source its rows come from.
    rows
        Indexed by row from 1; a GeoDataFrame where the file holds geometries.
    """

    file: str
    source: str
    rows: pd.DataFrame

    def column(self, name: str) -> pd.Series:
        """Return a column.

        Raises
        ------
        planner.errors.LayerError
            If the layer has no column of that name.
        """
        if name not in self.rows.columns:
            known = [str(column) for column in self.rows.columns if column != "geometry"]
            raise LayerError(
                text(
                    "{file} has no column “{column}”, which city.toml names; {hint}.",
                    file=self.file,
                    column=name,
                    hint=nearest_known(name, known),
                )
            )
        return self.rows[name]

    def features(self, crs: str | None = None) -> gpd.GeoDataFrame:
        """Return the rows with their geometry.

        Parameters
        ----------
        crs
            The CRS to assume where the file carries none.

        Raises
        ------
        planner.errors.LayerError
            If the file holds no geometries, or a row has none.
        planner.errors.CrsError
            If neither the file nor ``city.toml`` tells the CRS.
        """
        if not isinstance(self.rows, gpd.GeoDataFrame):
            raise LayerError(
                text("{file} holds no shapes: a GeoJSON or GeoPackage layer is needed here.", file=self.file)
            )
        features = self.rows
        missing = features.geometry.isna() | features.geometry.is_empty
        if missing.any():
            raise LayerError(
                text(
                    "{file}, row {row}: the feature has no shape; draw it or delete the row.",
                    file=self.file,
                    row=first_row(missing),
                )
            )
        if features.crs is not None:
            return features
        if crs is None:
            raise CrsError(text("{file} does not tell its CRS: set “crs” for this layer in city.toml.", file=self.file))
        return features.set_crs(read_crs(crs, self.file))


def first_row(wrong: pd.Series) -> int:
    """Return the row of the first ``True``."""
    return int(wrong.index[int(wrong.to_numpy(dtype=bool).argmax())])


def read_crs(written: str, where: str) -> CRS:
    """Read a CRS such as ``EPSG:4326``.

    Raises
    ------
    planner.errors.CrsError
        If there is no such CRS.
    """
    try:
        return CRS.from_user_input(written)
    except CRSError as error:
        raise CrsError(
            text(
                "“{crs}”, the CRS given for {where}, is not known: write one such as EPSG:4326.",
                crs=written,
                where=where,
            )
        ) from error


def read_layer(folder: Path, settings: LayerSettings) -> Layer:
    """Read the file of a layer.

    Raises
    ------
    planner.errors.LayerError
        If the file can't be read or holds no rows.
    """
    path = folder / settings.file
    is_table = path.suffix.lower() in TABLE_ENDINGS
    rows = read_table(path, settings.file) if is_table else _read_features(path, settings)
    return Layer(settings.file, settings.source, rows)


def _read_features(path: Path, settings: LayerSettings) -> pd.DataFrame:
    check_content(path, settings.file)
    try:
        name = _layer_name(path, settings)
        features: pd.DataFrame = gpd.read_file(path, layer=name)
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
        raise LayerError(
            text(
                "{file} can't be read as a map layer: it is damaged, or not a GeoJSON, GeoPackage or CSV file.",
                file=settings.file,
            )
        ) from error
    if features.empty:
        raise LayerError(text("{file} is empty: it holds no feature.", file=settings.file))
    return features.set_axis(pd.RangeIndex(1, len(features) + 1, name="row"))


def _layer_name(path: Path, settings: LayerSettings) -> str:
    names = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
    if settings.layer is None and len(names) == 1:
        return names[0]
    if settings.layer in names:
        return settings.layer
    if settings.layer is None:
        raise LayerError(
            text(
                "{file} holds several layers: choose one with “layer” in city.toml; known are: {known}.",
                file=settings.file,
                known=", ".join(names),
            )
        )
    raise LayerError(
        text(
            "{file} has no layer “{layer}”; {hint}.",
            file=settings.file,
            layer=settings.layer,
            hint=nearest_known(settings.layer, names),
        )
    )
