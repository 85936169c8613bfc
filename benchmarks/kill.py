"""Kill the planner with `kill -9` at random moments, and see that the working city opens and nothing confirmed is lost.

`make kill` runs it 200 times over both backends and writes docs/kill.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "tests")]

import postgres  # noqa: E402 - found by the line above
from kill_work import DEEDS, Journal, digest, edit, work  # noqa: E402

from planner.sources.starter import write_starter  # noqa: E402
from planner.storage.checking import damages  # noqa: E402
from planner.storage.folder import read_folder  # noqa: E402
from planner.storage.opening import create_store, fill_from_folder, open_store  # noqa: E402
from planner.storage.postgis import DATABASE_VARIABLE  # noqa: E402
from planner.storage.workspace import StoredWorkspace  # noqa: E402
from planner.texts import Language, translate  # noqa: E402

BACKENDS = ("geopackage", "postgis")
SAVING = "saving"
BETWEEN = "between"
MOMENTS = (*DEEDS, SAVING, BETWEEN)
"""What may be going on: a kind of work, its change being written into the store, or neither."""

AIMS = tuple((deed, moment) for deed in DEEDS for moment in ((deed,) if deed == "export" else (deed, SAVING)))
"""At what the kills are aimed in turn: a kind of work from its beginning, and its change being written."""

START_S = 60.0
LONGER = 1.3
"""How much longer than a kind of work took a process may live, so that some are killed after its end."""

POWER_CUT_EVERY = 10
"""Every so many kills in PostGIS the server is stopped as by a power cut too."""

_REPORT = """# Killed at random moments

Made by `make kill` on {day} (seed {seed}, {minutes} minutes).

A process works on a working city: it records facts, takes in deliveries, solves and saves the proposal as a
scenario, and exports. Each change that was confirmed to it is written into a journal that is on the disk
before it goes on. It is killed with `kill -9` at random moments, aimed in turn at each kind of work, and at the time in
which its change is written into the store (*saving*). Of the database every tenth kill also cuts off the server. After
each kill these are checked:

- the working city opens, its file is sound, its rows follow from its history, its contents are what they were;
- every change in the journal is in the history, with the same edits;
- no file of the exports is half written;
- the folder of the newest revision is what is in the store, and the next change is confirmed.

{table}

“In the store, but not heard of”: the process died after the change was confirmed and before it wrote that down. Such
a change is whole, and is in the history.

{outcome}
"""


@dataclass
class Tally:
    """What came of the kills in one backend.

    Attributes
    ----------
    backend
        Which one.
    killed
        How often, by what was going on.
    confirmed
        How many changes were confirmed.
    unheard
        How many were in the store although the process died before it heard of it.
    power_cuts
        How often the database server was cut off too.
    faults
        What was wrong, one sentence each.
    usual
        How long each aim takes to its end, in seconds.
    """

    backend: str
    killed: Counter[str] = field(default_factory=Counter)
    confirmed: int = 0
    unheard: int = 0
    power_cuts: int = 0
    faults: list[str] = field(default_factory=list)
    usual: dict[tuple[str, str], float] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """Where it happens.

    Attributes
    ----------
    city
        The working city.
    folder
        A folder of its own.
    server
        The database server, for PostGIS.
    """

    city: str
    folder: Path
    server: postgres.Server | None = None

    @property
    def out(self) -> Path:
        """Where exports go."""
        return self.folder / "out"

    @property
    def journal(self) -> Journal:
        """Where confirmed changes are written down."""
        return Journal(self.folder / "journal.jsonl")

    @property
    def cache(self) -> Path:
        """Where revisions lie as folders."""
        return self.folder / "cache"


def run(backend: str, kills: int, seed: int) -> Tally:
    """Kill so many times in one backend, and look after each."""
    tally = Tally(backend)
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    with _scene(backend) as scene:
        for number, aim in enumerate(dict.fromkeys(AIMS)):
            tally.usual[aim] = _how_long(scene, aim, -1 - number)
        for number in range(kills):
            aim = AIMS[number % len(AIMS)]
            wait = chance.uniform(0, LONGER * tally.usual[aim])
            tally.killed[_kill_once(scene, aim, seed * 10_000 + number, wait)] += 1
            if scene.server is not None and number % POWER_CUT_EVERY == POWER_CUT_EVERY - 1:
                scene.server.stop("immediate")
                scene.server.start()
                tally.power_cuts += 1
            _look(scene, number, tally)
            print(f"{backend} {number + 1}/{kills}: {dict(tally.killed)}, {len(tally.faults)} faults", flush=True)
    return tally


@contextmanager
def _scene(backend: str) -> Iterator[Scene]:
    with tempfile.TemporaryDirectory(prefix="planner-kill-") as named:
        folder = Path(named)
        write_starter(folder / "kota")
        fill = fill_from_folder(read_folder(folder / "kota"))
        if backend == "geopackage":
            city = str(folder / "kota.gpkg")
            create_store(city, fill).close()
            yield Scene(city, folder)
            return
        with postgres.running_server() as server:
            os.environ[DATABASE_VARIABLE] = server.database()
            create_store("postgis:kota", fill).close()
            yield Scene("postgis:kota", folder, server)


def _how_long(scene: Scene, aim: tuple[str, str], seed: int) -> float:
    """Let a process do one kind of work to its end, and return how long it took from what is aimed at."""
    with _working(scene, aim[0], seed) as before:
        began = _wait(scene.journal, before, _sign(aim))
        return float(_wait(scene.journal, before, {"end": aim[0]})["at"] - began["at"])


def _kill_once(scene: Scene, aim: tuple[str, str], seed: int, wait: float) -> str:
    """Let a process work, kill it some time after what is aimed at began, and return what was going on."""
    with _working(scene, aim[0], seed) as before:
        _wait(scene.journal, before, _sign(aim))
        time.sleep(wait)
    last = scene.journal.lines()[-1]
    return SAVING if SAVING in last else str(last.get("begin", BETWEEN))


def _sign(aim: tuple[str, str]) -> dict[str, str]:
    """Return what a line of the journal holds when what is aimed at begins."""
    deed, moment = aim
    return {SAVING: ""} if moment == SAVING else {"begin": deed}


@contextmanager
def _working(scene: Scene, first: str, seed: int) -> Iterator[int]:
    """Let a process work until the end of the block, and lend the number of lines that were in the journal before."""
    before = len(scene.journal.lines())
    # A process of its own, with everything loaded that takes long to load.
    process = os.fork()
    if process == 0:
        _work_until_killed(scene, first, seed)
    try:
        yield before
    finally:
        os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError("The process ended by itself.")


def _work_until_killed(scene: Scene, first: str, seed: int) -> None:
    try:
        work(scene.city, scene.cache, scene.out, scene.journal, first, seed)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def _wait(journal: Journal, before: int, sign: Mapping[str, str]) -> dict[str, Any]:
    """Wait for a line of the journal, and return it; an empty word of its sign stands for any."""
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        for line in journal.lines()[before:]:
            if all(name in line and word in ("", line[name]) for name, word in sign.items()):
                return line
        time.sleep(0.002)
    raise RuntimeError("The process did not work.")


def _look(scene: Scene, number: int, tally: Tally) -> None:
    """See that the working city opens, holds what was confirmed, and can be worked on; that no file is half."""
    faults = tally.faults
    store = open_store(scene.city)
    space = StoredWorkspace(store, scene.cache)
    faults += [f"After kill {number}: {translate(said, Language.ENGLISH)}" for said in damages(store)]
    lines = [line for line in scene.journal.lines() if "confirmed" in line]
    tally.confirmed = len(lines)
    for line in lines:
        if digest(store.changes([line["confirmed"]])) != line["content"]:
            faults.append(f"After kill {number}: change {line['confirmed']} is lost or another one.")
    tally.unheard = store.revision() - 1 - len(lines)
    faults += [f"After kill {number}: {path.name} is half written." for path in _half_files(scene.out)]
    read, kept = read_folder(space.newest()[1]).rows, store.state()[1]
    if {(row.collection, row.key): row.body for row in read} != {(row.collection, row.key): row.body for row in kept}:
        faults.append(f"After kill {number}: the folder of the newest revision is not what is in the store.")
    edit(space, f"after-{number}", scene.out, scene.journal)
    store.close()


def _half_files(out: Path) -> list[Path]:
    """Return the files that are not whole; what begins with a dot is aside and nobody's."""
    if not out.is_dir():
        return []
    return [path for path in out.iterdir() if path.is_file() and path.name[0] != "." and not _is_whole(path)]


