"""The workers of a server, and who of those that wait comes next."""

from __future__ import annotations

import os
import threading
from typing import Any

from planner.errors import OptionError
from planner.texts import text
from planner.ui.workers.line import Line
from planner.ui.workers.search import Search
from planner.ui.workers.task import Task
from planner.ui.workers.worker import NICENESS, Worker

WORKERS_VARIABLE = "PLANNER_WORKERS"
"""How many worker processes there are; 0 for none: then the work is done by threads of the app itself."""

WORKERS = 2
"""How many there are if nobody says otherwise: one for what takes minutes, one for what a page waits for."""

MOST_WORKERS = 16


class Crew:
    """The workers of a server, and the line before them.

    Parameters
    ----------
    workers
        How many tasks are done at the same time.
    apart
        Whether each is done in a process of its own, or by a thread of this one.
    line
        Where tasks wait; one with the usual limits if left out.
    """

    def __init__(self, workers: int = WORKERS, *, apart: bool = True, line: Line[Search[Any]] | None = None) -> None:
        self.apart = apart
        # Pages wait for the first one: it does not stand back. Where there are several, it does no long tasks.
        patience = [NICENESS if place or workers == 1 else 0 for place in range(workers)]
        self._workers: list[Worker | None] = [Worker(niceness) if apart else None for niceness in patience]
        self._long = max(1, workers - 1)
        self._lock = threading.Lock()
        self._line: Line[Search[Any]] = Line() if line is None else line

    @classmethod
    def of_environment(cls) -> Crew:
        """Return as many workers as the environment asks for.

        Raises
        ------
        planner.errors.OptionError
            If it asks for something else than a small number.
        """
        wish = os.environ.get(WORKERS_VARIABLE, str(WORKERS))
        if not (wish.isascii() and wish.isdigit() and int(wish) <= MOST_WORKERS):
            raise OptionError(
                text(
                    "{variable} is “{wish}”: write a whole number from 0 to {most}.",
                    variable=WORKERS_VARIABLE,
                    wish=wish,
                    most=MOST_WORKERS,
                )
            )
        return cls(int(wish) or WORKERS, apart=int(wish) > 0)

    def begin(self, search: Search[Any], who: str) -> None:
        """Begin a search, or let it wait for its turn.

        Parameters
        ----------
        search
            The search.
        who
            Who asks for it; empty for the planner itself.

        Raises
        ------
        planner.errors.BusyError
            If too much waits already.
        """
        with self._lock:
            self._line.put(search, who)
        self._go_on()

    def prepare(self, task: Task[None]) -> None:
        """Let each worker that is free do the same, so that it is ready when somebody needs it."""
        for _ in range(len(self._workers) if self.apart else 0):
            self.begin(Search("", task), "")

    def leave(self, search: Search[Any]) -> bool:
        """Take a search out of the line, and say whether it still waited."""
        with self._lock:
            return self._line.remove(search)

    def before(self, search: Search[Any]) -> int | None:
        """Return how many searches in the line come before one; ``None`` once it has begun."""
        with self._lock:
            waiting = self._line.in_order()
        return waiting.index(search) if search in waiting else None

    def waiting(self) -> int:
        """Return how many searches wait."""
        with self._lock:
            return len(self._line)

    def end(self) -> None:
        """End the processes of the workers that have nothing to do."""
        with self._lock:
            for worker in self._workers:
                if worker is not None:
                    worker.end()

    def _go_on(self) -> None:
        """Begin with the next searches as far as there are workers."""
        with self._lock:
            while self._workers and (search := self._line.take(self._may)) is not None:
                self._long -= search.task.long
                worker = self._fit(search)
                threading.Thread(target=self._work, args=(search, worker), name="search", daemon=True).start()

    def _fit(self, search: Search[Any]) -> Worker | None:
        """Take the free worker that fits best: one that stands back for what no page waits for, and else another."""
        order = sorted(self._workers, key=lambda worker: worker.niceness if worker is not None else 0)
        worker = order[0 if search.task.urgent else -1]
        self._workers.remove(worker)
        return worker

    def _may(self, search: Search[Any]) -> bool:
        return self._long > 0 or not search.task.long

    def _work(self, search: Search[Any], worker: Worker | None) -> None:
        search.run(worker)
        with self._lock:
            self._workers.append(worker)
            self._long += search.task.long
        search.end()
        self._go_on()
