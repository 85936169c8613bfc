"""A changed city's findings and access: only what a change touches is found anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from planner.access.measures import Walks, access_table
from planner.checks import run_checks
from planner.model.assessment import Assessment, Finding, Method
from planner.model.city import City
from planner.model.kinds import Level
from planner.model.variation import Variation
from planner.scenarios.ground import ChangedGround
from planner.scenarios.places import changed_places

_BY_KECAMATAN = frozenset({Level.KECAMATAN, Level.KELURAHAN})


def changed_findings(present: Assessment, after: City) -> tuple[Finding, ...]:
    """Return the findings of a changed city.

    Only kecamatan with a changed place are checked anew: what a check says of a region follows from the places of its
    kecamatan and from those of no known region, and not from its people. Where a change lies in none, or a finding is
    of the whole city, all are checked.

    Parameters
    ----------
    present
        The assessment of the city before.
    after
        The changed city.
    """
    affected = _affected(present.city, after)
    if affected is None or any(finding.unit_level not in _BY_KECAMATAN for finding in present.findings):
        return run_checks(after, present.rules)
    if not affected:
        return present.findings
    facilities = after.facilities
    part = replace(
        after,
        regions=after.regions[after.regions["kecamatan_code"].isin(affected)].reset_index(drop=True),
        facilities=facilities[
            facilities["kecamatan_code"].isin(affected) | facilities["kecamatan_code"].isna()
        ].reset_index(drop=True),
    )
    anew = {_about(finding): finding for finding in run_checks(part, present.rules)}
    return tuple(anew.get(_about(finding), finding) for finding in present.findings)


def changed_access(
    present: Assessment, after: City, changed: ChangedGround, method: Method, runs: Sequence[Variation]
) -> pd.DataFrame:
    """Return the access table of a changed city.

    Where nobody moved and the figures are made in the same way, only the kinds of changed places are counted anew.

    Parameters
    ----------
    present
        The assessment of the city before.
    after
        The changed city.
    changed
        What its figures stand on.
    method, runs
        How they are made, and the runs that ranges are made of.
    """
    ground = changed.ground
    same = not changed.people_changed and method == present.method and tuple(runs) == present.variations
    kinds = [kind for kind in changed.places if kind in changed.kinds_changed or not same]
    anew = pd.DataFrame()
    if kinds:
        distance_m = {tier: table[kinds] for tier, table in ground.distance_m.items()}
        places = {kind: changed.places[kind] for kind in kinds}
        walks = Walks(ground.demand.points, ground.walking.walking, places, distance_m)
        anew = access_table(after, walks, method, ground.rules, runs)
    if len(kinds) == len(changed.places) or after.population is None:
        return anew
    kept = present.access[present.access["kind"].isin(list(changed.places)) & ~present.access["kind"].isin(kinds)]
    return _ordered([kept, anew], list(changed.places)) if kinds else kept.reset_index(drop=True)


def _affected(city: City, after: City) -> frozenset[str] | None:
    """Return the kecamatan in which a place changed; ``None`` where one changed in none."""
    codes = changed_places(city, after)["kecamatan_code"]
    return None if codes.isna().any() else frozenset(str(code) for code in codes)


def _about(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.unit_level, finding.unit_code


def _ordered(tables: Sequence[pd.DataFrame], kinds: Sequence[str]) -> pd.DataFrame:
    """Put rows of several kinds together, in the order of regions, then of kinds, then of tiers."""
    rows = pd.concat(tables, ignore_index=True)
    regions = rows[["level", "code"]].drop_duplicates()
    region = pd.MultiIndex.from_frame(regions).get_indexer(pd.MultiIndex.from_frame(rows[["level", "code"]]))
    order = pd.DataFrame({"region": region, "kind": pd.Index(kinds).get_indexer(pd.Index(rows["kind"]))})
    # A stable sort keeps the tiers as each table has them.
    return rows.iloc[order.sort_values(["region", "kind"], kind="stable").index].reset_index(drop=True)
