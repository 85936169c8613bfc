"""The page that somebody asked for before they signed in, to go on there: the way over the provider forgets it.

It is kept on the server, under what tells one browser from another, and is only ever one of the app's own pages with
choices that an address may make: nobody can be sent elsewhere by it.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

from planner.ui import state

KEPT_S = 900.0
"""For how long; whoever takes longer to sign in begins at the first page."""

MOST_KEPT = 1_000

_LOOKED = "asked_page_looked"


@dataclass(frozen=True)
class Asked:
    """What somebody asked for.

    Attributes
    ----------
    page
        Its name in the address; empty for the first one.
    address
        The choices that the address made.
    until
        How long it is kept, in seconds since 1970.
    """

    page: str
    address: Mapping[str, str]
    until: float


class AskedPages:
    """What was asked for by browsers whose users are signing in."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: dict[str, Asked] = {}

    def put(self, browser: str, page: str, address: Mapping[str, str], now: float) -> None:
        """Keep what a browser asked for, in the place of what it asked for before."""
        with self._lock:
            kept = {name: one for name, one in self._asked.items() if one.until > now and name != browser}
            kept[browser] = Asked(page, dict(address), now + KEPT_S)
            self._asked = dict(list(kept.items())[-MOST_KEPT:])

    def take(self, browser: str, now: float) -> Asked | None:
        """Return what a browser asked for, once."""
        with self._lock:
            found = self._asked.pop(browser, None)
        return found if found is not None and found.until > now else None


ASKED = AskedPages()


def remember(page: str, address: Mapping[str, str]) -> None:
    """Keep where this browser is to go on when it comes back from the provider.

    Parameters
    ----------
    page
        The page's name in the address; empty for the first one.
    address
        What its address says; only what it may say is kept.
    """
    browser = _browser()
    if browser is not None:
        ASKED.put(browser, page, state.as_address(state.read_address(address)), time.time())


def asked_before() -> Asked | None:
    """Return where this browser is to go on, if it has just come back, to the first page and without any choice."""
    if _LOOKED in st.session_state:
        return None
    st.session_state[_LOOKED] = True
    browser = _browser()
    return None if browser is None else ASKED.take(browser, time.time())


def _browser() -> str | None:
    """Return what tells this browser from others: made of the token that Streamlit gives to each by chance."""
    token, _ = decode_xsrf_token_string(st.context.cookies.get(XSRF_COOKIE_NAME, ""))
    return None if token is None else hashlib.sha256(token).hexdigest()
