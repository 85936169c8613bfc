"""Files sent to the service: from whom they are taken, and how much."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from starlette.responses import PlainTextResponse
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from planner.model.person import ONE_DESK, Actor, Role
from planner.storage.members import set_member
from planner.ui import session, upload_guard
from planner.ui.session import Door, EndedSessions, Visitor, visitor_with
from planner.ui.upload_guard import BYTES_AN_HOUR, Sent, UploadGuard

SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105 - of a test
COOKIE = "_streamlit_user"
NOW = 1_800_000_000.0
UPLOAD = "/_stcore/upload_file/session/file"


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch) -> Callable[[Visitor], None]:
    """Return what sets who sends the requests."""
    return lambda who: monkeypatch.setattr(upload_guard, "visitor_with", lambda _: who)


def asked(method: str, path: str, guard: UploadGuard | None = None, **headers: str) -> int:
    """Send one request and return its status; 200 means that it was handed on."""
    guard = guard or UploadGuard(PlainTextResponse("handed on"))

    async def send() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(guard), base_url="http://127.0.0.1") as client:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return await client.request(method, path, content=b"x" * 10 if method == "PUT" else None, headers=named)

    return asyncio.run(send()).status_code


def signed_in(role: Role) -> Visitor:
    return Visitor(Actor(role, "Bappeda"), "key", signed_in=True)


@pytest.mark.parametrize("path", [UPLOAD, "/kota" + UPLOAD, "/_stcore/upload_file", "/_stcore/upload_file?x=1"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        (Visitor(), 403),
        (signed_in(Role.VIEWER), 403),
        (signed_in(Role.SURVEYOR), 200),
        (signed_in(Role.ADMIN), 200),
        (Visitor(ONE_DESK, "desk", shared=False), 200),
        (Visitor(shared=False), 403),
    ],
    ids=["nobody", "viewer", "surveyor", "admin", "one desk", "refused"],
)
def test_files_are_taken_from_whoever_may_record(
    visitor: Callable[[Visitor], None], who: Visitor, status: int, path: str
) -> None:
    visitor(who)
    assert asked("PUT", path) == status
    assert asked("DELETE", path) == status


@pytest.mark.parametrize("path", ["/media/hash.pdf", "/kota/media/hash.pdf"])
def test_what_pages_offer_is_for_whoever_may_come_in(visitor: Callable[[Visitor], None], path: str) -> None:
    visitor(Visitor())
    assert asked("GET", path) == 403
    visitor(signed_in(Role.VIEWER))
    assert asked("GET", path) == 200


def test_everything_else_is_handed_on(visitor: Callable[[Visitor], None]) -> None:
    visitor(Visitor())
    assert asked("GET", "/") == asked("GET", "/_stcore/health") == asked("GET", "/oauth2callback?code=x") == 200


def test_a_file_says_how_large_it_is(visitor: Callable[[Visitor], None]) -> None:
    visitor(signed_in(Role.SURVEYOR))
    assert asked("PUT", UPLOAD, Content_Length="many") == 411
    assert asked("PUT", UPLOAD, Content_Length="9" * 30) == 411
    assert asked("PUT", UPLOAD, Content_Length=str(BYTES_AN_HOUR + 1)) == 429


def test_a_user_may_send_so_much_an_hour_and_then_again() -> None:
    sent = Sent()
    assert sent.takes("one", BYTES_AN_HOUR, 0.0)
    assert not sent.takes("one", 1, 10.0)
    assert sent.takes("another", 1, 10.0)
    assert sent.takes("one", 1, 3600.0)


def test_windows_of_one_user_share_what_they_may_send(visitor: Callable[[Visitor], None]) -> None:
    visitor(signed_in(Role.SURVEYOR))
    time = [0.0]
    guard = UploadGuard(PlainTextResponse("handed on"), clock=lambda: time[0])
    half = str(BYTES_AN_HOUR // 2)
    assert [asked("PUT", UPLOAD, guard, Content_Length=half) for _ in range(3)] == [200, 200, 429]
    time[0] = 3600.0
    assert asked("PUT", UPLOAD, guard, Content_Length=half) == 200


# Who sends a request, by the cookie that Streamlit gave.


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Door:
    members = tmp_path / "members.csv"
    set_member(members, "kepala@example.org", "admin", "Bappeda")
    door = Door("planner", SECRET, members)
    monkeypatch.setattr(session, "_door", lambda: door)
    monkeypatch.setattr(session.time, "time", lambda: NOW)
    monkeypatch.setattr(session, "ENDED", EndedSessions())
    return door


def cookies(secret: str = SECRET, parts: int = 1) -> dict[str, str]:
    """Return the cookie of somebody who is signed in, cut as Streamlit cuts a long one."""
    claims = {
        "is_logged_in": True,
        "iss": "https://masuk.example.org",
        "sub": "1",
        "aud": "planner",
        "iat": NOW,
        "exp": NOW + 60,
        "email": "kepala@example.org",
    }
    said = json.dumps(claims)
    if parts == 1:
        values = {COOKIE: said}
    else:
        size = -(-len(said) // parts)
        values = {COOKIE: f"chunks-{parts}"}
        values |= {f"{COOKIE}_{number + 1}": said[number * size : (number + 1) * size] for number in range(parts)}
    return {name: create_signed_value(secret, name, value).decode() for name, value in values.items()}


@pytest.mark.parametrize("parts", [1, 3])
def test_a_signed_cookie_is_read(door: Door, monkeypatch: pytest.MonkeyPatch, parts: int) -> None:
    # Streamlit signs with the clock of the moment, which is not that of this test.
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: NOW)
    assert visitor_with(cookies(parts=parts)).actor == Actor(Role.ADMIN, "Bappeda")


@pytest.mark.parametrize("sent", [{}, {COOKIE: "forged"}, {COOKIE: ""}, {COOKIE: "chunks-3"}])
def test_no_cookie_or_a_forged_one_is_nobody(door: Door, sent: dict[str, str]) -> None:
    assert visitor_with(sent) == Visitor()


def test_a_cookie_signed_by_others_is_nobody(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: NOW)
    assert visitor_with(cookies(secret="f" * 32)) == Visitor()


def test_a_missing_part_of_a_cookie_is_nobody(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: NOW)
    whole = cookies(parts=3)
    del whole[f"{COOKIE}_2"]
    assert visitor_with(whole) == Visitor()
