"""Measure what the README promises about speed and print it beside the promise: the built-in city, then data coming in.

Figures depend on the machine; nothing here passes or fails.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from second_city import SHARED, run_cold

RUNS = 5
ROOT = Path(__file__).resolve().parents[1]

PORTO_ALEGRE = ["-51.27", "-30.12", "-51.13", "-29.99"]
EXTRACT = SHARED / "porto-alegre" / "streets.osm.pbf"
DATA_IN = [
    ["benchmarks/second_city.py"],
    *([["benchmarks/osm_extract.py", str(EXTRACT), *PORTO_ALEGRE]] if EXTRACT.is_file() else []),
    ["benchmarks/conflation.py"],
    ["benchmarks/delivery.py"],
]
"""Benchmarks of data coming in, each in a process of its own."""

PEER = ["--peer", os.environ["BENCH_PEER"]] if "BENCH_PEER" in os.environ else []
ENGINE = [
    ["benchmarks/what_if.py"],
    ["benchmarks/walking.py", *PEER, "synthetic"],
    ["benchmarks/siting.py", *PEER],
    ["benchmarks/siting.py", "--growth"],
]
"""Benchmarks of the engine; ``BENCH_PEER`` names a Python that holds spopt and pandana, to be measured beside it."""


def line(what: str, measured: str, promise: str) -> None:
    """Print one figure."""
    print(f"{what:<58}{measured:>12}   {promise}")


def cold_assess() -> tuple[float, float]:
    """Run ``planner assess`` in a new process; return its seconds and its peak memory in megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        return run_cold(["-m", "planner", "assess", "--out", str(Path(folder) / "out")])


def open_page(first: str) -> None:
    """Show one page, as the app's own script does."""
    from planner.ui.router import main

    main(first)


def page_changes() -> dict[str, float]:
    """Return the server's seconds for each page, once the city is loaded."""
    from streamlit.testing.v1 import AppTest

    from planner.ui.router import PAGES

    seconds = {}
    for page in PAGES:
        times = []
        for _ in range(RUNS + 1):
            app = AppTest.from_function(open_page, args=(page,), default_timeout=60)
            start = time.perf_counter()
            app.run()
            times.append(time.perf_counter() - start)
        # The first run of a page reads and draws what every later one only shows.
        seconds[page] = statistics.median(times[1:])
    return seconds


def map_payload() -> float:
    """Open the map page in Chromium and return what the server sends over its web socket, in kilobytes."""
    from playwright.sync_api import Error, WebSocket, sync_playwright

    from planner.ui.launch import free_port, streamlit_command

    port = free_port()
    received: list[int] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: received.append(len(frame)))

    with (
        subprocess.Popen(streamlit_command(port), cwd=ROOT, stdout=subprocess.DEVNULL) as app,
        sync_playwright() as tool,
    ):
        browser = tool.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.on("websocket", listen)
        for _ in range(60):
            try:
                page.goto(f"http://127.0.0.1:{port}/map?tiles=0")
                break
            except Error:
                time.sleep(0.5)
        page.frame_locator("iframe[title^=streamlit_folium]").locator(".leaflet-container").wait_for()
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        browser.close()
        app.terminate()
    return sum(received) / 1000


def main() -> None:
    """Measure and print."""
    runs = [cold_assess() for _ in range(RUNS)]
    line("planner assess, cold start, median", f"{statistics.median(run[0] for run in runs):.2f} s", "at most 5 s")
    line("planner assess, peak memory, largest", f"{max(run[1] for run in runs):.0f} MB", "at most 700 MB")
    for page, seconds in page_changes().items():
        line(f"page change to {page}, server time, median", f"{seconds:.2f} s", "at most 0.3 s")
    line("map page, sent to the browser", f"{map_payload():.0f} kB", "at most 1000 kB")
    for words in DATA_IN + ENGINE:
        print(f"\n{' '.join(words)}", flush=True)
        subprocess.run([sys.executable, *words], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
