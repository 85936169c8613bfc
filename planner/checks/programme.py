"""STSK_COVERAGE: a child-friendly park in every kecamatan ("Satu Taman, Satu Kecamatan")."""

from __future__ import annotations

import pandas as pd

from planner.checks.enforcement import enforceable, required_number, status_of_count
from planner.checks.places import ids_of, known_closed, names_told, play_places
from planner.checks.surveyed import with_survey
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.kinds import Designation, Known, Level, Placement, Status
from planner.model.rule import Rules
from planner.texts import Text, plural, text

STSK_COVERAGE = "STSK_COVERAGE"
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
    required = required_number(enforceable(rules, STSK_COVERAGE), "min_count")
    places = play_places(city)
    kecamatan = city.regions_at(Level.KECAMATAN)
    return tuple(
        _finding(str(code), str(name), places[places["kecamatan_code"] == code], required, city.survey)
        for code, name in zip(kecamatan["code"], kecamatan["name"], strict=True)
    )


def _finding(code: str, name: str, places: pd.DataFrame, required: float, survey: pd.DataFrame) -> Finding:
    """Judge one kecamatan by its parks and playgrounds."""
    designated, possible = places["child_friendly"] == Designation.YES, ~known_closed(places)
    certain = places[designated & possible & (places["public"] == Known.YES)]
    claimed = places[(places["child_friendly"] == Designation.CLAIMED) & possible]
    access_unknown = places[designated & possible & (places["public"] == Known.UNKNOWN)]
    status = status_of_count(len(certain), len(claimed) + len(access_unknown), required)
    if status is Status.MET:
        reason, evidence, reason_text = "child_friendly_park", certain, _met(certain)
    elif status is Status.UNKNOWN and len(claimed):
        reason, evidence = "unverified_claim", claimed
        reason_text = text(
            "A child-friendly park is claimed in {kecamatan} but not verified: {names}.",
            kecamatan=name,
            names=names_told(claimed),
        )
    elif status is Status.UNKNOWN:
        reason, evidence = "public_access_unknown", access_unknown
        reason_text = text(
            "Designated child-friendly, but it is not recorded whether the public may enter: {names}.",
            names=names_told(access_unknown),
        )
    else:
        reason, evidence, reason_text = _unmet(name, places, required)
    return Finding(
        rule=STSK_COVERAGE,
        unit_level=Level.KECAMATAN,
        unit_code=code,
        unit_name=name,
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
    """Return the reason, its evidence and its sentence for a kecamatan without enough parks."""
    hopeful = places["child_friendly"].isin(_HOPEFUL) & ~known_closed(places)
    # Only where a rule asks for more than one park.
    if hopeful.any():
        return (
            "too_few_parks",
            places[hopeful],
            text(
                "{required} child-friendly parks are asked for in {kecamatan}; known or claimed are only: {names}.",
                required=required,
                kecamatan=name,
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
                "No free public park is known in {kecamatan}; entry costs money at: {names}.",
                kecamatan=name,
                names=names_told(paid),
            ),
        )
    if upgradable.empty:
        return "no_park_known", upgradable, text("No public park is known in {kecamatan}.", kecamatan=name)
    return (
        "park_could_be_upgraded",
        upgradable,
        text(
            "No park in {kecamatan} is known to be child-friendly; these could be upgraded: {names}.",
            kecamatan=name,
            names=names_told(upgradable),
        ),
    )
