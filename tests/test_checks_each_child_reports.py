"""Reports as they may be shown: "<5", hidden sums, and no sum of a year that is not over."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from drawn_plan import drawn_city

from planner.checks.each.child_reports.published import PUBLISHED, published_reports, share_settled
from planner.model.city import City
from planner.model.tables import CHILD_REPORTS

MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]


def city_with(rows: list[tuple[str, str, int, int]]) -> City:
    table = pd.DataFrame(rows, columns=list(CHILD_REPORTS.columns))
    return replace(drawn_city(), child_reports=CHILD_REPORTS.validate(table))


def told(city: City, counted: str = "received") -> dict[tuple[str, str], object]:
    published = published_reports(city)
    assert published is not None
    rows = published[published["counted"] == counted].astype(object)
    return {
        (row.code, row.period): row.value if row.shown == "count" else row.shown for row in rows.itertuples(index=False)
    }


def test_a_city_without_such_a_table_shows_none() -> None:
    assert published_reports(drawn_city()) is None


def test_small_counts_are_hidden_and_so_is_the_sum_that_would_tell_them() -> None:
    city = city_with([("1", "2026-01", 7, 5), ("2", "2026-01", 3, 0), ("1", "2026-02", 6, 6), ("2", "2026-02", 0, 2)])
    assert told(city) == {
        ("0", "2026-01"): "hidden",
        ("1", "2026-01"): 7,
        ("2", "2026-01"): "small",
        ("0", "2026-02"): 6,
        ("1", "2026-02"): 6,
        ("2", "2026-02"): 0,
    }


def test_a_month_that_nobody_gave_is_not_zero() -> None:
    city = city_with([("1", "2026-01", 7, 5)])
    assert told(city) == {("0", "2026-01"): "not_given", ("1", "2026-01"): 7, ("2", "2026-01"): "not_given"}


def whole_year(west: list[int], east: list[int]) -> City:
    return city_with(
        [
            (code, month, count, 9)
            for code, year in (("1", west), ("2", east))
            for month, count in zip(MONTHS, year, strict=True)
        ]
    )


def test_a_year_that_is_over_has_sums_where_they_tell_no_month() -> None:
    # West: 11 × 10 and one 3, whose sum would tell the 3. East: six pairs of 2 and 3, sum 30: each may be 1 to 4.
    city = whole_year([10] * 11 + [3], [2, 3] * 6)
    year = {code: count for (code, period), count in told(city).items() if period == "2025"}
    assert year == {"0": "hidden", "1": "hidden", "2": 30}
    # West without a small count: 120; the city is 150.
    year = {
        code: count for (code, period), count in told(whole_year([10] * 12, [2, 3] * 6)).items() if period == "2025"
    }
    assert year == {"0": 150, "1": 120, "2": 30}


def test_the_sum_of_one_count_would_tell_that_of_the_other_where_all_are_settled() -> None:
    # 11 × 10 and one 3 received: the sum is hidden. All are settled by the end of the year, but for one month later.
    rows = [("1", month, 10, 10) for month in MONTHS[:10]] + [("1", MONTHS[10], 3, 6), ("1", MONTHS[11], 10, 7)]
    city = city_with([*rows, *(("2", month, 0, 0) for month in MONTHS)])
    assert told(city)["1", "2025"] == told(city, "settled")["1", "2025"] == "hidden"
    assert told(city)["2", "2025"] == 0


def test_two_editions_tell_no_more_than_the_later_one() -> None:
    # Each edition adds a month; what the earlier one showed, the later shows alike, and there is no running sum.
    generator = np.random.default_rng(5)
    rows = [
        (code, f"{year}-{month:02d}", int(generator.poisson(3)), int(generator.poisson(2)))
        for year in (2024, 2025)
        for month in range(1, 13)
        for code in ("1", "2")
    ]
    editions = [published_reports(city_with(rows[: 2 * months])) for months in range(1, 25)]
    last = editions[-1]
    assert last is not None
    for edition in editions:
        assert edition is not None
        together = edition.merge(last, on=list(PUBLISHED.columns), how="left", indicator=True)
        assert (together["_merge"] == "both").all()
    assert set(last["period"].str.slice(0, 4)) == {"2024", "2025"}


def test_the_share_settled_stands_only_where_both_counts_are_shown() -> None:
    city = city_with([("1", "2026-01", 8, 6), ("2", "2026-01", 8, 3), ("1", "2026-02", 0, 0), ("2", "2026-02", 5, 10)])
    published = published_reports(city)
    assert published is not None
    shares = share_settled(published)
    # In February 0 of 0 is no share; in the second kecamatan reports of earlier months were settled too. The city's
    # sums of February are 5 and 10.
    assert shares.to_numpy().tolist() == [
        ["city", "0", "2026-02", 2.0],
        ["kecamatan", "1", "2026-01", 0.75],
        ["kecamatan", "2", "2026-02", 2.0],
    ]


def test_a_city_does_not_print_its_reports() -> None:
    assert "child_reports" not in repr(city_with([("1", "2026-01", 3, 1)]))
