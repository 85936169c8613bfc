"""Whether the service can do its work, and what it counts: answered on this machine only, without names or secrets."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import ClassVar

import planner
from planner.errors import BusyError, OptionError
from planner.logs import Event, Happened
from planner.texts import text
from planner.ui import editing, metrics
from planner.ui.launch import HOST
from planner.ui.watching import BROKEN
from planner.ui.work import crew
from planner.ui.workers.cities import CITIES
from planner.ui.workers.line import MOST

LOOK_SECONDS = 15.0
"""How often the service looks at itself; a question is answered by the last look."""

STALE_SECONDS = 120.0
"""A look that is older than this means that the service hangs."""

ANSWER_SECONDS = 5.0
"""How long whoever asks may take."""

_log = logging.getLogger(__name__)

Probe = Callable[[], None]
"""Does something that has to work; raises if it does not."""


@dataclass(frozen=True)
class Look:
    """How one check went.

    Attributes
    ----------
    problem
        The type of the error; ``None`` if the check passed. Its words may hold names and passwords.
    seconds
        How long it took.
    """

    problem: str | None
    seconds: float


class Health:
    """What the service found when it last looked at itself.

    Parameters
    ----------
    probes
        What has to work, by name.
    clock
        Seconds that only grow.
    """

    def __init__(self, probes: Mapping[str, Probe], clock: Callable[[], float] = time.monotonic) -> None:
        self._probes, self._clock = probes, clock
        self._looks: dict[str, Look] = {}
        self._looked = self._began = clock()

    def look(self) -> None:
        """Try everything that has to work."""
        looks = {name: self._try(name, probe) for name, probe in self._probes.items()}
        self._looks, self._looked = looks, self._clock()

    def answer(self) -> tuple[bool, dict[str, object]]:
        """Return whether all is well, and what is said about it."""
        age_s = self._clock() - self._looked
        well = bool(self._looks) and age_s <= STALE_SECONDS and not any(one.problem for one in self._looks.values())
        checks = {
            name: {"ok": one.problem is None, "problem": one.problem, "seconds": round(one.seconds, 3)}
            for name, one in self._looks.items()
        }
        return well, {
            "status": "ok" if well else "starting" if not self._looks else "failing",
            "version": planner.__version__,
            "up_s": round(self._clock() - self._began),
            "looked_s_ago": round(age_s, 1),
            "checks": checks,
        }

    def _try(self, name: str, probe: Probe) -> Look:
        begun, was_well = self._clock(), name not in self._looks or self._looks[name].problem is None
        problem: Exception | None = None
        try:
            probe()
        except Exception as error:  # whatever it is, it is the answer
            problem = error
        seconds = self._clock() - begun
        metrics.HEALTHY.labels(name).set(problem is None)
        if was_well != (problem is None):
            event, level = (Event.UNHEALTHY, logging.ERROR) if problem else (Event.HEALTHY, logging.INFO)
            _log.log(level, Happened(event, check=name, duration_s=seconds), exc_info=problem)
        return Look(None if problem is None else type(problem).__name__, seconds)


class CityProbe:
    """Opens the city, again only when one of its files has changed."""

    def __init__(self) -> None:
        self._seen: object = None

    def __call__(self) -> None:
        """Open it."""
        _, folder = editing.workspace().newest()
        stamp = (folder, sorted((one.name, one.stat().st_mtime_ns) for one in folder.iterdir()))
        if stamp != self._seen:
            CITIES.read(folder)
            self._seen = stamp


def probes() -> dict[str, Probe]:
    """Return what has to work for the planner to do its work."""
    return {"pages": _pages, "store": _store, "city": CityProbe(), "workers": _workers}


def _pages() -> None:
    """See that the app itself can be run, as far as anybody has opened it."""
    error = BROKEN.last
    if error is not None:
        raise error


def _store() -> None:
    """Ask the store for its newest revision; a plain city folder has none."""
    store = editing.workspace().store
    if store is not None:
        metrics.REVISION.set(store.revision())


def _workers() -> None:
    """See that the line before the workers takes one more."""
    if crew().waiting() >= MOST:
        raise BusyError(text("The line before the workers is full."))


class HealthServer:
    """Answers ``/health`` and ``/metrics`` on a port of this machine, beside the app.

    Parameters
    ----------
    port
        The port; any free one if 0.
    what
        What has to work; of the planner itself if left out.
    """

    def __init__(self, port: int, what: Mapping[str, Probe] | None = None) -> None:
        self.health = Health(probes() if what is None else what)
        handler = type("Handler", (_Handler,), {"health": self.health})
        try:
            self._server = ThreadingHTTPServer((HOST, port), handler)
        except OSError as error:
            raise OptionError(
                text("Port {port} is in use: name another one with --health-port.", port=str(port))
            ) from error
        self._server.daemon_threads = True
        self._stopped = threading.Event()

    @property
    def port(self) -> int:
        """The port that it answers on."""
        return self._server.server_port

    def __enter__(self) -> HealthServer:
        """Begin to look and to answer."""
        for work in (self._server.serve_forever, self._look_again):
            threading.Thread(target=work, name="health", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop."""
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()

    def _look_again(self) -> None:
        while not self._stopped.is_set():
            self.health.look()
            self._stopped.wait(LOOK_SECONDS)


class _Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    health: ClassVar[Health]
    timeout = ANSWER_SECONDS

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/health":
            well, told = self.health.answer()
            status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
            self._say(status, "application/json", json.dumps(told).encode())
        elif path == "/metrics":
            self._say(HTTPStatus.OK, "text/plain; version=0.0.4; charset=utf-8", metrics.exposition())
        else:
            self._say(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"404\n")

    def version_string(self) -> str:
        return "planner"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the one overridden
        """Say nothing: addresses asked for are no events of the planner."""

    def _say(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        for name, value in self._headers(kind, content):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    @staticmethod
    def _headers(kind: str, content: bytes) -> Iterable[tuple[str, str]]:
        yield "Content-Type", kind
        yield "Content-Length", str(len(content))
        yield "Cache-Control", "no-store"


metrics.REGISTRY.register(
    metrics.Measured("planner_queue_length", "Tasks that wait for a worker.", lambda: float(crew().waiting()))
)
