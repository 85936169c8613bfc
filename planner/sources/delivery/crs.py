"""In which CRS coordinates may be: each candidate with the share of positions that it puts in the city."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from planner.errors import CrsError
from planner.sources.delivery.coordinates import Located
from planner.sources.delivery.synonyms import load_synonyms
from planner.sources.positions import FAR_M, WGS84, project
from planner.texts import Percent, Text, text

_LOOKED_AT = 5_000
_CLEAR_SHARE = 0.5
DEGREES = "EPSG:4326"


@dataclass(frozen=True)
class Reading:
    """One way to read coordinates.

    Attributes
    ----------
    crs
        Code or definition of the CRS, east taken first.
    swapped
        Whether the layer gives north first.
    """

    crs: str
    swapped: bool = False


@dataclass(frozen=True)
class CrsGuess:
    """A way to read the coordinates, and what speaks for it.

    Attributes
    ----------
    reading
        CRS and order of the axes.
    name
        What it is called.
    share_inside
        Share of the positions that lie in the city when read so.
    share_near
        Share of them that lie at most 20 km from it.
    is_declared
        Whether the file itself says so.
    evidence
        One plain sentence.
    """

    reading: Reading
    name: Text
    share_inside: float
    share_near: float
    is_declared: bool
    evidence: Text


def guess_crs(located: Located, city: shapely.Geometry, metric_crs: CRS, declared: str | None = None) -> list[CrsGuess]:
    """Try every CRS that an office near the city may use, and return those that speak for themselves.

    Tried are what the file declares, longitude and latitude, the UTM zones around the city, the CRS listed
    in ``data/import/crs.toml`` that are used there, each also with its axes exchanged.

    Parameters
    ----------
    located
        The positions.
    city
        The city's outline, in ``metric_crs``.
    metric_crs
        The city's metric CRS.
    declared
        What the file says of its CRS.

    Returns
    -------
    list of CrsGuess
        The likeliest first; what puts nothing near the city is left out, unless the file declares it.
    """
    known = np.isfinite(located.x) & np.isfinite(located.y)
    looked_at = np.flatnonzero(known)
    if len(looked_at) > _LOOKED_AT:
        # Drawn, since rows in a regular order could hide what repeats at every n-th; always the same ones.
        looked_at = np.sort(np.random.default_rng(0).choice(looked_at, _LOOKED_AT, replace=False))
    x, y = located.x[looked_at], located.y[looked_at]
    shapely.prepare(city)
    guesses = []
    for code, name, is_declared in _candidates(city, metric_crs, declared):
        for swapped in (False, True):
            guess = _try(x, y, code, name, swapped=swapped, is_declared=is_declared, city=city, metric_crs=metric_crs)
            if guess.share_near > 0 or (is_declared and not swapped):
                guesses.append(guess)
    # A stable sort: of equally good ones the first tried, the plainest, stays first.
    return _without_twins(
        sorted(guesses, key=lambda guess: (-round(guess.share_inside, 2), -round(guess.share_near, 2)))
    )


def named_crs(located: Located, reading: Reading, city: shapely.Geometry, metric_crs: CRS) -> CrsGuess:
    """Return what speaks for the way of reading that a person names.

    Parameters
    ----------
    located
        The positions.
    reading
        How they are to be read.
    city
        The city's outline, in ``metric_crs``.
    metric_crs
        The city's metric CRS.

    Raises
    ------
    planner.errors.CrsError
        If the CRS is not known.
    """
    name = text("{crs}, as chosen", crs=read_declared(reading.crs).name)
    known = np.isfinite(located.x) & np.isfinite(located.y)
    x, y = located.x[known], located.y[known]
    return _try(x, y, reading.crs, name, swapped=reading.swapped, is_declared=False, city=city, metric_crs=metric_crs)


def clear_guess(guesses: list[CrsGuess], file: str) -> CrsGuess:
    """Return the one way of reading that puts most positions near the city.

    Raises
    ------
    planner.errors.CrsError
        If none does.
    """
    clear = [guess for guess in guesses if guess.share_near > _CLEAR_SHARE]
    if not clear:
        raise CrsError(
            text(
                "However the coordinates of {file} are read, most do not lie near the city: check whether it is "
                "another city's layer, or name its CRS.",
                file=file,
            )
        )
    return clear[0]


def apply_reading(shapes: npt.NDArray[np.object_], reading: Reading, metric_crs: CRS) -> npt.NDArray[np.object_]:
    """Return shapes in the metric CRS; ``None`` where a coordinate is no place on earth."""
    transformer = Transformer.from_crs(read_declared(reading.crs), metric_crs, always_xy=True)
    coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
    if reading.swapped:
        coordinates = coordinates[:, ::-1]
    east, north = transformer.transform(coordinates[:, 0], coordinates[:, 1])
    lost = ~(np.isfinite(east) & np.isfinite(north))
    moved = shapely.set_coordinates(shapes.copy(), np.where(lost[:, None], 0.0, np.column_stack([east, north])))
    moved[owner[lost]] = None
    return np.asarray(moved, dtype=object)


def read_declared(written: str) -> CRS:
    """Read what a file says of its CRS.

    Raises
    ------
    planner.errors.CrsError
        If it is not known.
    """
    try:
        return CRS.from_user_input(written)
    except CRSError as error:
        raise CrsError(
            text("“{crs}” is no CRS that is known: write one such as EPSG:4326.", crs=written[:80])
        ) from error


def _candidates(city: shapely.Geometry, metric_crs: CRS, declared: str | None) -> Iterator[tuple[str, Text, bool]]:
    if declared is not None:
        try:
            own = CRS.from_user_input(declared)
        except CRSError:
            own = None
        if own is not None:
            yield declared, text("{crs}, as the file says", crs=own.name), True
    yield DEGREES, text("longitude and latitude (WGS 84)"), False
    west, south, east, north = _degrees(city, metric_crs)
    middle = int(((west + east) / 2 + 180) // 6) + 1
    for zone in (middle, middle - 1, middle + 1):
        if 1 <= zone <= 60:
            for hemisphere, base in (("S", 32700), ("N", 32600)) if south < 0 else (("N", 32600), ("S", 32700)):
                yield f"EPSG:{base + zone}", text("UTM zone {zone}", zone=f"{zone}{hemisphere}"), False
    for name, codes in load_synonyms().crs:
        for code in codes:
            crs = CRS.from_user_input(code)
            area = crs.area_of_use
            if area is None or (
                area.west <= east and west <= area.east and area.south <= north and south <= area.north
            ):
                yield code, text("{name} ({crs})", name=name, crs=crs.name), False


def _degrees(city: shapely.Geometry, metric_crs: CRS) -> tuple[float, float, float, float]:
    bounds: tuple[float, float, float, float] = Transformer.from_crs(
        metric_crs, WGS84, always_xy=True
    ).transform_bounds(*shapely.bounds(city))
    return bounds


def _try(
    x: npt.NDArray[np.float64],
    y: npt.NDArray[np.float64],
    code: str,
    name: Text,
    *,
    swapped: bool,
    is_declared: bool,
    city: shapely.Geometry,
    metric_crs: CRS,
) -> CrsGuess:
    east, north = (y, x) if swapped else (x, y)
    points = project(east, north, CRS.from_user_input(code), metric_crs)
    near = shapely.dwithin(points, city, FAR_M)
    inside = near.copy()
    inside[near] = shapely.intersects(points[near], city)
    called = text("{crs}, axes exchanged", crs=name) if swapped else name
    share = float(inside.mean()) if len(inside) else 0.0
    return CrsGuess(
        reading=Reading(code, swapped),
        name=called,
        share_inside=share,
        share_near=float(near.mean()) if len(near) else 0.0,
        is_declared=is_declared,
        evidence=text("{share} of the positions fall in the city if read as {crs}.", share=Percent(share), crs=called),
    )


def _without_twins(guesses: list[CrsGuess]) -> list[CrsGuess]:
    """Leave out a candidate that means the same as one before it, such as the declared CRS once more."""
    kept: list[CrsGuess] = []
    for guess in guesses:
        crs = CRS.from_user_input(guess.reading.crs)
        same = [
            other
            for other in kept
            if other.reading.swapped == guess.reading.swapped
            and CRS.from_user_input(other.reading.crs).equals(crs, ignore_axis_order=True)
        ]
        if not same:
            kept.append(guess)
    return kept
