"""Edits that wait for a choice between two versions: kept here, so that a page loaded anew finds them."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.storage.records import Conflict, Deed

MOST = 100
"""How many edits wait at most; the oldest one is let go first."""


@dataclass(frozen=True)
class Pending:
    """An edit that waits for a choice between two versions.

    Attributes
    ----------
    conflicts
        Both versions of each entry.
    deed
        Why it was made.
    change
        What it does.
    done
        What is to happen once all of it is confirmed.
    dropped
        What is to happen once a part of it was let go.
    """

    conflicts: tuple[Conflict, ...]
    deed: Deed
    change: Callable[[Path], Any]
    done: Callable[[Any], None]
    dropped: Callable[[], None]


class WaitingRoom:
    """The edits that wait, each by a random name and for whoever made it; for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[str, Pending]] = OrderedDict()

    def put(self, owner: str, waiting: Pending) -> str:
        """Let an edit wait, and return its name."""
        name = secrets.token_hex(16)
        with self._lock:
            self._kept[name] = owner, waiting
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return name

    def get(self, owner: str, name: str) -> Pending | None:
        """Return an edit that waits for its owner; ``None`` for anybody else, or where it waits no more."""
        with self._lock:
            whose, waiting = self._kept.get(name, ("", None))
        return waiting if whose == owner else None

    def drop(self, name: str) -> None:
        """Let go of an edit."""
        with self._lock:
            self._kept.pop(name, None)


WAITING = WaitingRoom()
"""The edits that wait at this server."""
