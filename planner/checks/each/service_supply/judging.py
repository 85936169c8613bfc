"""Whether a kecamatan has as many facilities as its people support."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from planner.checks.algebra import at_least
from planner.checks.each.service_supply.counting import grouped, needed, places_of, supporting_people
from planner.checks.each.service_supply.service import SUPPORTING, SupplyRule
from planner.checks.findings import RegionUnit, Said, finding, region_units
from planner.checks.people import people_by_region
from planner.checks.places import ids_of, listed_completely, names_told
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.domain import Domain
from planner.model.kinds import Level, Placement, Status
from planner.model.labels import KIND_LABELS
from planner.model.rule import Rules
from planner.rules.citing import citation_text
from planner.texts import Text, text


@dataclass(frozen=True, eq=False)
class _Asked:
    """What a rule asks of one kecamatan, and the places that may answer it."""

    service: SupplyRule
    unit: RegionUnit
    citation: Text
    supporting: float
    people: int
    needed: int
    own: pd.DataFrame
    may_count: pd.DataFrame
    unplaced: pd.DataFrame
    complete: bool

    @property
    def kind(self) -> Text:
        return KIND_LABELS[self.service.kinds[0]]


def check_supply(city: City, rules: Rules, service: SupplyRule) -> tuple[Finding, ...]:
    """Check that every kecamatan has as many facilities as its people support by a rule.

    A kecamatan is ``met`` with as many as are asked for. It is ``unmet`` only where the city says that it lists every
    place of the kinds, and all that may count are too few; it is ``unknown`` otherwise, and where nobody gave the
    number of people.

    Parameters
    ----------
    city
        The city.
    rules
        The rule catalogue.
    service
        The rule, and the places that count.

    Returns
    -------
    One finding for each kecamatan, in the order of codes. The value is the number of places that count for certain.

    Raises
    ------
    planner.errors.RuleError
        If the rule is missing or can't be enforced.
    """
    supporting = supporting_people(rules, service)
    people = people_by_region(city).get(Level.KECAMATAN)
    counted = {} if people is None else people["population"].to_dict()
    asked_for = {} if people is None else needed(people["population"], supporting).to_dict()
    places = places_of(city, service.kinds)
    complete = listed_completely(city, service.kinds)
    unplaced = places[places["placement"] == Placement.UNPLACED]
    counts = places["kind"].isin(list(service.counts))
    own, may_count = (grouped(some, "kecamatan_code") for some in (places[counts], places[~counts]))
    nothing = places.iloc[:0]
    findings = []
    for unit in region_units(city, Level.KECAMATAN):
        certain, possible = own.get(unit.code, nothing), may_count.get(unit.code, nothing)
        more = len(possible) + len(unplaced) + (0.0 if complete else math.inf)
        required = float(asked_for.get(unit.code, math.inf))
        status = at_least(len(certain), more, required)
        if people is None:
            said, asked_of_it = _without_people(unit), None
        else:
            asked = _Asked(
                service=service,
                unit=unit,
                citation=citation_text(rules[service.rule], SUPPORTING),
                supporting=supporting,
                people=counted[unit.code],
                needed=int(required),
                own=certain,
                may_count=possible,
                unplaced=unplaced,
                complete=complete,
            )
            said, asked_of_it = _said(asked, status), required
        findings.append(finding(service.rule, unit, status, said, value=float(len(certain)), required=asked_of_it))
    return tuple(findings)


def _without_people(unit: RegionUnit) -> Said:
    return Said(
        "population_unknown",
        text("Nobody gave the number of people in {region}, so how many are asked for is not known.", region=unit.name),
        text("Give the number of people of each region in city.toml, under “population”."),
    )


def _said(asked: _Asked, status: Status) -> Said:
    """Say what the places of one kecamatan come to."""
    if not asked.needed:
        return Said("none_asked_for", _none_asked_for(asked), evidence=ids_of(asked.own))
    found = _found(asked)
    if status is Status.MET:
        return Said("enough_listed", found, evidence=ids_of(asked.own))
    if status is Status.UNMET:
        remedy = text(
            "Open at least {missing} more in {region}: {kind}.",
            missing=asked.needed - len(asked.own) - len(asked.may_count),
            region=asked.unit.name,
            kind=asked.kind,
        )
        return Said("too_few", found, remedy, ids_of(asked.own))
    return _not_known(asked, found)


def _none_asked_for(asked: _Asked) -> Text:
    return text(
        "{people} people live in {region}, fewer than the {supporting} for whom {citation} asks for one, so that it "
        "asks for none there. Listed: {listed}.",
        people=asked.people,
        region=asked.unit.name,
        supporting=round(asked.supporting),
        citation=asked.citation,
        listed=_listed(asked),
    )


def _found(asked: _Asked) -> Text:
    return text(
        "{citation} asks for at least {needed} for the {people} people of {region}, one for every {supporting}: a "
        "minimum, not a target. Listed: {listed}.",
        citation=asked.citation,
        needed=asked.needed,
        people=asked.people,
        region=asked.unit.name,
        supporting=round(asked.supporting),
        listed=_listed(asked),
    )


def _listed(asked: _Asked) -> Text:
    """Say how many are listed of what counts, and of what may count."""
    certain = text("{kind}: {number}", number=len(asked.own), kind=asked.kind)
    if not asked.service.may_count:
        return certain
    doubtful = text(
        "{kind}: {number}, of which not all may count",
        number=len(asked.may_count),
        kind=KIND_LABELS[asked.service.may_count[0]],
    )
    return text("{first}; {second}", first=certain, second=doubtful) if asked.service.counts else doubtful


def _not_known(asked: _Asked, found: Text) -> Said:
    """Say what has to be found out, the nearest first: more places, whether some count, where some lie."""
    if not asked.complete:
        nobody = asked.own.empty and asked.may_count.empty
        return Said("none_listed" if nobody else "list_not_complete", found, _list_them(asked), ids_of(asked.own))
    if len(asked.own) + len(asked.may_count) >= asked.needed:
        remedy = text("Find out which of these count: {names}.", names=names_told(asked.may_count))
        return Said("not_known_which_count", found, remedy, ids_of(asked.may_count))
    remedy = text("Record in which kecamatan they are: {names}.", names=names_told(asked.unplaced))
    return Said("region_not_known", found, remedy, ids_of(asked.unplaced))


def _list_them(asked: _Asked) -> Text:
    if asked.service.domain is Domain.SCHOOLS and asked.service.counts:
        return text(
            "List every one in {region}, madrasah too: {kind}; then name the kind under “complete_kinds” in city.toml.",
            region=asked.unit.name,
            kind=_kinds(asked),
        )
    return text(
        "List every one in {region}: {kind}; then name the kind under “complete_kinds” in city.toml.",
        region=asked.unit.name,
        kind=_kinds(asked),
    )


def _kinds(asked: _Asked) -> Text:
    """Name all kinds that count or may count."""
    if len(asked.service.kinds) == 1:
        return asked.kind
    first, second = (KIND_LABELS[kind] for kind in asked.service.kinds)
    return text("{first}; {second}", first=first, second=second)
