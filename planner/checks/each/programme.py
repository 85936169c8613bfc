"""A child-friendly place in every region: STSK_COVERAGE ("Satu Taman, Satu Kecamatan"), RBRA_KELURAHAN."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.checks.algebra import at_least
from planner.checks.check import Check
from planner.checks.enforcement import enforceable, required_number
from planner.checks.findings import RegionUnit, Said, finding, region_units
from planner.checks.places import PlayPlace, one_by_one, play_places, record_ids, record_names
from planner.checks.surveyed import with_survey
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.domain import Domain
from planner.model.kinds import PLAY_KINDS, Designation, Known, Level, Placement, Status
from planner.model.rule import Rules
from planner.texts import Text, plural, text

STSK_COVERAGE = "STSK_COVERAGE"
RBRA_KELURAHAN = "RBRA_KELURAHAN"
_HOPEFUL = (Designation.YES, Designation.CLAIMED)
Places = Sequence[PlayPlace]


def check_programme(city: City, rules: Rules) -> tuple[Finding, ...]:
    """Check that every kecamatan has a public park that is designated child-friendly (RBRA).

    A kecamatan is ``met`` with as many such parks as the rule asks for, ``unknown`` where it would be met
    only if an unverified claim were true or a designated place were open to the public, and ``unmet``
    otherwise. A place whose entry is known to cost money does not count; one of which that is not recorded does.

    Parameters
    ----------
    city
        The city; its parks and playgrounds are looked at.
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
    return _check(city, rules, STSK_COVERAGE, Level.KECAMATAN)


def check_play_space_per_kelurahan(city: City, rules: Rules) -> tuple[Finding, ...]:
    """Check that every kelurahan has a public child-friendly play space (RBRA).

    As :func:`check_programme`, but a designated or claimed place of which only the kecamatan is known may lie in each
    of its kelurahan: those are ``unknown`` unless they have one of their own.

    Parameters
    ----------
    city
        The city; its parks and playgrounds are looked at.
    rules
        The rule catalogue.

    Returns
    -------
    One finding for each kelurahan, in the order of codes; none where the city has no kelurahan.

    Raises
    ------
    planner.errors.RuleError
        If the rule is missing or can't be enforced.
    """
    return _check(city, rules, RBRA_KELURAHAN, Level.KELURAHAN)


def _check(city: City, rules: Rules, rule: str, level: Level) -> tuple[Finding, ...]:
    required = required_number(enforceable(rules, rule), "min_count")
    table = play_places(city)
    places = one_by_one(table)
    findings = []
    for unit in region_units(city, level):
        of_kecamatan = [place for place in places if place.kecamatan_code == unit.kecamatan_code]
        own, somewhere = of_kecamatan, []
        if level is Level.KELURAHAN:
            own = [place for place in of_kecamatan if place.kelurahan_code == unit.code]
            # Without a kelurahan a place may lie in any of its kecamatan.
            somewhere = [place for place in of_kecamatan if not place.kelurahan_code]
        found = _finding(rule, unit, own, somewhere, required)
        hopeful = record_ids(place for place in own if place.child_friendly in _HOPEFUL)
        seen = with_survey(found.reason_text, table[table["id"].isin(hopeful)], city.survey) if hopeful else None
        findings.append(found if seen is None else replace(found, reason_text=seen))
    return tuple(findings)


def _finding(rule: str, unit: RegionUnit, places: Places, somewhere: Places, required: float) -> Finding:
    """Judge one region by its parks and playgrounds, and by those that may lie in it."""
    hopeful = [place for place in places if place.child_friendly in _HOPEFUL and not place.closed]
    designated = [place for place in hopeful if place.child_friendly is Designation.YES]
    claimed = [place for place in hopeful if place.child_friendly is Designation.CLAIMED]
    certain = [place for place in designated if place.public is Known.YES]
    access_unknown = [place for place in designated if place.public is Known.UNKNOWN]
    elsewhere = [place for place in somewhere if place.child_friendly in _HOPEFUL and not place.closed]
    status = at_least(len(certain), len(claimed) + len(access_unknown) + len(elsewhere), required)
    if status is Status.MET:
        said = Said("child_friendly_park", _met(certain), evidence=record_ids(certain))
    elif status is Status.UNMET:
        said = _unmet(unit.name, places, required)
    else:
        said = _unknown(unit.name, claimed, access_unknown, elsewhere)
    return finding(rule, unit, status, said, value=float(len(certain)), required=required)


