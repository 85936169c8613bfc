"""Shapes of a delivered layer: positions read, outlines repaired, what is no place of a facility set aside."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS

from planner.cleaning.quality.report import Outcome, RemarkList
from planner.sources.delivery.coordinates import Located
from planner.sources.delivery.crs import Reading, apply_reading
from planner.sources.delivery.preview import Preview
from planner.texts import Percent, Text, text

_POINT, _POLYGON = int(shapely.GeometryType.POINT), int(shapely.GeometryType.POLYGON)
_MULTI_POINT, _MULTI_POLYGON = int(shapely.GeometryType.MULTIPOINT), int(shapely.GeometryType.MULTIPOLYGON)
_AREA_DIFFERS = 0.2
_METRES_PER_DEGREE = 111_320.0
_ON_GRID = 5e-5
"""Share of a step by which a rounded coordinate may miss it: projecting there and back leaves as much."""

Shapes = npt.NDArray[np.object_]


def metric_shapes(
    view: Preview, located: Located, reading: Reading | None, metric_crs: CRS, remarks: RemarkList
) -> Shapes:
    """Return the shape of each row in the metric CRS: a point, a valid outline, or ``None`` without a place."""
    column = ", ".join(located.columns) or None
    values = _written(view, located)
    for where, code, reason in (
        (located.half, "half_position", text("Only one of the two coordinates is filled.")),
        (located.unreadable, "position_unreadable", text("The position can't be read as coordinates.")),
    ):
        remarks.add(where, code, Outcome.SET_ASIDE, reason, column=column, values=values)
    if reading is None:
        return np.full(len(view.cells), None, dtype=object)
    present = ~shapely.is_missing(located.shapes)
    shapes = apply_reading(located.shapes, reading, metric_crs)
    lost = present & shapely.is_missing(shapes)
    reason = text("The position is no place on earth.")
    remarks.add(lost, "position_impossible", Outcome.SET_ASIDE, reason, column=column, values=values)
    shapes = _single_points(shapes, remarks)
    shapes = _repaired(shapes, remarks)
    kind = shapely.get_type_id(shapes)
    wrong = ~np.isin(kind, [-1, _POINT, _POLYGON, _MULTI_POLYGON])
    reasons = [
        text("A facility is a point or an outline, not a {shape}.", shape=_name(number)) for number in kind[wrong]
    ]
    remarks.add(wrong, "wrong_shape", Outcome.SET_ASIDE, reasons)
    shapes[wrong] = None
    return shapes


def _name(kind: int) -> str:
    return {1: "LineString", 2: "LinearRing", 4: "MultiPoint", 5: "MultiLineString"}.get(
        int(kind), "GeometryCollection"
    )


def _written(view: Preview, located: Located) -> pd.Series | None:
    if not located.columns:
        return None
    parts = [view.cells[column].astype("str").where(view.cells[column].notna(), "") for column in located.columns]
    return parts[0] if len(parts) == 1 else parts[0] + ", " + parts[1]


def _single_points(shapes: Shapes, remarks: RemarkList) -> Shapes:
    """Take the point of a MultiPoint that has only one."""
    alone = (shapely.get_type_id(shapes) == _MULTI_POINT) & (shapely.get_num_geometries(shapes) == 1)
    taken = shapes.copy()
    taken[alone] = shapely.get_geometry(shapes[alone], 0)
    remarks.add(
        alone, "single_point", Outcome.REPAIRED, text("A group of points with one point was taken as that point.")
    )
    return taken


def _repaired(shapes: Shapes, remarks: RemarkList) -> Shapes:
    """Mend invalid outlines; what has no area after it is set aside."""
    is_outline = np.isin(shapely.get_type_id(shapes), [_POLYGON, _MULTI_POLYGON])
    broken = is_outline & ~shapely.is_valid(shapes)
    mended = shapes.copy()
    mended[broken] = _areas_only(shapely.make_valid(shapes[broken], method="structure"))
    empty = broken & (shapely.is_missing(mended) | (shapely.area(mended) == 0))
    remarks.add(empty, "outline_without_area", Outcome.SET_ASIDE, text("The outline encloses no area."))
    done = broken & ~empty
    reasons = [
        _repair(str(why).split("[")[0], before, after)
        for why, before, after in zip(
            shapely.is_valid_reason(shapes[done]), shapely.area(shapes[done]), shapely.area(mended[done]), strict=True
        )
    ]
    remarks.add(done, "outline_repaired", Outcome.REPAIRED, reasons)
    flat = is_outline & ~broken & (shapely.area(mended) == 0)
    remarks.add(flat, "outline_without_area", Outcome.SET_ASIDE, text("The outline encloses no area."))
    mended[empty | flat] = None
    return mended


def _repair(why: str, before: float, after: float) -> Text:
    # The area of a figure of eight is the difference of its halves, so it says nothing.
    if before <= 0 or abs(after - before) > before:
        return text("The outline was not valid ({reason}); it was repaired, but its area is doubtful.", reason=why)
    share = Percent(abs(after - before) / before, 1)
    return text(
        "The outline was not valid ({reason}); it was repaired, and its area changed by {share}.",
        reason=why,
        share=share,
    )


def _areas_only(shapes: Shapes) -> Shapes:
    """Keep the polygons of each shape."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    areal = shapely.get_dimensions(parts) == 2
    inner, inner_owner = shapely.get_parts(parts[areal], return_index=True)
    kept = np.full(len(shapes), None, dtype=object)
    if areal.any():
        shapely.multipolygons(inner, indices=owner[areal][inner_owner], out=kept)
    return kept


