"""One number over the years."""

from __future__ import annotations

import datetime as dt

from drawn_history import EAST, WEST, kept, kept_measures

from planner.history.trend import TrendPoint, in_order, latest_until, trend_of
from planner.model.kinds import Level

FIRST = kept("2025-03-31", measures=kept_measures(("park", WEST, 2.0), ("playground", WEST, 5.0)))
SECOND = kept("2026-03-31", measures=kept_measures(("park", WEST, 3.0), ("park", EAST, None)))


def points(*snapshots: object, code: str = WEST, subject: str | None = "park") -> list[tuple[str, float | None]]:
    told = trend_of(snapshots, "PARKS", "there", Level.KECAMATAN, code, subject)  # type: ignore[arg-type]
    return [(point.day.isoformat(), point.value) for point in told]


def test_a_number_is_followed_in_the_order_of_days() -> None:
    assert points(SECOND, FIRST) == [("2025-03-31", 2.0), ("2026-03-31", 3.0)]


def test_every_subject_is_told_where_none_is_named() -> None:
    told = trend_of([FIRST], "PARKS", "there", Level.KECAMATAN, WEST)
    day = dt.date(2025, 3, 31)
    assert told == (TrendPoint(day, "park", 2.0, "count"), TrendPoint(day, "playground", 5.0, "count"))


def test_a_day_without_the_number_has_no_point_and_one_where_it_is_not_known_has_none_as_its_value() -> None:
    assert points(FIRST, SECOND, code=EAST) == [("2026-03-31", None)]


def test_of_one_day_the_one_kept_last_counts() -> None:
    later = kept(
        "2025-03-31",
        kept_at=dt.datetime(2025, 4, 1, tzinfo=dt.UTC),
        measures=kept_measures(("park", WEST, 4.0)),
    )
    assert points(later, FIRST) == [("2025-03-31", 4.0)]
    assert in_order([later, FIRST]) == (FIRST, later)


def test_the_last_one_until_a_day_is_found() -> None:
    assert latest_until([SECOND, FIRST], dt.date(2026, 3, 30)) is FIRST
    assert latest_until([SECOND, FIRST], dt.date(2026, 3, 31)) is SECOND
    assert latest_until([SECOND, FIRST], dt.date(2025, 3, 30)) is None
