"""Long searches: a few at once, told about, stopped, remembered."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from planner.errors import OptionError
from planner.model.assessment import Optimality, Plan, PlanStatus
from planner.model.planning import PlanStudy
from planner.texts import Language, Text, text, translate
from planner.ui import work
from planner.ui.work import Drawing, Search, Searches

STUDY = PlanStudy(Plan((), Optimality(0, 0, 0.0, PlanStatus.OPTIMAL, 0.0), 0))
LONG_S = 30.0


class Held:
    """A piece of work that goes on until it is let go or told to stop."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()

    def __call__(self, told: Callable[[Text], None], stop: Callable[[], bool]) -> PlanStudy:
        """Go on until somebody ends it."""
        told(text("Looking"))
        self.begun.set()
        while not stop() and not self.go_on.wait(0.01):
            pass
        return STUDY


def at_once(told: Callable[[Text], None], stop: Callable[[], bool]) -> PlanStudy:
    return STUDY


def test_a_search_that_comes_to_its_end_is_remembered() -> None:
    searches = Searches()
    search = searches.start("a", at_once)
    assert search.wait(LONG_S)
    assert search.study is STUDY
    assert not search.stopped
    assert searches.remembered("a") is STUDY
    assert searches.remembered("b") is None


def test_a_search_tells_how_far_it_is_and_stops_when_it_is_told_to() -> None:
    searches, held = Searches(), Held()
    search = searches.start("a", held)
    assert held.begun.wait(LONG_S)
    assert not search.ended
    assert search.told is not None
    assert translate(search.told, Language.ENGLISH) == "Looking"
    searches.stop(search)
    assert search.wait(LONG_S)
    # The best so far is there for whoever stopped it, and for nobody else.
    assert search.study is STUDY
    assert searches.remembered("a") is None
    seconds = search.seconds
    assert seconds == search.seconds


def test_only_so_many_run_at_once_and_the_others_wait_in_line() -> None:
    searches, first, second, third = Searches(at_once=1), Held(), Held(), Held()
    one, two, three = (searches.start(name, held) for name, held in zip("abc", (first, second, third), strict=True))
    assert first.begun.wait(LONG_S)
    assert [searches.before(search) for search in (one, two, three)] == [None, 0, 1]
    searches.stop(two)
    assert two.wait(LONG_S)
    assert two.study is None
    assert not second.begun.is_set()
    first.go_on.set()
    assert third.begun.wait(LONG_S)
    assert searches.before(three) is None
    third.go_on.set()
    assert three.wait(LONG_S)


def test_stopping_twice_or_after_the_end_changes_nothing() -> None:
    searches = Searches()
    search = searches.start("a", at_once)
    assert search.wait(LONG_S)
    searches.stop(search)
    searches.stop(search)
    assert search.study is STUDY
    assert searches.remembered("a") is STUDY


def test_an_unusable_choice_is_said_in_its_own_sentence() -> None:
    def refused(told: Callable[[Text], None], stop: Callable[[], bool]) -> PlanStudy:
        raise OptionError(text("That can't be."))

    search = Searches().start("a", refused)
    assert search.wait(LONG_S)
    assert search.study is None
    assert search.problem is not None
    assert translate(search.problem, Language.ENGLISH) == "That can't be."


def test_a_fault_ends_the_search_plainly_and_the_next_one_runs() -> None:
    def broken(told: Callable[[Text], None], stop: Callable[[], bool]) -> PlanStudy:
        raise ZeroDivisionError

    searches = Searches(at_once=1)
    search = searches.start("a", broken)
    assert search.wait(LONG_S)
    assert search.problem is not None
    assert "fault in the planner" in translate(search.problem, Language.ENGLISH)
    assert searches.start("b", at_once).wait(LONG_S)


def test_a_search_that_nobody_looks_at_any_more_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "ABANDONED_S", 0.0)
    search = Searches().start("a", Held())
    assert search.wait(LONG_S)
    assert search.stopped


def test_old_answers_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "REMEMBERED", 1)
    searches = Searches()
    for name in "ab":
        search: Search = searches.start(name, at_once)
        assert search.wait(LONG_S)
    assert searches.remembered("a") is None
    assert searches.remembered("b") is STUDY


def test_a_search_gives_way_to_a_page_that_is_being_drawn() -> None:
    drawing = Drawing()
    drawing.give_way()
    done = threading.Event()

    def waiting() -> None:
        drawing.give_way()
        done.set()

    with drawing.page(), drawing.page():
        thread = threading.Thread(target=waiting)
        thread.start()
        assert not done.wait(0.05)
    assert done.wait(LONG_S)
    thread.join()


def test_a_search_goes_on_in_the_end_however_many_pages_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "GIVE_WAY_S", 0.0)
    drawing = Drawing()
    with drawing.page():
        drawing.give_way()
