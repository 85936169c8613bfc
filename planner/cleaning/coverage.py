"""Outlines of regions to a valid coverage: no overlap, no sliver between neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from planner.errors import LayerError
from planner.model.city import Notice
from planner.texts import Percent, plural, text

GAP_WIDTH_M = 20.0
"""A gap between regions that no circle wider than this fits into is an error of drawing, and is closed."""

_NOTED_AREA_M2 = 1.0
"""Overlaps and gaps below this are noise of the coordinates and not worth a notice."""

_SLIT_RATIO = 5.0
"""An open gap is a slit if it is at least this many times as long as it is wide."""

Polygons = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Coverage:
    """Regions whose outlines fit together.

    Attributes
    ----------
    regions
        The rows, columns and order that were given, with clean outlines.
    notices
        What was changed.
    """

    regions: gpd.GeoDataFrame
    notices: tuple[Notice, ...]


def clean_coverage(outlines: gpd.GeoDataFrame) -> Coverage:
    """Make outlines a valid coverage: edges of neighbours match exactly, none overlaps another.

    An overlap goes to the region that it shares the longest border with. A gap between regions that is
    narrower than :data:`GAP_WIDTH_M` is closed in the same way, be it enclosed or open to the outside;
    islands, wider gaps and lakes stay. Outlines that are invalid in themselves are mended first.

    Parameters
    ----------
    outlines
        Polygons in a metric CRS, with columns ``code`` and ``name``.

    Raises
    ------
    planner.errors.LayerError
        If an outline is missing or no polygon, or a region vanishes under its neighbours.

    Notes
    -----
    The nodes are those of the outlines themselves; vertices are snapped only within GEOS's own tolerance (about
    one hundred-millionth of the extent), so that clean outlines come back as they were.
    """
    given = np.asarray(outlines.geometry.array, dtype=np.object_)
    _refuse_other_than_polygons(outlines, given)
    valid, mended = _mend(outlines, given)
    clean = _clean(valid)
    _refuse_vanished(outlines, clean)
    clean = _close_slits(clean)
    regions = outlines.set_geometry(gpd.GeoSeries(clean, index=outlines.index, crs=outlines.crs))
    return Coverage(regions, (*mended, *_changes(outlines, valid, clean)))


def _refuse_other_than_polygons(outlines: gpd.GeoDataFrame, given: Polygons) -> None:
    polygonal = np.isin(shapely.get_type_id(given), (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON))
    wrong = np.flatnonzero(~polygonal | shapely.is_empty(given))
    if wrong.size:
        row = outlines.iloc[wrong[0]]
        raise LayerError(
            text(
                "Row {row} of the regions ({code}, {name}) has no polygon as its outline; draw one, or remove the row.",
                row=int(wrong[0]) + 1,
                code=str(row["code"]),
                name=str(row["name"]),
            )
        )


def _mend(outlines: gpd.GeoDataFrame, given: Polygons) -> tuple[Polygons, tuple[Notice, ...]]:
    """Make each outline valid in itself, and say which were not."""
    invalid = np.flatnonzero(~shapely.is_valid(given))
    if not invalid.size:
        return given, ()
    mended = given.copy()
    # "structure" reads rings as shells and holes, so that a bow tie keeps both halves and nothing turns inside out.
    mended[invalid] = shapely.make_valid(given[invalid], method="structure", keep_collapsed=False)
    _refuse_vanished(outlines, mended)
    notices = (
        Notice(
            "outline_mended",
            str(code),
            text(
                "The outline of {name} crossed itself and was mended; its area changed by {change}.",
                name=str(name),
                change=Percent(share, 2),
            ),
        )
        for code, name, share in zip(
            outlines["code"].iloc[invalid],
            outlines["name"].iloc[invalid],
            _relative_change(given[invalid], mended[invalid]),
            strict=True,
        )
    )
    return mended, tuple(notices)


def _refuse_vanished(outlines: gpd.GeoDataFrame, polygons: Polygons) -> None:
    vanished = np.flatnonzero(shapely.is_missing(polygons) | shapely.is_empty(polygons))
    if vanished.size:
        row = outlines.iloc[vanished[0]]
        raise LayerError(
            text(
                "Row {row} of the regions ({code}, {name}) has no area of its own: its outline is empty or lies "
                "under its neighbours; correct or remove it.",
                row=int(vanished[0]) + 1,
                code=str(row["code"]),
                name=str(row["name"]),
            )
        )


def _relative_change(before: Polygons, after: Polygons) -> npt.NDArray[np.float64]:
    area = np.abs(shapely.area(before))
    return np.divide(np.abs(shapely.area(after) - area), area, out=np.ones_like(area), where=area > 0)


def _clean(polygons: Polygons) -> Polygons:
    # The stubs of shapely 2.1 do not know this function of 2.2 yet.
    cleaned = shapely.coverage_clean(polygons, gap_width=GAP_WIDTH_M)  # type: ignore[attr-defined]
    return np.asarray(cleaned, dtype=np.object_)


def _close_slits(clean: Polygons) -> Polygons:
    """Close slits between neighbours that open to the outside, which GEOS leaves since no ring encloses them."""
    city = shapely.coverage_union_all(clean)
    half = GAP_WIDTH_M / 2
    closed = shapely.buffer(shapely.buffer(city, half, join_style="mitre"), -half, join_style="mitre")
    parts = shapely.get_parts(shapely.difference(closed, city))
    # A slit of length l and width w has an area of l·w and about 2·l of border.
    border = shapely.length(parts)
    slit = border**2 >= 4 * _SLIT_RATIO * shapely.area(parts)
    parts = parts[slit & (shapely.area(parts) >= _NOTED_AREA_M2)]
    part, region = shapely.STRtree(clean).query(parts, predicate="intersects")
    shared = shapely.length(shapely.intersection(shapely.boundary(parts[part]), shapely.boundary(clean[region])))
    # A notch in the outline of one region alone is its own shape; between two or more it is a slit.
    between = np.bincount(part[shared > GAP_WIDTH_M], minlength=len(parts)) >= 2
    if not between.any():
        return clean
    order = np.lexsort((region, -shared, part))
    order = order[between[part[order]]]
    first = order[np.unique(part[order], return_index=True)[1]]
    joined = clean.copy()
    for index in np.unique(region[first]):
        own = parts[part[first[region[first] == index]]]
        joined[index] = shapely.union_all(np.append(own, clean[index]))
    return _clean(joined)


def _changes(outlines: gpd.GeoDataFrame, before: Polygons, after: Polygons) -> tuple[Notice, ...]:
    """Say how much was cleaned, if it was more than noise."""
    left, right = shapely.STRtree(before).query(before, predicate="intersects")
    once = left < right
    overlap_m2 = shapely.area(shapely.intersection(before[left[once]], before[right[once]]))
    overlap_m2 = overlap_m2[overlap_m2 >= _NOTED_AREA_M2]
    gap_m2 = float(shapely.area(shapely.coverage_union_all(after)) - shapely.area(shapely.union_all(before)))
    change = _relative_change(before, after)
    changed = {
        "gap_ha": max(gap_m2, 0.0) / 10_000,
        "change": Percent(float(change.max()), 2),
        "name": str(outlines["name"].iloc[int(change.argmax())]),
    }
    if overlap_m2.size:
        sentence = plural(
            "{n} pair of regions overlapped by {overlap_ha} ha, and narrow gaps of {gap_ha} ha lay between regions; "
            "both were closed, and the area of one region changed by at most {change} ({name}).",
            "{n} pairs of regions overlapped by {overlap_ha} ha, and narrow gaps of {gap_ha} ha lay between regions; "
            "both were closed, and the area of one region changed by at most {change} ({name}).",
            n=int(overlap_m2.size),
            overlap_ha=float(overlap_m2.sum()) / 10_000,
            **changed,
        )
    elif gap_m2 >= _NOTED_AREA_M2:
        sentence = text(
            "Narrow gaps of {gap_ha} ha between regions were closed; "
            "the area of one region changed by at most {change} ({name}).",
            **changed,
        )
    else:
        return ()
    return (Notice("outlines_cleaned", "regions", sentence),)
