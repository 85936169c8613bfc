"""Long searches: a few at once in a fair order, told about, stopped, remembered."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from planner.errors import BusyError, OptionError
from planner.model.assessment import Optimality, Plan, PlanStatus
from planner.model.planning import PlanStudy
from planner.texts import Language, Text, text, translate
from planner.ui import work
from planner.ui.work import Searches
from planner.ui.workers import drawing as drawing_module
from planner.ui.workers import search as search_module
from planner.ui.workers.crew import WORKERS_VARIABLE, Crew
from planner.ui.workers.drawing import Drawing
from planner.ui.workers.line import Line
from planner.ui.workers.search import Search
from planner.ui.workers.task import Task
from planner.ui.workers.worker import NICENESS

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


def by_threads(at_once: int = 2) -> Searches[PlanStudy]:
    """Return searches that are done by threads of this process."""
    return Searches(Crew(at_once, apart=False))


def at_once(told: Callable[[Text], None], stop: Callable[[], bool]) -> PlanStudy:
    return STUDY


def test_a_search_that_comes_to_its_end_is_remembered() -> None:
    searches = by_threads()
    search = searches.start("a", Task(at_once))
    assert search.wait(LONG_S)
    assert search.study is STUDY
    assert not search.stopped
    assert searches.remembered("a") is STUDY
    assert searches.remembered("b") is None


def test_a_search_tells_how_far_it_is_and_stops_when_it_is_told_to() -> None:
    searches, held = by_threads(), Held()
    search = searches.start("a", Task(held))
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
    searches, first, second, third = by_threads(1), Held(), Held(), Held()
    one, two, three = (
        searches.start(name, Task(held)) for name, held in zip("abc", (first, second, third), strict=True)
    )
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
    searches = by_threads()
    search = searches.start("a", Task(at_once))
    assert search.wait(LONG_S)
    searches.stop(search)
    searches.stop(search)
    assert search.study is STUDY
    assert searches.remembered("a") is STUDY


def test_an_unusable_choice_is_said_in_its_own_sentence() -> None:
    def refused(told: Callable[[Text], None], stop: Callable[[], bool]) -> PlanStudy:
        raise OptionError(text("That can't be."))

    search = by_threads().start("a", Task(refused))
    assert search.wait(LONG_S)
    assert search.study is None
    assert search.problem is not None
    assert translate(search.problem, Language.ENGLISH) == "That can't be."


def test_a_fault_ends_the_search_plainly_and_the_next_one_runs() -> None:
    def broken(told: Callable[[Text], None], stop: Callable[[], bool]) -> PlanStudy:
        raise ZeroDivisionError

    searches = by_threads(1)
    search = searches.start("a", Task(broken))
    assert search.wait(LONG_S)
    assert search.problem is not None
    assert "fault in the planner" in translate(search.problem, Language.ENGLISH)
    assert searches.start("b", Task(at_once)).wait(LONG_S)


def test_a_search_that_nobody_looks_at_any_more_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "ABANDONED_S", 0.0)
    search = by_threads().start("a", Task(Held()))
    assert search.wait(LONG_S)
    assert search.stopped


def test_old_answers_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "REMEMBERED", 1)
    searches = by_threads()
    for name in "ab":
        search: Search = searches.start(name, Task(at_once))
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
    monkeypatch.setattr(drawing_module, "GIVE_WAY_S", 0.0)
    drawing = Drawing()
    with drawing.page():
        drawing.give_way()


def test_one_worker_stays_free_of_long_tasks() -> None:
    searches, first, second, short = by_threads(2), Held(), Held(), Held()
    long = [searches.start(name, Task(held, long=True)) for name, held in (("a", first), ("b", second))]
    assert first.begun.wait(LONG_S)
    quick = searches.start("c", Task(short))
    assert short.begun.wait(LONG_S)
    assert not second.begun.is_set()
    assert searches.before(long[1]) == 0
    for held in (first, second, short):
        held.go_on.set()
    assert all(search.wait(LONG_S) for search in (*long, quick))


def test_whoever_asks_for_much_lets_others_go_first() -> None:
    line: Line[str] = Line(most_of_one=3)
    for one, who in (("a1", "a"), ("a2", "a"), ("a3", "a"), ("b1", "b"), ("c1", "c"), ("b2", "b")):
        line.put(one, who)
    assert line.in_order() == ["a1", "b1", "c1", "a2", "b2", "a3"]
    assert line.take(lambda _: True) == "a1"
    assert line.take(lambda one: one != "b1") == "c1"
    assert line.remove("a2")
    assert not line.remove("a2")
    assert line.in_order() == ["b1", "a3", "b2"]
    assert [line.take(lambda _: True) for _ in range(4)] == ["b1", "a3", "b2", None]


def test_more_than_may_wait_is_refused_with_a_sentence() -> None:
    line: Line[int] = Line(most_of_one=2, most=3)
    line.put(1, "a")
    line.put(2, "a")
    with pytest.raises(BusyError) as refused:
        line.put(3, "a")
    assert "2 of your searches wait already" in translate(refused.value.message, Language.ENGLISH)
    line.put(3, "b")
    with pytest.raises(BusyError) as refused:
        line.put(4, "c")
    assert "3 searches wait already" in translate(refused.value.message, Language.ENGLISH)
    # What the planner itself needs is always let in.
    line.put(5, "")
    assert len(line) == 4


@pytest.mark.parametrize("wish", ["", "-1", "two", "17", "1.5"])
def test_an_impossible_number_of_workers_is_refused(wish: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WORKERS_VARIABLE, wish)
    with pytest.raises(OptionError, match="PLANNER_WORKERS"):
        Crew.of_environment()


def test_what_a_page_waits_for_is_done_by_the_worker_that_does_not_stand_back() -> None:
    crew = Crew(2)
    waited_for, in_peace = Task(at_once, urgent=True), Task(at_once)
    chosen = [crew._fit(Search("", task)) for task in (waited_for, in_peace)]
    assert [worker.niceness for worker in chosen if worker] == [0, NICENESS]
    alone = Crew(1)._fit(Search("", waited_for))
    assert alone is not None
    assert alone.niceness == NICENESS
