"""Tasks for workers in tests; a worker finds them by the name of this module."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from planner.errors import OptionError
from planner.texts import Text, text

Tell = Callable[[Text], None]
MustStop = Callable[[], bool]


def doubled(tell: Tell, must_stop: MustStop, number: int) -> int:
    """Return twice a number."""
    return 2 * number


def until_stopped(tell: Tell, must_stop: MustStop, begun: Path) -> str:
    """Tell that it began, and work until it is told to stop."""
    tell(text("Looking"))
    begun.touch()
    while not must_stop():
        time.sleep(0.01)
    return "best so far"


def refused(tell: Tell, must_stop: MustStop) -> None:
    """Refuse."""
    raise OptionError(text("That can't be {thing}.", thing="so"))


def broken(tell: Tell, must_stop: MustStop) -> None:
    """Fail."""
    raise ZeroDivisionError


def killed_once(tell: Tell, must_stop: MustStop, mark: Path) -> str:
    """End the whole process the first time."""
    if mark.exists():
        return "done"
    mark.touch()
    os._exit(9)


def killed(tell: Tell, must_stop: MustStop) -> None:
    """End the whole process each time."""
    os._exit(9)


def who(tell: Tell, must_stop: MustStop) -> int:
    """Return the number of the process."""
    return os.getpid()


def niceness(tell: Tell, must_stop: MustStop) -> int:
    """Return how far the process stands back."""
    return os.nice(0)


def greedy(tell: Tell, must_stop: MustStop, megabytes: int) -> int:
    """Take memory, and hold it for a while."""
    held = bytearray(megabytes * 2**20)
    until = time.monotonic() + 30
    while time.monotonic() < until and not must_stop():
        held[0] = 1
        time.sleep(0.05)
    return len(held)


def printing(tell: Tell, must_stop: MustStop) -> str:
    """Print, as a library may."""
    print("not an answer")
    os.write(1, b"nor this\n")
    return "answer"
