"""Merges, pairs that wait and pairs kept apart, as lines to read."""

from __future__ import annotations

import pandas as pd

from planner.cleaning.conflation.city import conflate
from planner.model.merging import DECISION_COLUMNS
from planner.reports.merges import merge_lines, merges_told
from planner.texts import Language, translate
from tests.drawn_records import CONTOH, drawn_record, drawn_records


def test_every_pair_is_listed_under_its_heading() -> None:
    records = [
        drawn_record("a:1", "worship", "Masjid Al Huda", (0, 0)),
        drawn_record("b:1", "worship", "Mesjid Alhuda", (20, 0)),
        drawn_record("a:2", "worship", "Masjid Nurul Iman", (3_000, 0)),
        drawn_record("b:2", "worship", "Musholla Nurul Iman", (3_020, 0)),
        drawn_record("a:3", "worship", "Masjid Taqwa", (6_000, 0)),
        drawn_record("b:3", "worship", "Masjid Taqwa", (6_020, 0)),
    ]
    decisions = pd.DataFrame([("a:3", "b:3", "no", "Kemenag", "2026-01-01", "")], columns=DECISION_COLUMNS)
    merging = conflate(drawn_records(records), CONTOH, precedence={}, decisions=decisions).merging

    assert [translate(line, Language.ENGLISH) for line in merge_lines(merging)] == [
        "1 place was merged from several records.",
        "  a:1 b:1: Same kind, 20 m apart, names agree: Masjid Al Huda = Mesjid Alhuda.",
        "1 pair waits for a yes or no.",
        "  a:2 b:2: Same kind, 20 m apart, names agree: Masjid Nurul Iman = Musholla Nurul Iman. "
        "The names say different things of what the place is.",
        "1 pair was decided to be two places.",
        "  a:3 b:3: Kemenag, 2026-01-01",
    ]
    assert len(merges_told(merging)) == 3
