"""Who is at the other end: one desk, or somebody whom the office's own provider signed in."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from planner.errors import NotAllowedError, PlannerError, SettingsError
from planner.model.person import ONE_DESK, Actor, Role
from planner.storage.members import actor_of, load_members
from planner.storage.private_file import read_outside
from planner.texts import Text, text
from planner.ui.ended import EndedSessions, ended_path
from planner.ui.sign_in import MOST_BYTES, is_loopback, is_shared, members_path

HOURS_VARIABLE = "PLANNER_SESSION_HOURS"
"""For how long somebody stays signed in; as long as the provider's token holds, if it is not given."""

MOST_HOURS = 72.0
DEFAULT_HOURS = 12.0
"""The longest that somebody stays signed in by a token that holds for longer."""

ONE_DESK_KEY = "desk"

SENDING_ROLE = Role.SURVEYOR
"""The least role of whoever may send files to the server."""

_log = logging.getLogger(__name__)

_HOUR_S = 3600.0
_CLOCK_S = 120.0
"""By how much the provider's clock may be ahead."""

_AUTH_KEYS = ("client_id", "client_secret", "server_metadata_url", "cookie_secret", "redirect_uri")

_AGAIN = text("Your sign-in has ended. Sign in again to go on.")
_UNKNOWN = text(
    "Nobody can come in now, because the list of ended sign-ins is unusable. Tell whoever looks after this planner: "
    "when it is started again it says what is wrong with it."
)
_NOT_OURS = text("This sign-in was not made for this planner. Sign in again.")


@dataclass(frozen=True)
class Visitor:
    """Somebody who opened the app.

    Attributes
    ----------
    actor
        What they may do; ``None`` if they may not come in.
    key
        Tells one user from another without saying who they are; the same at each visit.
    why
        Why they may not come in; ``None`` for somebody who simply has not signed in yet.
    shared
        Whether people can sign in here.
    signed_in
        Whether the provider signed them in.
    """

    actor: Actor | None = None
    key: str = ""
    why: Text | None = None
    shared: bool = True
    signed_in: bool = False


@dataclass(frozen=True)
class Door:
    """What somebody who is signed in is judged by.

    Attributes
    ----------
    client_id
        How the provider calls this app.
    cookie_secret
        What users' keys are made with.
    members
        Where the table of members lies.
    hours
        How long somebody stays signed in; ``None`` for as long as the provider's token holds.
    """

    client_id: str
    cookie_secret: str
    members: Path
    hours: float | None = None


ENDED = EndedSessions(ended_path(os.environ))
"""The sign-ins that were ended at this server, also before it was started again."""


def current_actor() -> Actor:
    """Return what whoever is at the other end may do now.

    Raises
    ------
    planner.errors.NotAllowedError
        If they have not signed in, no longer are, or have no role.
    """
    actor = current_visitor().actor
    if actor is None:
        raise NotAllowedError(text("Nobody is signed in: load this page again and sign in."))
    return actor


def session_key() -> str:
    """Return what tells one user from another without saying who they are: the same in all their windows.

    Raises
    ------
    planner.errors.NotAllowedError
        If nobody is signed in.
    """
    current_actor()
    return current_visitor().key


def current_visitor() -> Visitor:
    """Return who is at the other end now: the table of members and the clock are looked at each time."""
    try:
        door = _door()
    except PlannerError as error:
        return Visitor(why=error.message, shared=False)
    if door is None:
        away = _why_not_this_machine()
        return Visitor(ONE_DESK, ONE_DESK_KEY, shared=False) if away is None else Visitor(why=away, shared=False)
    return visitor_of(st.user.to_dict(), door, time.time())


def visitor_with(cookies: Mapping[str, str]) -> Visitor:
    """Return who sends a request with these cookies, where no page is run.

    Parameters
    ----------
    cookies
        As the browser sends them; Streamlit's own one is signed, and cut into parts if it is long.
    """
    try:
        door = _door()
    except PlannerError as error:
        return Visitor(why=error.message, shared=False)
    if door is None:
        return Visitor(ONE_DESK, ONE_DESK_KEY, shared=False)

    def part(name: str) -> bytes | None:
        return decode_signed_value(door.cookie_secret, name, cookies.get(name, ""))

    said = get_cookie_with_chunks(part, USER_COOKIE_NAME)
    return visitor_of({} if said is None else json.loads(said), door, time.time())


def visitor_of(claims: Mapping[str, object], door: Door, now: float) -> Visitor:
    """Return what somebody is who comes with the claims of a token that Streamlit and Authlib have accepted.

    Parameters
    ----------
    claims
        What the provider says of them; ``is_logged_in`` is Streamlit's.
    door
        What they are judged by.
    now
        Seconds since 1970.
    """
    if claims.get("is_logged_in") is not True:
        return Visitor()
    why = _why_not_ours(claims, door) or _why_ended(claims, door, now)
    if why is not None:
        return Visitor(why=why)
    email = claims.get("email")
    if not isinstance(email, str) or claims.get("email_verified") not in (None, True, "true"):
        return Visitor(
            why=text("The provider does not confirm your email, by which roles are given: ask whoever keeps accounts."),
            signed_in=True,
        )
    try:
        actor = actor_of(load_members(door.members), email)
    except PlannerError:
        # Why is for whoever looks after the planner, not for whoever happens to sign in.
        return Visitor(
            why=text(
                "Nobody can come in now, because the table of members is unusable. Tell whoever looks after this "
                "planner: “planner members list” says what is wrong with it."
            ),
            signed_in=True,
        )
    if actor is None:
        return Visitor(
            why=text("You are signed in, but have no role here: ask whoever looks after this planner for one."),
            signed_in=True,
        )
    return Visitor(actor, _key(claims, door), signed_in=True)


