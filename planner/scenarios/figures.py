"""A changed city's findings and access: only what a change touches is found anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import geopandas as gpd
import pandas as pd

from planner.access.measures import Walks, access_table
from planner.checks.basis import Basis
from planner.checks.check import Check
from planner.checks.registry import checks_of, run_checks
from planner.model.assessment import Assessment, Finding, Method
from planner.model.city import City
from planner.model.kinds import Level
from planner.model.variation import Variation
from planner.scenarios.ground import ChangedGround

_LEVELS = list(Level)


def changed_findings(present: Assessment, after: City, places: gpd.GeoDataFrame, as_of: dt.date) -> tuple[Finding, ...]:
    """Return the findings of a changed city.

    What a local check says of a region follows from the people and places of its kecamatan and from the places of no
    known region: only kecamatan with a change are checked anew, unless one lies in none. Other checks see the whole
    city. A check that looks at none of the changed kinds of place has nothing new to say, where nobody moved.

    Parameters
    ----------
    present
        The assessment of the city before.
    after
        The changed city.
    places
        What :func:`~planner.scenarios.places.changed_places` returns of the two.
    as_of
        The day as of which it is judged.
    """
    whole = Basis(after, present.rules, as_of)
    resettled, codes = _resettled(present.city, after), places["kecamatan_code"]
    if as_of != present.options.as_of or codes.isna().any():
        return run_checks(whole)
    affected = resettled | frozenset(str(code) for code in codes)
    if not affected:
        return present.findings
    part = _part(after, affected)
    every = checks_of(whole)
    checks = [check for check in every if resettled or _looks_at(check, frozenset(places["kind"]))]
    local = [check for check in checks if check.local]
    anew = run_checks(replace(whole, city=part), local)
    wide = run_checks(whole, [check for check in checks if not check.local])
    kept = _untouched(present.findings, checks, part)
    # A change may bring the first place of a region, or take its last: findings come and go with it.
    order = {check.rule: number for number, check in enumerate(every)}
    return tuple(sorted((*kept, *anew, *wide), key=partial(_place_of, order)))


def _looks_at(check: Check, kinds: frozenset[str]) -> bool:
    return check.kinds is None or not check.kinds.isdisjoint(kinds)


def _part(city: City, affected: frozenset[str]) -> City:
    """Return some kecamatan of a city, with their places and those of no known region."""
    facilities = city.facilities
    own = facilities["kecamatan_code"].isin(affected) | facilities["kecamatan_code"].isna()
    return replace(
        city,
        regions=city.regions[city.regions["kecamatan_code"].isin(affected)].reset_index(drop=True),
        facilities=facilities[own].reset_index(drop=True),
    )


def _untouched(findings: Iterable[Finding], checks: Iterable[Check], part: City) -> list[Finding]:
    """Return the findings that none of some checks, the local ones of a part of the city, makes anew."""
    local = {check.rule: check.local for check in checks}
    codes = frozenset(part.regions["code"])
    return [
        finding
        for finding in findings
        if finding.rule not in local or (local[finding.rule] and finding.unit_code not in codes)
    ]


def _place_of(rules: Mapping[str, int], finding: Finding) -> tuple[int, int, str]:
    """Return where a finding stands: by its rule, then by level and code."""
    return rules[finding.rule], _LEVELS.index(finding.unit_level), finding.unit_code


def changed_access(
    present: Assessment,
    after: City,
    places: gpd.GeoDataFrame,
    changed: ChangedGround,
    method: Method,
    runs: Sequence[Variation],
) -> pd.DataFrame:
    """Return the access table of a changed city.

    Where nobody moved and the figures are made in the same way, only the kinds of changed places are counted anew.

    Parameters
    ----------
    present
        The assessment of the city before.
    after
        The changed city.
    places
        What :func:`~planner.scenarios.places.changed_places` returns of the two.
    changed
        What its figures stand on.
    method, runs
        How they are made, and the runs that ranges are made of.
    """
    ground = changed.ground
    same = not changed.people_changed and method == present.method and tuple(runs) == present.variations
    # What a place offers counts too: one that was closed to the public had no area for its children.
    touched = {*changed.kinds_changed, *places["kind"]}
    kinds = [kind for kind in changed.places if kind in touched or not same]
    anew = pd.DataFrame()
    if kinds:
        distance_m = {tier: table[kinds] for tier, table in ground.distance_m.items()}
        reached = {kind: changed.places[kind] for kind in kinds}
        walks = Walks(ground.demand.points, ground.walking.walking, reached, distance_m)
        anew = access_table(after, walks, method, ground.rules, runs)
    if len(kinds) == len(changed.places) or after.population is None:
        return anew
    kept = present.access[present.access["kind"].isin(list(changed.places)) & ~present.access["kind"].isin(kinds)]
    return _ordered([kept, anew], list(changed.places)) if kinds else kept.reset_index(drop=True)


def _resettled(city: City, after: City) -> frozenset[str]:
    """Return the kecamatan whose people are others than before."""
    if city.population is None or after.population is None or city.population.equals(after.population):
        return frozenset()
    kecamatan = after.finest_regions.set_index("code")["kecamatan_code"]
    moved = (city.population.reindex(after.population.index) != after.population).any(axis=1)
    return frozenset(str(code) for code in kecamatan[moved[moved].index])


def _ordered(tables: Sequence[pd.DataFrame], kinds: Sequence[str]) -> pd.DataFrame:
    """Put rows of several kinds together, in the order of regions, then of kinds, then of tiers."""
    rows = pd.concat(tables, ignore_index=True)
    regions = rows[["level", "code"]].drop_duplicates()
    region = pd.MultiIndex.from_frame(regions).get_indexer(pd.MultiIndex.from_frame(rows[["level", "code"]]))
    order = pd.DataFrame({"region": region, "kind": pd.Index(kinds).get_indexer(pd.Index(rows["kind"]))})
    # A stable sort keeps the tiers as each table has them.
    return rows.iloc[order.sort_values(["region", "kind"], kind="stable").index].reset_index(drop=True)
