"""Places of worship: the standard has numbers for one religion, the lists have the places of all."""

from __future__ import annotations

import math

from planner.checks.algebra import at_least
from planner.checks.each.service_supply.counting import grouped, places_of, supporting_people
from planner.checks.each.service_supply.service import SUPPORTING, SupplyRule
from planner.checks.findings import Said, finding, region_units
from planner.checks.places import ids_of
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.kinds import Level
from planner.model.rule import Rules
from planner.rules.citing import citation_text
from planner.texts import text


def check_worship(city: City, rules: Rules, service: SupplyRule) -> tuple[Finding, ...]:
    """Say that a rule for the places of worship of one religion can't be judged.

    Neither the religion and size of each place is known, nor how many people are of that religion. So every kecamatan
    is ``unknown``, whatever is listed.

    Returns
    -------
    One finding for each kecamatan, in the order of codes.

    Raises
    ------
    planner.errors.RuleError
        If the rule is missing or can't be enforced.
    """
    supporting = supporting_people(rules, service)
    citation = citation_text(rules[service.rule], SUPPORTING)
    places = places_of(city, service.kinds)
    by_kecamatan, nothing = grouped(places, "kecamatan_code"), places.iloc[:0]
    status = at_least(0, math.inf, 1)
    remedy = text(
        "Compare the city's own register of places of worship by hand: here all religions and sizes are one kind."
    )
    findings = []
    for unit in region_units(city, Level.KECAMATAN):
        own = by_kecamatan.get(unit.code, nothing)
        told = text(
            "{citation} names a place of worship of one religion for {supporting} people and leaves the others to "
            "local custom. Listed in {region} are {there} places of worship of all religions and sizes, which are not "
            "told apart.",
            citation=citation,
            supporting=round(supporting),
            region=unit.name,
            there=len(own),
        )
        said = Said("places_of_worship_not_told_apart", told, remedy, ids_of(own))
        findings.append(finding(service.rule, unit, status, said, value=None, required=None))
    return tuple(findings)
