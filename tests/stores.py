"""Working cities in both backends, for tests: a file, and a schema of the tests' own database server."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from planner.model.person import ONE_DESK, Actor, Role
from planner.model.survey import KnownPlace, NewPlace, SurveyFact, SurveyRecord
from planner.sources.survey.store import append_survey
from planner.storage.database import DatabaseStore, Fill, fill_identity
from planner.storage.folder import read_folder
from planner.storage.geopackage import create_geopackage, open_geopackage
from planner.storage.opening import fill_from_folder
from planner.storage.postgis import create_postgis, open_postgis
from planner.storage.records import Deed
from planner.storage.workspace import Edited, StoredWorkspace

DKK = Actor(Role.SURVEYOR, "DKK")
DLH = Actor(Role.SURVEYOR, "DLH")
BAPPEDA = Actor(Role.PLANNER, "Bappeda")
VIEWER = Actor(Role.VIEWER, "Inspektorat")
SCHOOL = KnownPlace("schools:1", "SD Satu")


@dataclass
class Backend:
    """One of the two backends, with a place for one working city.

    Attributes
    ----------
    name
        ``geopackage`` or ``postgis``.
    folder
        A folder of the test.
    address
        The database.
    schema
        The schema of the working city.
    """

    name: str
    folder: Path
    address: str = ""
    schema: str = field(default_factory=lambda: f"kota_{secrets.token_hex(4)}")

    @property
    def city(self) -> str:
        """What a user calls the working city."""
        return f"postgis:{self.schema}" if self.address else str(self.file)

    @property
    def file(self) -> Path:
        """The working file."""
        return self.folder / f"{self.schema}.gpkg"

    def create(self, fill: Fill = fill_identity) -> DatabaseStore:
        """Make the working city."""
        if self.address:
            return create_postgis(self.address, self.schema, fill)
        return create_geopackage(self.file, fill)

    def open(self) -> DatabaseStore:
        """Open the working city once more, as another process would."""
        return open_postgis(self.address, self.schema) if self.address else open_geopackage(self.file)

    def beside(self) -> Backend:
        """Return a place for another working city in the same backend."""
        return Backend(self.name, self.folder, self.address)

    def workspace(self, city: Path) -> StoredWorkspace:
        """Make the working city from a city folder, to work on."""
        return StoredWorkspace(self.create(fill_from_folder(read_folder(city))), self.folder / "cache")


def answer(
    value: str,
    *,
    office: str = "DKK",
    fact: SurveyFact = SurveyFact.SMOKE_FREE_SIGN,
    place: KnownPlace | NewPlace = SCHOOL,
) -> SurveyRecord:
    """Return what an office saw at a place on the first day of a month."""
    return SurveyRecord(place, fact, value, dt.date(2026, 11, 1), office)


def recorded(*records: SurveyRecord) -> Callable[[Path], object]:
    """Return the change that records answers."""
    return lambda folder: append_survey(folder, list(records))


def record(city: StoredWorkspace, by: Actor, *records: SurveyRecord, seen: int | None = None) -> Edited[object]:
    """Record answers in a working city."""
    return city.edit(by, Deed.RECORD, recorded(*records), seen=seen)


def settle(city: StoredWorkspace, name: str, content: bytes, by: Actor = ONE_DESK) -> Edited[object]:
    """Write a file of a working city."""

    def write(folder: Path) -> object:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.write_bytes(content)

    return city.edit(by, Deed.IMPORT, write)
