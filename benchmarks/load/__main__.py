"""Thirty people at one planner on this machine, for some minutes: ``python -m benchmarks.load --seconds 600``.

Starts the planner itself as a service, on a working file made of the built-in city, on loopback, and stops it at the
end.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import psutil

from benchmarks.load.ground import City, copied_city
from benchmarks.load.people import Log, Person, first_visit
from benchmarks.load.report import Memory, Run, write_report
from planner.ui.launch import HOST, free_port

ROOT = Path(__file__).resolve().parents[2]
START_S = 90.0
SAMPLE_S = 2.0


def main() -> int:
    """Run the load, write the report, and return 0 if what was promised holds."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    words.add_argument("--users", type=int, default=30)
    words.add_argument("--seconds", type=float, default=600.0)
    words.add_argument("--out", type=Path, default=ROOT / "docs", help="folder for load.md and load.svg")
    words.add_argument("--folder", action="store_true", help="work on a plain city folder instead of a working file")
    asked = words.parse_args()
    if not asked.users > 0 or not 10 <= asked.seconds <= 3600:
        words.error("at least one user, and between 10 and 3600 seconds")
    with tempfile.TemporaryDirectory(prefix="planner-load-") as folder:
        city = copied_city(Path(folder), kept=not asked.folder)
        run = _run(city, asked.users, asked.seconds, Path(folder))
    write_report(run, asked.out)
    print(run.verdict)
    return 0 if run.holds else 1


def _run(city: City, users: int, seconds: float, folder: Path) -> Run:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "planner", "serve", city.address, "--port", str(port), "--health-port", str(port + 1)],
        env=os.environ | {"XDG_CACHE_HOME": str(folder / "cache")},
        stdout=(folder / "out.log").open("wb"),
        stderr=subprocess.STDOUT,
        cwd=folder,
    )
    try:
        address = f"http://{HOST}:{port}"
        _wait_until_healthy(address, server)
        asyncio.run(first_visit(address))
        memory: list[Memory] = []
        ended = threading.Event()
        watching = threading.Thread(target=_watch, args=(server.pid, memory, ended), daemon=True)
        watching.start()
        log = Log()
        driver, began = psutil.Process().cpu_times(), time.perf_counter()
        asyncio.run(_people(log, address, city, users, seconds))
        lasted = time.perf_counter() - began
        ended.set()
        watching.join()
        after = psutil.Process().cpu_times()
        return Run(
            users,
            lasted,
            log,
            memory,
            driver_share=(after.user + after.system - driver.user - driver.system) / lasted,
            lost=sorted(set(log.confirmed) - city.recorded()),
            store=city.kind,
        )
    finally:
        _end(server)
        _tell_faults(folder / "out.log")


async def _people(log: Log, address: str, city: City, users: int, seconds: float) -> None:
    until = time.perf_counter() + seconds
    people = [Person(number, address, city.places, city.scenarios, log) for number in range(users)]
    await asyncio.gather(*(person.work(until) for person in people))


def _wait_until_healthy(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:  # noqa: S310  (loopback)
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    sys.exit("the planner did not start")


def _tell_faults(log: Path) -> None:
    """Print what the server logged as an error: the report only says on which page one was seen."""
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if '"level": "error"' in line or '"level": "critical"' in line:
            print(line, file=sys.stderr)


def _watch(pid: int, memory: list[Memory], ended: threading.Event) -> None:
    """Note the memory of the server and of its workers every other second."""
    server, began = psutil.Process(pid), time.perf_counter()
    while not ended.wait(SAMPLE_S):
        workers = [_resident(child) for child in server.children(recursive=True)]
        memory.append(Memory(time.perf_counter() - began, _resident(server), sum(workers)))


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _end(server: subprocess.Popen[bytes]) -> None:
    """End the server and its workers, the workers with it."""
    family: Sequence[psutil.Process] = psutil.Process(server.pid).children(recursive=True)
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    _, alive = psutil.wait_procs(family, timeout=5)
    for process in alive:
        process.kill()


if __name__ == "__main__":
    sys.exit(main())
