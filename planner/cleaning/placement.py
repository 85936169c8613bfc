"""Every facility to its kelurahan and kecamatan; none is dropped in silence."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.cleaning.names import match_name
from planner.model.city import Notice
from planner.model.kinds import Level, Placement
from planner.sources.positions import SHORE_M
from planner.texts import Text, text

_KILOMETRES_FROM_M = 10_000.0
_FAR_M = 100_000.0
"""Beyond this a distance in a city's metric CRS means no more than "far away"."""

_WORDS = pd.StringDtype(na_value=np.nan)

Positions = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Placed:
    """Facilities that know their region.

    Attributes
    ----------
    facilities
        The rows and order that were given, with ``kelurahan_code``, ``kecamatan_code`` and ``placement``.
    notices
        Which facilities lie outside the city, have no position, or lie elsewhere than declared.
    """

    facilities: gpd.GeoDataFrame
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class _Units:
    """The regions as arrays: the finest ones in the order of their codes, and all kecamatan."""

    outlines: npt.NDArray[np.object_]
    kelurahan: npt.NDArray[np.object_]
    kecamatan: npt.NDArray[np.object_]
    names: npt.NDArray[np.object_]
    kecamatan_names: dict[str, str]

    @classmethod
    def of(cls, regions: gpd.GeoDataFrame) -> _Units:
        ordered = regions.sort_values("code")
        districts = ordered[ordered["level"] == Level.KECAMATAN]
        finest = ordered[ordered["level"] == Level.KELURAHAN]
        has_kelurahan = len(finest) > 0
        finest = finest if has_kelurahan else districts
        codes = finest["code"].to_numpy(dtype=object)
        return cls(
            outlines=np.asarray(finest.geometry.array, dtype=object),
            kelurahan=codes if has_kelurahan else np.full(len(finest), None, dtype=object),
            kecamatan=finest["kecamatan_code"].to_numpy(dtype=object),
            names=finest["name"].to_numpy(dtype=object),
            kecamatan_names=dict(zip(districts["code"], districts["name"], strict=True)),
        )


def place_facilities(facilities: gpd.GeoDataFrame, regions: gpd.GeoDataFrame) -> Placed:
    """Give every facility its kelurahan and kecamatan, and say for which ones that is doubtful.

    A position decides where there is one: the region it lies in, the one of the lowest code on a shared border,
    the nearest one within :data:`SHORE_M` of the city, else ``outside``. Without a position the declared names
    decide, if they mean exactly one region; else the facility is ``unplaced``.

    Parameters
    ----------
    facilities
        Columns ``id``, ``name``, ``declared_kecamatan``, ``declared_kelurahan``; geometry: points or ``None``.
    regions
        :data:`~planner.model.tables.REGIONS`, both levels or kecamatan only, in the CRS of the facilities.
    """
    units = _Units.of(regions)
    points = np.asarray(facilities.geometry.array, dtype=object)
    located = np.flatnonzero(~(shapely.is_missing(points) | shapely.is_empty(points)))
    declared = _declared(facilities, units)

    placement = np.full(len(facilities), Placement.UNPLACED.value, dtype=object)
    kelurahan = np.full(len(facilities), None, dtype=object)
    kecamatan = np.full(len(facilities), None, dtype=object)

    region, distance_m = _regions_of(points[located], units.outlines)
    inside = located[region >= 0]
    placement[inside] = Placement.POSITION.value
    kelurahan[inside] = units.kelurahan[region[region >= 0]]
    kecamatan[inside] = units.kecamatan[region[region >= 0]]
    outside = located[region < 0]
    placement[outside] = Placement.OUTSIDE.value

    without = np.setdiff1d(np.arange(len(facilities)), located)
    named = without[declared["kecamatan"].notna().to_numpy()[without]]
    placement[named] = Placement.DECLARED.value
    kelurahan[named] = declared["kelurahan"].to_numpy(dtype=object)[named]
    kecamatan[named] = declared["kecamatan"].to_numpy(dtype=object)[named]

    placed = facilities.assign(
        kelurahan_code=pd.array(kelurahan, dtype=_WORDS),
        kecamatan_code=pd.array(kecamatan, dtype=_WORDS),
        placement=pd.array(placement, dtype=_WORDS),
    )
    return Placed(
        placed,
        (
            *_outside_notices(facilities.iloc[outside], distance_m[region < 0]),
            *_positionless_notices(placed.iloc[without], units),
            *_elsewhere_notices(placed.iloc[inside], declared["kecamatan"].iloc[inside], units),
        ),
    )


def _regions_of(
    points: npt.NDArray[np.object_], outlines: npt.NDArray[np.object_]
) -> tuple[Positions, npt.NDArray[np.float64]]:
    """Return the region of each point (-1: outside the city), and its distance to the city in metres."""
    tree = shapely.STRtree(outlines)
    # The nearest outline takes ten times as long to find as one that covers a point: ask only for the rest.
    point, region = tree.query(points, predicate="intersects")
    distance_m = np.zeros(len(point))
    rest = np.setdiff1d(np.arange(len(points)), point)
    if len(rest):
        (far, nearest), away_m = tree.query_nearest(points[rest], return_distance=True, all_matches=True)
        point, region = np.append(point, rest[far]), np.append(region, nearest)
        distance_m = np.append(distance_m, away_m)
    # Regions are in the order of their codes: of several equally near ones the first is the lowest.
    order = np.lexsort((region, point))
    first = order[np.unique(point[order], return_index=True)[1]]
    return np.where(distance_m[first] <= SHORE_M, region[first], -1), distance_m[first]


