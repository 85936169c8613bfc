"""The app as a process of its own, for tests that ask it as a browser does."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 90


def any_port() -> int:
    """Return a port that nobody listens on: any one, so that tests beside this one hardly take the same."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@contextmanager
def started(
    command: Sequence[str], address: str, variables: Mapping[str, str], output: Path = Path(os.devnull)
) -> Iterator[None]:
    """Run a server until it answers at an address, and end it afterwards.

    Parameters
    ----------
    command
        The words of its command.
    address
        Where it answers.
    variables
        Its own variables of the environment; none of the planner's is handed on.
    output
        File that takes what it says.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PLANNER_")}
    with output.open("wb") as said:
        process = subprocess.Popen(
            command, env=environment | dict(variables), stdout=said, stderr=subprocess.STDOUT, cwd=ROOT
        )
    try:
        _wait(address, process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    pytest.fail("the server does not start")
