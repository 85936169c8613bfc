"""Streets cut at barriers and at missing points."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from planner.sources.osm.lines import GAP_M, METRES_PER_DEGREE, cut_line

LINE = np.array([[0.0, 0.0], [0.001, 0.0], [0.002, 0.0], [0.003, 0.0]])


def at(*places: int, of: int = 4) -> np.ndarray:
    mask = np.zeros(of, dtype=bool)
    mask[list(places)] = True
    return mask


def lengths_m(pieces: list[np.ndarray]) -> list[float]:
    return [float(np.abs(np.diff(piece[:, 0])).sum() * METRES_PER_DEGREE) for piece in pieces]


def test_a_street_without_barriers_stays_whole() -> None:
    (piece,) = cut_line(LINE, at(), at())
    assert piece.tolist() == LINE.tolist()


def test_a_barrier_leaves_a_gap_on_both_sides() -> None:
    left, right = cut_line(LINE, at(1), at())
    gap = GAP_M / METRES_PER_DEGREE
    np.testing.assert_allclose(left, [[0, 0], [0.001 - gap, 0]], atol=1e-12)
    np.testing.assert_allclose(right, [[0.001 + gap, 0], [0.002, 0], [0.003, 0]], atol=1e-12)


def test_a_barrier_at_the_end_takes_the_street_off_the_junction() -> None:
    (piece,) = cut_line(LINE, at(3), at())
    assert piece[0].tolist() == [0, 0]
    assert 0.0029 < piece[-1, 0] < 0.003


def test_two_barriers_on_a_short_segment_do_not_pass_each_other() -> None:
    # The middle segment is 0.5 m long: each barrier takes at most half of it, and nothing is left between.
    short = np.array([[0.0, 0.0], [0.001, 0.0], [0.001 + 0.5 / METRES_PER_DEGREE, 0.0], [0.002, 0.0]])
    left, right = cut_line(short, at(1, 2), at())
    assert left[-1, 0] < 0.001 < right[0, 0]


def test_a_missing_point_ends_the_pieces_at_its_neighbours() -> None:
    left, right = cut_line(np.vstack([LINE, [[0.004, 0.0]]]), at(of=5), at(2, of=5))
    assert left.tolist() == LINE[:2].tolist()
    assert right.tolist() == [[0.003, 0.0], [0.004, 0.0]]


def test_nothing_is_left_of_a_line_without_length() -> None:
    assert cut_line(np.zeros((3, 2)), at(of=3), at(of=3)) == []
    assert cut_line(LINE, at(), at(0, 1, 2)) == []


@given(st.lists(st.booleans(), min_size=4, max_size=4), st.lists(st.booleans(), min_size=4, max_size=4))
def test_pieces_touch_no_barrier_and_lose_little(blocked: list[bool], missing: list[bool]) -> None:
    stop, lost = np.array(blocked), np.array(missing)
    pieces = cut_line(LINE, stop, lost)
    for piece in pieces:
        assert len(piece) >= 2
        assert not any(np.isclose(piece[:, 0], LINE[place, 0], atol=1e-9).any() for place in np.flatnonzero(stop))
    if not lost.any():
        # Each barrier takes its gap on each side that has a street.
        sides = sum((place > 0) + (place < 3) for place in np.flatnonzero(stop).tolist())
        np.testing.assert_allclose(sum(lengths_m(pieces)), 0.003 * METRES_PER_DEGREE - GAP_M * sides, atol=1e-6)
