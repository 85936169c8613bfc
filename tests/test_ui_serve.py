"""The service: refused where it would be open to strangers, and what it tells Streamlit."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.cli import main
from planner.errors import OptionError, OutputError, SettingsError
from planner.storage.members import set_member
from planner.ui.origin import Message, OwnPagesOnly
from planner.ui.serve import Service, checked_service, serve, streamlit_options
from planner.ui.sign_in import SignIn

SIGN_IN = SignIn("planner", "secret", "https://id.example/x", "c" * 32, "https://kota.example/perencana/oauth2callback")


def test_alone_it_is_for_this_machine_only() -> None:
    assert checked_service(Service(), None) == Service()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.10", "planner.example", ""])  # noqa: S104
def test_without_sign_in_no_other_address_is_listened_on(host: str) -> None:
    with pytest.raises(OptionError, match=r"Without sign-in|Tanpa"):
        checked_service(Service(host=host), None)


@pytest.mark.parametrize("address", ["https://kota.example", "https://192.168.1.10:8443", "https://127.0.0.1.example"])
def test_without_sign_in_no_other_name_is_answered_to(address: str) -> None:
    with pytest.raises(OptionError):
        checked_service(Service(address=address), None)


@given(host=st.ip_addresses().map(str))
def test_any_address_but_its_own_needs_sign_in(host: str) -> None:
    own = host.startswith("127.") or host == "::1"
    if own or host.startswith("::ffff:7f"):
        return
    with pytest.raises(OptionError):
        checked_service(Service(host=host), None)


def test_with_sign_in_the_address_follows_from_where_people_are_sent_back_to() -> None:
    checked = checked_service(Service(host="0.0.0.0", base_path="perencana/"), SIGN_IN)  # noqa: S104
    assert (checked.address, checked.base_path) == ("https://kota.example", "/perencana")
    assert "kota.example" in checked.host_names


@pytest.mark.parametrize(
    "service", [Service(), Service(base_path="/other"), Service(address="https://elsewhere.example")]
)
def test_people_must_be_sent_back_to_where_the_service_is(service: Service) -> None:
    with pytest.raises(OptionError, match=r"kota\.example"):
        checked_service(service, SIGN_IN)


@pytest.mark.parametrize("path", ["/a b", "/../x", "/a;b", "/é", "//a//b", "/a?b"])
def test_a_path_that_is_none_is_refused(path: str) -> None:
    with pytest.raises(OptionError, match="base-path"):
        checked_service(Service(base_path=path), None)


@pytest.mark.parametrize(
    "address",
    [
        "kota.example",
        "ftp://kota.example",
        "http://kota.example",
        "https://kota.example/x",
        "https://u:p@kota.example",
        "https://",
        "https://kota.example?x=1",
        "https://[::1",
        "https://kota.example:port",
    ],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(OptionError, match="--address"):
        checked_service(Service(address=address), SIGN_IN)


def test_half_a_sign_in_is_refused() -> None:
    with pytest.raises(SettingsError):
        serve(None, Service(), {"PLANNER_OIDC_CLIENT_ID": "planner"}, lambda _: None)


def test_a_service_that_can_not_keep_who_signed_out_does_not_start(tmp_path: Path) -> None:
    set_member(tmp_path / "members.csv", "kepala@example.org", "admin", "Bappeda")
    (tmp_path / "blocked").write_text("", encoding="utf-8")
    environment = {
        "PLANNER_MEMBERS": str(tmp_path / "members.csv"),
        "PLANNER_OIDC_CLIENT_ID": "planner",
        "PLANNER_OIDC_CLIENT_SECRET": "secret",
        "PLANNER_OIDC_COOKIE_SECRET": "c" * 32,
        "PLANNER_OIDC_METADATA_URL": "https://id.example/x",
        "PLANNER_OIDC_REDIRECT_URI": SIGN_IN.redirect_uri,
        "STATE_DIRECTORY": str(tmp_path / "blocked"),
    }
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        ports = one.getsockname()[1], other.getsockname()[1]
    with pytest.raises((OutputError, SettingsError), match=r"ended-sign-ins\.json"):
        serve(None, Service("127.0.0.1", *ports, base_path="/perencana"), environment, lambda _: None)


def test_a_port_in_use_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        free = probe.getsockname()[1]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for service in (Service(port=port, health_port=free), Service(port=free, health_port=port)):
            with pytest.raises(OptionError, match=str(port)):
                serve(None, service, {}, lambda _: None)


def test_streamlit_is_told_to_be_careful() -> None:
    options = streamlit_options(checked_service(Service(base_path="/perencana"), SIGN_IN), Path("/run/secrets.toml"))
    assert options["server.enableXsrfProtection"] is True
    assert options["server.enableCORS"] is True
    assert options["server.headless"] is True
    assert options["server.maxUploadSize"] == 100
    assert options["server.enableStaticServing"] is False
    assert options["client.showErrorDetails"] == "none"
    assert options["server.baseUrlPath"] == "perencana"
    assert options["server.corsAllowedOrigins"] == ["https://kota.example"]
    assert options["secrets.files"] == ["/run/secrets.toml"]
    assert not any("secret" in str(value) for value in options.values() if value != ["/run/secrets.toml"])


def answer(scope: Mapping[str, Any], headers: Mapping[str, str]) -> str:
    """Say what becomes of a request: what was let in answers ``in``."""
    sent: list[Message] = []

    async def application(*_: object) -> None:
        sent.append({"type": "in"})

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {}

    asked = {**scope, "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]}
    asyncio.run(OwnPagesOnly(application, ["127.0.0.1", "kota.example"])(asked, receive, send))
    return str(sent[0].get("status", sent[0]["type"]))


GET, PUT = {"type": "http", "method": "GET"}, {"type": "http", "method": "PUT"}
SOCKET = {"type": "websocket"}


def test_its_own_pages_may_do_everything() -> None:
    own = {"host": "kota.example", "origin": "https://kota.example"}
    assert [answer(scope, own) for scope in (GET, PUT, SOCKET)] == ["in"] * 3
    ported = {"host": "127.0.0.1:8501", "origin": "http://127.0.0.1:8501"}
    assert [answer(scope, ported) for scope in (GET, PUT, SOCKET)] == ["in"] * 3


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "", "https://kota.example.evil.example", "x:[", "https://["]
)
def test_pages_of_others_may_only_read(origin: str) -> None:
    theirs = {"host": "kota.example", "origin": origin}
    assert [answer(scope, theirs) for scope in (GET, PUT, SOCKET)] == ["in", "403", "websocket.close"]


@pytest.mark.parametrize(
    "host", ["evil.example", "", "kota.example.evil.example", "user@evil.example", "[", "10.0.0.1"]
)
def test_under_another_name_nothing_is_answered(host: str) -> None:
    assert [answer(scope, {"host": host}) for scope in (GET, PUT, SOCKET)] == ["403", "403", "websocket.close"]


def test_without_a_name_nothing_is_answered() -> None:
    assert answer(GET, {}) == "403"


def test_what_is_neither_is_let_through() -> None:
    assert answer({"type": "lifespan"}, {}) == "in"


def test_the_command_says_in_one_sentence_why_it_does_not_start(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--host", "0.0.0.0", "--language", "en"]) == 2  # noqa: S104
    said = capsys.readouterr().err
    assert "Without sign-in" in said
    assert said.count("\n") == 1


def test_a_city_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "nowhere", "--language", "en"]) == 2
    assert "nowhere" in capsys.readouterr().err
