"""A lock between processes: while one writes, the others wait."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _acquire(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)

    def _release(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _acquire(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _release(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file's lock, which lies beside it and stays: the file itself is replaced while it is held.

    Parameters
    ----------
    path
        The file that is written while the lock is held; it need not exist.

    Raises
    ------
    OSError
        If the lock can't be written.
    """
    with path.with_name(f".{path.name}.lock").open("ab") as lock:
        _acquire(lock.fileno())
        try:
            yield
        finally:
            _release(lock.fileno())
