"""An office's people sign in at their own provider, in a real browser: a provider process, the app, and Chromium."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from served import any_port, started

from planner.model.person import Role
from planner.storage.members import remove_member, set_member
from planner.ui.launch import streamlit_command
from planner.ui.sign_in import SignIn, write_secrets
from tests.journeys.conftest import SIZES, Visit

ADMIN, PLANNER, VIEWER, STRANGER = (f"{name}@example.org" for name in ("admin", "planner", "viewer", "stranger"))
COOKIE_SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105 - of a test


@contextmanager
def provider(token_seconds: int = 3600) -> Iterator[str]:
    """Run the provider, where clients have to be known, and return its address."""
    port = any_port()
    people = (
        {"sub": f"subject-{number}", "email": email, "email_verified": True, "name": "A person's name"}
        for number, email in enumerate([ADMIN, PLANNER, VIEWER, STRANGER])
    )
    command = [
        *(sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)),
        *("--require-registration", "true", "--token-max-age", str(token_seconds)),
        *(word for person in people for word in ("--user-claims", json.dumps(person))),
    ]
    address = f"http://127.0.0.1:{port}"
    with started(command, f"{address}/.well-known/openid-configuration", {}):
        yield address


def registered(provider_address: str, port: int, *, secret: str = "") -> SignIn:
    """Let the provider know an app at a port of this machine, and return how people sign in to it."""
    redirect = f"http://127.0.0.1:{port}/oauth2callback"
    client = httpx.post(f"{provider_address}/oauth2/clients", json={"redirect_uris": [redirect]}, timeout=60).json()
    metadata = f"{provider_address}/.well-known/openid-configuration"
    return SignIn(client["client_id"], secret or client["client_secret"], metadata, COOKIE_SECRET, redirect)


@contextmanager
def served(sign_in: SignIn, port: int, folder: Path) -> Iterator[str]:
    """Run the app, shared, and return its address."""
    command = streamlit_command(port, write_secrets(sign_in, folder / "private"))
    variables = {
        "PLANNER_MEMBERS": str(folder / "members.csv"),
        "PLANNER_LANGUAGE": "en",
        "XDG_STATE_HOME": str(folder / "state"),
    }
    address = f"http://127.0.0.1:{port}"
    with started(command, f"{address}/_stcore/health", variables):
        yield address


@contextmanager
def shared_app(provider_address: str, folder: Path, *, secret: str = "") -> Iterator[str]:
    """Run the app, shared, as a client that the provider knows, and return its address."""
    port = any_port()
    with served(registered(provider_address, port, secret=secret), port, folder) as address:
        yield address


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a table of members."""
    return tmp_path_factory.mktemp("office")


@pytest.fixture(autouse=True)
def members(folder: Path) -> Path:
    """Return the table of members, as it is at the beginning of each test."""
    table = folder / "members.csv"
    set_member(table, ADMIN, Role.ADMIN, "Bappeda")
    set_member(table, PLANNER, Role.PLANNER, "Dinas PU")
    set_member(table, VIEWER, Role.VIEWER, "DP3AKB")
    return table


@pytest.fixture(scope="module")
def address(folder: Path, members_first: None) -> Iterator[str]:
    """Run a provider and the app, shared."""
    with provider() as known, shared_app(known, folder) as shared:
        yield shared


@pytest.fixture(scope="module")
def members_first(folder: Path) -> None:
    """Make the table before the app is started."""
    set_member(folder / "members.csv", ADMIN, Role.ADMIN, "Bappeda")


