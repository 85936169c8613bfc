"""The ground within a walk of places, as outlines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.access.barrier import Pavements
from planner.access.network import Floats, Positions, StreetNetwork
from planner.access.search import reached_pieces
from planner.access.walking import NetworkWalking, StraightLineWalking, Walking
from planner.model.city import City
from planner.model.kinds import AgeTier

SIDE_M = 50.0
"""An outline takes in the ground beside streets up to this far, about half a block."""

_ASIDE_M = 0.01
"""How far beside the middle line of a main road its pavements are looked for."""

Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Isochrones:
    """The ground within a walk of places.

    Attributes
    ----------
    by_place
        The outline of each place, with the places' index; empty where nothing lies within the walk.
    """

    by_place: gpd.GeoSeries

    @cached_property
    def merged(self) -> shapely.Geometry:
        """The ground from which any of the places is reached."""
        return shapely.union_all(np.asarray(self.by_place.array, dtype=np.object_))


def isochrones(city: City, walking: Walking, places: gpd.GeoSeries, limit_m: float, tier: AgeTier) -> Isochrones:
    """Draw the ground from which places are reached within a limit, as far as it lies in the city.

    Along streets it is all ground within :data:`SIDE_M` of the spots on streets from which that many metres are left.
    So a home beside its street lies inside if its way is shorter than the limit by :data:`SIDE_M`, and outside if it is
    longer by 0.42 · :data:`SIDE_M`, which is how much further homes at the round ends of the outline are, as they walk
    square to their street. Homes farther from their street are left out, though they may be in reach. For those who
    don't cross main roads, each side of one counts only as far as it is reached itself. On the straight line it is a
    disc around each entrance.

    Parameters
    ----------
    city
        The city.
    walking
        How walking distance is measured.
    places
        Places in the city's metric CRS.
    limit_m
        Longest way in metres on level ground: speed times time.
    tier
        Who walks.

    Raises
    ------
    TypeError
        If that way of walking is not known here.
    """
    match walking:
        case StraightLineWalking():
            shapes = shapely.buffer(np.asarray(places.array, dtype=np.object_), float(walking.curve.straight(limit_m)))
        case NetworkWalking():
            shapes = _along_streets(walking, places, limit_m, tier)
        case _:
            raise TypeError(type(walking).__name__)
    # Regions are a coverage, which is joined far faster than any other outlines.
    land = shapely.coverage_union_all(np.asarray(city.finest_regions.geometry.array, dtype=np.object_))
    shapely.prepare(land)
    ground = np.asarray(shapely.intersection(shapes, land), dtype=np.object_)
    # Where an outline only touches the border, a point or line comes along, which is no ground.
    bare = ~np.isin(shapely.get_type_id(ground), (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON))
    ground[bare] = shapely.buffer(ground[bare], 0)
    return Isochrones(gpd.GeoSeries(ground, index=places.index, crs=places.crs))


def _along_streets(walking: NetworkWalking, places: gpd.GeoSeries, limit_m: float, tier: AgeTier) -> Shapes:
    """Widen the streets within reach; the round end of the last piece comes exactly as far as the limit."""
    side_m = min(SIDE_M, limit_m / 2)
    network = walking.network(tier)
    pieces = reached_pieces(network, walking.footing(places, tier), limit_m - side_m)
    lines, place = _lines(network, pieces), pieces["place"].to_numpy(dtype=np.intp)
    if walking.pavements is not None and network is walking.pavements.network:
        parts, of = _on_own_side(walking.pavements, pieces, lines, shapely.buffer(lines, side_m))
        of = place[of]
    else:
        order = np.argsort(place, kind="stable")
        numbers = np.unique(place[order], return_inverse=True)[1]
        whole = shapely.line_merge(shapely.multilinestrings(lines[order], indices=numbers))
        streets, of = shapely.get_parts(whole, return_index=True)
        # Widening street by street and joining the outcome is an order of magnitude faster than widening them together.
        parts, of = shapely.buffer(streets, side_m), np.unique(place)[of]
    return _joined(parts, of, len(places))


def _joined(parts: Shapes, of: Positions, count: int) -> Shapes:
    """Join the parts of each of some shapes; one without parts is empty."""
    shapes = np.full(count, shapely.Polygon(), dtype=object)
    order = np.argsort(of, kind="stable")
    own, number = np.unique(of[order], return_inverse=True)
    collections = np.asarray(shapely.geometrycollections(parts[order], indices=number), dtype=np.object_)
    shapes[own] = shapely.union_all(collections[:, None], axis=1)
    return shapes


def _lines(network: StreetNetwork, pieces: pd.DataFrame) -> Shapes:
    segment = pieces["segment"].to_numpy(dtype=np.intp)
    start, end = network.xy[network.start[segment]], network.xy[network.end[segment]]
    shares = [pieces[name].to_numpy(dtype=np.float64) / network.length_m[segment] for name in ("from_m", "to_m")]
    ends = np.stack([start + (end - start) * share[:, None] for share in shares], axis=1)
    return np.asarray(shapely.linestrings(ends), dtype=np.object_)


def _on_own_side(
    pavements: Pavements, pieces: pd.DataFrame, lines: Shapes, widened: Shapes
) -> tuple[Shapes, Positions]:
    """Part widened pieces of street along main roads, and keep of each the parts that its own street lies in.

    Returns
    -------
    The parts, and the piece that each is of.
    """
    streets = pavements.streets
    piece, road = streets.tree.query(widened, predicate="intersects")
    piece, road = piece[streets.main[road]], road[streets.main[road]]
    order = np.argsort(piece, kind="stable")
    near, number = np.unique(piece[order], return_inverse=True)
    roads = shapely.multilinestrings(streets.segments[road[order]], indices=number)
    edges = np.asarray(shapely.union(shapely.boundary(widened[near]), roads), dtype=np.object_)
    parts, of = shapely.get_parts(shapely.polygonize(edges[:, None]), return_index=True)
    spots = _beside(pavements, pieces.iloc[near], lines[near])[of]
    own = np.any([shapely.contains_xy(parts, *spots[:, i].T) for i in range(spots.shape[1])], axis=0)
    far = np.setdiff1d(np.arange(len(lines)), near)
    return np.concatenate([widened[far], parts[own]]), np.concatenate([far, near[of[own]]])


def _beside(pavements: Pavements, pieces: pd.DataFrame, lines: Shapes) -> Floats:
    """Return three spots on the ground of each piece, a pavement's beside the middle line, shape ``(pieces, 3, 2)``."""
    main = pavements.streets.main
    turn = np.zeros(len(pavements.network.start))
    turn[pavements.left[main]], turn[pavements.right[main]] = 1.0, -1.0
    start, end = shapely.get_coordinates(lines).reshape(-1, 2, 2).transpose(1, 0, 2)
    along = end - start
    normal = np.column_stack([-along[:, 1], along[:, 0]]) / np.hypot(*along.T)[:, None]
    aside = normal * (turn[pieces["segment"].to_numpy(dtype=np.intp)] * _ASIDE_M)[:, None]
    return np.stack([start + along * share + aside for share in (0.001, 0.5, 0.999)], axis=1)
