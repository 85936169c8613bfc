"""Health: what works, what does not, and when the service hangs; said without secrets, on this machine only."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families

from planner.errors import OptionError, StorageError
from planner.texts import text
from planner.ui import metrics, watching
from planner.ui.health import STALE_SECONDS, CityProbe, Health, HealthServer, probes

PASSWORD = "postgresql://planner:hunter2@db/kota"  # noqa: S105


class Store:
    """A store that can be taken away."""

    def __init__(self) -> None:
        self.away = False

    def __call__(self) -> None:
        """Answer."""
        if self.away:
            raise StorageError(text("The store {address} does not answer.", address=PASSWORD))


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def asked(port: int, path: str) -> tuple[int, str]:
    """Return status and words of an answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def server(store: Store) -> Iterator[HealthServer]:
    with HealthServer(0, {"store": store}) as running:
        running.health.look()
        yield running


def test_all_is_well(server: HealthServer) -> None:
    status, words = asked(server.port, "/health")
    told = json.loads(words)
    assert (status, told["status"]) == (200, "ok")
    assert told["checks"]["store"]["ok"] is True


def test_a_store_that_is_away_is_told_without_its_password(server: HealthServer, store: Store) -> None:
    store.away = True
    server.health.look()
    status, words = asked(server.port, "/health")
    assert status == 503
    assert json.loads(words)["checks"]["store"]["problem"] == "StorageError"
    assert "hunter2" not in words
    store.away = False
    server.health.look()
    assert asked(server.port, "/health")[0] == 200


def test_before_the_first_look_it_is_not_yet_well(store: Store) -> None:
    well, told = Health({"store": store}).answer()
    assert (well, told["status"]) == (False, "starting")


def test_a_look_that_never_ends_is_told(store: Store) -> None:
    clock = Clock()
    health = Health({"store": store}, clock)
    health.look()
    assert health.answer()[0]
    clock.now += STALE_SECONDS + 1
    assert not health.answer()[0]


def test_other_paths_are_not_there(server: HealthServer) -> None:
    for path in ("/", "/health/", "/../etc/passwd", "/metrics/x"):
        assert asked(server.port, path)[0] == 404


def test_the_metrics_can_be_read_by_prometheus(server: HealthServer) -> None:
    with watching.page_drawn("rules"):
        pass
    watching.page_failed("map", ValueError("Siti Aminah"))
    status, words = asked(server.port, "/metrics")
    assert status == 200
    families = {family.name: family for family in text_string_to_metric_families(words)}
    assert {"planner_page_draw_seconds", "planner_pages_failed", "planner_memory_bytes", "planner_queue_length"} <= set(
        families
    )
    assert any(s.labels.get("page") == "map" and s.value >= 1 for s in families["planner_pages_failed"].samples)
    assert families["planner_memory_bytes"].samples[0].value > 1e6
    assert "Siti" not in words


def test_the_app_that_can_not_be_run_is_not_well() -> None:
    pages = probes()["pages"]
    pages()
    watching.app_failed(ImportError("no page"))
    with pytest.raises(ImportError):
        pages()
    with watching.page_drawn("overview"):
        pass
    pages()


def test_the_city_is_opened_once_as_long_as_it_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.ui import health

    opened: list[object] = []
    monkeypatch.delenv("PLANNER_CITY", raising=False)
    monkeypatch.setattr(health.CITIES, "read", opened.append)
    probe = CityProbe()
    probe()
    probe()
    assert len(opened) == 1


def test_a_port_in_use_is_said(server: HealthServer) -> None:
    with pytest.raises(OptionError, match=str(server.port)):
        HealthServer(server.port, {})


def test_nothing_is_known_of_windows_where_streamlit_does_not_run() -> None:
    assert metrics.sessions() is None
