"""A good round trip: from the nearest point to the nearest, then changed as long as it gets shorter."""

from __future__ import annotations

import numpy as np

from planner.rounds.spanning import Floats, Positions

_STARTS = 8
_KICKS = 60
_SEED = 1
_LEAST_M = 1e-9
"""A change that saves less than this is rounding."""

_LONGEST_MOVED = 3


def length_m(ways_m: Floats, trip: Positions) -> float:
    """Return the length of a round trip."""
    return float(ways_m[trip, np.roll(trip, -1)].sum())


def good_trip(ways_m: Floats) -> Positions:
    """Return a short round trip through all points; the same one for the same ways.

    From each of some first points the nearest is chosen again and again; pieces of the trip are then turned round
    (2-opt) and moved (Or-opt) while that saves. Last, the best trip is cut into four that are put together
    otherwise (a double bridge), as often as a fixed series of chances says, and improved again.
    """
    count = len(ways_m)
    starts = np.unique(np.linspace(0, count - 1, min(count, _STARTS)).astype(np.intp))
    trips = [_improved(ways_m, _nearest_first(ways_m, int(start))) for start in starts]
    best = min(trips, key=lambda trip: length_m(ways_m, trip))
    if count < 8:
        return best
    chance = np.random.default_rng(_SEED)
    for _ in range(_KICKS):
        cuts = np.sort(chance.choice(np.arange(1, count), 3, replace=False))
        first, second, third, fourth = np.split(best, cuts)
        trip = _improved(ways_m, np.concatenate([first, third, second, fourth]))
        if length_m(ways_m, trip) < length_m(ways_m, best) - _LEAST_M:
            best = trip
    return best


def _nearest_first(ways_m: Floats, start: int) -> Positions:
    left = np.ones(len(ways_m), dtype=np.bool_)
    trip = [start]
    left[start] = False
    while left.any():
        trip.append(int(np.where(left, ways_m[trip[-1]], np.inf).argmin()))
        left[trip[-1]] = False
    return np.array(trip, dtype=np.intp)


def _improved(ways_m: Floats, trip: Positions) -> Positions:
    """Make the change that saves most, until none saves."""
    while True:
        turned = _turned(ways_m, trip)
        better = turned if turned is not None else _moved(ways_m, trip)
        if better is None:
            return trip
        trip = better


def _turned(ways_m: Floats, trip: Positions) -> Positions | None:
    """Turn the piece round whose turning saves most; ``None`` where none saves."""
    after = np.roll(trip, -1)
    own = ways_m[trip, after]
    saved = own[:, None] + own[None, :] - ways_m[np.ix_(trip, trip)] - ways_m[np.ix_(after, after)]
    saved = np.triu(saved, k=2)
    place = int(saved.argmax())
    before, end = divmod(place, len(trip))
    if saved[before, end] <= _LEAST_M:
        return None
    return np.concatenate([trip[: before + 1], trip[before + 1 : end + 1][::-1], trip[end + 1 :]])


def _moved(ways_m: Floats, trip: Positions) -> Positions | None:
    """Move the piece of a few points whose moving saves most, either way round; ``None`` where none saves."""
    best: tuple[float, Positions] | None = None
    for size in range(1, min(_LONGEST_MOVED, len(trip) - 2) + 1):
        for start in range(len(trip)):
            turned = np.roll(trip, -start)
            piece, rest = turned[:size], turned[size:]
            gone = ways_m[rest[-1], piece[0]] + ways_m[piece[-1], rest[0]] - ways_m[rest[-1], rest[0]]
            gaps = ways_m[rest[:-1], rest[1:]]
            for there in (piece, piece[::-1]):
                saved = gone + gaps - ways_m[rest[:-1], there[0]] - ways_m[there[-1], rest[1:]]
                place = int(saved.argmax())
                if saved[place] > _LEAST_M and (best is None or saved[place] > best[0] + _LEAST_M):
                    best = float(saved[place]), np.concatenate([rest[: place + 1], there, rest[place + 1 :]])
    return None if best is None else best[1]
