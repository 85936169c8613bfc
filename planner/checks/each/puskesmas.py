"""PUSKESMAS_KEC: at least one puskesmas in every kecamatan."""

from __future__ import annotations

import math

import pandas as pd

from planner.checks.algebra import at_least
from planner.checks.check import Check
from planner.checks.enforcement import enforceable, required_number
from planner.checks.findings import RegionUnit, Said, finding, region_units
from planner.checks.places import ids_of, listed_completely, names_told
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.domain import Domain
from planner.model.kinds import FacilityKind, Level, Placement, Status
from planner.model.rule import Rules
from planner.texts import plural, text

PUSKESMAS_KEC = "PUSKESMAS_KEC"


def check_puskesmas(city: City, rules: Rules) -> tuple[Finding, ...]:
    """Check that every kecamatan has a puskesmas.

    A kecamatan is ``met`` with as many as the rule asks for. It is ``unmet`` only where the city says that it lists
    every puskesmas and those of no known region would not be enough either, and ``unknown`` otherwise.

    Parameters
    ----------
    city
        The city; its puskesmas are looked at. A pustu is none.
    rules
        The rule catalogue.

    Returns
    -------
    One finding for each kecamatan, in the order of codes.

    Raises
    ------
    planner.errors.RuleError
        If the rule is missing or can't be enforced.
    """
    required = required_number(enforceable(rules, PUSKESMAS_KEC), "min_count")
    # Without positions: a finding needs only the region, and rows with a geometry are slow to choose from.
    facilities = pd.DataFrame(city.facilities.drop(columns="geometry"))
    places = facilities[facilities["kind"] == FacilityKind.PUSKESMAS]
    unplaced = places[places["placement"] == Placement.UNPLACED]
    unlisted = 0.0 if listed_completely(city, [FacilityKind.PUSKESMAS]) else math.inf
    of_region = dict(list(places.groupby("kecamatan_code")))
    findings = []
    for unit in region_units(city, Level.KECAMATAN):
        own = of_region.get(unit.code, places.iloc[:0])
        status = at_least(len(own), len(unplaced) + unlisted, required)
        said = _said(unit, status, own, unplaced, required)
        findings.append(finding(PUSKESMAS_KEC, unit, status, said, value=float(len(own)), required=required))
    return tuple(findings)


def _said(unit: RegionUnit, status: Status, own: pd.DataFrame, unplaced: pd.DataFrame, required: float) -> Said:
    """Say what one kecamatan's own puskesmas, and those whose region nobody knows, come to."""
    if status is Status.MET:
        met = plural(
            "There is a puskesmas: {names}.", "There are {n} puskesmas: {names}.", len(own), names=names_told(own)
        )
        return Said("puskesmas_known", met, evidence=ids_of(own))
    too_few = text(
        "{required} puskesmas are asked for in {region}; known are {known}.",
        required=required,
        region=unit.name,
        known=len(own),
    )
    if status is Status.UNMET:
        remedy = text("Build another puskesmas in {region}.", region=unit.name)
        return Said("too_few_puskesmas", too_few, remedy, ids_of(own))
    if unplaced.empty:
        remedy = text("List every puskesmas of {region}, or say in city.toml that none is missing.", region=unit.name)
        return Said("list_not_complete", too_few, remedy, ids_of(own))
    lost = text(
        "Too few puskesmas are known in {region}, but nobody knows in which kecamatan these are: {names}.",
        region=unit.name,
        names=names_told(unplaced),
    )
    remedy = text("Record in which kecamatan they are: {names}.", names=names_told(unplaced))
    return Said("puskesmas_without_region", lost, remedy, ids_of(unplaced))


CHECKS = (
    Check(
        rule=PUSKESMAS_KEC,
        domain=Domain.HEALTH,
        order=40,
        definition=text(
            "Every kecamatan has a puskesmas; a pustu is none. One of which no region is known leaves it not known, "
            "and so does a list of which nobody said that none is missing."
        ),
        find=lambda basis: check_puskesmas(basis.city, basis.rules),
        kinds=frozenset({FacilityKind.PUSKESMAS}),
    ),
)
