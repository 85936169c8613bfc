"""Whether every designated child-friendly play space of a kecamatan keeps to the checklist."""

from __future__ import annotations

from collections.abc import Iterable

from planner.checks.algebra import either, every, negated
from planner.checks.each.rbra_checklist.places import Judged, judged_places
from planner.checks.findings import RegionUnit, Said, finding, region_units
from planner.checks.places import listed_completely, record_ids, record_names
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.kinds import PLAY_KINDS, Designation, Level, Status
from planner.model.rule import Rules
from planner.texts import Text, text

DESIGNATED = {Designation.YES: Status.MET, Designation.CLAIMED: Status.UNKNOWN}
"""Whether a place that the rule may speak of is designated."""


def check_checklist(city: City, rules: Rules, rule_id: str) -> tuple[Finding, ...]:
    """Check that every designated play space keeps to one rule of the checklist.

    Keeping to the checklist never makes a place designated: only the city designates. A place that is only claimed to
    be designated leaves its kecamatan ``unknown`` unless it keeps to the rule anyway.

    Parameters
    ----------
    city
        The city; its parks and playgrounds and what surveys saw there are looked at.
    rules
        The rule catalogue.
    rule_id
        One of the rules in :mod:`planner.checks.each.rbra_checklist.places`.

    Returns
    -------
    One finding for each kecamatan with a designated or claimed place, in the order of codes. The value counts the
    designated places that keep to the rule, required are all of them.

    Raises
    ------
    planner.errors.RuleError
        If the rule is missing, can't be enforced, or names an item that no survey asks about.
    """
    spoken_of = [place for place in judged_places(city, rules, rule_id) if place.place.child_friendly in DESIGNATED]
    complete = listed_completely(city, PLAY_KINDS)
    findings = []
    for unit in region_units(city, Level.KECAMATAN):
        own = [place for place in spoken_of if place.place.kecamatan_code == unit.code]
        if not own:
            continue
        status = every(map(_kept_if_designated, own), complete=complete)
        designated = [place for place in own if place.place.child_friendly == Designation.YES]
        met = sum(place.status is Status.MET for place in designated)
        said = _said(unit, status, own)
        required = float(len(designated)) if designated else None
        findings.append(finding(rule_id, unit, status, said, value=float(met), required=required))
    return tuple(findings)


def _kept_if_designated(place: Judged) -> Status:
    """Return whether a place keeps to the rule if it is designated; where it is not, nothing is asked of it."""
    return either(negated(DESIGNATED[place.place.child_friendly]), place.status)


def _said(unit: RegionUnit, status: Status, places: list[Judged]) -> Said:
    """Say how the designated places of one kecamatan stand."""
    if status is Status.MET:
        kept = text("Met at every designated place: {names}.", names=_names_of(places))
        return Said("every_place_meets_it", kept, evidence=_ids_of(places))
    failing = [place for place in places if _kept_if_designated(place) is Status.UNMET]
    if status is Status.UNMET:
        return Said(
            "place_falls_short",
            text("{name}: {reason}", name=failing[0].place.name, reason=failing[0].reason_text)
            if len(failing) == 1
            else text("Not met at: {names}.", names=_names_of(failing)),
            _remedy(failing, text("Mend what is missing at: {names}.", names=_names_of(failing))),
            _ids_of(failing),
        )
    claimed = [place for place in places if place.place.child_friendly == Designation.CLAIMED]
    not_known = [
        place for place in places if place.place.child_friendly == Designation.YES and place.status is Status.UNKNOWN
    ]
    if not_known:
        told = text("Not everything is recorded at: {names}.", names=_names_of(not_known))
        record = text("Go there and record what is asked for: {names}.", names=_names_of(not_known))
        return Said("not_recorded", told, _remedy(not_known, record), _ids_of(not_known))
    unproven = [place for place in claimed if place.status is not Status.MET]
    if unproven:
        return Said(
            "unverified_claim",
            text("It is claimed but not verified that this place is designated: {names}.", names=_names_of(unproven)),
            text("Find out whether the city has designated it, and record it: {names}.", names=_names_of(unproven)),
            _ids_of(unproven),
        )
    return Said(
        "list_not_complete",
        text(
            "Met at every designated place that is known in {region}, but there may be others: {names}.",
            region=unit.name,
            names=_names_of(places),
        ),
        text("List every park of {region}, or say in city.toml that none is missing.", region=unit.name),
        _ids_of(places),
    )


def _remedy(places: list[Judged], together: Text) -> Text:
    """Return what would change what is said of places: of one its own remedy, of more what they have in common."""
    if len(places) == 1 and places[0].remedy is not None:
        return text("{name}: {remedy}", name=places[0].place.name, remedy=places[0].remedy)
    return together


def _names_of(places: Iterable[Judged]) -> Text:
    return record_names(one.place for one in places)


def _ids_of(places: Iterable[Judged]) -> tuple[str, ...]:
    return record_ids(one.place for one in places)
