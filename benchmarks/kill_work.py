"""What the process does that is killed: edits, imports, solves and exports, each confirmed change written down."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import random
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from planner.assess import assess
from planner.ingest import load_city
from planner.model.assessment import Assessment
from planner.model.kinds import FacilityKind
from planner.model.person import Actor, Role
from planner.model.scenario import AddFacility, Scenario
from planner.model.survey import KnownPlace, SurveyFact, SurveyRecord
from planner.reports.data_package.package import write_package
from planner.reports.folder import write_outputs
from planner.sources.delivery.store import SourceDetails, store_layer
from planner.sources.scenarios.store import save_scenario
from planner.sources.survey.store import append_survey
from planner.storage.opening import open_store
from planner.storage.records import Change, Deed, Revision, as_json
from planner.storage.workspace import StoredWorkspace
from planner.texts import Language

OFFICE = Actor(Role.PLANNER, "Bappeda")
SITES = 2
DELIVERED = "uji"
"""The source whose layer is delivered again and again."""


class Journal:
    """What a process began and what was confirmed to it, each line on the disk before it goes on."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, **said: Any) -> None:
        """Append a line, and wait until it is on the disk."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"at": time.monotonic(), **said}) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def lines(self) -> list[dict[str, Any]]:
        """Return the lines; one that was cut off is none."""
        if not self._path.is_file():
            return []
        written = self._path.read_text(encoding="utf-8").splitlines(keepends=True)
        return [json.loads(line) for line in written if line.endswith("\n")]


def work(city: str, cache: Path, out: Path, journal: Journal, first: str, seed: int) -> None:
    """Work until killed, beginning with one kind of work.

    Parameters
    ----------
    city
        The working city.
    cache
        Where its revisions lie as folders.
    out
        Where exports are written.
    journal
        Where it is written down.
    first
        What to do first, a name of :data:`DEEDS`.
    seed
        Of the numbers by which it chooses.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    space = StoredWorkspace(open_store(city), cache)
    done = 0
    name = first
    while True:
        token = f"{seed}-{done}"
        journal.write(begin=name, token=token)
        DEEDS[name](space, token, out, journal)
        journal.write(end=name, token=token)
        name, done = chance.choice(list(DEEDS)), done + 1


def edit(space: StoredWorkspace, token: str, out: Path, journal: Journal) -> None:
    """Record what an office saw."""
    seen = SurveyRecord(
        KnownPlace(f"kill:{token}", "SD"), SurveyFact.SMOKE_FREE_SIGN, "yes", dt.date(2026, 1, 1), "Disdik", note=token
    )
    confirm(space, Deed.RECORD, lambda folder: append_survey(folder, [seen]), token, journal)


def bring_in(space: StoredWorkspace, token: str, out: Path, journal: Journal) -> None:
    """Take in a delivery of an office."""

    def take_in(folder: Path) -> Path:
        layer = load_city(folder).facilities
        layer = layer[layer.geometry.notna() & ~layer.geometry.is_empty & (layer["source"] != DELIVERED)]
        return store_layer(layer, folder, SourceDetails(DELIVERED, token, "2026-01", "internal"))

    confirm(space, Deed.IMPORT, take_in, token, journal)


def solve(space: StoredWorkspace, token: str, out: Path, journal: Journal) -> None:
    """Propose sites, and keep them as a scenario."""
    assessment = assess(load_city(space.newest()[1]))
    city = assessment.city
    kept = _with_sites(Scenario(token, city.code, city.fingerprint, "2026-01-01", note=token), assessment)
    confirm(space, Deed.SCENARIO, lambda folder: save_scenario(kept, folder, replacing=False), token, journal)


def export(space: StoredWorkspace, token: str, out: Path, journal: Journal) -> None:
    """Write the data package, and assessment, GeoPackage and map."""
    assessment = assess(load_city(space.newest()[1]))
    write_package(assessment, out, Language.ENGLISH)
    write_outputs(assessment, out, Language.ENGLISH)


DEEDS: Mapping[str, Callable[[StoredWorkspace, str, Path, Journal], None]] = {
    "edit": edit,
    "import": bring_in,
    "solve": solve,
    "export": export,
}


def confirm(
    space: StoredWorkspace, deed: Deed, change: Callable[[Path], object], token: str, journal: Journal
) -> Revision:
    """Change the city, and write down what was confirmed."""

    def changed(folder: Path) -> object:
        value = change(folder)
        journal.write(saving=token)
        return value

    revision = space.edit(OFFICE, deed, changed).revision
    if revision is None:
        raise RuntimeError("Nothing was changed.")
    content = digest(space.store.changes([revision.number]))
    journal.write(confirmed=revision.number, token=token, content=content)
    return revision


def digest(changes: tuple[Change, ...]) -> str:
    """Return what tells the edits of a revision from any others."""
    said = [
        [str(edit.collection), edit.key, *(as_json(body) if body else "" for body in (edit.before, edit.after))]
        for edit in (one.edit for one in changes)
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _with_sites(scenario: Scenario, assessment: Assessment) -> Scenario:
    """Return a scenario that builds what a plan proposes."""
    for of in assessment.plan.proposals[:SITES]:
        place = AddFacility(scenario.new_id, FacilityKind.PARK, f"Usul {of.rank}", of.lon, of.lat, child_friendly=True)
        scenario = scenario.with_change(place)
    return scenario
