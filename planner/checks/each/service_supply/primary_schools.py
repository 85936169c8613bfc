"""Permendiknas 24/2007: a primary school for 2,000 people or in every kelurahan, and the longest walk to one."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from planner.checks.algebra import at_least, either
from planner.checks.basis import Basis
from planner.checks.each.service_supply.counting import grouped, needed, places_of
from planner.checks.each.service_supply.service import RADIUS, SUPPORTING
from planner.checks.enforcement import enforceable, required_number
from planner.checks.findings import RegionUnit, Said, finding, region_units
from planner.checks.measuring import measured_table
from planner.checks.people import people_by_region
from planner.checks.places import ids_of, listed_completely, names_told
from planner.checks.reaching import reach_measures, within_walk
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.kinds import AgeTier, FacilityKind, Level, Status
from planner.model.rule import Rules
from planner.texts import plural, text

SD_PER_POPULATION = "SD_PER_POPULATION"
SD_WALK_MAX = "SD_WALK_MAX"
_KIND = FacilityKind.SCHOOL_SD


def check_primary_schools(city: City, rules: Rules) -> tuple[Finding, ...]:
    """Check that every kelurahan has a primary school, or one for as many people as the rule says.

    A school of which only the kecamatan is known may lie in any of its kelurahan, and one of no known region anywhere.

    Returns
    -------
    One finding for each kelurahan, in the order of codes; none where the city has no kelurahan.

    Raises
    ------
    planner.errors.RuleError
        If the rule is missing or can't be enforced.
    """
    rule = enforceable(rules, SD_PER_POPULATION)
    least, supporting = required_number(rule, "min_per_kelurahan"), required_number(rule, SUPPORTING)
    people = people_by_region(city).get(Level.KELURAHAN)
    supported = {} if people is None else needed(people["population"], supporting).to_dict()
    places = places_of(city, [_KIND])
    by_kelurahan, nothing = grouped(places, "kelurahan_code"), places.iloc[:0]
    somewhere = places[places["kelurahan_code"].isna()]
    anywhere = somewhere[somewhere["kecamatan_code"].isna()]
    of_kecamatan = grouped(somewhere, "kecamatan_code")
    perhaps = {code: pd.concat([own, anywhere]) for code, own in of_kecamatan.items()}
    unlisted = 0.0 if listed_completely(city, [_KIND]) else math.inf
    findings = []
    for unit in region_units(city, Level.KELURAHAN):
        own = by_kelurahan.get(unit.code, nothing)
        elsewhere = perhaps.get(unit.kecamatan_code, anywhere)
        possible = len(elsewhere) + unlisted
        by_people = float(supported.get(unit.code, math.inf))
        status = either(at_least(len(own), possible, least), at_least(len(own), possible, by_people))
        said = _said(unit, status, own, elsewhere)
        findings.append(
            finding(SD_PER_POPULATION, unit, status, said, value=float(len(own)), required=min(least, by_people))
        )
    return tuple(findings)


def _said(unit: RegionUnit, status: Status, own: pd.DataFrame, elsewhere: pd.DataFrame) -> Said:
    if len(own):
        found = plural(
            "There is a primary school in {region}: {names}.",
            "There are {n} primary schools in {region}: {names}.",
            len(own),
            region=unit.name,
            names=names_told(own),
        )
    else:
        found = text("No primary school is listed in {region}.", region=unit.name)
    if status is Status.MET and own.empty:
        few = text("{found} Fewer people live there than the rule asks a school for.", found=found)
        return Said("none_asked_for", few)
    if status is Status.MET:
        return Said("enough_listed", found, evidence=ids_of(own))
    if status is Status.UNMET:
        return Said("too_few", found, text("Open a primary school in {region}.", region=unit.name), ids_of(own))
    if len(elsewhere):
        told = text(
            "{found} Of these only the kecamatan is known, or nothing: {names}.",
            found=found,
            names=names_told(elsewhere),
        )
        remedy = text("Record in which kelurahan they are: {names}.", names=names_told(elsewhere))
        return Said("kelurahan_not_known", told, remedy, ids_of(elsewhere))
    remedy = text(
        "List every primary school of {region}, madrasah too; then name the kind under “complete_kinds” in city.toml.",
        region=unit.name,
    )
    return Said("list_not_complete", found, remedy, ids_of(own))


def measure_longest_walk(basis: Basis) -> pd.DataFrame:
    """Return :data:`~planner.model.details.MEASURES`: children of primary age within the longest walk of the rule."""
    rule = enforceable(basis.rules, SD_WALK_MAX)
    limit_m = required_number(rule, RADIUS)
    if basis.demand is None or basis.distance_m is None or _KIND not in basis.distance_m[AgeTier.PRIMARY]:
        return measured_table(SD_WALK_MAX, [])
    points = len(basis.demand)
    nobody = np.zeros(points, dtype=bool)
    near = within_walk(basis.distance_m[AgeTier.PRIMARY], [_KIND], limit_m, points)
    within = [near if tier is AgeTier.PRIMARY else nobody for tier in AgeTier]
    measured = [
        each
        for each in reach_measures(basis.city, basis.demand, within, _KIND)
        if each.measure == "share" + AgeTier.PRIMARY.column.removeprefix("children")
    ]
    return measured_table(SD_WALK_MAX, measured)
