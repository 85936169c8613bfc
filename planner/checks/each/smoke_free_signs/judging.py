"""KSTR_SIGN: every place of a region that has to be smoke-free has a good sign."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from types import MappingProxyType

from planner.checks.algebra import either, every
from planner.checks.basis import Basis
from planner.checks.each.smoke_free_signs.places import place_lists, smoke_free_kinds, unlisted_words
from planner.checks.each.smoke_free_signs.signs import KSTR_SIGN, PlaceSign, sign_states
from planner.checks.findings import RegionUnit, Said, finding, region_units
from planner.checks.places import listed_completely, listed_names
from planner.model.assessment import Finding
from planner.model.kinds import Level, Status
from planner.model.rule import Rule
from planner.texts import Text, plural, text


def check_signs(basis: Basis) -> tuple[Finding, ...]:
    """Check that every place that has to be smoke-free has a good sign, for each kecamatan and each kelurahan.

    A region is ``unmet`` where a bad sign, or none, was seen at a place in it; ``met`` where every place has a good one
    and the city says that it lists every place of all these kinds; ``unknown`` otherwise. A place of which the region
    is not known may lie in each: it leaves those not known unless its own sign is good.

    Returns
    -------
    One finding for each region, kecamatan first, in the order of codes. The value is how many places are known to have
    a good sign, what is required how many places are listed.

    Raises
    ------
    planner.errors.RuleError
        If a rule is missing, can't be enforced, or names a kind of place that is not known.
    """
    lists = place_lists(basis.city, basis.rules)
    complete = listed_completely(basis.city, smoke_free_kinds(basis.city, basis.rules))
    places = sign_states(basis)
    findings = []
    for level, region in ((Level.KECAMATAN, _kecamatan), (Level.KELURAHAN, _kelurahan)):
        by_region: dict[str | None, list[PlaceSign]] = defaultdict(list)
        by_kecamatan: dict[str | None, list[PlaceSign]] = defaultdict(list)
        for place in places:
            by_region[region(place)].append(place)
            if region(place) is None:
                by_kecamatan[place.kecamatan_code].append(place)
        for unit in region_units(basis.city, level):
            elsewhere = [*by_kecamatan[None], *by_kecamatan[unit.kecamatan_code]]
            findings.append(_finding(unit, by_region[unit.code], elsewhere, complete, lists))
    return tuple(findings)


def _kecamatan(place: PlaceSign) -> str | None:
    return place.kecamatan_code


def _kelurahan(place: PlaceSign) -> str | None:
    return place.kelurahan_code


def _finding(
    unit: RegionUnit, own: list[PlaceSign], elsewhere: list[PlaceSign], complete: bool, lists: tuple[Rule, ...]
) -> Finding:
    """Judge one region by its own places, and by those that may lie in it."""
    certain = [place.status for place in own]
    # Either such a place does not lie here, or its sign has to be good.
    possible = [either(Status.UNKNOWN, place.status) for place in elsewhere]
    status = every([*certain, *possible], complete=complete)
    # Of a kind whose list is complete nothing is missing.
    unlisted = None if complete else unlisted_words((place.kind for place in own), lists)
    return finding(
        KSTR_SIGN,
        unit,
        status,
        _said(unit, status, own, elsewhere, unlisted),
        value=float(certain.count(Status.MET)) if own else None,
        required=float(len(own)) if own else None,
    )


def _said(
    unit: RegionUnit, status: Status, own: list[PlaceSign], elsewhere: list[PlaceSign], unlisted: list[Text] | None
) -> Said:
    """Say what a region's signs come to; ``unlisted`` is ``None`` where every place is listed."""
    told, work = _told(unit, own, unlisted), [*_work(own), *_listing(unit, unlisted)]
    if status is Status.MET:
        return Said("signs_good" if own else "no_place", told, evidence=_ids(own))
    good, bad, unknown = ([place for place in own if place.status is one] for one in Status)
    if bad:
        return Said("signs_bad", told, _joined(work), _ids(bad))
    if unknown:
        surveyed = any(place.reason != "not_surveyed" for place in own)
        return Said("incompletely_surveyed" if surveyed else "not_surveyed", told, _joined(work), _ids(unknown))
    doubtful = [place for place in elsewhere if place.status is not Status.MET]
    if doubtful:
        where = text("Find out whether they lie in {region}: {names}.", region=unit.name, names=_names(doubtful))
        return Said("region_not_known", told, _joined([where, *work]), _ids(doubtful))
    return Said("list_not_complete" if own else "no_place_listed", told, _joined(work), _ids(good))


