"""Files that are sent and kept in memory: only of those who may record something, and not without end."""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from collections.abc import Callable
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import PlainTextResponse

from planner.sources.delivery.limits import MEGABYTE
from planner.ui.origin import Application, Receive, Scope, Send
from planner.ui.session import SENDING_ROLE, Visitor, visitor_with

BYTES_AN_HOUR = 1_000 * MEGABYTE
"""What one user may send within an hour."""

_HOUR_S = 3600.0
_UPLOAD = re.compile(r"/_stcore/upload_file(/|$)")
_MEDIA = re.compile(r"/media(/|$)")


class Sent:
    """How much each user sent within the last hour."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: dict[str, deque[tuple[float, int]]] = {}

    def takes(self, key: str, size: int, now: float) -> bool:
        """Say whether a user may send so much more, and count it if they may.

        Parameters
        ----------
        key
            The user.
        size
            Bytes.
        now
            Seconds since any moment, always the same one.
        """
        with self._lock:
            for user, ones in list(self._of.items()):
                while ones and ones[0][0] <= now - _HOUR_S:
                    ones.popleft()
                if not ones:
                    del self._of[user]
            sent = self._of.setdefault(key, deque())
            if sum(bytes_ for _, bytes_ in sent) + size > BYTES_AN_HOUR:
                return False
            sent.append((now, size))
            return True


class UploadGuard:
    """Refuses files from whoever may not record anything, and the app's files to whoever may not come in.

    Streamlit takes a file from anybody who has opened a page, also from one where nobody has signed in yet, and hands
    out what a page offers to whoever knows its address.

    Parameters
    ----------
    application
        What is guarded.
    clock
        Seconds since any moment.
    """

    def __init__(self, application: Application, clock: Callable[[], float] = time.monotonic) -> None:
        self._application = application
        self._clock = clock
        self._sent = Sent()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what may come in."""
        refused = self._why_refused(Request(scope)) if scope["type"] == "http" else None
        if refused is None:
            await self._application(scope, receive, send)
        else:
            await PlainTextResponse(f"{refused}\n", status_code=refused)(scope, receive, send)

    def _why_refused(self, request: Request) -> HTTPStatus | None:
        path = request.scope["path"]
        upload = bool(_UPLOAD.search(path))
        if not upload and not _MEDIA.search(path):
            return None
        visitor = visitor_with(request.cookies)
        if not visitor.shared and visitor.actor is not None:
            return None
        if visitor.actor is None or (upload and not visitor.actor.at_least(SENDING_ROLE)):
            return HTTPStatus.FORBIDDEN
        return self._why_too_much(request, visitor) if upload and request.method == "PUT" else None

    def _why_too_much(self, request: Request, visitor: Visitor) -> HTTPStatus | None:
        size = request.headers.get("content-length", "")
        if not (size.isascii() and size.isdigit() and len(size) < 19):
            return HTTPStatus.LENGTH_REQUIRED
        return None if self._sent.takes(visitor.key, int(size), self._clock()) else HTTPStatus.TOO_MANY_REQUESTS
