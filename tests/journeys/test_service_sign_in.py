"""Sign-in behind a real nginx: TLS, a path before every page, the rules for browsers and the provider all at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from planner.model.person import Actor, Role
from planner.model.survey import newest
from planner.sources.builtin import builtin_city
from planner.sources.survey.store import read_survey
from planner.storage.folder import read_folder
from planner.storage.geopackage import create_geopackage
from planner.storage.members import set_member
from planner.storage.opening import fill_from_folder, open_store
from planner.storage.workspace import StoredWorkspace
from planner.texts import Language, speak

from .behind_nginx import PATH, Running, Window, running_service, watched_window
from .proxy import port_of_its_own
from .test_sign_in import COOKIE_SECRET, PLANNER, VIEWER, provider
from .test_sign_survey_journey import expect_counts, record

OFFICE = "Dinas Kesehatan"
SURVEYOR = PLANNER
"""The account that is a planner's elsewhere is a surveyor's here."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a working file of the built-in city."""
    path = tmp_path_factory.mktemp("office") / "kota.gpkg"
    create_geopackage(path, fill_from_folder(read_folder(builtin_city()))).close()
    return path


@pytest.fixture(scope="module")
def service(city: Path) -> Iterator[Running]:
    """Run provider, service and nginx, as docs/service.md says it."""
    folder = city.parent
    set_member(folder / "members.csv", "kepala@example.org", Role.ADMIN, "Bappeda")
    set_member(folder / "members.csv", SURVEYOR, Role.SURVEYOR, OFFICE)
    set_member(folder / "members.csv", VIEWER, Role.VIEWER, "DP3AKB")
    with provider() as known, _shared(known, folder, city) as running:
        yield running


@contextmanager
def _shared(provider_address: str, folder: Path, city: Path) -> Iterator[Running]:
    tls_port = port_of_its_own()
    redirect = f"https://localhost:{tls_port}{PATH}/oauth2callback"
    client = httpx.post(f"{provider_address}/oauth2/clients", json={"redirect_uris": [redirect]}, timeout=60).json()
    for name, value in (("client-secret", client["client_secret"]), ("cookie-secret", COOKIE_SECRET)):
        (folder / name).write_text(f"{value}\n", encoding="utf-8")
        (folder / name).chmod(0o600)
    variables = {
        "PLANNER_SHARED": "1",
        "PLANNER_MEMBERS": str(folder / "members.csv"),
        "STATE_DIRECTORY": str(folder / "state"),
        "PLANNER_CACHE": str(folder / "cache"),
        "PLANNER_OIDC_CLIENT_ID": client["client_id"],
        "PLANNER_OIDC_CLIENT_SECRET_FILE": str(folder / "client-secret"),
        "PLANNER_OIDC_COOKIE_SECRET_FILE": str(folder / "cookie-secret"),
        "PLANNER_OIDC_METADATA_URL": f"{provider_address}/.well-known/openid-configuration",
        "PLANNER_OIDC_REDIRECT_URI": redirect,
    }
    with running_service(folder, str(city), variables, tls_port) as running:
        yield running


@pytest.fixture
def window(browser: Browser) -> Iterator[Window]:
    with watched_window(browser) as opened, speak(Language.ENGLISH):
        yield opened


def sign_in_as(window: Window, service: Running, subject: int, page: str = "") -> None:
    """Ask for a page, press “Sign in” and choose an account at the provider."""
    window.open(service, page)
    window.page.get_by_role("button", name="Sign in").click()
    window.page.get_by_role("button", name=f"subject-{subject}").click()
    expect(window.page.get_by_test_id("stSidebarNav")).to_be_visible(timeout=90_000)
    window.settle()


def sign_out(page: Page) -> None:
    """Press “Sign out”, and end the session at the provider too."""
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_surveyor_signs_in_looks_at_a_map_records_a_sign_and_signs_out(
    service: Running, window: Window, city: Path
) -> None:
    page = window.page
    sign_in_as(window, service, 1, "map")
    page.wait_for_url(f"{service.address}{PATH}/map?**")
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert cookies["_streamlit_user"]["secure"]
    assert cookies["_streamlit_user"]["httpOnly"]

    assert f"{OFFICE}, surveyor" in page.get_by_test_id("stSidebar").inner_text()
    frame = page.frame_locator("iframe[title^=streamlit_folium]")
    expect(frame.locator(".leaflet-container").first).to_be_visible()
    expect(frame.locator(".leaflet-interactive").first).to_be_attached()

    window.open(service, "sign_survey")
    expect(page.locator(".sign-form .counts")).to_be_visible(timeout=90_000)
    record(page, "bekapai", "Taman Bekapai", smoke_free_sign="yes")
    expect_counts(page, here=0, sent=1)
    store = open_store(str(city))
    assert store.revisions()[0].by == Actor(Role.SURVEYOR, OFFICE)
    seen = newest(read_survey(StoredWorkspace(store, city.parent / "seen").newest()[1]))
    assert seen[["facility_id", "fact", "value"]].to_numpy().tolist() == [["parks:1", "smoke_free_sign", "yes"]]
    store.close()

    # What the role does not allow is not offered; what it allows to nobody else either.
    window.open(service, "import")
    expect(page.get_by_text("your role is surveyor")).to_be_visible()
    sign_out(page)
    window.open(service, "map")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.locator("iframe[title^=streamlit_folium]")).to_have_count(0)


def test_a_viewer_hands_nothing_in_through_nginx(service: Running, window: Window) -> None:
    sign_in_as(window, service, 2)
    window.open(service, "sign_survey")
    expect(window.page.get_by_text("your role is viewer").first).to_be_visible()
    cookies = {cookie["name"]: cookie["value"] for cookie in window.page.context.cookies()}
    answer = httpx.put(
        f"{service.address}{PATH}/_stcore/upload_file/a/b",
        content=b"x",
        cookies=cookies,
        headers={"Origin": service.address, "X-Xsrftoken": cookies["_streamlit_xsrf"]},
        verify=False,  # noqa: S501 - a certificate of the test's own, on this machine
    )
    assert answer.status_code == 403
