"""The layers that a city may keep beside its ground: shops and billboards, reports, and published figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from planner.sources.child_reports import read_child_reports
from planner.sources.figures import read_figures
from planner.sources.layers import Layer
from planner.sources.settings import Settings
from planner.sources.tobacco import read_tobacco_points


@dataclass(frozen=True, eq=False)
class CityRecords:
    """What the city's files say; ``None`` where it has no such layer.

    Attributes
    ----------
    tobacco_outlets, billboards, child_reports, figures
        As in :class:`~planner.model.city.City`.
    """

    tobacco_outlets: gpd.GeoDataFrame | None
    billboards: gpd.GeoDataFrame | None
    child_reports: pd.DataFrame | None
    figures: pd.DataFrame | None


def read_records(layers: Mapping[str, Layer], settings: Settings, regions: gpd.GeoDataFrame) -> CityRecords:
    """Read every such layer that the city has.

    Parameters
    ----------
    layers
        Layers of rows by key.
    settings
        The city's ``city.toml``.
    regions
        :data:`~planner.model.tables.REGIONS`, in the city's metric CRS.

    Raises
    ------
    planner.errors.LayerError
        If a layer can't be used.
    """
    reports = settings.child_reports
    return CityRecords(
        tobacco_outlets=read_tobacco_points("tobacco_outlet", layers, settings.tobacco_outlets, regions),
        billboards=read_tobacco_points("billboard", layers, settings.billboards, regions),
        child_reports=None if reports is None else read_child_reports(layers["child_reports"], reports, regions),
        figures=None if settings.figures is None else read_figures(layers["figures"], settings.figures),
    )