@contextmanager
def window(browser: Browser, address: str, size: str = "desktop") -> Iterator[Visit]:
    """Open a browser that nobody has signed in with."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en")
    # A new process reads the city first.
    context.set_default_timeout(120_000)
    yield Visit(context.new_page(), address, size)
    context.close()


def sign_in_as(visit: Visit, subject: int) -> None:
    """Press “Sign in” and choose an account at the provider."""
    visit.open(query="tiles=0")
    visit.page.get_by_role("button", name="Sign in").click()
    visit.page.get_by_role("button", name=f"subject-{subject}").click()
    visit.page.locator(".planner h1").first.wait_for()
    visit.settle()


def sign_out(page: Page) -> None:
    """Press “Sign out”, and end the session at the provider too."""
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def side(page: Page) -> str:
    """Return what the side of the page says."""
    return page.get_by_test_id("stSidebar").inner_text()


def test_from_the_first_click_to_the_first_page(browser: Browser, address: str) -> None:
    with window(browser, address) as visit:
        visit.open("survey")
        expect(visit.page.get_by_role("heading", level=1)).to_have_text("Child-friendly city planner")
        expect(visit.page.get_by_test_id("stSidebarNav")).to_have_count(0)
        visit.keep("sign-in")
        sign_in_as(visit, 1)
        visit.open("sources")
        assert "Dinas PU, planner" in side(visit.page)
        expect(visit.page.get_by_test_id("stSidebarNav")).to_be_visible()
        visit.keep("signed-in")
        assert "A person's name" not in visit.page.content()
        assert PLANNER not in visit.page.content()


def test_after_signing_in_they_are_where_they_wanted_to_go(browser: Browser, address: str) -> None:
    with window(browser, address) as visit:
        visit.open("coverage", "tiles=0&minutes=12&language=id&minutes_of=1&next=https://evil.example")
        visit.page.locator(".st-key-sign_in button").click()
        visit.page.get_by_role("button", name="subject-1").click()
        visit.page.wait_for_url("**/coverage?**")
        expect(visit.page.locator(".planner h1")).to_have_text("Siapa yang dapat berjalan kaki ke sana")
        visit.settle()
        assert set(visit.page.url.partition("?")[2].split("&")) == {"tiles=0", "minutes=12", "language=id"}
        # Signed out, the door speaks the language that was spoken inside, and shows nothing of where they were.
        visit.page.locator(".st-key-sign_out button").click()
        visit.page.get_by_role("button", name="End session").click()
        expect(visit.page.get_by_role("button", name="Masuk")).to_be_visible()
        visit.page.wait_for_url("**/?language=id")


def test_signing_in_on_a_phone(browser: Browser, address: str) -> None:
    with window(browser, address, "phone") as visit:
        sign_in_as(visit, 2)
        expect(visit.page.locator("[class*=st-key-page_links]")).to_be_visible()


def test_whoever_has_no_row_is_told_so_and_can_take_another_account(browser: Browser, address: str) -> None:
    with window(browser, address) as visit:
        sign_in_as(visit, 3)
        visit.open()
        expect(visit.page.get_by_role("alert")).to_contain_text("have no role here")
        expect(visit.page.get_by_test_id("stSidebarNav")).to_have_count(0)
        sign_out(visit.page)


def test_refusing_at_the_provider_leads_back_to_the_door(browser: Browser, address: str) -> None:
    with window(browser, address) as visit:
        visit.open()
        visit.page.get_by_role("button", name="Sign in").click()
        visit.page.get_by_role("button", name="Deny").click()
        expect(visit.page.get_by_test_id("stSidebarNav")).to_have_count(0)
        expect(visit.page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_role_that_changes_holds_from_the_next_page(browser: Browser, address: str, members: Path) -> None:
    with window(browser, address) as visit:
        sign_in_as(visit, 1)
        set_member(members, PLANNER, Role.VIEWER, "Dinas PU")
        visit.open("glossary")
        assert "Dinas PU, viewer" in side(visit.page)
        remove_member(members, PLANNER)
        visit.page.get_by_test_id("stSidebarNav").get_by_text("Sources").click()
        expect(visit.page.get_by_role("alert")).to_contain_text("have no role here")


def test_signing_out_ends_the_other_windows_too(browser: Browser, address: str) -> None:
    with window(browser, address) as visit:
        sign_in_as(visit, 1)
        cookies = visit.page.context.cookies()
        other = Visit(visit.page.context.new_page(), address, "desktop")
        other.open("glossary")
        assert "Dinas PU, planner" in side(other.page)
        visit.open("glossary")
        sign_out(visit.page)
        other.page.get_by_test_id("stSidebarNav").get_by_text("Sources").click()
        expect(other.page.get_by_role("alert")).to_contain_text("sign-in has ended")
        # The cookie that somebody kept is worth nothing either.
        visit.page.context.add_cookies([cookie for cookie in cookies if cookie["name"].startswith("_streamlit")])
        visit.open("glossary")
        expect(visit.page.get_by_role("alert")).to_contain_text("sign-in has ended")


def test_a_sign_in_that_was_ended_stays_ended_when_the_app_is_started_again(
    browser: Browser, tmp_path: Path, members: Path
) -> None:
    (tmp_path / "members.csv").write_bytes(members.read_bytes())
    port = any_port()
    with provider() as known:
        sign_in = registered(known, port)
        with served(sign_in, port, tmp_path) as address, window(browser, address) as visit:
            sign_in_as(visit, 1)
            cookies = [one for one in visit.page.context.cookies() if one["name"].startswith("_streamlit")]
            sign_out(visit.page)
        with served(sign_in, port, tmp_path) as address, window(browser, address) as visit:
            visit.page.context.add_cookies(cookies)
            visit.open("glossary")
            expect(visit.page.get_by_role("alert")).to_contain_text("sign-in has ended")


def test_a_token_that_ran_out_asks_for_sign_in_again(browser: Browser, tmp_path: Path, members: Path) -> None:
    (tmp_path / "members.csv").write_bytes(members.read_bytes())
    with provider(token_seconds=45) as known, shared_app(known, tmp_path) as shared, window(browser, shared) as visit:
        sign_in_as(visit, 1)
        ended = visit.page.get_by_role("alert").filter(has_text="sign-in has ended")
        for name in ("Glossary", "Sources") * 30:
            link = visit.page.get_by_test_id("stSidebarNav").get_by_text(name)
            if link.is_visible():
                link.click()
                visit.page.wait_for_timeout(2_000)
        ended.wait_for()
        expect(visit.page.get_by_test_id("stSidebarNav")).to_have_count(0)


def test_a_wrong_client_secret_brings_in_nobody(browser: Browser, tmp_path: Path, members: Path) -> None:
    (tmp_path / "members.csv").write_bytes(members.read_bytes())
    wrong = "wrong"
    with provider() as known, shared_app(known, tmp_path, secret=wrong) as shared, window(browser, shared) as visit:
        sign_in_as(visit, 1)
        expect(visit.page.get_by_test_id("stSidebarNav")).to_have_count(0)
        assert all(cookie["name"] != "_streamlit_user" for cookie in visit.page.context.cookies())
