"""Starting the app: on this machine only, on a port that is free."""

from __future__ import annotations

import socket
import tomllib
from pathlib import Path

import pytest

from planner.errors import OptionError
from planner.ui import launch as launching
from planner.ui.launch import HOST, STREAMLIT_OPTIONS, free_port, launch, streamlit_command

ROOT = Path(__file__).resolve().parents[1]


def listening() -> socket.socket:
    """Return a socket that listens on some port."""
    taken = socket.create_server((HOST, 0))
    taken.listen()
    return taken


def test_the_app_listens_on_this_machine_only_and_reports_to_nobody() -> None:
    words = streamlit_command(8600)
    assert {"--server.address=127.0.0.1", "--server.port=8600", "--browser.gatherUsageStats=false"} <= set(words)
    assert any(Path(word).name == "router.py" and Path(word).is_file() for word in words)


def test_the_app_looks_the_same_however_it_is_started() -> None:
    sections = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    configured = {
        f"{section}.{name}": str(value).lower() if isinstance(value, bool) else str(value)
        for section, options in sections.items()
        for name, value in options.items()
    }
    assert configured.items() <= STREAMLIT_OPTIONS.items()


def test_a_port_in_use_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(launching, "FIRST_PORT", port)
        assert free_port() > port


def test_no_free_port_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as taken:
        monkeypatch.setattr(launching, "FIRST_PORT", taken.getsockname()[1])
        monkeypatch.setattr(launching, "PORTS", 1)
        with pytest.raises(OptionError, match="--port"):
            free_port()


def test_an_asked_port_in_use_is_refused() -> None:
    with listening() as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OptionError, match=str(port)):
            launch(None, port, lambda _: None)
