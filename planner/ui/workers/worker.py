"""A worker as the planner sees it: given a task, watched, ended where it takes too long or too much memory."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import psutil

import planner
from planner.errors import BusyError, PlannerError
from planner.texts import Text, plural, text
from planner.ui.workers.cities import CITIES
from planner.ui.workers.parts import parts_of
from planner.ui.workers.task import Task
from planner.ui.workers.transport import pack, read_frame, unpack, write_frame

NICENESS = 10
"""How far a worker stands back whose work nobody waits for at a page."""

LOOK_S = 0.1
"""How often it is asked whether a task has to stop."""

TASKS = 200
"""After so many tasks a worker is replaced by a fresh one."""

GIGABYTE = 1024**3

MEMORY_BYTES = 4 * GIGABYTE
"""A task that takes more memory is ended."""

WEARY_BYTES = GIGABYTE
"""A worker that holds more memory after a task is replaced by a fresh one."""

MINUTE_S = 60.0

ENDED = text("The work was ended from outside before it was done: start it again.")

_MODULE = "planner.ui.workers.process"


class WorkerLostError(Exception):
    """The process ended in the middle of a task."""


class TaskFaultError(Exception):
    """The task failed because of a fault in the planner; the message is its kind, and the worker logged the rest."""


@dataclass(frozen=True)
class Limits:
    """What a worker may take before it is ended or replaced; the defaults fit a city office's server."""

    tasks: int = TASKS
    memory_bytes: int = MEMORY_BYTES
    weary_bytes: int = WEARY_BYTES


class Worker:
    """One process that does one task at a time; started with its first task.

    Parameters
    ----------
    niceness
        How far it stands back behind the pages.
    limits
        What it may take.
    """

    def __init__(self, niceness: int = NICENESS, limits: Limits | None = None) -> None:
        self.niceness = niceness
        self._limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes | None] = queue.Queue()
        self._tasks = 0
        self._held: Mapping[str, object] = {}
        """Parts of the last assessment that a task was given and that was done: the process has them too."""

    @property
    def pid(self) -> int | None:
        """Number of the process; ``None`` while there is none."""
        return None if self._process is None else self._process.pid

    def do(self, task: Task[Any], tell: Callable[[Text], None], must_stop: Callable[[], bool]) -> Any:
        """Let the process do a task, and return what it found.

        Parameters
        ----------
        task
            The work.
        tell
            Is told how far it is.
        must_stop
            Asked now and again; once it is true, the task is told to stop, and returns the best it has.

        Raises
        ------
        planner.errors.PlannerError
            What the task itself raised, or that it took too long or too much memory.
        WorkerLostError
            If the process ended in the middle.
        TaskFaultError
            If the task failed.
        """
        shared = {} if task.stand is None else CITIES.shared(task.stand)
        try:
            self._send(("do", pack(task.stand), pack(task, {**self._held, **shared})))
            answer = self._wait(task, tell, must_stop)
        except (WorkerLostError, BusyError):
            self.end()
            raise
        parts = parts_of(task.given)
        self._held = parts or self._held
        found = unpack(answer, {**parts, **shared})
        self._tasks += 1
        if self._tasks >= self._limits.tasks or self._memory_bytes() > self._limits.weary_bytes:
            self.end()
        return found

    def end(self) -> None:
        """End the process, whatever it does; the next task starts another."""
        process, self._process, self._held = self._process, None, {}
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()

    def _wait(self, task: Task[Any], tell: Callable[[Text], None], must_stop: Callable[[], bool]) -> bytes:
        began, stopping = time.monotonic(), False
        while True:
            try:
                frame = self._answers.get(timeout=LOOK_S)
            except queue.Empty:
                if not stopping and must_stop():
                    stopping = True
                    self._send(("stop",))
                self._check(task, time.monotonic() - began)
                continue
            if frame is None:
                raise WorkerLostError
            word, content = unpack(frame)
            if word == "told":
                tell(unpack(content))
            elif word == "done":
                return bytes(content)
            elif word == "problem":
                problem: PlannerError = unpack(content)
                raise problem
            else:
                raise TaskFaultError(content.decode())

    def _check(self, task: Task[Any], seconds: float) -> None:
        if seconds > task.limit_s:
            minutes = max(1, round(task.limit_s / MINUTE_S))
            raise BusyError(
                plural(
                    "The work took longer than {n} minute and was ended: ask for less at once.",
                    "The work took longer than {n} minutes and was ended: ask for less at once.",
                    minutes,
                )
            )
        if self._memory_bytes() > self._limits.memory_bytes:
            raise BusyError(text("The work took more memory than it may and was ended: ask for less at once."))

    def _memory_bytes(self) -> int:
        try:
            return 0 if self.pid is None else int(psutil.Process(self.pid).memory_info().rss)
        except psutil.NoSuchProcess:
            return 0

    def _send(self, message: tuple[Any, ...]) -> None:
        try:
            write_frame(cast("BinaryIO", self._running().stdin), pack(message))
        except OSError as error:
            raise WorkerLostError from error

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._answers, self._tasks = queue.Queue(), 0
            self._process = _start(self.niceness)
            answers = cast("BinaryIO", self._process.stdout)
            threading.Thread(target=_listen, args=(answers, self._answers), name="worker", daemon=True).start()
        return self._process


def _start(niceness: int) -> subprocess.Popen[bytes]:
    # The process finds the planner where this one did, also in a checkout that is not installed.
    package = str(Path(planner.__file__).resolve().parents[1])
    path = os.pathsep.join([package, *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(  # noqa: S603  (our own module)
        [sys.executable, "-m", _MODULE, str(niceness)],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def _listen(stream: BinaryIO, answers: queue.Queue[bytes | None]) -> None:
    """Pass on what a process answers, and at last that it is gone."""
    frame: bytes | None = b""
    while frame is not None:
        try:
            frame = read_frame(stream)
        except (OSError, ValueError):
            frame = None
        answers.put(frame)