def _is_whole(path: Path) -> bool:
    match path.suffix:
        case ".json":
            return bool(json.loads(path.read_text(encoding="utf-8")))
        case ".html":
            return path.read_text(encoding="utf-8").rstrip().endswith("</html>")
        case ".gpkg":
            with closing(sqlite3.connect(path)) as database:
                return bool(database.execute("PRAGMA integrity_check").fetchone() == ("ok",))
        case ".zip":
            with zipfile.ZipFile(path) as archive:
                return archive.testzip() is None
    return False


def report(tallies: list[Tally], seed: int, seconds: float) -> str:
    """Return the report as Markdown."""
    heads = ["Backend", "Kills", *MOMENTS]
    heads += ["Confirmed changes", "of them lost", "In the store, but not heard of", "Power cuts of the server"]
    rows = [
        [
            tally.backend,
            tally.killed.total(),
            *(tally.killed[moment] for moment in MOMENTS),
            tally.confirmed,
            sum("is lost" in fault for fault in tally.faults),
            tally.unheard,
            tally.power_cuts if tally.backend == "postgis" else "–",
        ]
        for tally in tallies
    ]
    table = [heads, ["---"] * len(heads), *([str(cell) for cell in row] for row in rows)]
    faults = [fault for tally in tallies for fault in tally.faults]
    found = "\n".join(f"- {fault}" for fault in faults)
    return _REPORT.format(
        day=dt.date.today().isoformat(),
        seed=seed,
        minutes=f"{seconds / 60:.0f}",
        table="\n".join(f"| {' | '.join(row)} |" for row in table),
        outcome=f"{len(faults)} faults:\n\n{found}" if faults else "No fault was found.",
    )


def main() -> int:
    """Run as the options say, print or write the report, and return 1 if anything was lost."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=100, help="kills in each backend")
    options.add_argument("--backend", choices=BACKENDS, action="append", help="only this one")
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--report", type=Path, help="write the report here, not only to the terminal")
    asked = options.parse_args()
    began = time.monotonic()
    tallies = [run(backend, asked.kills, asked.seed) for backend in asked.backend or BACKENDS]
    written = report(tallies, asked.seed, time.monotonic() - began)
    print(written)
    if asked.report is not None:
        asked.report.write_text(written, encoding="utf-8")
    return int(any(tally.faults for tally in tallies))


if __name__ == "__main__":
    raise SystemExit(main())
