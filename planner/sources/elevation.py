"""Height of the ground."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from pyproj import CRS

from planner.errors import LayerError
from planner.model.city import Notice
from planner.model.raster import Raster
from planner.sources.raster import read_raster, unknown_share
from planner.sources.settings import RasterSettings
from planner.texts import text
from planner.texts.text import Percent

MARGIN_M = 1000.0
"""Heights are read up to this far beyond the city: its streets go on there."""

LOWEST_M, HIGHEST_M = -500.0, 9000.0
"""No ground lies lower or higher: such a number stands for an unknown height."""


def read_elevation(
    folder: Path, settings: RasterSettings, city: shapely.Geometry, metric_crs: CRS
) -> tuple[Raster, tuple[Notice, ...]]:
    """Read the heights over the city, and say for how much of it there are none.

    Raises
    ------
    planner.errors.LayerError
        If the raster can't be used, or has no height in the city.
    planner.errors.CrsError
        If its CRS is not known, or it does not touch the city.
    """
    raster = read_raster(folder, settings, city, metric_crs, margin_m=MARGIN_M)
    values = raster.values
    with np.errstate(invalid="ignore"):
        heights = np.where((values >= LOWEST_M) & (values <= HIGHEST_M), values, np.nan)
    raster = Raster(heights, raster.transform, raster.crs)
    unknown = unknown_share(raster, city, metric_crs)
    if unknown == 1:
        raise LayerError(
            text("{file} holds no height of the city, in metres: choose another raster.", file=settings.file)
        )
    if not unknown:
        return raster, ()
    sentence = text(
        "{file} has no height for {share} of the city: slopes are not known there.",
        file=settings.file,
        share=Percent(unknown, 1),
    )
    return raster, (Notice("elevation_holes", "elevation", sentence),)