def sign_in() -> None:
    """Send the browser to the office's provider."""
    st.login()


def sign_out() -> None:
    """End the sign-in, in every window that holds it, and send the browser to the provider to end it there too."""
    door = _door()
    claims = st.user.to_dict()
    if door is not None and claims.get("is_logged_in") is True:
        try:
            ENDED.end(claims, _latest_end(claims), time.time())
        except PlannerError:
            # It has ended all the same, until this server is started again.
            _log.exception("An ended sign-in could not be kept.")
    st.logout()


def _door() -> Door | None:
    """Return what people are judged by; ``None`` where one works alone on this machine.

    Raises
    ------
    planner.errors.PlannerError
        If it is shared, but not set up so that only those can come in who may.
    """
    auth = _auth()
    if not (auth or is_shared(os.environ) or _reachable()):
        return None
    if any(not isinstance(auth.get(key), str) or not auth.get(key) for key in _AUTH_KEYS):
        raise SettingsError(
            text(
                "This planner can be reached from other machines or is meant to be shared, but nobody can sign in. "
                "To work alone, start it with “planner app”; to share it, see docs/sharing.md."
            )
        )
    return Door(str(auth["client_id"]), str(auth["cookie_secret"]), members_path(os.environ), _hours())


def _auth() -> Mapping[str, object]:
    """Return how people sign in, as Streamlit reads it; empty if they don't."""
    if not st.secrets.load_if_toml_exists():
        return {}
    found = st.secrets.get("auth")
    if not found:
        return {}
    for file in st.config.get_option("secrets.files"):
        if Path(file).exists():
            read_outside(Path(file), MOST_BYTES, secret=True)
    return dict(found)


def _reachable() -> bool:
    """Say whether this server was told to listen elsewhere than on this machine's own address."""
    address = st.config.get_option("server.address")
    return bool(address) and not is_loopback(str(address))


def _why_not_this_machine() -> Text | None:
    """Return why somebody does not work on this machine itself, if they don't.

    It is asked for servers without an address of their own, and for those that somebody put a proxy before.
    """
    headers = st.context.headers
    named = [headers.get("Host"), *str(headers.get("X-Forwarded-For") or "").split(","), headers.get("X-Real-Ip")]
    hosts = [_host(name.strip()) for name in named if name and name.strip()]
    came_from = st.context.ip_address
    # Streamlit gives no address for somebody on this machine.
    if isinstance(came_from, str):
        hosts.append(came_from)
    if all(is_loopback(host) for host in hosts):
        return None
    return text(
        "Without sign-in this planner is only for whoever sits at its own machine. To share it, see docs/sharing.md."
    )


def _host(name: str) -> str:
    try:
        return urlsplit(f"//{name}" if name.count(":") < 2 or name.startswith("[") else f"//[{name}]").hostname or ""
    except ValueError:
        return ""


def _hours() -> float | None:
    said = os.environ.get(HOURS_VARIABLE, "")
    if not said:
        return None
    try:
        hours = float(said)
    except ValueError:
        hours = 0.0
    if not 0 < hours <= MOST_HOURS:
        raise SettingsError(
            text(
                "{name} is a number of hours up to {most}, not “{said}”.",
                name=HOURS_VARIABLE,
                most=MOST_HOURS,
                said=said,
            )
        )
    return hours


def _why_not_ours(claims: Mapping[str, object], door: Door) -> Text | None:
    """Return why a token was not made for this app, if it wasn't.

    Authlib takes one for somebody else if it names this app as the party that asked for it (``azp``).
    """
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    issuer, subject = claims.get("iss"), claims.get("sub")
    whole = isinstance(issuer, str) and isinstance(subject, str) and issuer and subject
    return None if whole and door.client_id in named else _NOT_OURS


def _why_ended(claims: Mapping[str, object], door: Door, now: float) -> Text | None:
    begun, until = _seconds(claims, "iat"), _seconds(claims, "exp")
    if begun is None or until is None or begun > now + _CLOCK_S:
        return _NOT_OURS
    try:
        return _AGAIN if now >= _ends(claims, door) or ENDED.has(claims) else None
    except PlannerError:
        return _UNKNOWN


def _ends(claims: Mapping[str, object], door: Door) -> float:
    """Return when a sign-in ends by itself."""
    begun, until = _seconds(claims, "iat") or 0.0, _seconds(claims, "exp") or 0.0
    if door.hours is not None:
        return begun + door.hours * _HOUR_S
    return min(until, begun + DEFAULT_HOURS * _HOUR_S)


def _latest_end(claims: Mapping[str, object]) -> float:
    """Return when a sign-in ends by itself at the latest, whatever number of hours is chosen from now on."""
    return (_seconds(claims, "iat") or 0.0) + MOST_HOURS * _HOUR_S


def _seconds(claims: Mapping[str, object], name: str) -> float | None:
    value = claims.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _key(claims: Mapping[str, object], door: Door) -> str:
    """Return the key of a user; made with the secret, because a subject may be an email that one could try."""
    told = f"{claims['iss']}\0{claims['sub']}".encode()
    return hmac.new(door.cookie_secret.encode(), told, hashlib.sha256).hexdigest()[:16]
