"""Who may speak to the service: browsers on its own pages, under the names that it is known by."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY_VIOLATED = 1008


class OwnPagesOnly:
    """Refuses other host names, and everything but reading that comes from another site's page.

    Streamlit lets a web socket in without a token, and looks up the machine's address on the internet before it
    refuses a foreign origin: so it is refused here.

    Parameters
    ----------
    application
        What is guarded.
    hosts
        The host names, without ports, under which it may be asked.
    """

    def __init__(self, application: Application, hosts: Iterable[str]) -> None:
        self._application = application
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what may come in."""
        if scope["type"] == "lifespan" or self._may_come_in(scope):
            await self._application(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY_VIOLATED})
        else:
            plain = [(b"content-type", b"text/plain; charset=utf-8")]
            await send({"type": "http.response.start", "status": 403, "headers": plain})
            await send({"type": "http.response.body", "body": b"403\n"})

    def _may_come_in(self, scope: Scope) -> bool:
        host, origin = _header(scope, b"host"), _header(scope, b"origin")
        if host is None or _parts(f"//{host}").hostname not in self._hosts:
            return False
        reads_only = scope["type"] == "http" and scope["method"] in _HARMLESS
        # Programs that are no browsers send no origin, and could send any.
        return reads_only or origin is None or _parts(origin).netloc == host


def _header(scope: Scope, name: bytes) -> str | None:
    """Return a header that is given exactly once."""
    given = [value for key, value in scope["headers"] if key == name]
    return given[0].decode("latin-1") if len(given) == 1 else None


def _parts(address: str) -> SplitResult:
    """Return what an address consists of; nothing for one that is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")
