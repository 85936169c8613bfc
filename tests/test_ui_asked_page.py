"""Where somebody wanted to go before they signed in: kept for their browser alone, for a short time, once."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string

from planner.ui import asked_page, state
from planner.ui.asked_page import KEPT_S, AskedPages, remember

NOW = 1_800_000_000.0


def test_it_is_given_once_to_the_browser_that_asked() -> None:
    pages = AskedPages()
    pages.put("one", "map", {"minutes": "12"}, NOW)
    assert pages.take("other", NOW) is None
    asked = pages.take("one", NOW + 1)
    assert asked is not None
    assert (asked.page, asked.address) == ("map", {"minutes": "12"})
    assert pages.take("one", NOW + 1) is None


def test_it_is_not_kept_for_long() -> None:
    pages = AskedPages()
    pages.put("one", "map", {}, NOW)
    assert pages.take("one", NOW + KEPT_S) is None


def test_the_last_one_counts() -> None:
    pages = AskedPages()
    pages.put("one", "map", {}, NOW)
    pages.put("one", "kla", {}, NOW)
    asked = pages.take("one", NOW)
    assert asked is not None
    assert asked.page == "kla"


def test_no_more_are_kept_than_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked_page, "MOST_KEPT", 2)
    pages = AskedPages()
    for number in range(4):
        pages.put(str(number), "map", {}, NOW)
    assert [pages.take(str(number), NOW) is not None for number in range(4)] == [False, False, True, True]


def come_with(monkeypatch: pytest.MonkeyPatch, cookie: str | None) -> AskedPages:
    """Let a browser come with a token, and return what is kept."""
    kept = AskedPages()
    cookies = {} if cookie is None else {"_streamlit_xsrf": cookie}
    monkeypatch.setattr(asked_page, "ASKED", kept)
    monkeypatch.setattr(asked_page.st, "context", SimpleNamespace(cookies=cookies))
    monkeypatch.setattr(asked_page.st, "session_state", {})
    return kept


def test_a_token_written_anew_is_the_same_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = come_with(monkeypatch, generate_xsrf_token_string(b"t" * 16, 1))
    remember("map", {"minutes": "12"})
    come_with(monkeypatch, generate_xsrf_token_string(b"t" * 16, 2))
    monkeypatch.setattr(asked_page, "ASKED", kept)
    asked = asked_page.asked_before()
    assert asked is not None
    assert asked.page == "map"
    assert asked_page.asked_before() is None


@pytest.mark.parametrize("cookie", [None, "", "x", "2|a|b", "2|zz|zz|zz"])
def test_a_browser_that_can_not_be_told_from_others_begins_at_the_first_page(
    monkeypatch: pytest.MonkeyPatch, cookie: str | None
) -> None:
    kept = come_with(monkeypatch, cookie)
    remember("map", {})
    assert asked_page.asked_before() is None
    assert not kept._asked


@given(
    st.dictionaries(st.one_of(st.sampled_from([*state.PARAMETERS, "next"]), st.text(max_size=9)), st.text(max_size=40))
)
def test_of_an_address_only_what_it_may_say_is_kept(address: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        come_with(patch, generate_xsrf_token_string(b"t" * 16, 1))
        remember("map", address)
        asked = asked_page.asked_before()
    assert asked is not None
    assert all(state.PARAMETERS[name].allowed(value) for name, value in asked.address.items())
