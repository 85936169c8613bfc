"""How far a run is, by a clock of its own."""

from __future__ import annotations

from planner.batch.progress import Pace, duration
from planner.texts import Language, Text, translate


def english(words: Text) -> str:
    return translate(words, Language.ENGLISH)


def test_what_is_left_follows_from_the_weight_that_is_done() -> None:
    said: list[str] = []
    clock = iter([0.0, 1.0, 60.0, 100.0, 120.0])
    pace = Pace(4, 100.0, lambda words: said.append(english(words)), clock=lambda: next(clock))
    pace.step(10.0, failed=False)
    pace.step(10.0, failed=True)
    pace.step(30.0, failed=False)
    pace.step(50.0, failed=False)
    assert said == [
        # One second after the start it says nothing; after a minute a fifth is done.
        "2 of 4 cities, 1 of them failed; about 4 minutes left",
        "3 of 4 cities, 1 of them failed; about 2 minutes left",
        "4 of 4 cities, 1 of them failed; about 0 seconds left",
    ]


def test_a_duration_is_as_fine_as_it_matters() -> None:
    assert [english(duration(seconds)) for seconds in (0.6, 89.0, 95.0, 7200.0)] == [
        "1 second",
        "89 seconds",
        "2 minutes",
        "120 minutes",
    ]
