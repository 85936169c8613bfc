"""The service behind a real nginx: TLS, a path before every page, the web socket, files both ways, and its limits."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import ssl
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from planner.ui.router import PAGES

from .behind_nginx import PATH, Running, Window, running_service, watched_window

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, balikpapan_folder: Path) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("service")
    city = shutil.copytree(balikpapan_folder, folder / "city")
    with running_service(folder, str(city)) as running:
        yield running


@pytest.fixture
def window(browser: Browser) -> Iterator[Window]:
    with watched_window(browser) as opened:
        yield opened


def ask(
    service: Running, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    """Ask nginx for something, and return status, headers and words of the answer."""
    parts = urlsplit(service.address)
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", parts.port or 443, context=trusting, timeout=30)
    named = {"Host": parts.netloc, **{name.replace("_", "-"): value for name, value in headers.items()}}
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in named.items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode(errors="replace")
    finally:
        connection.close()


WEB_SOCKET = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec_WebSocket_Version": "13",
}


def test_a_page_is_shown_and_changed_through_nginx(service: Running, window: Window) -> None:
    window.open(service, "coverage")
    assert all(url.startswith(service.address.replace("https", "wss") + PATH) for url in window.sockets)
    assert window.sockets
    before = window.page.locator(".figure .value").first.inner_text()
    window.page.get_by_role("slider").first.press("ArrowRight")
    expect(window.page.locator(".figure .value").first).not_to_have_text(before)
    assert "minutes=11" in window.page.url


def test_the_map_is_drawn_under_the_path(service: Running, window: Window) -> None:
    window.open(service, "map")
    frame = window.page.frame_locator("iframe[title^=streamlit_folium]")
    expect(frame.locator(".leaflet-container").first).to_be_visible()
    expect(frame.locator(".leaflet-interactive").first).to_be_attached()


def test_no_page_breaks_the_rules_that_nginx_gives_to_browsers(service: Running, window: Window) -> None:
    for page in PAGES:
        window.open(service, page)
        expect(window.page.locator(".error-summary")).to_have_count(0)
    window.open(service, "survey")
    expect(window.page.locator(".planner h1").first).to_be_visible()


def test_a_file_is_taken_down_through_nginx(service: Running, window: Window, tmp_path: Path) -> None:
    window.open(service, "rules")
    with window.page.expect_download() as waiting:
        window.page.get_by_test_id("stDownloadButton").get_by_role("button").first.click()
    waiting.value.save_as(tmp_path / "taken")
    assert (tmp_path / "taken").stat().st_size > 100


def test_a_file_is_handed_in_through_nginx(service: Running, window: Window, tmp_path: Path) -> None:
    layer = tmp_path / "taman.csv"
    layer.write_text("nama,lon,lat\nTaman Uji,116.85,-1.24\n", encoding="utf-8")
    window.open(service, "import")
    with window.page.expect_response(re.compile(f"{PATH}/_stcore/upload_file/")) as sent:
        window.page.locator("input[type=file]").first.set_input_files(layer)
    assert sent.value.ok
    expect(window.page.locator("[class*=st-key-import_next] button")).to_be_enabled()


def test_a_file_beyond_the_limit_gets_a_plain_page(service: Running) -> None:
    status, _, words = ask(service, "PUT", f"{PATH}/_stcore/upload_file/none/none", b"0" * (112 * MEGABYTE))
    assert status == 413
    assert "larger than 100 MB" in words
    assert "terlalu besar" in words
    assert "nginx" not in words


def test_elsewhere_no_large_request_is_taken(service: Running) -> None:
    status, _, words = ask(service, "POST", f"{PATH}/", b"0" * (2 * MEGABYTE))
    assert status == 413
    assert "nginx" not in words


def test_a_file_without_a_token_is_refused(service: Running) -> None:
    status, _, _ = ask(service, "PUT", f"{PATH}/_stcore/upload_file/none/none", b"something")
    assert status == 403


@pytest.mark.parametrize("port", ["nginx", "app"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost"])
def test_a_page_of_another_site_reaches_nothing(service: Running, port: str, origin: str) -> None:
    """Neither through nginx nor, should that be set up wrongly, at the app itself."""
    if port == "nginx":
        assert ask(service, "GET", f"{PATH}/_stcore/stream", None, Origin=origin, **WEB_SOCKET)[0] == 403
        assert ask(service, "PUT", f"{PATH}/_stcore/upload_file/a/b", b"x", Origin=origin)[0] == 403
        return
    for method, path in (("GET", "stream"), ("PUT", "upload_file/a/b")):
        connection = http.client.HTTPConnection("127.0.0.1", service.app_port, timeout=30)
        headers = {name.replace("_", "-"): value for name, value in WEB_SOCKET.items()} if method == "GET" else {}
        connection.request(method, f"{PATH}/_stcore/{path}", headers={"Origin": origin, **headers})
        assert connection.getresponse().status == 403
        connection.close()


def test_its_own_page_reaches_the_web_socket(service: Running) -> None:
    assert ask(service, "GET", f"{PATH}/_stcore/stream", None, Origin=service.address, **WEB_SOCKET)[0] == 101


@pytest.mark.parametrize("host", ["evil.example", "planner.example", "127.0.0.1.evil.example"])
def test_without_sign_in_no_other_host_name_is_answered(service: Running, host: str) -> None:
    """So a service that was not meant to be shared stays closed, whatever proxy stands before it."""
    assert ask(service, "GET", f"{PATH}/", None, Host=host)[0] == 403


def test_every_answer_carries_the_headers_that_browsers_guard_with(service: Running) -> None:
    status, headers, _ = ask(service, "GET", f"{PATH}/")
    assert status == 200
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "max-age" in headers["strict-transport-security"]
    assert headers["server"] == "nginx"
    _, headers, _ = ask(service, "GET", f"{PATH}/_stcore/health")
    assert re.search(r"_streamlit_xsrf=.*SameSite=Strict.*Secure", headers["set-cookie"], re.IGNORECASE)


def test_health_may_be_asked_and_metrics_may_not(service: Running) -> None:
    status, _, words = ask(service, "GET", f"{PATH}/health")
    assert status == 200
    assert json.loads(words)["status"] == "ok"
    for path in ("metrics", "_stcore/metrics", "_stcore/agent/openapi.json"):
        _, _, words = ask(service, "GET", f"{PATH}/{path}")
        assert "planner_page_draw" not in words
        assert "active_sessions" not in words


def test_pages_are_counted_and_timed(service: Running, window: Window) -> None:
    window.open(service, "rules")
    with urllib.request.urlopen(f"http://127.0.0.1:{service.health_port}/metrics", timeout=10) as answer:
        words = answer.read().decode()
    assert re.search(r'planner_page_draw_seconds_count\{page="rules"\} [1-9]', words)
    assert re.search(r"^planner_sessions [1-9]", words, re.MULTILINE)
    assert re.search(r"^planner_queue_length 0", words, re.MULTILINE)
    assert re.search(r"^planner_memory_bytes \d", words, re.MULTILINE)
    drawn = [line for line in service.lines() if line["event"] == "page_drawn"]
    assert drawn
    assert set(drawn[-1]) == {"time", "level", "event", "page", "duration_s"}
