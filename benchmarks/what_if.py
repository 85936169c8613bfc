"""How soon a what-if on the built-in city has new figures: ``python benchmarks/what_if.py [RUNS]``.

Each row is one scenario, from its changes to access, findings and a first plan with its bound, against assessing the
changed city from scratch; then the comparison of all with the present. “CPU” is the processor's time, which other work
on the machine lengthens less. Growth is drawn: twice today's people.
Figures depend on the machine; nothing here passes or fails.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planner.assess import Ground, assess, measure
from planner.ingest import load_city
from planner.model.assessment import Assessment
from planner.model.city import City
from planner.model.kinds import PLAY_KINDS, Designation, FacilityKind
from planner.model.options import Options, Programme, SitingOptions
from planner.model.scenario import AddFacility, Change, CloseFacility, Grow, GrowthTable, Scenario, UpgradeFacility
from planner.scenarios.applying import apply_scenario
from planner.scenarios.comparing import Named, compare
from planner.scenarios.running import what_if
from planner.sources.scenarios.growth import growth_table

GOAL_S = 1.0
PLAN_LIMIT_S = 0.3
RUNS = 5
SLOW_PROGRAMME = Options(siting=SitingOptions(programme=Programme.RBRA_PER_KELURAHAN))


@dataclass(frozen=True)
class Case:
    """One row of the table."""

    name: str
    changes: tuple[Change, ...]
    options: Options


def cases(city: City) -> list[Case]:
    """Return what is measured: each change alone, three at once, and a programme whose plan takes longer."""
    region = city.finest_regions.iloc[[0]]
    inside = region.geometry.representative_point().to_crs(4326).iloc[0]
    add = AddFacility("scenario:1", FacilityKind.PARK, "Taman", float(inside.x), float(inside.y), child_friendly=True)
    facilities = city.facilities
    plain = facilities["kind"].isin(PLAY_KINDS) & (facilities["child_friendly"] != Designation.YES)
    upgrade = UpgradeFacility(str(facilities.loc[plain & facilities.geometry.notna(), "id"].iloc[0]))
    close = CloseFacility(str(facilities.loc[facilities["kind"] == FacilityKind.SCHOOL_SD, "id"].iloc[0]))
    grow = Grow(drawn_growth(city), 2030)
    several = (add, upgrade, close)
    return [
        Case("add a park", (add,), Options()),
        Case("upgrade a park", (upgrade,), Options()),
        Case("close a school", (close,), Options()),
        Case("all three", several, Options()),
        Case("growth everywhere", (grow,), Options()),
        Case("all four", (*several, grow), Options()),
        Case("add a park, RBRA in each kelurahan", (add,), SLOW_PROGRAMME),
    ]


def drawn_growth(city: City) -> GrowthTable:
    """Return a drawn table: every region has twice today's people in 2035."""
    if city.population is None:
        raise SystemExit("the built-in city has no population")
    people = city.population["population"]
    rows = [
        f"{code},{year},{count * times}" for code, count in people.items() for year, times in ((2025, 1), (2035, 2))
    ]
    content = "\n".join(["code,year,population", *rows]).encode()
    return growth_table(content, "drawn.csv", title="Drawn for this benchmark", date="2025", licence="CC0")


def seconds(action: Callable[[], object], runs: int, clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """Return how long an action takes by a clock, some times over."""
    taken = []
    for _ in range(runs):
        start = clock()
        action()
        taken.append(clock() - start)
    return taken


def report(case: Case, city: City, ground: Ground, runs: int) -> Named:
    """Measure one case, print its row and return its assessment."""
    scenario = Scenario(case.name, city.code, city.fingerprint, "2026-01-01", case.changes, case.options)
    present = assess(city, options=case.options, ground=ground)
    quick = seconds(lambda: what_if(present, ground, scenario, plan_limit_s=PLAN_LIMIT_S), runs)
    own = seconds(lambda: what_if(present, ground, scenario, plan_limit_s=PLAN_LIMIT_S), runs, time.process_time)
    after = apply_scenario(city, scenario)
    (scratch,) = seconds(lambda: assess(after, options=case.options, ground=measure(after)), 1)
    median = statistics.median(quick)
    figures = f"{median:9.2f}{max(quick):9.2f}{statistics.median(own):9.2f}{scratch:10.2f}{scratch / median:8.1f}"
    print(f"{case.name:36}{figures}  {'yes' if median <= GOAL_S else 'no'}", flush=True)
    return Named(case.name, what_if(present, ground, scenario, plan_limit_s=PLAN_LIMIT_S))


def main(arguments: Sequence[str]) -> None:
    """Measure every case and print the table."""
    runs = int(arguments[0]) if arguments else RUNS
    city = load_city()
    ground = measure(city)
    present: Assessment = assess(city, ground=ground)
    head = f"within {GOAL_S:g} s"
    print(f"{'what if':36}{'median s':>9}{'worst s':>9}{'CPU s':>9}{'anew s':>10}{'ratio':>8}  {head}")
    named = [report(case, city, ground, runs) for case in cases(city)]
    compared = [Named("present", present), *(one for one in named if one.assessment.options.siting == SitingOptions())]
    took = statistics.median(seconds(lambda: compare(compared), runs))
    print(f"{f'{len(compared)} side by side':36}{took:9.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
