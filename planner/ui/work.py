"""Long searches beside the pages: a few at once for the whole server, each watched and stopped by who asked for it."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from planner.errors import PlannerError
from planner.model.planning import PlanStudy
from planner.texts import Text, text

AT_ONCE = 2
"""How many searches run at the same time; the others wait for their turn."""

REMEMBERED = 64
"""How many finished searches are remembered for everybody."""

ABANDONED_S = 120.0
"""A search that nobody has looked at for so long is stopped."""

GIVE_WAY_S = 0.5
"""How long a search pauses at most, each time it is asked whether to stop, while a page is being drawn."""

Found = TypeVar("Found")

Job = Callable[[Callable[[Text], None], Callable[[], bool]], Found]
"""The work itself: is given whom to tell how far it is, and whom to ask whether to stop."""

_FAULT = text("The search ended because of a fault in the planner. Change a term above, or start it again.")

_log = logging.getLogger(__name__)


class Drawing:
    """Pages that are being drawn: searches give way to them, since both need the same interpreter."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages = 0
        self._none = threading.Event()
        self._none.set()

    @contextmanager
    def page(self) -> Iterator[None]:
        """Draw a page within a ``with`` block."""
        with self._lock:
            self._pages += 1
            self._none.clear()
        try:
            yield
        finally:
            with self._lock:
                self._pages -= 1
                if not self._pages:
                    self._none.set()

    def give_way(self) -> None:
        """Wait until no page is being drawn, but not for long."""
        self._none.wait(GIVE_WAY_S)


DRAWING = Drawing()
"""The pages of this server that are being drawn."""


class Search(Generic[Found]):
    """One search, and how far it is.

    Parameters
    ----------
    key
        What is searched for; equal for equal answers.
    job
        The work.
    """

    def __init__(self, key: str, job: Job[Found]) -> None:
        self.key = key
        self.told: Text | None = None
        self.study: Found | None = None
        self.problem: Text | None = None
        self._job = job
        self._stopped, self._ended = threading.Event(), threading.Event()
        self._asked = self._seen = time.monotonic()
        self._seconds: float | None = None

    @property
    def seconds(self) -> float:
        """Seconds since it was asked for, until its end."""
        return time.monotonic() - self._asked if self._seconds is None else self._seconds

    @property
    def ended(self) -> bool:
        """Whether it is over: finished, stopped or failed."""
        return self._ended.is_set()

    @property
    def stopped(self) -> bool:
        """Whether it was told to stop."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Tell it to stop: the best plan so far is then its result."""
        self._stopped.set()

    def look(self) -> None:
        """Say that somebody still waits for it."""
        self._seen = time.monotonic()

    def run(self) -> None:
        """Do the work; whatever goes wrong becomes one plain sentence."""
        try:
            self.study = self._job(self._tell, self._must_stop)
        except PlannerError as error:
            self.problem = error.message
        except Exception:
            _log.exception("A search failed")
            self.problem = _FAULT

    def end(self) -> None:
        """Say that it is over."""
        self._seconds = self.seconds
        self._ended.set()

    def wait(self, timeout_s: float) -> bool:
        """Wait until it is over, and say whether it is."""
        return self._ended.wait(timeout_s)

    def _tell(self, told: Text) -> None:
        self.told = told

    def _must_stop(self) -> bool:
        if time.monotonic() - self._seen > ABANDONED_S:
            self.stop()
        if not self.stopped:
            DRAWING.give_way()
        return self.stopped


class Searches(Generic[Found]):
    """All searches of a server.

    Parameters
    ----------
    at_once
        How many run at the same time.
    """

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = at_once
        self._lock = threading.Lock()
        self._line: deque[Search[Found]] = deque()
        self._remembered: OrderedDict[str, Found] = OrderedDict()

    def remembered(self, key: str) -> Found | None:
        """Return what a search for the same has found, if it went on to its end."""
        with self._lock:
            return self._remembered.get(key)

    def start(self, key: str, job: Job[Found]) -> Search[Found]:
        """Begin a search, or put it at the end of the line."""
        search = Search(key, job)
        with self._lock:
            self._line.append(search)
        self._go_on()
        return search

    def stop(self, search: Search[Found]) -> None:
        """Stop a search; one that has not begun ends at once without a result."""
        search.stop()
        with self._lock:
            waiting = search in self._line
            if waiting:
                self._line.remove(search)
        if waiting:
            search.end()

    def before(self, search: Search[Found]) -> int | None:
        """Return how many searches in the line come before one; ``None`` once it has begun."""
        with self._lock:
            return self._line.index(search) if search in self._line else None

    def _go_on(self) -> None:
        """Begin with the next searches as far as there is room."""
        with self._lock:
            while self._free and self._line:
                self._free -= 1
                search = self._line.popleft()
                threading.Thread(target=self._work, args=(search,), name="search", daemon=True).start()

    def _work(self, search: Search[Found]) -> None:
        search.run()
        with self._lock:
            self._free += 1
            if search.study is not None and not search.stopped:
                self._remembered[search.key] = search.study
                while len(self._remembered) > REMEMBERED:
                    self._remembered.popitem(last=False)
        search.end()
        self._go_on()


SEARCHES: Searches[PlanStudy] = Searches()
"""The long searches for plans of this server."""
