"""Who is at the other end: what lets somebody in, for how long, and what never does."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from planner.model.person import ONE_DESK, Actor, Role
from planner.storage.members import set_member
from planner.texts import Language, speak, translate
from planner.ui import session
from planner.ui.ended import EndedSessions
from planner.ui.session import Door, Visitor, visitor_of

NOW = 1_800_000_000.0
HOUR = 3600
CLAIMS: dict[str, Any] = {
    "is_logged_in": True,
    "iss": "https://masuk.example.org",
    "sub": "kepala@example.org",
    "aud": "planner",
    "iat": NOW - 60,
    "exp": NOW + HOUR,
    "email": "kepala@example.org",
    "email_verified": True,
}
AUTH = {
    "client_id": "planner",
    "client_secret": "client-secret",
    "server_metadata_url": "https://masuk.example.org/.well-known/openid-configuration",
    "cookie_secret": "0123456789abcdef0123456789abcdef",
    "redirect_uri": "https://planner.example.org/oauth2callback",
}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Begin without sign-in, and speak English."""
    for name in [name for name in os.environ if name.startswith("PLANNER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(session, "ENDED", EndedSessions())
    with speak(Language.ENGLISH):
        yield


@pytest.fixture
def members(tmp_path: Path) -> Path:
    path = tmp_path / "members.csv"
    set_member(path, "kepala@example.org", "admin", "Bappeda")
    return path


@pytest.fixture
def door(members: Path) -> Door:
    return Door("planner", AUTH["cookie_secret"], members)


def told(visitor: Visitor) -> str:
    """Return why somebody may not come in."""
    assert visitor.actor is None
    assert visitor.why is not None
    return translate(visitor.why)


# Those who are signed in.


def test_who_stands_in_the_table_comes_in_with_their_role(door: Door) -> None:
    assert visitor_of(CLAIMS, door, NOW).actor == Actor(Role.ADMIN, "Bappeda")


@pytest.mark.parametrize("claims", [{}, {"email": "kepala@example.org"}, {**CLAIMS, "is_logged_in": False}])
def test_who_is_not_signed_in_does_not(door: Door, claims: dict[str, Any]) -> None:
    assert visitor_of(claims, door, NOW) == Visitor()


@pytest.mark.parametrize("said", ["true", 1, "yes", None])
def test_signed_in_is_said_by_streamlit_alone_and_in_one_way(door: Door, said: object) -> None:
    assert visitor_of({**CLAIMS, "is_logged_in": said}, door, NOW) == Visitor()


def test_it_ends_with_the_token(door: Door) -> None:
    assert visitor_of(CLAIMS, door, NOW + HOUR - 1).actor
    assert "has ended" in told(visitor_of(CLAIMS, door, NOW + HOUR))


def test_a_token_that_holds_for_long_ends_after_half_a_day(door: Door) -> None:
    claims = {**CLAIMS, "exp": NOW + 1000 * HOUR}
    assert visitor_of(claims, door, NOW + 11 * HOUR).actor
    assert "has ended" in told(visitor_of(claims, door, NOW + 12 * HOUR))


def test_hours_that_an_office_chooses_hold_in_its_place(members: Path) -> None:
    door = Door("planner", AUTH["cookie_secret"], members, hours=9)
    assert visitor_of(CLAIMS, door, NOW + 8 * HOUR).actor
    assert "has ended" in told(visitor_of(CLAIMS, door, NOW + 9 * HOUR))


def test_an_ended_sign_in_ends_everywhere_and_another_one_begins_anew(door: Door) -> None:
    session.ENDED.end(CLAIMS, NOW + HOUR, NOW)
    assert "has ended" in told(visitor_of(dict(reversed(CLAIMS.items())), door, NOW))
    assert visitor_of({**CLAIMS, "iat": NOW}, door, NOW).actor


def test_an_unusable_list_of_ended_sign_ins_lets_nobody_in(
    door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ended.json").write_text("[]", encoding="utf-8")
    (tmp_path / "ended.json").chmod(0o600)
    monkeypatch.setattr(session, "ENDED", EndedSessions(tmp_path / "ended.json"))
    sentence = told(visitor_of(CLAIMS, door, NOW))
    assert "Nobody can come in now" in sentence
    assert str(tmp_path) not in sentence


def test_a_role_that_changes_holds_at_once(door: Door) -> None:
    set_member(door.members, "lain@example.org", "admin", "Bappeda")
    set_member(door.members, "kepala@example.org", "viewer", "Bappeda")
    assert visitor_of(CLAIMS, door, NOW).actor == Actor(Role.VIEWER, "Bappeda")


def test_an_unusable_table_lets_nobody_in_and_tells_strangers_nothing(door: Door) -> None:
    door.members.write_text("email,role,office\nkepala@example.org,boss,Bappeda\n", encoding="utf-8")
    sentence = told(visitor_of(CLAIMS, door, NOW))
    assert "planner members list" in sentence
    assert str(door.members) not in sentence


def test_the_key_of_a_user_is_the_same_each_time_and_says_nothing_of_them(door: Door) -> None:
    key = visitor_of(CLAIMS, door, NOW).key
    assert re.fullmatch("[0-9a-f]{16}", key)
    assert visitor_of({**CLAIMS, "iat": NOW, "email": "KEPALA@example.org"}, door, NOW).key == key
    assert visitor_of({**CLAIMS, "sub": "another"}, door, NOW).key != key
    other_secret = Door("planner", "f" * 32, door.members)
    assert visitor_of(CLAIMS, other_secret, NOW).key != key


# The server.


def _say_who() -> None:
    import streamlit as st

    from planner.errors import NotAllowedError
    from planner.ui.session import current_actor, current_visitor, session_key

    st.session_state["visitor"] = current_visitor()
    try:
        st.session_state["actor"], st.session_state["key"] = current_actor(), session_key()
    except NotAllowedError:
        st.session_state["actor"] = st.session_state["key"] = None


def visit(user: dict[str, Any] | None = None, auth: dict[str, str] | None = None, **state: Any) -> Visitor:
    """Open a page as somebody."""
    app = AppTest.from_function(_say_who)
    if auth is not None:
        app.secrets["auth"] = auth
    app.user = user or {}
    for name, value in state.items():
        app.session_state[name] = value
    app.run()
    assert not app.exception
    visitor = app.session_state["visitor"]
    assert isinstance(visitor, Visitor)
    assert app.session_state["actor"] == visitor.actor
    assert bool(app.session_state["key"]) == (visitor.actor is not None)
    return visitor


def listen_at(monkeypatch: pytest.MonkeyPatch, address: str | None) -> None:
    """Let the server listen at an address."""
    plain = st.config.get_option
    monkeypatch.setattr(st.config, "get_option", lambda name: address if name == "server.address" else plain(name))


def come_from(monkeypatch: pytest.MonkeyPatch, ip_address: str | None, **headers: str) -> None:
    """Let the page be opened from an address."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    monkeypatch.setattr(session.st, "context", SimpleNamespace(ip_address=ip_address, headers=named))


def test_one_desk_needs_no_sign_in() -> None:
    visitor = visit()
    assert (visitor.actor, visitor.key, visitor.shared) == (ONE_DESK, "desk", False)


@pytest.mark.parametrize("address", [None, "127.0.0.1", "localhost", "::1"])
def test_one_desk_is_a_server_for_this_machine(monkeypatch: pytest.MonkeyPatch, address: str | None) -> None:
    listen_at(monkeypatch, address)
    assert visit().actor == ONE_DESK


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.2", "planner.example.org"])  # noqa: S104
def test_a_server_for_other_machines_lets_nobody_in_without_sign_in(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    listen_at(monkeypatch, address)
    assert "nobody can sign in" in told(visit())
    assert "nobody can sign in" in told(visit(CLAIMS))


@pytest.mark.parametrize(
    ("ip_address", "headers"),
    [
        ("192.168.1.7", {"Host": "192.168.1.2:8501"}),
        (None, {"Host": "planner.example.org"}),
        (None, {"Host": "planner.example.org:8501"}),
        (None, {"Host": "[2001:db8::1]:8501"}),
        (None, {"Host": "127.0.0.1:8501", "X_Forwarded_For": "192.168.1.7"}),
        (None, {"Host": "127.0.0.1:8501", "X_Forwarded_For": "127.0.0.1, 192.168.1.7"}),
        (None, {"Host": "127.0.0.1:8501", "X_Real_Ip": "192.168.1.7"}),
        (None, {"Host": "127.0.0.1:8501:8501]["}),
    ],
)
def test_who_does_not_sit_at_the_machine_does_not_come_in_without_sign_in(
    monkeypatch: pytest.MonkeyPatch, ip_address: str | None, headers: dict[str, str]
) -> None:
    come_from(monkeypatch, ip_address, **headers)
    assert "only for whoever sits at its own machine" in told(visit())


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:8501", "[::1]:8501", "localhost"])
def test_who_sits_at_the_machine_comes_in(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    come_from(monkeypatch, None, Host=host, X_Forwarded_For="127.0.0.1, ::1")
    assert visit().actor == ONE_DESK


@pytest.mark.parametrize("name", ["PLANNER_SHARED", "PLANNER_MEMBERS"])
def test_shared_without_sign_in_lets_nobody_in(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "1")
    assert "nobody can sign in" in told(visit(CLAIMS))


@pytest.mark.parametrize("missing", AUTH)
def test_half_a_sign_in_lets_nobody_in(monkeypatch: pytest.MonkeyPatch, members: Path, missing: str) -> None:
    monkeypatch.setenv("PLANNER_MEMBERS", str(members))
    assert "nobody can sign in" in told(visit(CLAIMS, {**AUTH, missing: ""}))


def test_sign_in_without_a_table_of_members_lets_nobody_in() -> None:
    visitor = visit(CLAIMS, AUTH)
    assert "PLANNER_MEMBERS" in told(visitor)
    assert not visitor.shared


def test_shared_asks_for_sign_in(monkeypatch: pytest.MonkeyPatch, members: Path) -> None:
    monkeypatch.setenv("PLANNER_MEMBERS", str(members))
    assert visit({}, AUTH) == Visitor()


def test_signed_in_comes_in(monkeypatch: pytest.MonkeyPatch, members: Path) -> None:
    monkeypatch.setenv("PLANNER_MEMBERS", str(members))
    monkeypatch.setattr(session.time, "time", lambda: NOW)
    assert visit(CLAIMS, AUTH).actor == Actor(Role.ADMIN, "Bappeda")


def test_forged_session_state_gives_no_role(monkeypatch: pytest.MonkeyPatch, members: Path) -> None:
    monkeypatch.setenv("PLANNER_MEMBERS", str(members))
    forged = Visitor(ONE_DESK, "desk", shared=False)
    assert visit({}, AUTH, visitor=forged, actor=ONE_DESK, role="admin", is_logged_in=True) == Visitor()


@pytest.mark.parametrize("hours", ["0", "-1", "73", "nan", "inf", "long"])
def test_impossible_hours_let_nobody_in(monkeypatch: pytest.MonkeyPatch, members: Path, hours: str) -> None:
    monkeypatch.setenv("PLANNER_MEMBERS", str(members))
    monkeypatch.setenv("PLANNER_SESSION_HOURS", hours)
    assert "PLANNER_SESSION_HOURS" in told(visit(CLAIMS, AUTH))


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX modes")
def test_a_file_of_secrets_that_others_can_read_lets_nobody_in(
    monkeypatch: pytest.MonkeyPatch, members: Path, tmp_path: Path
) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text("[auth]\n", encoding="utf-8")
    file.chmod(0o644)
    monkeypatch.setenv("PLANNER_MEMBERS", str(members))
    plain = st.config.get_option
    monkeypatch.setattr(st.config, "get_option", lambda name: [str(file)] if name == "secrets.files" else plain(name))
    assert "chmod 600" in told(visit(CLAIMS, AUTH))


def _leave() -> None:
    from planner.ui.session import sign_out

    sign_out()


@pytest.mark.parametrize("kept", [True, False])
def test_signing_out_ends_the_sign_in_also_where_it_can_not_be_kept(
    monkeypatch: pytest.MonkeyPatch, members: Path, tmp_path: Path, *, kept: bool
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("", encoding="utf-8")
    path = (tmp_path if kept else blocked) / "ended.json"
    sent_away: list[bool] = []
    monkeypatch.setenv("PLANNER_MEMBERS", str(members))
    monkeypatch.setattr(session.time, "time", lambda: NOW)
    monkeypatch.setattr(session, "ENDED", EndedSessions(path))
    monkeypatch.setattr(session.st, "logout", lambda: sent_away.append(True))
    app = AppTest.from_function(_leave)
    app.secrets["auth"] = AUTH
    app.user = CLAIMS
    app.run()
    assert not app.exception
    assert sent_away == [True]
    assert path.is_file() is kept
    why = told(visit(CLAIMS, AUTH))
    assert "has ended" in why if kept else "unusable" in why
