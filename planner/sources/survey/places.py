"""Places that only a survey knows, as facilities."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from planner.model.kinds import Designation, Known
from planner.model.survey import SURVEY_SOURCE
from planner.sources.positions import WGS84, check_projected, project
from planner.sources.survey.store import SURVEY_FILE


def surveyed_places(survey: pd.DataFrame, metric_crs: CRS) -> gpd.GeoDataFrame:
    """Return the places that a survey found itself, each once, of which no fact is told yet.

    Parameters
    ----------
    survey
        :data:`~planner.model.survey.SURVEY`.
    metric_crs
        The city's metric CRS.

    Returns
    -------
    :data:`~planner.model.tables.FACILITIES` without region codes and placement. ``source_detail`` and
    ``source_date`` are of the newest visit.

    Raises
    ------
    planner.errors.LayerError
        If a position can't be projected.
    """
    own = survey[survey["kind"].notna()].drop_duplicates("facility_id")
    points = project(own["lon"].to_numpy(), own["lat"].to_numpy(), WGS84, metric_crs)
    check_projected(points, own["row"].to_numpy(), SURVEY_FILE)
    latest = survey.sort_values("date", kind="stable").drop_duplicates("facility_id", keep="last")
    latest = latest.set_index("facility_id").loc[own["facility_id"]]
    words = pd.Series(np.nan, index=own.index, dtype="str")
    return gpd.GeoDataFrame(
        {
            "id": own["facility_id"],
            "kind": own["kind"],
            "name": own["place_name"],
            "declared_kelurahan": words,
            "declared_kecamatan": words,
            "child_friendly": str(Designation.UNKNOWN),
            "child_friendly_basis": words,
            "public": str(Known.UNKNOWN),
            "area_m2": np.nan,
            "capacity": np.nan,
            "pupils": np.nan,
            "address": words,
            "position_quality": words,
            "note": words,
            "source": SURVEY_SOURCE,
            "source_row": own["row"],
            "source_detail": told_by(latest).to_numpy(),
            "source_date": latest["date"].to_numpy(),
            "geometry": gpd.GeoSeries(points, own.index, crs=metric_crs),
        },
        crs=metric_crs,
    ).reset_index(drop=True)


def told_by(rows: pd.DataFrame) -> pd.Series:
    """Return, for rows of a survey, the file and the office: where a fact comes from."""
    return SURVEY_FILE + ": " + rows["office"].astype("str")
