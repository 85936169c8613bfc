"""The city that thirty people work on: a copy of the built-in one with some scenarios."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.ingest import load_city
from planner.model.city import City as Loaded
from planner.model.kinds import FacilityKind
from planner.model.scenario import AddFacility, Scenario
from planner.sources.builtin import builtin_city
from planner.sources.scenarios.store import save_scenario
from planner.sources.survey.store import read_survey
from planner.storage.opening import create_working_file, open_workspace

SCENARIOS = 12
PLACES = 200


@dataclass(frozen=True)
class City:
    """What people work on.

    Attributes
    ----------
    address
        As the planner is told.
    kind
        What keeps it, in words.
    places
        Ids and names of places whose signs are looked at.
    scenarios
        Names of scenarios that can be opened.
    """

    address: str
    kind: str
    places: Sequence[tuple[str, str]]
    scenarios: Sequence[str]

    def recorded(self) -> set[str]:
        """Return the visits that are kept now."""
        _, folder = open_workspace(self.address).newest()
        return set(read_survey(folder)["visit"].dropna())


def copied_city(folder: Path, *, kept: bool) -> City:
    """Copy the built-in city, with scenarios to try out.

    Parameters
    ----------
    folder
        Where the copy goes.
    kept
        Whether it becomes a working file, which keeps its history; a plain city folder else.
    """
    copy = folder / "city"
    shutil.copytree(builtin_city(), copy)
    loaded = load_city(copy)
    scenarios = _scenarios(loaded)
    for scenario in scenarios:
        save_scenario(scenario, copy)
    schools = loaded.facilities[loaded.facilities["kind"] == FacilityKind.SCHOOL_SD].head(PLACES)
    places = tuple(zip(schools["id"], schools["name"], strict=True))
    names = tuple(scenario.name for scenario in scenarios)
    if not kept:
        return City(str(copy), "a plain city folder", places, names)
    working = folder / "kota.gpkg"
    create_working_file(copy, working)
    return City(str(working), "a working file (GeoPackage)", places, names)


def _scenarios(city: Loaded) -> list[Scenario]:
    """Return scenarios that each add a park, in one kelurahan after the other."""
    spots = city.finest_regions.geometry.representative_point().to_crs(4326)
    return [
        Scenario(
            f"Uji {number}",
            city.code,
            city.fingerprint,
            "2026-01-01",
            changes=(
                AddFacility(f"scenario:{number}", FacilityKind.PARK, "Taman Uji", spot.x, spot.y, child_friendly=True),
            ),
        )
        for number, spot in enumerate(spots.iloc[:SCENARIOS], 1)
    ]