def compare_areas(shapes: Shapes, recorded_m2: pd.Series, column: str | None, remarks: RemarkList) -> pd.Series:
    """Return recorded areas, those of the outlines where none is recorded; remark on those that differ much."""
    outline = shapely.get_dimensions(shapes) == 2
    measured = np.where(outline, shapely.area(shapes), np.nan)
    recorded = recorded_m2.to_numpy()
    differs = outline & (np.abs(recorded - measured) > _AREA_DIFFERS * measured)
    reasons = [
        text(
            "The recorded area of {recorded} m² is not that of the outline, {measured} m².",
            recorded=round(said),
            measured=round(found),
        )
        for said, found in zip(recorded[differs], measured[differs], strict=True)
    ]
    remarks.add(differs, "area_differs", Outcome.CHECK, reasons, column=column)
    return recorded_m2.fillna(pd.Series(measured, index=recorded_m2.index))


def rounding_m(
    x: npt.NDArray[np.float64],
    y: npt.NDArray[np.float64],
    remarks: RemarkList,
    *,
    in_degrees: bool,
    column: str | None = None,
) -> npt.NDArray[np.float64]:
    """Return how far a rounded position may be off, in metres; missing where it is not rounded to 100 m or more.

    Parameters
    ----------
    x, y
        Coordinates of points as they were given, missing for anything else.
    remarks
        Where it is noted.
    in_degrees
        Whether they are degrees; metres if not.
    column
        The columns of the position.
    """
    found = np.full(len(x), np.nan)
    steps = (1.0, 0.1, 1 / 60, 0.01, 0.001) if in_degrees else (1000.0, 100.0)
    for step in steps:
        on_grid = np.isnan(found) & _is_multiple(x, step) & _is_multiple(y, step)
        found[on_grid] = float(f"{step * (_METRES_PER_DEGREE if in_degrees else 1.0):.2g}")
    rounded = np.isfinite(found)
    reasons = {
        size: text("The position is rounded: it may be off by {metres} m.", metres=int(size))
        for size in np.unique(found[rounded])
    }
    remarks.add(rounded, "position_rounded", Outcome.CHECK, [reasons[size] for size in found[rounded]], column=column)
    return found


def _is_multiple(values: npt.NDArray[np.float64], step: float) -> npt.NDArray[np.bool_]:
    return np.asarray(np.abs(values / step - np.round(values / step)) < _ON_GRID)
