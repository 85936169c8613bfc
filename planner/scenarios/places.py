"""Which places a scenario changes, for a map."""

from __future__ import annotations

import geopandas as gpd
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
    before, now = city.facilities, after.facilities
    closed = before[~before["id"].isin(now["id"])]
    added = now[~now["id"].isin(before["id"])]
    kept = now[now["id"].isin(before["id"])]
    former = kept["id"].map(before.set_index("id")["child_friendly"])
    upgraded = kept[kept["child_friendly"] != former]
    tables = {ChangeKind.CLOSE: closed, ChangeKind.UPGRADE: upgraded, ChangeKind.ADD: added}
    together = pd.concat([table.assign(change=str(change)) for change, table in tables.items()], ignore_index=True)
    return gpd.GeoDataFrame(together[COLUMNS], geometry="geometry", crs=city.crs)
