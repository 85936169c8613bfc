"""``planner batch`` as a person runs it: a scheduler that goes away, Ctrl-C, and going on afterwards."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from planner.cli import main
from tests.drawn_nation_files import drawn_codes, write_nation

ROOT = Path(__file__).resolve().parents[1]
KABUPATEN = 20
DEADLINE_S = 120.0


def planner(*words: str) -> subprocess.Popen[str]:
    """Start a command in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "planner", "batch", "--language", "en", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finished(out: Path) -> int:
    return len(list((out / "receipts").glob("*.json")))


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@contextmanager
def dask(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Dask scheduler or worker until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *words, "--no-dashboard"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_scheduler_that_goes_away_is_said_and_the_next_run_goes_on(tmp_path: Path) -> None:
    data, out, port = write_nation(tmp_path / "data", KABUPATEN), tmp_path / "out", free_port()
    address = f"tcp://127.0.0.1:{port}"
    words = ["--data", str(data), "--out", str(out), "--date", "2026-11-22"]
    with dask("scheduler", "--host", "127.0.0.1", "--port", str(port)) as scheduler:
        wait_until(lambda: answers(port))
        with dask("worker", address, "--nthreads", "1"):
            process = planner(*words, "--scheduler", address)
            wait_until(lambda: finished(out) >= 2)
            scheduler.kill()
            _, said = process.communicate()
    assert process.returncode == 2
    last = said.splitlines()[-1]
    assert last.startswith("The Dask scheduler went away: ")
    assert last.endswith(f" of {KABUPATEN + 1} cities are done and stay; run this again for the rest.")
    assert "Traceback" not in said
    # Without a scheduler there is nothing to wait for; with workers of its own the run goes on.
    kept = finished(out)
    assert 2 <= kept <= KABUPATEN
    process = planner(*words, "--workers", "1")
    told, _ = process.communicate()
    assert process.returncode == 0
    assert told.startswith(f"{KABUPATEN + 1} cities are assessed, {kept} of them by an earlier run.")
    assert (out / "summary" / "summary.html").is_file()


def test_ctrl_c_stops_the_run_and_its_workers(tmp_path: Path) -> None:
    out = tmp_path / "out"
    data = write_nation(tmp_path / "data", 3 * KABUPATEN)
    process = planner("--data", str(data), "--out", str(out), "--workers", "1")
    wait_until(lambda: finished(out) >= 2)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert said.splitlines()[-1] == "Stopped; nothing was left half-written."
    assert "Traceback" not in said
    # The workers hold the same standard error: it was closed, so they are gone. What is there is whole.
    kept = finished(out)
    assert kept >= 2
    assert not [path for path in out.rglob(".*") if path.name != ".run.json.lock"]


def test_cities_that_fail_are_reported_and_not_fatal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, out = write_nation(tmp_path / "data", 1), tmp_path / "out"
    table = tmp_path / "cities.csv"
    table.write_text("code\n11.01\n12.01\n88.88\n", encoding="utf-8")
    words = ["batch", "--data", str(data), "--out", str(out), "--cities", str(table), "--workers", "1"]
    assert main([*words, "--language", "en"]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("2 cities are assessed, 0 of them by an earlier run.")
    assert "1 city could not be assessed; " in printed.err
    failed = pd.read_csv(out / "failed.csv", dtype="str")
    assert failed["Code"].tolist() == ["88.88"]
    assert set(drawn_codes(1)) == {path.stem for path in (out / "receipts").glob("*.json")}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--workers", "0"], "The number of workers must be from 1 to 64, not 0."),
        (["--minutes", "0"], "The walking time must be more than 0 and at most 120 minutes, not 0."),
        (["--cities", "none.csv"], "There is no table of cities none.csv: check the path."),
        ([], "Name the folder of the national layers with --data, or a city folder for each city of the table."),
        (["--data", "none"], "kecamatan.parquet is missing in none: put it there."),
    ],
)
def test_what_is_asked_for_wrongly_is_said_plainly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main(["batch", "--out", str(tmp_path / "out"), "--language", "en", *words]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == said


def test_a_table_whose_cities_all_fail_leaves_nothing_to_sum_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "cities.csv"
    table.write_text("code,folder\n88.88,none\n", encoding="utf-8")
    out = tmp_path / "out"
    assert main(["batch", "--out", str(out), "--cities", str(table), "--language", "en"]) == 2
    assert "1 city could not be assessed; " in capsys.readouterr().err
    assert not (out / "summary").exists()


def test_a_scheduler_that_does_not_answer_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    data = write_nation(tmp_path / "data", 1)
    words = ["batch", "--data", str(data), "--out", str(tmp_path / "out"), "--scheduler", address]
    assert main([*words, "--language", "en"]) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith(f"No Dask scheduler answers at {address}: ")
