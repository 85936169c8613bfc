"""Whether the public parks of a region are as large as the replaced regulation asks for its people."""

from __future__ import annotations

import math

from planner.checks.algebra import at_least
from planner.checks.each.park_supply.needed import SERVES, needed_by_level
from planner.checks.each.park_supply.there import There, parks_there
from planner.checks.enforcement import enforceable
from planner.checks.findings import RegionUnit, Said, finding, region_units
from planner.checks.places import listed_completely, play_place_records, record_ids, record_names
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.kinds import PLAY_KINDS, Status
from planner.model.rule import Rule, Rules
from planner.texts import Text, plural, text


def check_park_supply(city: City, rules: Rules, rule_id: str) -> tuple[Finding, ...]:
    """Check that the public parks and playgrounds of each region have the area that its people ask for.

    The recorded areas are put together, which is the least that the rule can ask: it speaks of one park. A region is
    ``unmet`` only where the city says that it lists every park and playground, every area is recorded and all of
    them together are too small.

    Parameters
    ----------
    city
        The city; its parks and playgrounds that are not known to be closed are looked at.
    rules
        The rule catalogue.
    rule_id
        A rule whose park every region of a level is to have.

    Returns
    -------
    One finding for each region of that level, in the order of codes. The value is the recorded area in m².

    Raises
    ------
    planner.errors.RuleError
        If the rule is missing or can't be enforced.
    """
    rule = enforceable(rules, rule_id)
    level = SERVES[rule_id]
    needed = needed_by_level(city, rule).get(level)
    places = play_place_records(city)
    unlisted = 0.0 if listed_completely(city, PLAY_KINDS) else math.inf
    findings = []
    for unit in region_units(city, level):
        required = None if needed is None else float(needed["area_m2"][unit.code])
        there = parks_there(places, unit)
        # Without people any area may be asked for, and any may be enough.
        possible_m2 = math.inf if required is None else there.possible_m2 + unlisted
        status = at_least(there.recorded_m2, possible_m2, math.inf if required is None else required)
        said = _said(unit, status, there, required, rule)
        # Where no area was recorded, none is not what is there.
        value = None if status is Status.UNKNOWN and not there.recorded_m2 else there.recorded_m2
        findings.append(finding(rule_id, unit, status, said, value=value, required=required))
    return tuple(findings)


def _said(unit: RegionUnit, status: Status, there: There, required: float | None, rule: Rule) -> Said:
    """Say what the recorded areas of one region come to, and that the regulation has been replaced."""
    if required is None:
        told = text(
            "Nobody gave the number of people of {region}, so the area asked for is not known.", region=unit.name
        )
        return Said("population_not_known", told, text("Give the number of people in the city's data."))
    together = _then(_recorded(unit, there), _asked(required, rule))
    if status is Status.MET:
        return Said("park_area_enough", together, evidence=record_ids(there.certain))
    if status is Status.UNMET:
        missing = math.ceil(required - there.recorded_m2)
        remedy = text("Open {missing} m² more of public park in {region}.", missing=missing, region=unit.name)
        return Said("too_little_park_area", together, remedy, record_ids(there.certain))
    if there.without_area:
        told, names = _without_area(there), record_names(there.without_area)
        remedy = text("Record the area of {names}.", names=names)
        return Said("no_area_recorded", _then(together, told), remedy, record_ids(there.without_area))
    if there.recorded_m2 + there.possible_m2 >= required:
        names = record_names(there.doubtful)
        told = text("It is not recorded whether everybody may enter, or where it lies: {names}.", names=names)
        remedy = text("Record whether the public may enter, and the kelurahan: {names}.", names=names)
        return Said("not_known_whether_it_counts", _then(together, told), remedy, record_ids(there.doubtful))
    told = text("There may be more parks than are listed.")
    remedy = text("List every park of {region}, or say in city.toml that none is missing.", region=unit.name)
    return Said("list_not_complete", _then(together, told), remedy, record_ids(there.certain))


def _recorded(unit: RegionUnit, there: There) -> Text:
    if not there.inside and not there.perhaps:
        return text("No public park is known in {region}.", region=unit.name)
    if there.without_area and not there.recorded_m2:
        return text("No area of a public park in {region} is recorded.", region=unit.name)
    return text(
        "The public parks and playgrounds of {region} have {recorded} m² together, as far as recorded.",
        region=unit.name,
        recorded=round(there.recorded_m2),
    )


def _asked(required: float, rule: Rule) -> Text:
    return text(
        "{needed} m² are asked for by a regulation that has been replaced: {citation}.",
        needed=math.ceil(required),
        citation=rule.citation,
    )


def _without_area(there: There) -> Text:
    return plural(
        "The area of one park is not recorded: {names}.",
        "The area of {n} parks is not recorded: {names}.",
        n=len(there.without_area),
        names=record_names(there.without_area),
    )


def _then(first: Text, second: Text) -> Text:
    return text("{first} {second}", first=first, second=second)
