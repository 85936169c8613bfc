"""Drawn GeoTIFFs."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from rasterio.errors import NotGeoreferencedWarning


def write_raster(path: Path, values: np.ndarray, transform: Affine | None, crs: str | None, **more: object) -> Path:
    """Write one band, or several where the values have three dimensions."""
    bands = values if values.ndim == 3 else values[None]
    profile = {"driver": "GTiff", "count": len(bands), "height": bands.shape[1], "width": bands.shape[2]}
    profile |= {"dtype": bands.dtype, "crs": crs} | ({} if transform is None else {"transform": transform}) | more
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(path, "w", **profile) as dataset:
            dataset.write(bands)
    return path
