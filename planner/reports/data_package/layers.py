"""The layers of an assessment: geometry with attributes, in the city's metric CRS."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd

from planner.access.gaps import all_gaps
from planner.checks.each.programme import STSK_COVERAGE
from planner.model.assessment import Assessment
from planner.model.kinds import ALL_CHILDREN, CHILD_FRIENDLY_PARK, Level
from planner.model.tables import CATCHMENTS, FACILITIES
from planner.reports.sign_layer import sign_layer
from planner.texts import translate

POLYGONS, POINTS = "MultiPolygon", "Point"


def assessment_layers(assessment: Assessment) -> dict[str, tuple[gpd.GeoDataFrame, str]]:
    """Return each layer with its type of geometry, in the order of files, in the language that is spoken.

    Each is there even where it has no rows, and facilities without a position are kept without one.
    """
    return {
        "kecamatan": (_kecamatan(assessment), POLYGONS),
        "kelurahan": (_kelurahan(assessment), POLYGONS),
        "facilities": (assessment.city.facilities[list(FACILITIES.columns)], POINTS),
        "signs": (sign_layer(assessment.city), POINTS),
        "demand": (assessment.demand, POINTS),
        "proposals": (_proposals(assessment), POINTS),
        "left_out": (_left_out(assessment), POINTS),
        "gaps": (all_gaps(assessment), POLYGONS),
        "catchments": (_catchments(assessment), POLYGONS),
        "catchments_merged": (_merged_catchments(assessment), POLYGONS),
    }


def _kecamatan(assessment: Assessment) -> gpd.GeoDataFrame:
    regions = _regions(assessment, Level.KECAMATAN)
    return regions.merge(_programme(assessment), left_on="code", right_index=True, how="left")


def _kelurahan(assessment: Assessment) -> gpd.GeoDataFrame:
    """Return the kelurahan, which carry the status of their kecamatan: the programme knows no smaller unit."""
    regions = _regions(assessment, Level.KELURAHAN)
    programme = _programme(assessment).add_prefix("kecamatan_")
    return regions.merge(programme, left_on="kecamatan_code", right_index=True, how="left")


def _programme(assessment: Assessment) -> pd.DataFrame:
    """Return status and reason of the programme by kecamatan."""
    findings = assessment.findings_of(STSK_COVERAGE)
    columns = {
        "status": [str(finding.status) for finding in findings],
        "reason": [finding.reason for finding in findings],
        "reason_text": [translate(finding.reason_text) for finding in findings],
    }
    return pd.DataFrame(columns, index=[finding.unit_code for finding in findings], dtype="str")


def _regions(assessment: Assessment, level: Level) -> gpd.GeoDataFrame:
    """Return the regions of a level with their area, children and the share that reaches each kind."""
    regions = assessment.city.regions_at(level).drop(columns="level")
    regions = regions.assign(area_m2=regions.area.round(1))
    return regions.merge(_reach(assessment, level), on="code", how="left")


def _reach(assessment: Assessment, level: Level) -> pd.DataFrame:
    """Return one row a region: its children, and for each kind those within reach, their share and their minutes."""
    access = assessment.access
    rows = access[(access["level"] == level) & (access["age_tier"] == ALL_CHILDREN)]
    headline = rows[rows["kind"] == CHILD_FRIENDLY_PARK].set_index("code")
    columns = {"children": headline["children"]}
    for kind in rows["kind"].drop_duplicates():
        of_kind = rows[rows["kind"] == kind].set_index("code")
        columns[f"children_within_{kind}"] = of_kind["children_within"]
        columns[f"share_within_{kind}"] = of_kind["share"]
        columns[f"share_low_{kind}"] = of_kind["share_low"]
        columns[f"share_high_{kind}"] = of_kind["share_high"]
        columns[f"median_min_{kind}"] = of_kind["median_min"]
    table = pd.DataFrame(columns, index=pd.Index(headline.index, name="code"))
    return table.reset_index()


def _proposals(assessment: Assessment) -> gpd.GeoDataFrame:
    proposals = assessment.plan.proposals
    columns = {
        "rank": pd.array([of.rank for of in proposals], dtype="int32"),
        "id": _words(of.candidate_id for of in proposals),
        "kind": _words(of.kind for of in proposals),
        "action": _words(of.action for of in proposals),
        "facility_id": _words(of.facility_id for of in proposals),
        "facility_name": _words(of.facility_name for of in proposals),
        "region_code": _words(of.region_code for of in proposals),
        "region_name": _words(of.region_name for of in proposals),
        "kecamatan_code": _words(of.kecamatan_code for of in proposals),
        "kecamatan_name": _words(of.kecamatan_name for of in proposals),
        "duty": np.array([of.duty for of in proposals], dtype=bool),
        "children_newly_within": np.array([of.children_newly_within for of in proposals], dtype=np.int64),
        "children_within": np.array([of.children_within for of in proposals], dtype=np.int64),
        "cost_idr": pd.array([of.cost_idr for of in proposals], dtype="float64"),
        "reason_text": _words(translate(of.reason_text) for of in proposals),
        "next_best_text": _words(
            None if of.next_best_text is None else translate(of.next_best_text) for of in proposals
        ),
    }
    positions = gpd.GeoSeries.from_xy(
        [of.x_m for of in proposals], [of.y_m for of in proposals], crs=assessment.city.crs
    )
    return gpd.GeoDataFrame(columns, geometry=positions)


def _left_out(assessment: Assessment) -> gpd.GeoDataFrame:
    """Return the places that may not be chosen, each with the reason."""
    columns = ["id", "source", "name", "reason", "region_code"]
    left_out = assessment.plan.left_out
    if left_out is None:
        left_out = gpd.GeoDataFrame(columns=[*columns, "reason_text", "geometry"], crs=assessment.city.crs)
    return gpd.GeoDataFrame(
        {
            **{
                column: _words(left_out[column].astype(object).where(left_out[column].notna(), None))
                for column in columns
            },
            "reason_text": _words(translate(reason) for reason in left_out["reason_text"]),
        },
        geometry=gpd.GeoSeries(np.asarray(left_out.geometry.array), crs=assessment.city.crs),
    )


def _catchments(assessment: Assessment) -> gpd.GeoDataFrame:
    """Return the catchment of each child-friendly park with the park's name."""
    drawn = _drawn_catchments(assessment)
    of_place = drawn[drawn["facility_id"].notna()].reset_index(drop=True)
    names = assessment.city.facilities.set_index("id")["name"]
    of_place.insert(2, "facility_name", _words(of_place["facility_id"].map(names)))
    return of_place


def _merged_catchments(assessment: Assessment) -> gpd.GeoDataFrame:
    """Return the ground within reach of any child-friendly park, each child counted once."""
    drawn = _drawn_catchments(assessment)
    return drawn[drawn["facility_id"].isna()].drop(columns="facility_id").reset_index(drop=True)


def _drawn_catchments(assessment: Assessment) -> gpd.GeoDataFrame:
    """Return the catchments with counts as numbers that may be missing."""
    drawn, crs = assessment.catchments, assessment.city.crs
    if drawn is None:
        nothing = gpd.GeoDataFrame(columns=list(CATCHMENTS.columns), geometry="geometry", crs=crs)
        drawn = gpd.GeoDataFrame(CATCHMENTS.validate(nothing), crs=crs)
    # GDAL knows whole numbers only without gaps.
    return drawn.astype(dict.fromkeys(drawn.select_dtypes("Int64").columns, "float64"))


def _words(words: Iterable[str | None]) -> pd.Series:
    """Return texts as a column, which keeps its type where there are none."""
    return pd.Series([None if word is None else str(word) for word in words], dtype="str")
