"""Log lines: JSON, with what happened and where, and never a value."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import logs
from planner.logs import Event, Happened, line

NAME = "Siti Aminah"
BLANK = logging.LogRecord("x", logging.INFO, "x.py", 1, "", (), None)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Give what is written to a handler of its own while records are made as the service makes them."""
    before, out = logging.getLogRecordFactory(), io.StringIO()
    handler = logging.StreamHandler(out)
    root = logging.getLogger()
    root.addHandler(handler)
    logging.setLogRecordFactory(logs.make_record)
    try:
        yield out
    finally:
        logging.setLogRecordFactory(before)
        root.removeHandler(handler)


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(one) for one in out.getvalue().splitlines()]


def test_what_happened_is_one_line_of_json(written: io.StringIO) -> None:
    happened = Happened(Event.EDITED, page="survey", revision=4, office="Dinas Pendidikan", role="planner")
    logging.getLogger("planner.x").error(happened)
    (said,) = lines(written)
    assert said.pop("time")
    assert said == {
        "level": "error",
        "event": "edited",
        "page": "survey",
        "revision": 4,
        "office": "Dinas Pendidikan",
        "role": "planner",
    }


def test_of_a_library_the_place_is_said_and_not_the_message(written: io.StringIO) -> None:
    logging.getLogger("library").error("could not find %s", NAME, stack_info=True)
    (said,) = lines(written)
    assert said["logger"] == "library"
    assert str(said["where"]).startswith("test_logs:")
    assert "Siti" not in written.getvalue()


def fail_with(words: str) -> None:
    child = words
    try:
        raise KeyError(child)
    except KeyError as error:
        error.add_note(child)
        raise ValueError(f"no {child}") from error


def test_of_an_error_the_kinds_and_the_lines_of_code_are_said(written: io.StringIO) -> None:
    try:
        fail_with(NAME)
    except ValueError:
        logging.getLogger("planner.x").exception("It failed for %s", NAME)
    (said,) = lines(written)
    assert said["error"] == ["ValueError", "KeyError"]
    assert any("fail_with" in frame for frame in said["frames"])  # type: ignore[attr-defined]
    assert "Siti" not in written.getvalue()


@given(words=st.text(min_size=1))
def test_no_words_of_a_message_or_an_error_are_ever_written(words: str) -> None:
    marked = f"⟦{words}⟧"
    try:
        fail_with(marked)
    except ValueError as error:
        caught = (type(error), error, error.__traceback__)
    record = logging.LogRecord("planner.x", logging.ERROR, "x.py", 1, f"{marked} %s", (marked,), caught)
    said = line(record)
    assert "⟦" not in json.loads(said).__repr__()
    assert "\n" not in said
    assert said.isascii()


@given(words=st.text(min_size=1))
def test_a_word_that_is_none_of_ours_is_left_out(words: str) -> None:
    marked = f"{words} @"
    happened = Happened(Event.EDITED, page=marked, check=marked, deed=marked, office=marked, role=marked)
    assert happened.facts() == {"event": "edited"}


def test_a_running_service_writes_only_lines_of_json() -> None:
    """Also what nobody caught, in the main thread and in others, and warnings."""
    program = """
import logging, threading, warnings
from planner import logs
logs.begin(); logs.begin()
warnings.warn("Siti Aminah")
logging.getLogger("library").warning("Siti Aminah")
logging.getLogger("library").info("Siti Aminah")
thread = threading.Thread(target=lambda: int("Siti Aminah")); thread.start(); thread.join()
int("Siti Aminah")
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    said = [json.loads(one) for one in ended.stderr.splitlines()]
    assert [one["event"] for one in said] == ["foreign_record", "foreign_record", "uncaught_error", "uncaught_error"]
    assert said[-1]["error"] == ["ValueError"]
    assert "Siti" not in ended.stdout + ended.stderr
    assert ended.returncode == 1


def test_a_chain_that_bites_its_tail_ends() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    BLANK.exc_info = (ValueError, first, None)
    assert json.loads(line(BLANK))["error"] == ["ValueError", "KeyError"]
