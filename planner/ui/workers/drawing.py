"""Pages that are being drawn, and who gives way to them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

GIVE_WAY_S = 0.5
"""How long a thread pauses at most, each time it is asked whether to stop, while a page is being drawn."""


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
