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
from tempfile import TemporaryDirectory

from planner.errors import OptionError
from planner.sources.delivery.limits import LIMITS, MEGABYTE
from planner.storage.names import database_schema
from planner.texts import text, translate
from planner.ui.sign_in import SECRETS_FILE, SignIn, sign_in_settings, without_secrets, write_secrets

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
    # A record is its line already, see planner.logs.
    "logger.messageFormat": "%(message)s",
    "runner.magicEnabled": "false",
    # Searched for garbage after each page, all threads stand still: Python itself does so as often as it is needed.
    "runner.postScriptGC": "false",
    "server.address": HOST,
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
        The city folder, working file or ``postgis``; the built-in city if left out.
    port
        The port to listen on; the first free one from 8501 if left out.
    say
        Is told the address, in one sentence.

    Raises
    ------
    planner.errors.OptionError
        If the port is in use.
    planner.errors.SettingsError
        If sign-in is asked for but not set up.
    """
    sign_in = sign_in_settings(os.environ)
    port = free_port() if port is None else asked_port(port)
    address = f"http://{HOST}:{port}"
    environment = without_secrets(os.environ) | ({} if city is None else {CITY_VARIABLE: named_city(city)})
    # Whoever ends this process ends the app with it, as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with (
        TemporaryDirectory(prefix="planner-") as private,
        _running(streamlit_command(port, _secrets(sign_in, Path(private))), environment) as app,
    ):
        say(translate(text("The planner is at {address}; stop it with Ctrl-C.", address=address)))
        threading.Thread(target=_open_when_ready, args=(address, port), daemon=True).start()
        try:
            return app.wait()
        except KeyboardInterrupt:
            return 0


def named_city(city: Path) -> str:
    """Return what a city is called in another process, which may work in another folder.

    Raises
    ------
    planner.errors.OptionError
        If it stands for the database, but not rightly.
    """
    return str(city if database_schema(str(city)) is not None else city.resolve())


def streamlit_command(port: int, secrets: Path | None = None) -> list[str]:
    """Return the words of the command that runs the app.

    Parameters
    ----------
    port
        The port to listen on.
    secrets
        The only file in which Streamlit looks for how people sign in; where it always looks if left out.
    """
    router = Path(__file__).parent / "router.py"
    options = STREAMLIT_OPTIONS | {"server.port": str(port)}
    if secrets is not None:
        options["secrets.files"] = str(secrets)
    return [
        *(sys.executable, "-m", "streamlit", "run", str(router)),
        *(f"--{name}={value}" for name, value in options.items()),
    ]


def _secrets(sign_in: SignIn | None, folder: Path) -> Path:
    """Return the file that says how people sign in; it is not there if they don't."""
    return folder / SECRETS_FILE if sign_in is None else write_secrets(sign_in, folder)


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


def asked_port(port: int, host: str = HOST) -> int:
    """Return a port if nobody listens on it.

    Raises
    ------
    planner.errors.OptionError
        If somebody does.
    """
    if not _is_free(port, host):
        raise OptionError(text("Port {port} is in use: name another one, or leave --port out.", port=str(port)))
    return port


def _is_free(port: int, host: str = HOST) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            # As servers do: a port whose last connections are still closing is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
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
