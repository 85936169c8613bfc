"""RPJMD_PARK_1HA: a park of a certain area in every kecamatan."""

from __future__ import annotations

import math

import pandas as pd

from planner.checks.algebra import at_least
from planner.checks.check import Check
from planner.checks.enforcement import enforceable, required_number
from planner.checks.findings import RegionUnit, Said, finding, region_units
from planner.checks.places import ids_of, listed_completely, names_told, play_places
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.domain import Domain
from planner.model.kinds import PLAY_KINDS, Level, Status
from planner.model.rule import Rules
from planner.texts import plural, text

RPJMD_PARK_1HA = "RPJMD_PARK_1HA"


def check_park_area(city: City, rules: Rules) -> tuple[Finding, ...]:
    """Check that every kecamatan has a park or playground of the area that the rule asks for.

    A kecamatan is ``unmet`` only where the city says that it lists every park and playground, the area of every one
    that could make the difference is recorded, and all are too small; otherwise one that is not known to be too
    small, or that nobody listed, leaves it ``unknown``.

    Parameters
    ----------
    city
        The city; its parks and playgrounds are looked at.
    rules
        The rule catalogue.

    Returns
    -------
    One finding for each kecamatan, in the order of codes. The value is the largest recorded area in m².

    Raises
    ------
    planner.errors.RuleError
        If the rule is missing or can't be enforced.
    """
    rule = enforceable(rules, RPJMD_PARK_1HA)
    required_count, required_m2 = required_number(rule, "min_count"), required_number(rule, "area_m2")
    places = play_places(city)
    unlisted = 0.0 if listed_completely(city, PLAY_KINDS) else math.inf
    findings = []
    for unit in region_units(city, Level.KECAMATAN):
        own = places[places["kecamatan_code"] == unit.code]
        large, unrecorded = own[own["area_m2"] >= required_m2], own[own["area_m2"].isna()]
        status = at_least(len(large), len(unrecorded) + unlisted, required_count)
        value = None if own["area_m2"].isna().all() else float(own["area_m2"].max())
        said = _said(unit, status, own, required_m2)
        findings.append(finding(RPJMD_PARK_1HA, unit, status, said, value=value, required=required_m2))
    return tuple(findings)


def _said(unit: RegionUnit, status: Status, places: pd.DataFrame, required_m2: float) -> Said:
    """Say what the areas of one kecamatan's parks and playgrounds come to."""
    if status is Status.MET:
        large = places[places["area_m2"] >= required_m2]
        met = text("At least {area} m²: {names}.", area=required_m2, names=names_told(large))
        return Said("park_large_enough", met, evidence=ids_of(large))
    build = text("Open a park of at least {area} m² in {kecamatan}.", area=required_m2, kecamatan=unit.name)
    listing = text(
        "List every park of {kecamatan} with its area, or say in city.toml that none is missing.", kecamatan=unit.name
    )
    if places.empty:
        nothing = text("No park is known in {kecamatan}, so none has a recorded area.", kecamatan=unit.name)
        return Said("no_park_known", nothing, build if status is Status.UNMET else listing)
    unrecorded = places[places["area_m2"].isna()]
    if status is Status.UNKNOWN and len(unrecorded):
        asked = plural(
            "The area of one park is not recorded: {names}.",
            "The area of {n} parks is not recorded: {names}.",
            n=len(unrecorded),
            names=names_told(unrecorded),
        )
        remedy = text("Record the area of {names}.", names=names_told(unrecorded))
        return Said("no_area_recorded", asked, remedy, ids_of(unrecorded))
    small = text(
        "Too few parks in {kecamatan} have at least {area} m²; the largest has {largest} m².",
        kecamatan=unit.name,
        area=required_m2,
        largest=float(places["area_m2"].max()),
    )
    if status is Status.UNMET:
        return Said("parks_too_small", small, build, ids_of(places))
    return Said("list_not_complete", small, listing, ids_of(places))


CHECKS = (
    Check(
        rule=RPJMD_PARK_1HA,
        domain=Domain.PARKS,
        order=30,
        definition=text(
            "Every kecamatan has a park of the area that the rule asks for. A park whose area nobody recorded leaves "
            "it not known, and so does a list of which nobody said that none is missing."
        ),
        find=lambda basis: check_park_area(basis.city, basis.rules),
        kinds=frozenset(PLAY_KINDS),
    ),
)
