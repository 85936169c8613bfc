"""A worker: a process that does one task after another, and ends with the planner that started it.

Run as ``python -m planner.ui.workers.process NICENESS``; it reads tasks from its input and writes to its output.
"""

from __future__ import annotations

import logging
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import BinaryIO

from planner import logs
from planner.errors import PlannerError
from planner.logs import Event, Happened
from planner.texts import Text
from planner.ui.memory import set_aside
from planner.ui.workers.cities import CITIES
from planner.ui.workers.parts import parts_of
from planner.ui.workers.task import Task
from planner.ui.workers.transport import pack, read_frame, unpack, write_frame

TELL_S = 0.1
"""Not more often than this it is told how far a task is."""


_log = logging.getLogger(__name__)


class Desk:
    """What comes in and goes out."""

    def __init__(self, incoming: BinaryIO, outgoing: BinaryIO, leave: Callable[[], None]) -> None:
        self.tasks: queue.Queue[tuple[bytes, bytes]] = queue.Queue()
        self._stopped = threading.Event()
        self._incoming, self._outgoing, self._leave = incoming, outgoing, leave
        self._told_at = 0.0
        self._held: Mapping[str, object] = {}
        """Parts of the last assessment that a task was given and that was done: the planner has them too."""

    def listen(self) -> None:
        """Take tasks and wishes to stop until the planner is gone."""
        while (frame := read_frame(self._incoming)) is not None:
            word, *content = unpack(frame)
            if word == "stop":
                self._stopped.set()
            else:
                # Before the next task: a wish to stop that comes after it is its own.
                self._stopped.clear()
                self.tasks.put((content[0], content[1]))
        self._leave()

    def work(self) -> None:
        """Do the next task and answer."""
        head, body = self.tasks.get()
        try:
            stand = unpack(head)
            shared = {} if stand is None else CITIES.shared(stand)
            if stand is not None:
                set_aside(stand.key)
            task: Task[object] = unpack(body, {**self._held, **shared})
            found, parts = task.do(self._tell, self._stopped.is_set), parts_of(task.given)
            answer = pack(found, {**parts, **shared})
            # Both sides hold the parts of a task that was done, and of no other.
            self._held = parts or self._held
            self._say("done", answer)
        except PlannerError as error:
            self._say("problem", pack(error))
        except Exception as error:
            # Only the kind of it goes to the planner: a message may hold anything out of the data.
            _log.exception(Happened(Event.SEARCH_FAILED))
            self._say("fault", type(error).__qualname__.encode())

    def _tell(self, told: Text) -> None:
        now = time.monotonic()
        if now - self._told_at >= TELL_S:
            self._told_at = now
            self._say("told", pack(told))

    def _say(self, word: str, content: bytes) -> None:
        write_frame(self._outgoing, pack((word, content)))


def main(niceness: int) -> None:
    """Work until the planner that started this process is gone.

    Parameters
    ----------
    niceness
        How far it stands back behind the pages, where the system knows such a thing.
    """
    logs.begin()
    # Whoever ends the planner at its window means the planner, which ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(niceness)
    # What a library prints must not get between the answers.
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    desk = Desk(sys.stdin.buffer, outgoing, lambda: os._exit(0))
    threading.Thread(target=desk.listen, name="listen", daemon=True).start()
    while True:
        desk.work()


if __name__ == "__main__":
    main(int(sys.argv[1]))
