"""A way past many stops, cut into days of field work."""

from __future__ import annotations

from collections.abc import Sequence

from planner.rounds.travel import Travel


def split_days(legs_m: Sequence[float], travel: Travel) -> list[int]:
    """Return how many stops each day has, in the order of the way.

    Of all ways to cut it, the one of the fewest days; of those, the one with the fewest metres between the stops of a
    day. The way from the last stop of a day to the first of the next belongs to neither.

    Parameters
    ----------
    legs_m
        The way from each stop but the last to the next, in metres.
    travel
        How long a stop and a way take, and how long a day is.
    """
    stops = len(legs_m) + 1
    # What the best cutting of the first so many stops costs, and where its last day begins.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, stops + 1):
        choices = []
        way_m = 0.0
        for begin in range(end - 1, -1, -1):
            way_m += legs_m[begin] if begin < end - 1 else 0.0
            if begin < end - 1 and travel.minutes(end - begin, way_m) > travel.day_minutes:
                break
            choices.append((best[begin][0] + 1, best[begin][1] + way_m, begin))
        best.append(min(choices))
    sizes, end = [], stops
    while end:
        begin = best[end][2]
        sizes.append(end - begin)
        end = begin
    return sizes[::-1]
