"""GeoTIFFs: the part over the city, with what is unknown left unknown."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer

from planner.errors import CrsError, LayerError
from planner.model.raster import Raster
from planner.sources.layers import read_crs
from planner.sources.settings import RasterSettings
from planner.texts import text

if TYPE_CHECKING:
    from rasterio.io import DatasetReader

MOST_CELLS = 30_000_000
"""A raster may have so many cells over the city: 8 m wide ones of an area of 1,900 km²."""

MOST_BLOCK_BYTES = 256_000_000
"""A raster is stored in blocks that have to be read whole; one that is larger could fill the memory."""

_EDGE_POINTS = 20
"""Points a side by which the city's box is brought into the raster's CRS, where its sides may be bent."""

_LOOKS = 100
"""Holes are looked for at the points of a lattice of this many across and along the city."""

Floats = npt.NDArray[np.float64]


def read_raster(
    folder: Path,
    settings: RasterSettings,
    city: shapely.Geometry,
    metric_crs: CRS,
    *,
    margin_m: float = 0.0,
    most_cells: int = MOST_CELLS,
) -> Raster:
    """Read the part of a GeoTIFF that lies over the city.

    Cells without a number, and numbers that are not finite, are NaN; the file's own scale and offset are applied. Only
    the file itself is read: what other files beside it say does not count.

    Parameters
    ----------
    folder
        The city folder.
    settings
        The file, its band, and the CRS to assume where it carries none.
    city
        The city's outline in the metric CRS.
    metric_crs
        The city's metric CRS.
    margin_m
        How far around the city cells are taken, in metres.
    most_cells
        How many cells may be read.

    Raises
    ------
    planner.errors.LayerError
        If the file is no GeoTIFF, is damaged, says nothing about where it lies, has several bands of which none is
        chosen, or is too large.
    planner.errors.CrsError
        If its CRS is not known, or it does not touch the city.
    """
    file = settings.file
    with _open(folder / file, file) as dataset:
        crs = _crs(dataset, settings)
        band = _band(dataset, settings)
        across, down = _extent(dataset, city, crs, metric_crs, margin_m, file)
        _check_size(dataset, band, (across[1] - across[0]) * (down[1] - down[0]), most_cells, file)
        from rasterio.windows import Window

        window = Window.from_slices(down, across)
        stored = dataset.read(band, window=window, masked=True)
        values = np.ma.filled(stored.astype(np.float64), np.nan) * dataset.scales[band - 1] + dataset.offsets[band - 1]
        a, b, c, d, e, f = tuple(dataset.transform)[:6]
    corner = (a * across[0] + b * down[0] + c, d * across[0] + e * down[0] + f)
    return Raster(np.where(np.isfinite(values), values, np.nan), (a, b, corner[0], d, e, corner[1]), crs)


def unknown_share(raster: Raster, city: shapely.Geometry, metric_crs: CRS) -> float:
    """Return for which share of the city a raster has no number, as seen at points of a lattice."""
    west, south, east, north = shapely.bounds(city)
    x, y = np.meshgrid(np.linspace(west, east, _LOOKS), np.linspace(south, north, _LOOKS))
    inside = shapely.contains_xy(city, x, y)
    column, row = _cells(raster.transform, *_bring(x[inside], y[inside], metric_crs, raster.crs))
    rows, columns = raster.values.shape
    covered = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    known = np.zeros(len(column), dtype=bool)
    seen = raster.values[row[covered].astype(int), column[covered].astype(int)]
    known[covered] = np.isfinite(seen)
    return 1.0 - float(known.mean()) if len(known) else 0.0


def cell_outlines(raster: Raster, chosen: npt.NDArray[np.bool_], crs: CRS) -> npt.NDArray[np.object_]:
    """Return the outlines of chosen cells, row by row, in a CRS: their corners are brought there."""
    row, column = np.nonzero(chosen)
    a, b, c, d, e, f = raster.transform
    corner_x = column[:, None] + np.array([0, 1, 1, 0])
    corner_y = row[:, None] + np.array([0, 0, 1, 1])
    x, y = _bring(a * corner_x + b * corner_y + c, d * corner_x + e * corner_y + f, raster.crs, crs)
    return np.asarray(shapely.polygons(np.stack([x, y], axis=-1)), dtype=np.object_)


@contextmanager
def _open(path: Path, file: str) -> Iterator[DatasetReader]:
    # Few cities have a raster, and reading the library takes its time.
    import rasterio
    from rasterio.errors import NotGeoreferencedWarning, RasterioError

    try:
        # An absolute path to a file is never taken for an address, and the driver for nothing but a TIFF.
        with rasterio.Env(GDAL_DISABLE_READDIR_ON_OPEN="EMPTY_DIR"), warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with rasterio.open(str(path.resolve()), driver="GTiff") as dataset:
                yield dataset
    except RasterioError as error:
        raise LayerError(
            text("{file} can't be read: it is damaged, or not a GeoTIFF; save it again as one.", file=file)
        ) from error


def _crs(dataset: DatasetReader, settings: RasterSettings) -> CRS:
    if dataset.transform.is_identity:
        raise LayerError(
            text("{file} does not say where it lies: save it again as a GeoTIFF with its position.", file=settings.file)
        )
    if dataset.crs:
        return CRS.from_user_input(dataset.crs.to_wkt())
    if settings.crs is None:
        raise CrsError(text("{file} does not tell its CRS: set “crs” for this layer in city.toml.", file=settings.file))
    return read_crs(settings.crs, settings.file)


def _band(dataset: DatasetReader, settings: RasterSettings) -> int:
    bands = dataset.count
    if settings.band is None and bands > 1:
        raise LayerError(
            text("{file} has {n} bands: choose one with “band” in city.toml.", file=settings.file, n=bands)
        )
    band = settings.band or 1
    if band > bands:
        raise LayerError(
            text(
                "{file} has no band {band}: it has {n}; correct “band” in city.toml.",
                file=settings.file,
                band=band,
                n=bands,
            )
        )
    if dataset.dtypes[band - 1].startswith("complex"):
        raise LayerError(text("{file} does not hold plain numbers: choose another raster.", file=settings.file))
    return band


def _extent(
    dataset: DatasetReader, city: shapely.Geometry, crs: CRS, metric_crs: CRS, margin_m: float, file: str
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the first column and the one behind the last that touch the city, and the same of rows."""
    west, south, east, north = shapely.bounds(shapely.buffer(shapely.box(*shapely.bounds(city)), margin_m))
    box = shapely.segmentize(shapely.box(west, south, east, north), max(east - west, north - south) / _EDGE_POINTS)
    x, y = shapely.get_coordinates(box).T
    column, row = _cells(tuple(dataset.transform)[:6], *_bring(x, y, metric_crs, crs))
    if not (np.isfinite(column).all() and np.isfinite(row).all()):
        raise CrsError(text("{file} is in a CRS that does not reach the city: check its CRS.", file=file))
    across = max(0, math.floor(column.min())), min(dataset.width, math.ceil(column.max()))
    down = max(0, math.floor(row.min())), min(dataset.height, math.ceil(row.max()))
    if across[0] >= across[1] or down[0] >= down[1]:
        raise CrsError(
            text("{file} does not touch the city: check its CRS, or whether it is another place's raster.", file=file)
        )
    return across, down


def _check_size(dataset: DatasetReader, band: int, cells: int, most_cells: int, file: str) -> None:
    if cells > most_cells:
        raise LayerError(
            text(
                "{file} has {n} cells over the city, more than {most}: make it coarser before using it.",
                file=file,
                n=cells,
                most=most_cells,
            )
        )
    height, width = dataset.block_shapes[band - 1]
    if height * width * np.dtype(dataset.dtypes[band - 1]).itemsize > MOST_BLOCK_BYTES:
        raise LayerError(
            text("{file} is stored in blocks that are too large to read: save it again in tiles.", file=file)
        )


def _bring(x: Floats, y: Floats, crs: CRS, to: CRS) -> tuple[Floats, Floats]:
    east, north = Transformer.from_crs(crs, to, always_xy=True).transform(x, y)
    return np.asarray(east, dtype=np.float64), np.asarray(north, dtype=np.float64)


def _cells(transform: tuple[float, ...], x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return columns and rows, in fractions of a cell from the upper left corner."""
    a, b, c, d, e, f = transform
    east, south = x - c, y - f
    return (e * east - b * south) / (a * e - b * d), (a * south - d * east) / (a * e - b * d)
