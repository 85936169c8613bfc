"""A lock between processes and threads."""

from __future__ import annotations

import threading
from pathlib import Path

from planner.sources.lock import locked


def test_two_writers_never_hold_the_lock_at_once(tmp_path: Path) -> None:
    path, inside, most = tmp_path / "table.csv", [0], [0]

    def write() -> None:
        for _ in range(50):
            with locked(path):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert most == [1]
    assert not path.exists()


def test_the_lock_is_free_again_after_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    try:
        with locked(path):
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    with locked(path):
        pass
