"""Figures of a city that others go on changing: the newest that there are, while newer ones are made."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from drawn_assessment import drawn_assessment

from planner.errors import UnsolvedError
from planner.model.assessment import Assessment
from planner.model.options import Options
from planner.texts import text
from planner.ui.workers import figures
from planner.ui.workers.figures import Figures

LINE = ("city", Options())
LONG_S = 30.0


def until(true: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + LONG_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_figures_of_a_state_are_of_no_other_state() -> None:
    kept, one = Figures(rest=lambda: 0.0), drawn_assessment()
    assert kept.before(LINE, "b") is None
    kept.keep(LINE, "a", one)
    found = kept.of(LINE, "a")
    assert found is not None
    assert found.assessment is one
    assert kept.of(LINE, "b") is None
    assert kept.before(LINE, "b") is found
    assert kept.before(("other city", Options()), "b") is None


def test_newer_figures_are_made_once_and_only_of_the_newest_state() -> None:
    kept, go_on = Figures(rest=lambda: 0.0), threading.Event()
    made: list[str] = []

    def make(state: str) -> Callable[[], Assessment]:
        def work() -> Assessment:
            go_on.wait(LONG_S)
            made.append(state)
            return drawn_assessment()

        return work

    kept.keep(LINE, "a", drawn_assessment())
    for state in ("b", "b", "c", "d", "d"):
        kept.want(LINE, state, make(state))
    go_on.set()
    until(lambda: kept.of(LINE, "d"))
    assert made == ["b", "d"]
    assert kept.of(LINE, "c") is None
    newest = kept.before(LINE, "e")
    assert newest is kept.of(LINE, "d")


def test_a_state_whose_figures_can_not_be_made_is_left_to_the_page() -> None:
    kept = Figures(rest=lambda: 0.0)
    kept.keep(LINE, "a", drawn_assessment())

    def fail() -> Assessment:
        raise UnsolvedError(text("No."))

    kept.want(LINE, "b", fail)
    until(lambda: kept.before(LINE, "b") is None)
    assert kept.before(LINE, "c") is not None


def test_only_some_figures_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "KEPT", 2)
    kept = Figures(rest=lambda: 0.0)
    for state in "abc":
        kept.keep(LINE, state, drawn_assessment())
    assert kept.of(LINE, "a") is None
    assert kept.of(LINE, "b") is not None
    assert kept.before(LINE, "x") is kept.of(LINE, "c")


def test_the_newest_of_each_kind_stay_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "KEPT", 2)
    kept, other = Figures(rest=lambda: 0.0), ("city", Options(threshold_min=15.0))
    kept.keep(LINE, "a", drawn_assessment())
    kept.keep(other, "a", drawn_assessment())
    kept.keep(other, "b", drawn_assessment())
    assert kept.of(LINE, "a") is not None
    assert kept.of(other, "a") is None
    assert kept.of(other, "b") is not None
