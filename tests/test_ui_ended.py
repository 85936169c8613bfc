"""Sign-ins that were ended stay ended, also when the server is started again."""

from __future__ import annotations

import json
import os
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import planner
from planner.errors import OutputError, SettingsError
from planner.ui import ended
from planner.ui.ended import ENDED_FILE, EndedSessions, ended_path

NOW = 1_800_000_000.0
HOUR = 3600.0
EMAIL = "kepala@example.org"
CLAIMS: dict[str, Any] = {"sub": "1", "email": EMAIL, "iat": NOW - 60, "nonce": "n"}
OTHER = {**CLAIMS, "sub": "2"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / ENDED_FILE


def test_it_holds_after_a_restart(path: Path) -> None:
    EndedSessions(path).end(CLAIMS, NOW + HOUR, NOW)
    again = EndedSessions(path)
    assert again.has(dict(reversed(CLAIMS.items())))
    assert not again.has({**CLAIMS, "iat": NOW})


def test_another_process_sees_it_at_once(path: Path) -> None:
    one, other = EndedSessions(path), EndedSessions(path)
    assert not one.has(CLAIMS)
    other.end(CLAIMS, NOW + HOUR, NOW)
    assert one.has(CLAIMS)
    one.end(OTHER, NOW + HOUR, NOW)
    assert other.has(OTHER)
    assert other.has(CLAIMS)


def test_without_a_file_it_holds_as_long_as_the_process() -> None:
    here = EndedSessions()
    here.end(CLAIMS, NOW + HOUR, NOW)
    here.check(NOW)
    assert here.has(CLAIMS)
    assert not EndedSessions().has(CLAIMS)


def test_those_that_would_have_ended_by_themselves_are_dropped(path: Path) -> None:
    here = EndedSessions(path)
    here.end(CLAIMS, NOW + HOUR, NOW)
    here.end(OTHER, NOW + 3 * HOUR, NOW + 2 * HOUR)
    assert not here.has(CLAIMS)
    assert len(json.loads(path.read_bytes())) == 1
    assert EndedSessions(path).has(OTHER)


def test_no_more_are_kept_than_fit(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ended, "MOST_ENDED", 3)
    here = EndedSessions(path)
    for number in range(5):
        here.end({"sub": number}, NOW + HOUR + number, NOW)
    assert len(json.loads(path.read_bytes())) == 3
    assert [EndedSessions(path).has({"sub": number}) for number in range(5)] == [False, False, True, True, True]


def test_as_many_as_are_kept_can_be_read_again() -> None:
    longest = json.dumps({"f" * 64: 1_800_000_000.123456})
    assert ended.MOST_ENDED * len(longest) < ended.MOST_BYTES


def test_the_file_is_for_nobody_else_and_says_nothing_of_anybody(path: Path) -> None:
    EndedSessions(path).end(CLAIMS, NOW + HOUR, NOW)
    assert EMAIL not in path.read_text(encoding="utf-8")
    assert sorted(each.name for each in path.parent.iterdir()) == [f".{ENDED_FILE}.lock", ENDED_FILE]
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX modes")
def test_a_file_that_others_can_read_is_refused(path: Path) -> None:
    EndedSessions(path).end(CLAIMS, NOW + HOUR, NOW)
    path.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        EndedSessions(path).has(CLAIMS)


@pytest.mark.parametrize("content", [b"[]", b"{", b"\xff", b"[" * 5000, b'{"a": "x"}', b'{"a": NaN}', b'{"a": true}'])
def test_a_file_that_is_no_list_is_named(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(SettingsError, match=ENDED_FILE):
        EndedSessions(path).has(CLAIMS)
    with pytest.raises(SettingsError, match=ENDED_FILE):
        EndedSessions(path).check(NOW)


def test_where_nothing_can_be_written_it_holds_as_long_as_the_process(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    here = EndedSessions(tmp_path / "file" / ENDED_FILE)
    with pytest.raises((OutputError, SettingsError), match=ENDED_FILE):
        here.check(NOW)
    with pytest.raises((OutputError, SettingsError), match=ENDED_FILE):
        here.end(CLAIMS, NOW + HOUR, NOW)


def test_it_is_not_written_into_the_checkout() -> None:
    inside = Path(planner.__file__).resolve().parents[1] / ENDED_FILE
    with pytest.raises(SettingsError, match=ENDED_FILE):
        EndedSessions(inside).check(NOW)
    assert not inside.exists()


def test_threads_do_not_lose_one_anothers(path: Path) -> None:
    servers = EndedSessions(path), EndedSessions(path)
    threads = [
        Thread(target=server.end, args=({"sub": number, "server": place}, NOW + HOUR, NOW))
        for place, server in enumerate(servers)
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(json.loads(path.read_bytes())) == 16


@given(st.dictionaries(st.text(max_size=20), st.one_of(st.text(max_size=20), st.integers(), st.none()), max_size=6))
def test_any_claims_are_told_apart_from_none(claims: dict[str, object]) -> None:
    here = EndedSessions()
    here.end(claims, NOW + HOUR, NOW)
    assert here.has(claims)
    assert not here.has({**claims, "another": 1})


def test_it_lies_where_the_service_or_the_user_keeps_things(tmp_path: Path) -> None:
    assert ended_path({"STATE_DIRECTORY": "/var/lib/planner:/var/lib/b"}) == Path("/var/lib/planner") / ENDED_FILE
    assert ended_path({"XDG_STATE_HOME": str(tmp_path)}).is_relative_to(tmp_path)
    assert ended_path({}).is_relative_to(Path.home())
