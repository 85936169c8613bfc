"""The app as a service: one process behind a proxy, on this machine only unless people sign in."""

from __future__ import annotations

import gc
import logging
import re
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from planner import logs
from planner.errors import OptionError
from planner.logs import Event, Happened
from planner.texts import text, translate
from planner.ui.ended import EndedSessions, ended_path
from planner.ui.health import HealthServer
from planner.ui.launch import CITY_VARIABLE, HOST, STREAMLIT_OPTIONS, asked_port, named_city
from planner.ui.origin import OwnPagesOnly
from planner.ui.sign_in import SECRET_VARIABLES, SignIn, is_loopback, sign_in_settings, write_secrets
from planner.ui.upload_guard import UploadGuard
from planner.ui.watching import app_failed

DEFAULT_PORT = 8501
DEFAULT_HEALTH_PORT = 8502

STOP_SECONDS = 10
"""How long those who are still connected may take to end when the service is stopped."""

PING_SECONDS = 20
"""How often a web socket is asked for a sign of life: well below the minute after which proxies close it."""

GARBAGE_THRESHOLDS = (700, 10, 10)
"""Python's own."""

MOST_MESSAGE_MB = 50
MOST_CONNECTIONS = 1_000
MOST_WAITING = 128

_BASE_PATH = re.compile(r"(/[A-Za-z0-9_-]+)*")
_LOOPBACK_NAMES = ("127.0.0.1", "localhost", "::1")
_CALLBACK = "/oauth2callback"
_RUNTIME_FOLDER = "RUNTIME_DIRECTORY"
"""Where systemd lets a service keep what is gone when it ends."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Service:
    """How the service is reached.

    Attributes
    ----------
    host
        The address of this machine that it listens on.
    port
        The port for the app.
    health_port
        The port for health and metrics, always on this machine only.
    base_path
        What stands before every page's name in the address, such as ``/perencana``; empty for nothing.
    address
        How browsers reach it, as ``https://planner.example``; empty for this machine only.
    """

    host: str = HOST
    port: int = DEFAULT_PORT
    health_port: int = DEFAULT_HEALTH_PORT
    base_path: str = ""
    address: str = ""

    @property
    def host_names(self) -> tuple[str, ...]:
        """The names under which it may be asked."""
        named = urlsplit(self.address).hostname
        own = () if self.host in _LOOPBACK_NAMES else (self.host,)
        return (*_LOOPBACK_NAMES, *own, *(() if named is None or named in _LOOPBACK_NAMES else (named,)))


def checked_service(service: Service, sign_in: SignIn | None) -> Service:
    """Return a service that may be run, its base path written in one way.

    Parameters
    ----------
    service
        What is asked for.
    sign_in
        How people sign in; ``None`` if they don't.

    Raises
    ------
    planner.errors.OptionError
        If it could be reached from elsewhere without sign-in, or an option makes no sense.
    """
    base_path = "/" + service.base_path.strip("/") if service.base_path.strip("/") else ""
    if not _BASE_PATH.fullmatch(base_path):
        raise OptionError(
            text("--base-path is “{path}”: give letters, digits, - and _, such as /planner.", path=service.base_path)
        )
    address = service.address or ("" if sign_in is None else _origin(sign_in.redirect_uri))
    checked = Service(service.host, service.port, service.health_port, base_path, _checked_address(address))
    named = urlsplit(checked.address).hostname
    if sign_in is None and not (is_loopback(checked.host) and (named is None or is_loopback(named))):
        raise OptionError(
            text(
                "Without sign-in the service can only be reached from this machine itself: set up sign-in (see "
                "docs/service.md), or leave --host and --address out."
            )
        )
    if sign_in is not None and sign_in.redirect_uri != f"{checked.address}{base_path}{_CALLBACK}":
        raise OptionError(
            text(
                "The provider sends people back to {redirect}, but the service is at {address}: make the two the same.",
                redirect=sign_in.redirect_uri,
                address=f"{checked.address}{base_path}{_CALLBACK}",
            )
        )
    return checked


def streamlit_options(service: Service, secrets: Path | None) -> dict[str, object]:
    """Return Streamlit's options for a service.

    Parameters
    ----------
    service
        How it is reached.
    secrets
        The file that holds how people sign in, if they do.
    """
    parts = urlsplit(service.address)
    return {
        **{name: _typed(value) for name, value in STREAMLIT_OPTIONS.items()},
        "server.address": service.host,
        "server.port": service.port,
        "server.baseUrlPath": service.base_path.strip("/"),
        "server.enableCORS": True,
        "server.enableXsrfProtection": True,
        "server.xsrfCookieSameSite": "strict",
        "server.allowedHosts": list(service.host_names),
        "server.corsAllowedOrigins": [service.address] if service.address else [],
        "server.enableWebsocketCompression": False,
        "server.websocketPingInterval": PING_SECONDS,
        "server.maxMessageSize": MOST_MESSAGE_MB,
        "server.enableStaticServing": False,
        "browser.serverAddress": parts.hostname or HOST,
        "browser.serverPort": parts.port or (443 if parts.scheme == "https" else service.port),
        "logger.enableRich": False,
        **({} if secrets is None else {"secrets.files": [str(secrets)]}),
    }


def serve(
    city: Path | None, service: Service, environment: MutableMapping[str, str], say: Callable[[str], None]
) -> int:
    """Run the app as a service until it is told to stop, and return its exit status.

    Parameters
    ----------
    city
        The city folder; the built-in city if left out.
    service
        How it is reached.
    environment
        Variables of this process's environment; secrets are taken out of it.
    say
        Is told the address, in one sentence.

    Raises
    ------
    planner.errors.PlannerError
        If it can't be run as asked.
    """
    sign_in = sign_in_settings(environment)
    service = checked_service(service, sign_in)
    asked_port(service.port, service.host)
    asked_port(service.health_port)
    if sign_in is not None:
        EndedSessions(ended_path(environment)).check(time.time())
    if city is not None:
        environment[CITY_VARIABLE] = named_city(city)
    for name in SECRET_VARIABLES:
        environment.pop(name, None)
    # Whoever ends this process lets those who are connected go first, as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="planner-", dir=environment.get(_RUNTIME_FOLDER)) as folder:
        secrets = None if sign_in is None else write_secrets(sign_in, Path(folder) / "sign-in")
        shown = service.address or f"http://{service.host}:{service.port}"
        say(translate(text("The planner serves {address}.", address=f"{shown}{service.base_path}/")))
        _run(service, streamlit_options(service, secrets))
    return 0


def _run(service: Service, options: Mapping[str, object]) -> None:
    """Run the server in this process until it is told to stop."""
    import uvicorn
    from streamlit.web import bootstrap

    logs.begin()
    # The command line looks for garbage seldom, because commands end soon; a service does not.
    gc.set_threshold(*GARBAGE_THRESHOLDS)
    bootstrap.load_config_options(dict(options))
    server = uvicorn.Server(
        uvicorn.Config(
            _application(service),
            host=service.host,
            port=service.port,
            log_config=None,
            access_log=False,
            server_header=False,
            backlog=MOST_WAITING,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=STOP_SECONDS,
            ws_max_size=MOST_MESSAGE_MB * 1024 * 1024,
            ws_ping_interval=PING_SECONDS,
            ws_ping_timeout=PING_SECONDS,
            ws_per_message_deflate=False,
        )
    )
    _log.info(Happened(Event.STARTED, port=service.port))
    try:
        server.run()
    except KeyboardInterrupt:
        _log.info(Happened(Event.STOPPED))
        return
    if not server.started:
        raise OptionError(text("Port {port} could not be listened on.", port=str(service.port)))


def _application(service: Service) -> st.App:
    """Return the app as a server runs it, guarded."""
    from starlette.middleware import Middleware

    @asynccontextmanager
    async def watched(_: st.App) -> AsyncIterator[dict[str, object]]:
        with HealthServer(service.health_port):
            yield {}

    return st.App(
        Path(__file__).parent / "router.py",
        lifespan=watched,
        on_script_error=app_failed,
        middleware=[Middleware(OwnPagesOnly, hosts=service.host_names), Middleware(UploadGuard)],
    )


def _typed(value: str) -> str | bool | int:
    """Return an option of the command line as what it means."""
    if value in {"true", "false"}:
        return value == "true"
    return int(value) if value.isdigit() else value


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _checked_address(address: str) -> str:
    """Return how browsers reach the service, without anything behind the host."""
    if not address:
        return ""
    wrong = OptionError(
        text("--address is “{address}”: give https:// and a host, such as https://planner.example.", address=address)
    )
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise wrong from error
    plain = parts.scheme == "http" and is_loopback(host or "")
    if not host or parts.username is not None or parts.path.strip("/") or parts.query or parts.fragment:
        raise wrong
    if not (parts.scheme == "https" or plain):
        raise wrong
    return _origin(address)
