"""Which places a scenario changes, for a map."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from planner.model.city import City
from planner.model.scenario import ChangeKind

COLUMNS = ["id", "kind", "name", "change", "child_friendly", "kelurahan_code", "kecamatan_code", "geometry"]


def changed_places(city: City, after: City) -> gpd.GeoDataFrame:
    """Return the places that differ between a city and the same city with a scenario's changes.

    Parameters
    ----------
    city
        The city as it is.
    after
        The changed city.

    Returns
    -------
    First what was closed, then what was upgraded, then what was added, each in the order of its city, with the columns
    :data:`COLUMNS`; ``change`` is ``close``, ``upgrade`` or ``add``. Geometry: points in the city's metric CRS, or
    ``None`` where no position is known.
    """
    # Without their CRS tables are chosen from several times as quickly.
    before, now = pd.DataFrame(city.facilities), pd.DataFrame(after.facilities)
    former = pd.Index(before["id"]).get_indexer(pd.Index(now["id"]))
    there = np.flatnonzero(former >= 0)
    # One that is designated already may still be opened to everybody, and cost nothing any more.
    raised = now["id"].isin(_free_now(city, after)).to_numpy(dtype=bool)[there]
    for column in ("child_friendly", "public"):
        then = before[column].to_numpy(dtype=object)[former[there]]
        raised |= now[column].to_numpy(dtype=object)[there] != then
    upgraded = there[raised]
    closed = np.setdiff1d(np.arange(len(before)), former[there])
    tables = [before.iloc[closed], now.iloc[upgraded], now.iloc[former < 0]]
    change = np.repeat(
        [str(kind) for kind in (ChangeKind.CLOSE, ChangeKind.UPGRADE, ChangeKind.ADD)], [len(table) for table in tables]
    )
    together = pd.concat(tables, ignore_index=True).assign(change=pd.Series(change, dtype="str"))
    return gpd.GeoDataFrame(together[COLUMNS], geometry="geometry", crs=city.crs)


def _free_now(city: City, after: City) -> pd.Series:
    """Return the ids of the places whose entrance fee a survey saw, and that would be free."""
    return city.survey.loc[~city.survey.index.isin(after.survey.index), "facility_id"]
