"""What is proposed, in words: the place, whom it reaches, which duty it meets, and what nobody knows of it."""

from __future__ import annotations

from functools import reduce
from typing import NamedTuple

from planner.model.assessment import Action, Finding
from planner.model.kinds import CHILD_FRIENDLY_PARK, FacilityKind, Status
from planner.model.options import CandidateSource
from planner.texts import Text, plural, text


class Place(NamedTuple):
    """A candidate, without its geometry: a row of a table of candidates.

    ``facility_*`` are of an existing place and ``None`` elsewhere; ``on_street`` says whether a new site lies beside a
    street; ``name`` is of a parcel.
    """

    id: str
    source: str
    action: str
    facility_id: str | None
    facility_name: str | None
    name: str | None
    on_street: bool
    region_code: str
    kecamatan_code: str
    warnings: tuple[Text, ...]


def in_order(sentences: list[Text]) -> Text:
    """Put sentences one after the other."""
    return reduce(lambda first, second: text("{first} {second}", first=first, second=second), sentences)


def place_words(place: Place, region: str, kind: str) -> Text:
    """Say what would be done where, as the beginning of a sentence."""
    source = CandidateSource(place.source)
    if source is CandidateSource.UPGRADES:
        if kind == FacilityKind.PUSKESMAS:
            return text("Raise {facility} in {region} to a puskesmas", facility=place.facility_name, region=region)
        return text("Make {facility} in {region} child-friendly", facility=place.facility_name, region=region)
    if source is CandidateSource.GREEN_SPACE:
        return text("Add a play space to {facility} in {region}", facility=place.facility_name, region=region)
    if source is CandidateSource.SCHOOL_YARDS:
        return text(
            "Open the grounds of {facility} in {region} after lessons", facility=place.facility_name, region=region
        )
    if source is CandidateSource.PARCELS:
        return _on_parcel(place, region, kind)
    return _beside_street(place, region, kind)


def _on_parcel(place: Place, region: str, kind: str) -> Text:
    if kind == FacilityKind.PUSKESMAS:
        return text("A new puskesmas on the parcel {parcel} in {region}", parcel=place.name, region=region)
    return text("A new park on the parcel {parcel} in {region}", parcel=place.name, region=region)


def _beside_street(place: Place, region: str, kind: str) -> Text:
    if kind == FacilityKind.PUSKESMAS:
        return text("A new puskesmas near where children live in {region}", region=region)
    if place.on_street:
        return text("A new park beside a street in {region}", region=region)
    return text("A new park where children live in {region}", region=region)


def whom_words(gain: int, threshold_min: float, kind: str) -> Text:
    """Say how many more children would be reached, as the end of a sentence."""
    if gain == 0:
        return text("it reaches no child whom the sites before it do not reach.")
    if kind == CHILD_FRIENDLY_PARK:
        return plural(
            "one more child would have a child-friendly park within a walk of {minutes} minutes.",
            "{n} more children would have a child-friendly park within a walk of {minutes} minutes.",
            n=gain,
            minutes=threshold_min,
        )
    return plural(
        "one more child would have a puskesmas within a walk of {minutes} minutes.",
        "{n} more children would have a puskesmas within a walk of {minutes} minutes.",
        n=gain,
        minutes=threshold_min,
    )


def duty_words(finding: Finding, kind: str) -> Text:
    """Say which duty a site meets."""
    if finding.status is not Status.UNKNOWN:
        return text("Without it {region} does not meet the programme.", region=finding.unit_name)
    if kind == CHILD_FRIENDLY_PARK:
        return text(
            "Without it nobody knows for certain that {region} has a child-friendly park.", region=finding.unit_name
        )
    return text("Without it nobody knows for certain that {region} has a puskesmas.", region=finding.unit_name)


def unknown_words(place: Place) -> Text:
    """Say what has to be found out before anything is built."""
    if place.source == CandidateSource.PARCELS:
        return text("Whether the parcel is free and without dispute has to be found out.")
    if place.source == CandidateSource.SCHOOL_YARDS:
        return text("Whether the school agrees has to be found out.")
    if place.action == Action.UPGRADE or place.on_street or place.source == CandidateSource.GREEN_SPACE:
        return text("Who owns the land is not known to the planner.")
    return text(
        "No suitable street is known close by, so the exact plot has to be found nearby; "
        "who owns the land is not known to the planner."
    )


def next_best_words(place: Place, region: str, kind: str, lost: int) -> Text:
    """Say which place could stand in for a site, and how many fewer children the plan would then reach."""
    what = place_words(place, region, kind)
    if lost == 0:
        return text("Just as good instead: {place}.", place=what)
    return plural(
        "Next best instead: {place}; one child fewer.",
        "Next best instead: {place}; {n} children fewer.",
        n=lost,
        place=what,
    )
