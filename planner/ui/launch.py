"""Start the app: Streamlit as a process of its own, on this machine only."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.errors import OptionError
from planner.sources.delivery.limits import LIMITS, MEGABYTE
from planner.texts import text, translate

HOST = "127.0.0.1"
FIRST_PORT = 8501
PORTS = 100
"""How many ports are tried from the first one on."""

START_SECONDS = 60.0
STOP_SECONDS = 5.0

CITY_VARIABLE = "PLANNER_CITY"

STREAMLIT_OPTIONS = {
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "logger.hideWelcomeMessage": "true",
    "logger.level": "warning",
    "runner.magicEnabled": "false",
    "server.fileWatcherType": "none",
    "server.headless": "true",
    "server.maxUploadSize": str(LIMITS.file_bytes // MEGABYTE),
    "theme.base": "light",
    "theme.backgroundColor": "#ffffff",
    "theme.baseRadius": "small",
    "theme.borderColor": "#8a949e",
    "theme.font": "sans-serif",
    "theme.linkColor": "#0b5394",
    "theme.primaryColor": "#0b5394",
    "theme.secondaryBackgroundColor": "#f3f5f7",
    "theme.textColor": "#16202a",
}
"""Those of ``.streamlit/config.toml``, which is only found from the checkout's own folder, and less talk."""


def launch(city: Path | None, port: int | None, say: Callable[[str], None]) -> int:
    """Run the app until it is stopped, and return its exit status.

    Parameters
    ----------
    city
        The city folder; the built-in city if left out.
    port
        The port to listen on; the first free one from 8501 if left out.
    say
        Is told the address, in one sentence.

    Raises
    ------
    planner.errors.OptionError
        If the port is in use.
    """
    port = free_port() if port is None else _asked_port(port)
    address = f"http://{HOST}:{port}"
    environment = os.environ | ({} if city is None else {CITY_VARIABLE: str(city.resolve())})
    # Whoever ends this process ends the app with it, as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _running(streamlit_command(port), environment) as app:
        say(translate(text("The planner is at {address}; stop it with Ctrl-C.", address=address)))
        threading.Thread(target=_open_when_ready, args=(address, port), daemon=True).start()
        try:
            return app.wait()
        except KeyboardInterrupt:
            return 0


def streamlit_command(port: int) -> list[str]:
    """Return the words of the command that runs the app."""
    router = Path(__file__).parent / "router.py"
    options = STREAMLIT_OPTIONS | {"server.address": HOST, "server.port": str(port)}
    return [
        *(sys.executable, "-m", "streamlit", "run", str(router)),
        *(f"--{name}={value}" for name, value in options.items()),
    ]


def free_port() -> int:
    """Return the first port from 8501 on that nobody listens on.

    Raises
    ------
    planner.errors.OptionError
        If there is none among the first hundred.
    """
    last = FIRST_PORT + PORTS - 1
    for port in range(FIRST_PORT, last + 1):
        if _is_free(port):
            return port
    raise OptionError(
        text(
            "The ports from {first} to {last} are all in use: name a free one with --port.",
            first=str(FIRST_PORT),
            last=str(last),
        )
    )


def _asked_port(port: int) -> int:
    if not _is_free(port):
        raise OptionError(text("Port {port} is in use: name another one, or leave --port out.", port=str(port)))
    return port


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            # As servers do: a port whose last connections are still closing is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


@contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process, and see that it has ended afterwards."""
    process = subprocess.Popen(command, env=environment)  # noqa: S603 - our own command
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _open_when_ready(address: str, port: int) -> None:
    """Open the browser once the app answers, where there is a screen to show it on."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            answers = probe.connect_ex((HOST, port)) == 0
        if answers:
            webbrowser.open(address)
            return
        time.sleep(0.2)
