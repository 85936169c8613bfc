"""A child-friendly place in every region: STSK_COVERAGE ("Satu Taman, Satu Kecamatan"), RBRA_KELURAHAN."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from planner.checks.algebra import at_least
from planner.checks.check import Check
from planner.checks.enforcement import enforceable, required_number
from planner.checks.places import ids_of, known_closed, names_told, play_places
from planner.checks.surveyed import with_survey
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.domain import Domain
from planner.model.kinds import Designation, Known, Level, Placement, Status
from planner.model.rule import Rules
from planner.texts import Text, plural, text

STSK_COVERAGE = "STSK_COVERAGE"
RBRA_KELURAHAN = "RBRA_KELURAHAN"
_HOPEFUL = [Designation.YES, Designation.CLAIMED]


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


@dataclass(frozen=True)
class _Unit:
    """A region that a finding is about."""

    rule: str
    level: Level
    code: str
    name: str


def _check(city: City, rules: Rules, rule: str, level: Level) -> tuple[Finding, ...]:
    required = required_number(enforceable(rules, rule), "min_count")
    places, regions = play_places(city), city.regions_at(level)
    by_region = dict(list(places.groupby(f"{level}_code")))
    # Without a kelurahan a place may lie in any of its kecamatan.
    by_kecamatan = dict(list(places[places[f"{level}_code"].isna()].groupby("kecamatan_code")))
    nothing = places.iloc[:0]
    return tuple(
        _finding(
            _Unit(rule, level, str(code), str(name)),
            by_region.get(code, nothing),
            by_kecamatan.get(kecamatan, nothing),
            required,
            city.survey,
        )
        for code, name, kecamatan in zip(regions["code"], regions["name"], regions["kecamatan_code"], strict=True)
    )


def _finding(
    unit: _Unit, places: pd.DataFrame, somewhere: pd.DataFrame, required: float, survey: pd.DataFrame
) -> Finding:
    """Judge one region by its parks and playgrounds, and by those that may lie in it."""
    designated, possible = places["child_friendly"] == Designation.YES, ~known_closed(places)
    certain = places[designated & possible & (places["public"] == Known.YES)]
    claimed = places[(places["child_friendly"] == Designation.CLAIMED) & possible]
    access_unknown = places[designated & possible & (places["public"] == Known.UNKNOWN)]
    elsewhere = somewhere[somewhere["child_friendly"].isin(_HOPEFUL) & ~known_closed(somewhere)]
    status = at_least(len(certain), len(claimed) + len(access_unknown) + len(elsewhere), required)
    if status is Status.MET:
        reason, evidence, reason_text = "child_friendly_park", certain, _met(certain)
    elif status is Status.UNKNOWN and len(claimed):
        reason, evidence = "unverified_claim", claimed
        reason_text = text(
            "A child-friendly park is claimed in {region} but not verified: {names}.",
            region=unit.name,
            names=names_told(claimed),
        )
    elif status is Status.UNKNOWN and len(access_unknown):
        reason, evidence = "public_access_unknown", access_unknown
        reason_text = text(
            "Designated child-friendly, but it is not recorded whether the public may enter: {names}.",
            names=names_told(access_unknown),
        )
    elif status is Status.UNKNOWN:
        reason, evidence = "kelurahan_not_known", elsewhere
        reason_text = text(
            "It is not known whether {names} lies in {region}: only its kecamatan is recorded.",
            region=unit.name,
            names=names_told(elsewhere),
        )
    else:
        reason, evidence, reason_text = _unmet(unit.name, places, required)
    return Finding(
        rule=unit.rule,
        unit_level=unit.level,
        unit_code=unit.code,
        unit_name=unit.name,
        status=status,
        reason=reason,
        reason_text=with_survey(reason_text, places[places["child_friendly"].isin(_HOPEFUL)], survey),
        value=float(len(certain)),
        required=required,
        evidence=ids_of(evidence),
    )


def _met(certain: pd.DataFrame) -> Text:
    """Name the parks that count, and say for which the position is not known."""
    counted = plural(
        "There is a public child-friendly park: {names}.",
        "There are {n} public child-friendly parks: {names}.",
        n=len(certain),
        names=names_told(certain),
    )
    declared = certain[certain["placement"] == Placement.DECLARED]
    if declared.empty:
        return counted
    unplaced = text(
        "The position of {names} is not known, so nobody is counted as walking there.", names=names_told(declared)
    )
    return text("{first} {second}", first=counted, second=unplaced)


def _unmet(name: str, places: pd.DataFrame, required: float) -> tuple[str, pd.DataFrame, Text]:
    """Return the reason, its evidence and its sentence for a region without enough parks."""
    hopeful = places["child_friendly"].isin(_HOPEFUL) & ~known_closed(places)
    # Only where a rule asks for more than one park.
    if hopeful.any():
        return (
            "too_few_parks",
            places[hopeful],
            text(
                "{required} child-friendly parks are asked for in {region}; known or claimed are only: {names}.",
                required=required,
                region=name,
                names=names_told(places[hopeful]),
            ),
        )
    upgradable = places[(places["child_friendly"] != Designation.YES) & ~known_closed(places)]
    paid = places[(places["free"] == Known.NO) & (places["public"] != Known.NO)]
    if upgradable.empty and len(paid):
        return (
            "park_not_free",
            paid,
            text(
                "No free public park is known in {region}; entry costs money at: {names}.",
                region=name,
                names=names_told(paid),
            ),
        )
    if upgradable.empty:
        return "no_park_known", upgradable, text("No public park is known in {region}.", region=name)
    return (
        "park_could_be_upgraded",
        upgradable,
        text(
            "No park in {region} is known to be child-friendly; these could be upgraded: {names}.",
            region=name,
            names=names_told(upgradable),
        ),
    )


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
    ),
)
