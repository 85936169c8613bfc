"""One piece of long work: how far it is, how it is stopped, and how it ended."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from planner.errors import PlannerError
from planner.logs import Event, Happened
from planner.texts import Text, text
from planner.ui.metrics import WORKER_RESTARTS
from planner.ui.workers.drawing import DRAWING
from planner.ui.workers.task import Task
from planner.ui.workers.worker import ENDED, Worker, WorkerLostError

ABANDONED_S = 120.0
"""A search that nobody has looked at for so long is stopped."""

TRIES = 2
"""How often a task is begun whose worker is killed in the middle."""

Found = TypeVar("Found")

_FAULT = text("The search ended because of a fault in the planner. Change a term above, or start it again.")

_log = logging.getLogger(__name__)


class Search(Generic[Found]):
    """One search, and how far it is.

    Parameters
    ----------
    key
        What is searched for; equal for equal answers.
    task
        The work.
    keep
        Is given the search right before it is over.
    """

    def __init__(self, key: str, task: Task[Found], keep: Callable[[Search[Found]], None] | None = None) -> None:
        self.key = key
        self.task = task
        self.told: Text | None = None
        self.study: Found | None = None
        self.problem: Text | None = None
        self.error: PlannerError | None = None
        self._stopped, self._ended = threading.Event(), threading.Event()
        self._asked = self._seen = time.monotonic()
        self._seconds: float | None = None
        self._keep = keep

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

    def tell(self, told: Text) -> None:
        """Say how far it is."""
        self.told = told

    def must_stop(self) -> bool:
        """Say whether it has to stop: it was told to, or nobody looks at it any more."""
        if time.monotonic() - self._seen > ABANDONED_S:
            self.stop()
        return self.stopped

    def run(self, worker: Worker | None) -> None:
        """Let a worker do the work, or do it here; whatever goes wrong becomes one plain sentence."""
        try:
            self.study = self._done_by(worker)
        except PlannerError as error:
            self.problem, self.error = error.message, error
        except WorkerLostError:
            self.problem = ENDED
        except Exception as error:
            _log.error(Happened(Event.SEARCH_FAILED), exc_info=error)
            self.problem = _FAULT

    def end(self) -> None:
        """Say that it is over."""
        if self._keep is not None:
            self._keep(self)
        self._seconds = self.seconds
        self._ended.set()

    def wait(self, timeout_s: float) -> bool:
        """Wait until it is over, and say whether it is."""
        return self._ended.wait(timeout_s)

    def _done_by(self, worker: Worker | None) -> Found:
        if worker is None:
            return self.task.do(self.tell, self._must_stop_here)
        for _ in range(TRIES - 1):
            try:
                return self._sent_to(worker)
            except WorkerLostError:
                WORKER_RESTARTS.inc()
                _log.warning(Happened(Event.WORKER_RESTARTED))
        return self._sent_to(worker)

    def _sent_to(self, worker: Worker) -> Found:
        found: Found = worker.do(self.task, self.tell, self.must_stop)
        return found

    def _must_stop_here(self) -> bool:
        must = self.must_stop()
        if not must:
            DRAWING.give_way()
        return must