def _declared(facilities: gpd.GeoDataFrame, units: _Units) -> pd.DataFrame:
    """Return the codes that the declared names mean, missing where they mean none."""
    pairs = facilities[["declared_kecamatan", "declared_kelurahan"]]
    # Names repeat: each pair is looked up once.
    distinct = pairs.drop_duplicates(ignore_index=True)
    codes = [
        _codes_of(None if pd.isna(kecamatan) else str(kecamatan), None if pd.isna(kelurahan) else str(kelurahan), units)
        for kecamatan, kelurahan in distinct.itertuples(index=False)
    ]
    distinct[["kecamatan", "kelurahan"]] = pd.DataFrame(codes, columns=["kecamatan", "kelurahan"], dtype=_WORDS)
    declared: pd.DataFrame = pairs.merge(distinct, how="left", on=list(pairs.columns)).set_axis(facilities.index)
    return declared


def _codes_of(kecamatan: str | None, kelurahan: str | None, units: _Units) -> tuple[str | None, str | None]:
    """Return the codes of kecamatan and kelurahan that a pair of declared names means."""
    candidates = np.flatnonzero(units.kelurahan != None)  # noqa: E711  (element by element)
    code = None
    if kecamatan is not None:
        found = match_name(kecamatan, list(units.kecamatan_names.values()))
        if found is None:
            return None, None
        code = list(units.kecamatan_names)[found]
        candidates = candidates[units.kecamatan[candidates] == code]
    if kelurahan is None:
        return code, None
    found = match_name(kelurahan, [str(name) for name in units.names[candidates]])
    if found is None:
        return code, None
    return str(units.kecamatan[candidates[found]]), str(units.kelurahan[candidates[found]])


def _said(value: object) -> str | None:
    return None if pd.isna(value) else str(value)  # type: ignore[call-overload]


def _length(metres: float) -> Text:
    if metres < _KILOMETRES_FROM_M:
        return text("{metres} m", metres=round(metres))
    if metres > _FAR_M:
        return text("more than {kilometres} km", kilometres=round(_FAR_M / 1000))
    return text("{kilometres} km", kilometres=round(metres / 1000))


def _outside_notices(rows: gpd.GeoDataFrame, distance_m: npt.NDArray[np.float64]) -> list[Notice]:
    notices = []
    for id_, name, said, distance in zip(
        rows["id"], rows["name"], map(_said, rows["declared_kecamatan"]), distance_m, strict=True
    ):
        if said is None:
            sentence = text(
                "{name} lies {distance} outside the city and is counted in no region.",
                name=str(name),
                distance=_length(float(distance)),
            )
        else:
            sentence = text(
                "{name} lies {distance} outside the city, though its source puts it in {declared}; "
                "it is counted in no region.",
                name=str(name),
                distance=_length(float(distance)),
                declared=said,
            )
        notices.append(Notice("facility_outside_city", str(id_), sentence))
    return notices


def _positionless_notices(rows: gpd.GeoDataFrame, units: _Units) -> list[Notice]:
    notices = []
    for id_, name, code, said in zip(
        rows["id"], rows["name"], rows["kecamatan_code"], map(_said, rows["declared_kecamatan"]), strict=True
    ):
        if not pd.isna(code):
            sentence = text(
                "{name} has no position: it counts for {kecamatan}, which its source names, "
                "but who can walk to it is not known.",
                name=str(name),
                kecamatan=units.kecamatan_names[code],
            )
        elif said is None:
            sentence = text(
                "{name} has neither a position nor a kecamatan, and is counted in no region.", name=str(name)
            )
        else:
            sentence = text(
                '{name} has no position, and its kecamatan "{declared}" is not one of this city; '
                "it is counted in no region.",
                name=str(name),
                declared=said,
            )
        notices.append(Notice("facility_without_position", str(id_), sentence))
    return notices


def _elsewhere_notices(rows: gpd.GeoDataFrame, declared: pd.Series, units: _Units) -> list[Notice]:
    said = rows["declared_kecamatan"]
    differs = (said.notna() & (declared.isna() | (declared != rows["kecamatan_code"]))).to_numpy(dtype=bool)
    rows = rows[differs]
    return [
        Notice(
            "facility_in_other_kecamatan",
            str(id_),
            text(
                "{name} lies in {kecamatan}, though its source puts it in {declared}; its position was taken.",
                name=str(name),
                kecamatan=units.kecamatan_names[code],
                declared=str(declared_name),
            ),
        )
        for id_, name, code, declared_name in zip(
            rows["id"], rows["name"], rows["kecamatan_code"], said[differs], strict=True
        )
    ]
