"""The run itself: cities are handed out a few at a time, and each result is kept as soon as it is there."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from distributed import CancelledError, Client, Future, KilledWorker, wait

from planner.batch.progress import Pace
from planner.batch.receipts import drop_partition, keep_partition
from planner.batch.task import CityTask, Outcome, assess_city
from planner.errors import FetchError, PlannerError
from planner.texts import Text, text, translate

_AHEAD = 2
"""Tasks in flight a worker: one that it works on, and one that waits there."""

_LOOK_S = 5.0
"""After so many seconds without a result it is asked whether any worker is left."""


@dataclass
class _Flight:
    """Tasks that were handed out."""

    client: Client
    out: Path
    pace: Pace
    failed: dict[str, str] = field(default_factory=dict)
    suspects: list[CityTask] = field(default_factory=list)
    _under_way: dict[Future, CityTask] = field(default_factory=dict)

    def run(self, tasks: Iterator[CityTask], ahead: int) -> None:
        """Hand out tasks, at most so many at once, and take in what comes of them."""
        for task in tasks:
            self._hand_out(task)
            while len(self._under_way) >= ahead:
                self._take_in()
        while self._under_way:
            self._take_in()

    def stop(self) -> None:
        """Call back what was handed out."""
        self.client.cancel(list(self._under_way), force=True)

    def _hand_out(self, task: CityTask) -> None:
        # A key of its own each time: a task that is tried once more must not get the result of the first try.
        key = f"assess_city-{task.code}-{uuid.uuid4().hex}"
        self._under_way[self.client.submit(assess_city, task, key=key)] = task

    def _take_in(self) -> None:
        try:
            done = wait(list(self._under_way), timeout=_LOOK_S, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            self._look_for_workers()
            return
        for future in done:
            self._take(future, self._under_way.pop(future))

    def _take(self, future: Future, task: CityTask) -> None:
        error = future.exception()
        if isinstance(error, KilledWorker) and task not in self.suspects:
            self.suspects.append(task)
            return
        outcome = _failure(task, error) if error is not None else future.result()
        if outcome.problem:
            self.failed[task.code] = outcome.problem
            drop_partition(self.out, task.code)
        else:
            keep_partition(self.out, task.code, task.key, outcome.files)
        self.pace.step(task.weight, failed=bool(outcome.problem))

    def _look_for_workers(self) -> None:
        if not self.client.nthreads():
            raise FetchError(
                text("The Dask scheduler has no worker left: start one, and run this again; what is done stays.")
            )


def run_tasks(client: Client, tasks: Sequence[CityTask], out: Path, tell: Callable[[Text], None]) -> dict[str, str]:
    """Do tasks, and keep each partition as soon as it is there.

    A task under which workers die is set aside and tried once more, alone, so that none is blamed for another.

    Parameters
    ----------
    client
        Whom the tasks are handed to.
    tasks
        What is to be done, in this order.
    out
        The folder of the run.
    tell
        Is told how far it is.

    Returns
    -------
    What is wrong with each city that failed, by its code.

    Raises
    ------
    planner.errors.FetchError
        If the scheduler goes away, or has no worker left. What is done stays.
    planner.errors.OutputError
        If a partition can't be written.
    """
    flight = _Flight(client, out, Pace(len(tasks), sum(task.weight for task in tasks), tell))
    try:
        flight.run(iter(tasks), ahead=_AHEAD * max(len(client.nthreads()), 1))
        flight.run(iter(list(flight.suspects)), ahead=1)
    except PlannerError:
        raise
    except (OSError, CancelledError) as error:
        raise FetchError(
            text(
                "The Dask scheduler went away: {done} of {all} cities are done and stay; run this again for the rest.",
                done=flight.pace.done,
                all=len(tasks),
            )
        ) from error
    except KeyboardInterrupt:
        flight.stop()
        raise
    return flight.failed


def _failure(task: CityTask, error: BaseException) -> Outcome:
    """Say why a task ended without an outcome."""
    if isinstance(error, KilledWorker):
        sentence = text(
            "The worker died each time it assessed this city: there may be too little memory for it. "
            "The next run tries again."
        )
    else:
        sentence = text(
            "The planner made a mistake of its own ({kind}: {detail}); please send this line to its makers.",
            kind=type(error).__name__,
            detail=" ".join(str(error).split())[:200],
        )
    return Outcome(task.code, problem=translate(sentence, task.options.language))
