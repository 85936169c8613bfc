"""The service on a working city, in a working file and in PostGIS: looked at, changed and seen anew by others."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from stores import DKK, Backend, answer, record

from planner.model.person import ONE_DESK
from planner.model.survey import KnownPlace, newest
from planner.sources.builtin import builtin_city
from planner.sources.survey.store import read_survey
from planner.storage.postgis import DATABASE_VARIABLE
from planner.storage.workspace import StoredWorkspace
from planner.texts import Language, speak

from .behind_nginx import Running, running_service, watched_window
from .test_sign_survey_journey import expect_counts
from .test_sign_survey_journey import record as record_sign

PARK = KnownPlace("parks:1", "Taman Bekapai")


@pytest.fixture
def city(backend: Backend) -> Iterator[StoredWorkspace]:
    """Return a working copy of the built-in city, once in each backend."""
    work = backend.workspace(builtin_city())
    yield work
    work.store.close()


@pytest.fixture
def service(city: StoredWorkspace, backend: Backend, tmp_path: Path) -> Iterator[Running]:
    variables = {"PLANNER_CACHE": str(tmp_path / "cache")}
    if backend.address:
        variables[DATABASE_VARIABLE] = backend.address
    with running_service(tmp_path, backend.city, variables) as running:
        yield running


def test_it_is_looked_at_and_changed(city: StoredWorkspace, service: Running, browser: Browser) -> None:
    with watched_window(browser) as window, speak(Language.ENGLISH):
        page = window.page
        window.open(service, "map")
        expect(
            page.frame_locator("iframe[title^=streamlit_folium]").locator(".leaflet-interactive").first
        ).to_be_attached()
        window.open(service, "sign_survey")
        expect(page.locator(".sign-form .counts")).to_be_visible(timeout=90_000)
        record_sign(page, "bekapai", "Taman Bekapai", smoke_free_sign="yes")
        expect_counts(page, here=0, sent=1)
        [revision] = city.store.revisions(most=1)
        assert (revision.number, revision.by) == (2, ONE_DESK)

        # Another process changes it: the service shows it without being started again.
        record(city, DKK, answer("no", place=PARK))
        window.open(service, "changes")
        expect(page.locator(".planner table").first.locator("tbody tr")).to_have_count(3)
    seen = newest(read_survey(city.newest()[1]))
    assert seen["facility_id"].unique().tolist() == [PARK.id]
    with urllib.request.urlopen(f"http://127.0.0.1:{service.health_port}/health", timeout=10) as told:
        assert json.load(told)["checks"]["store"]["ok"]
    with urllib.request.urlopen(f"http://127.0.0.1:{service.health_port}/metrics", timeout=10) as told:
        assert "planner_edits_total" in told.read().decode()
