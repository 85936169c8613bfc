"""A worker process: what it does, how it is stopped, and what becomes of its task when it dies."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import pandas as pd
import psutil
import pytest
import tasks_of_tests as tasks

from planner.errors import BusyError, OptionError
from planner.texts import Language, Text, text, translate
from planner.ui.workers.crew import Crew
from planner.ui.workers.search import Search
from planner.ui.workers.task import Task
from planner.ui.workers.transport import pack, unpack
from planner.ui.workers.worker import NICENESS, Limits, TaskFaultError, Worker, WorkerLostError

LONG_S = 60.0


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    """Lend a worker that finds the tasks of these tests."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    one = Worker()
    yield one
    one.end()


def silent(told: Text) -> None:
    """Tell nobody."""


def never() -> bool:
    """Never ask to stop."""
    return False


def wait_for(path: Path) -> None:
    """Wait until a file is there."""
    until = time.monotonic() + LONG_S
    while not path.exists():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_worker_does_one_task_after_another_in_a_process_of_its_own(worker: Worker) -> None:
    assert worker.do(Task(tasks.doubled, (21,)), silent, never) == 42
    first = worker.do(Task(tasks.who), silent, never)
    assert first not in (os.getpid(), None)
    assert worker.do(Task(tasks.who), silent, never) == first == worker.pid


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system has no niceness")
def test_a_worker_stands_back_behind_the_pages(worker: Worker) -> None:
    assert worker.do(Task(tasks.niceness), silent, never) == os.nice(0) + NICENESS


def test_what_a_library_prints_is_no_answer(worker: Worker) -> None:
    assert worker.do(Task(tasks.printing), silent, never) == "answer"


def test_a_worker_tells_how_far_it_is_and_stops_with_the_best_so_far(worker: Worker, tmp_path: Path) -> None:
    told: list[Text] = []
    begun = tmp_path / "begun"
    found = worker.do(Task(tasks.until_stopped, (begun,)), told.append, begun.exists)
    assert found == "best so far"
    assert [translate(one, Language.ENGLISH) for one in told] == ["Looking"]
    # A wish to stop is of one task only.
    assert worker.do(Task(tasks.doubled, (1,)), silent, never) == 2


def test_an_error_of_the_task_is_the_same_error_here(worker: Worker) -> None:
    with pytest.raises(OptionError) as raised:
        worker.do(Task(tasks.refused), silent, never)
    assert translate(raised.value.message, Language.ENGLISH) == "That can't be so."
    with pytest.raises(TaskFaultError, match="ZeroDivisionError"):
        worker.do(Task(tasks.broken), silent, never)
    assert worker.do(Task(tasks.doubled, (1,)), silent, never) == 2


def test_a_killed_worker_is_noticed_and_the_next_task_has_a_fresh_one(worker: Worker, tmp_path: Path) -> None:
    begun = tmp_path / "begun"

    def kill() -> None:
        wait_for(begun)
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)

    threading.Thread(target=kill, daemon=True).start()
    with pytest.raises(WorkerLostError):
        worker.do(Task(tasks.until_stopped, (begun,)), silent, never)
    assert worker.do(Task(tasks.doubled, (3,)), silent, never) == 6


def test_a_task_that_takes_too_long_or_too_much_is_ended_with_a_sentence(tmp_path: Path, worker: Worker) -> None:
    with pytest.raises(BusyError, match="1"):
        worker.do(Task(tasks.until_stopped, (tmp_path / "begun",), limit_s=0.2), silent, never)
    assert worker.pid is None
    small = Worker(limits=Limits(memory_bytes=500 * 2**20))
    try:
        with pytest.raises(BusyError):
            small.do(Task(tasks.greedy, (600,)), silent, never)
    finally:
        small.end()


def test_a_weary_worker_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    worker = Worker(limits=Limits(tasks=1))
    first = worker.do(Task(tasks.who), silent, never)
    assert worker.pid is None
    second = worker.do(Task(tasks.who), silent, never)
    assert first != second
    assert not psutil.pid_exists(first) or psutil.Process(first).status() == psutil.STATUS_ZOMBIE


def test_a_task_is_begun_again_once_if_its_worker_dies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    crew = Crew(1)
    search: Search[str] = Search("a", Task(tasks.killed_once, (tmp_path / "mark",)))
    crew.begin(search, "")
    assert search.wait(LONG_S)
    assert search.study == "done"
    hopeless: Search[None] = Search("b", Task(tasks.killed))
    crew.begin(hopeless, "")
    assert hopeless.wait(LONG_S)
    assert hopeless.problem is not None
    assert "ended from outside" in translate(hopeless.problem, Language.ENGLISH)
    last: Search[int] = Search("c", Task(tasks.doubled, (4,)))
    crew.begin(last, "")
    assert last.wait(LONG_S)
    assert last.study == 8
    crew.end()


def test_shared_parts_are_sent_by_their_names() -> None:
    table = pd.DataFrame({"a": range(100_000)})
    sent = pack({"table": table, "words": MappingProxyType({"a": text("{b}", b=1)})}, {"table": table})
    assert len(sent) < 1000
    got = unpack(sent, {"table": table})
    assert got["table"] is table
    assert isinstance(got["words"], MappingProxyType)
    assert got["words"]["a"] == text("{b}", b=1)
