"""No log line holds a word out of the data or a form: swept over every page, also where pages fail."""

from __future__ import annotations

import io
import json
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner import logs
from planner.errors import OptionError
from planner.texts import text
from planner.ui import router
from planner.ui.router import PAGES

from .hostile import hostile_city

MARK = "⟦"
NAME = f"{MARK}Siti Aminah⟧"
SECONDS = 90


@pytest.fixture(scope="module")
def marked_city(tmp_path_factory: pytest.TempPathFactory, balikpapan_folder: Path) -> Path:
    """Return a city in which the names of many places, of a kecamatan and of the city are marked."""
    return hostile_city(balikpapan_folder, tmp_path_factory.mktemp("marked") / "city", [NAME])


@pytest.fixture
def city(marked_city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = shutil.copytree(marked_city, tmp_path / "city")
    monkeypatch.setenv("PLANNER_CITY", str(folder))
    return folder


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Give everything that any logger writes, records made as the service makes them."""
    out, before = io.StringIO(), logging.getLogRecordFactory()
    handler = logging.StreamHandler(out)
    loggers = [
        logging.getLogger(),
        *(one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)),
    ]
    apart = [one for one in loggers if not one.propagate or one.parent is None]
    levels = {one: one.level for one in apart}
    for one in apart:
        one.addHandler(handler)
        one.setLevel(logging.DEBUG)
    logging.getLogger("planner").setLevel(logging.DEBUG)
    logging.setLogRecordFactory(logs.make_record)
    try:
        yield out
    finally:
        logging.setLogRecordFactory(before)
        logging.getLogger("planner").setLevel(logging.NOTSET)
        for one, level in levels.items():
            one.removeHandler(handler)
            one.setLevel(level)


def _run_app(first: str) -> None:
    from planner.ui.router import main

    main(first)


def opened(page: str, **address: str) -> AppTest:
    """Open a page of the app at an address."""
    app = AppTest.from_function(_run_app, args=(page,), default_timeout=SECONDS)
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


def shown(app: AppTest) -> str:
    return " ".join(str(block.value) for block in app.get("html"))


def check(out: io.StringIO) -> list[dict[str, object]]:
    """Return the lines, in none of which there is a mark."""
    content = out.getvalue()
    assert MARK not in content
    assert "Siti" not in content
    assert "u27e6" not in content
    return [json.loads(line) for line in content.splitlines()]


def test_no_page_logs_a_name(city: Path, written: io.StringIO, capfd: pytest.CaptureFixture[str]) -> None:
    seen = ""
    for page in PAGES:
        app = opened(page, place=NAME, scenario=NAME, kecamatan=NAME, unheard=NAME)
        assert not app.exception
        seen += shown(app)
    # The names are there to be seen, so they could have been logged.
    assert MARK in seen
    lines = check(written)
    assert {line["page"] for line in lines if line["event"] == "page_drawn"} == set(PAGES)
    assert MARK not in "".join(capfd.readouterr())


def broken() -> None:
    """Fail as code does in the middle of somebody's data."""
    surveyor = NAME
    try:
        int(surveyor)
    except ValueError as error:
        raise KeyError(surveyor) from error


def refused() -> None:
    raise OptionError(text("There is no place {place}.", place=NAME))


@pytest.mark.parametrize("fault", [broken, refused])
def test_no_page_that_fails_logs_a_name(
    fault: object, city: Path, written: io.StringIO, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    title, _ = PAGES["rules"]
    monkeypatch.setitem(router.PAGES, "rules", (title, fault))
    app = opened("rules")
    assert "error-summary" in shown(app)
    events = {line["event"]: line for line in check(written)}
    event = events["page_failed" if fault is broken else "page_refused"]
    assert event["page"] == "rules"
    assert event["error"] == (["KeyError", "ValueError"] if fault is broken else ["OptionError"])
    assert MARK not in "".join(capfd.readouterr())


def test_what_is_typed_is_not_logged(city: Path, written: io.StringIO) -> None:
    app = opened("scenarios", language="en")
    for field in [*app.text_input, *app.text_area]:
        field.set_value(NAME)
    app.run()
    for button in app.button:
        if not button.disabled:
            button.click().run()
            break
    check(written)
