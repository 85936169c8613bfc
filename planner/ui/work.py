"""Long work beside the pages: done by workers in a fair order, watched and stopped by who asked for it."""

from __future__ import annotations

import atexit
import threading
from collections import OrderedDict
from functools import cache
from typing import Generic, TypeVar, cast

from streamlit.runtime.scriptrunner import get_script_run_ctx

from planner.errors import BusyError
from planner.model.planning import PlanStudy
from planner.ui.session import ONE_DESK_KEY, session_key
from planner.ui.workers.crew import Crew
from planner.ui.workers.search import Search
from planner.ui.workers.task import Task

REMEMBERED = 64
"""How many finished searches are remembered for everybody."""

Found = TypeVar("Found")


class Searches(Generic[Found]):
    """Searches of one kind, and what they have found.

    Parameters
    ----------
    crew
        Who does them; the one of this server if left out.
    """

    def __init__(self, crew: Crew | None = None) -> None:
        self._own_crew = crew
        self._lock = threading.Lock()
        self._remembered: OrderedDict[str, Found] = OrderedDict()

    @property
    def _crew(self) -> Crew:
        return self._own_crew or crew()

    def remembered(self, key: str) -> Found | None:
        """Return what a search for the same has found, if it went on to its end."""
        with self._lock:
            return self._remembered.get(key)

    def start(self, key: str, task: Task[Found], who: str = "") -> Search[Found]:
        """Begin a search, or put it into the line.

        Parameters
        ----------
        key
            What is searched for.
        task
            The work.
        who
            Who asks for it; empty for the planner itself, which always may.

        Raises
        ------
        planner.errors.BusyError
            If too much waits already.
        """
        search = Search(key, task, self._keep)
        self._crew.begin(search, who)
        return search

    def stop(self, search: Search[Found]) -> None:
        """Stop a search; one that has not begun ends at once without a result."""
        search.stop()
        if self._crew.leave(search):
            search.end()

    def before(self, search: Search[Found]) -> int | None:
        """Return how many searches in the line come before one; ``None`` once it has begun."""
        return self._crew.before(search)

    def _keep(self, search: Search[Found]) -> None:
        with self._lock:
            if search.study is not None and not search.stopped:
                self._remembered[search.key] = search.study
                while len(self._remembered) > REMEMBERED:
                    self._remembered.popitem(last=False)


SEARCHES: Searches[PlanStudy] = Searches()
"""The long searches for plans of this server."""


@cache
def crew() -> Crew:
    """Return the workers of this server, started when they are first needed.

    Raises
    ------
    planner.errors.OptionError
        If the environment asks for an impossible number of them.
    """
    one = Crew.of_environment()
    atexit.register(one.end)
    return one


def asker() -> str:
    """Return who waits: the user who signed in, or on one desk each opened page by itself."""
    key, context = session_key(), get_script_run_ctx(suppress_warning=True)
    return context.session_id if key == ONE_DESK_KEY and context is not None else key


def waited_for(task: Task[Found], who: str = "") -> Found:
    """Let a worker do something that is waited for.

    Raises
    ------
    planner.errors.PlannerError
        What the task itself raised, that too much waits already, or that it could not be done.
    """
    if not crew().apart:
        return task.do(lambda _: None, lambda: False)
    search = Search("", task)
    crew().begin(search, who)
    while not search.wait(1.0):
        search.look()
    if search.problem is not None:
        raise search.error or BusyError(search.problem)
    return cast("Found", search.study)