def _unknown(name: str, claimed: Places, access_unknown: Places, elsewhere: Places) -> Said:
    """Say what has to be found out of a region that may have enough parks."""
    if claimed:
        return Said(
            "unverified_claim",
            text(
                "A child-friendly park is claimed in {region} but not verified: {names}.",
                region=name,
                names=record_names(claimed),
            ),
            text("Find out whether the city has designated it, and record it: {names}.", names=record_names(claimed)),
            record_ids(claimed),
        )
    if access_unknown:
        return Said(
            "public_access_unknown",
            text(
                "Designated child-friendly, but it is not recorded whether the public may enter: {names}.",
                names=record_names(access_unknown),
            ),
            text("Record whether the public may enter {names}.", names=record_names(access_unknown)),
            record_ids(access_unknown),
        )
    return Said(
        "kelurahan_not_known",
        text(
            "It is not known whether {names} lies in {region}: only its kecamatan is recorded.",
            region=name,
            names=record_names(elsewhere),
        ),
        text("Record the position or the kelurahan of {names}.", names=record_names(elsewhere)),
        record_ids(elsewhere),
    )


def _met(certain: Places) -> Text:
    """Name the parks that count, and say for which the position is not known."""
    counted = plural(
        "There is a public child-friendly park: {names}.",
        "There are {n} public child-friendly parks: {names}.",
        n=len(certain),
        names=record_names(certain),
    )
    declared = [place for place in certain if place.placement is Placement.DECLARED]
    if not declared:
        return counted
    unplaced = text(
        "The position of {names} is not known, so nobody is counted as walking there.", names=record_names(declared)
    )
    return text("{first} {second}", first=counted, second=unplaced)


def _unmet(name: str, places: Places, required: float) -> Said:
    """Say what a region without enough parks has, and what it needs."""
    hopeful = [place for place in places if place.child_friendly in _HOPEFUL and not place.closed]
    # Only where a rule asks for more than one park.
    if hopeful:
        too_few = text(
            "{required} child-friendly parks are asked for in {region}; known or claimed are only: {names}.",
            required=required,
            region=name,
            names=record_names(hopeful),
        )
        return Said("too_few_parks", too_few, _build(name), record_ids(hopeful))
    upgradable = [place for place in places if place.child_friendly is not Designation.YES and not place.closed]
    paid = [place for place in places if place.free is Known.NO and place.public is not Known.NO]
    if not upgradable and paid:
        paid_only = text(
            "No free public park is known in {region}; entry costs money at: {names}.",
            region=name,
            names=record_names(paid),
        )
        free = text("Open one of these for free, or build one: {names}.", names=record_names(paid))
        return Said("park_not_free", paid_only, free, record_ids(paid))
    if not upgradable:
        return Said("no_park_known", text("No public park is known in {region}.", region=name), _build(name))
    candidates = text(
        "No park in {region} is known to be child-friendly; these could be upgraded: {names}.",
        region=name,
        names=record_names(upgradable),
    )
    upgrade = text(
        "Upgrade one of these and have it designated child-friendly, or build one: {names}.",
        names=record_names(upgradable),
    )
    return Said("park_could_be_upgraded", candidates, upgrade, record_ids(upgradable))


def _build(name: str) -> Text:
    return text("Build a free public park in {region} and have it designated child-friendly.", region=name)


CHECKS = (
    Check(
        rule=STSK_COVERAGE,
        domain=Domain.PARKS,
        order=10,
        definition=text(
            "Every kecamatan has a free public park that is designated child-friendly. A claim that nobody verified, "
            "or a designated park of which nobody recorded whether the public may enter, leaves it not known."
        ),
        find=lambda basis: check_programme(basis.city, basis.rules),
        kinds=frozenset(PLAY_KINDS),
    ),
    Check(
        rule=RBRA_KELURAHAN,
        domain=Domain.PARKS,
        order=20,
        definition=text(
            "Every kelurahan has a free public play space that is designated child-friendly. One of which only the "
            "kecamatan is known may lie in any of its kelurahan and leaves those not known."
        ),
        find=lambda basis: check_play_space_per_kelurahan(basis.city, basis.rules),
        kinds=frozenset(PLAY_KINDS),
    ),
)
