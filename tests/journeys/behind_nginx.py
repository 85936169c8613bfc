"""The service as people meet it: behind a real nginx, under a path, and in a browser that says what breaks a rule."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from .proxy import ROOT, port_of_its_own, running_nginx

PATH = "/perencana"
START_SECONDS = 90
STOP_SECONDS = 30


@dataclass
class Running:
    """A service and the nginx before it."""

    address: str
    app_port: int
    health_port: int
    process: subprocess.Popen[bytes]
    log: Path

    def lines(self) -> list[dict[str, object]]:
        """Return the service's log lines."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]


@contextmanager
def running_service(
    folder: Path, city: str, variables: Mapping[str, str] | None = None, tls_port: int | None = None
) -> Iterator[Running]:
    """Run the service and nginx before it, and see it end as it should.

    Parameters
    ----------
    folder
        Takes logs and certificate.
    city
        What it works on.
    variables
        Its own variables of the environment.
    tls_port
        Where nginx listens; any port if left out.
    """
    app_port, health_port = port_of_its_own(), port_of_its_own()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PLANNER_")}
    command = [sys.executable, "-m", "planner", "serve", city, "--base-path", PATH]
    log_file = folder / "service.log"
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            [*command, "--port", str(app_port), "--health-port", str(health_port)],
            env=environment | dict(variables or {}),
            stderr=log,
            stdout=log,
            cwd=ROOT,
        )
        try:
            wait_until_well(health_port, process)
            with running_nginx(folder, app_port, health_port, tls_port) as address:
                yield Running(address, app_port, health_port, process, log_file)
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=STOP_SECONDS) == 0
    assert '"service_stopped"' in log_file.read_text(encoding="utf-8")


def wait_until_well(health_port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the service says that it can do its work."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{health_port}/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    pytest.fail("the service does not become well")


@dataclass
class Window:
    """A browser window at the service, and what went wrong in it."""

    page: Page
    errors: list[str] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)

    def open(self, service: Running, page: str) -> None:
        """Open a page and wait until it is drawn."""
        self.page.goto(f"{service.address}{PATH}/{page}?tiles=0&language=en")
        self.page.locator(".planner h1, .error-summary").first.wait_for()
        self.settle()

    def settle(self) -> None:
        """Wait until the page has been drawn to its end."""
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


@contextmanager
def watched_window(browser: Browser) -> Iterator[Window]:
    """Open a window, and see afterwards that nothing broke the rules that nginx gives to browsers."""
    context = browser.new_context(ignore_https_errors=True, accept_downloads=True)
    context.set_default_timeout(90_000)
    window = Window(context.new_page())

    def note(text: str) -> None:
        if "Content Security Policy" in text or "Mixed Content" in text:
            window.errors.append(text)

    window.page.on("console", lambda message: note(message.text))
    window.page.on("pageerror", lambda error: window.errors.append(str(error)))
    window.page.on("websocket", lambda socket: window.sockets.append(socket.url))
    yield window
    assert window.errors == []
    context.close()