def _told(unit: RegionUnit, own: list[PlaceSign], unlisted: list[Text] | None) -> Text:
    if not own and unlisted is None:
        return text("No place in {region} has to be smoke-free.", region=unit.name)
    if not own:
        return text("No place that has to be smoke-free is listed in {region}.", region=unit.name)
    counted = _counted(unit, own)
    if not unlisted:
        return counted
    return text("{counted} No place is listed there of: {kinds}.", counted=counted, kinds=_listed(unlisted))


def _ids(places: Iterable[PlaceSign]) -> tuple[str, ...]:
    return tuple(place.id for place in places)


def _names(places: Iterable[PlaceSign]) -> Text:
    return listed_names([place.name for place in places])


def _counted(unit: RegionUnit, own: list[PlaceSign]) -> Text:
    if all(place.reason == "not_surveyed" for place in own):
        return plural(
            "Nobody has looked for the sign at the one place in {region} that has to be smoke-free.",
            "Nobody has looked for the signs at the {n} places in {region} that have to be smoke-free.",
            len(own),
            region=unit.name,
        )
    statuses = [place.status for place in own]
    return text(
        "Of {places} places in {region} that have to be smoke-free, a good sign is known at {good}, a bad one or none "
        "at {bad}; at {unknown} it is not known.",
        places=len(own),
        region=unit.name,
        good=statuses.count(Status.MET),
        bad=statuses.count(Status.UNMET),
        unknown=statuses.count(Status.UNKNOWN),
    )


def _listing(unit: RegionUnit, unlisted: list[Text] | None) -> list[Text]:
    """Say what would make the list complete, if it is not."""
    if unlisted is None:
        return []
    if not unlisted:
        return [text("Say in city.toml, under “complete_kinds”, of which kinds every place is listed.")]
    return [
        text(
            "List the places in {region} of: {kinds}; or say in city.toml, under “complete_kinds”, that there are "
            "none.",
            region=unit.name,
            kinds=_listed(unlisted),
        )
    ]


_Told = Callable[[int, Text], Text]

WORK: Mapping[str, _Told] = MappingProxyType(
    {
        "no_sign": lambda n, names: plural(
            "Put up a sign at {names}.", "Put up signs at {n} places: {names}.", n, names=names
        ),
        "sign_illegible": lambda n, names: plural(
            "Replace the sign that can't be read at {names}.",
            "Replace the signs that can't be read at {n} places: {names}.",
            n,
            names=names,
        ),
        "sign_faded": lambda n, names: plural(
            "Replace the faded sign at {names}.", "Replace the faded signs at {n} places: {names}.", n, names=names
        ),
        "sign_not_visible": lambda n, names: plural(
            "Move the sign at {names} to where it is seen from the entrance.",
            "Move the signs at {n} places to where they are seen from the entrance: {names}.",
            n,
            names=names,
        ),
        "sign_obscured": lambda n, names: plural(
            "Clear the view of the sign at {names}.",
            "Clear the view of the signs at {n} places: {names}.",
            n,
            names=names,
        ),
        "not_surveyed": lambda n, names: plural(
            "Look for the sign at {names}.", "Look for the signs at {n} places: {names}.", n, names=names
        ),
        "incompletely_surveyed": lambda n, names: plural(
            "Answer the open questions about the sign at {names}.",
            "Answer the open questions about the signs at {n} places: {names}.",
            n,
            names=names,
        ),
        "survey_out_of_date": lambda n, names: plural(
            "Look again at the sign at {names}.", "Look again at the signs at {n} places: {names}.", n, names=names
        ),
    }
)
"""What is to be done at places, by the reason that their sign is not known to be good; the most urgent first."""


def _work(own: list[PlaceSign]) -> Iterable[Text]:
    for reason, told in WORK.items():
        places = [place for place in own if place.reason == reason]
        if places:
            yield told(len(places), _names(places))


def _joined(sentences: Iterable[Text]) -> Text:
    return reduce(lambda first, second: text("{first} {second}", first=first, second=second), sentences)


def _listed(labels: Iterable[Text]) -> Text:
    return reduce(lambda first, second: text("{first}, {second}", first=first, second=second), labels)
