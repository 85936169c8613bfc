"""Proposals in words: where a site is, whom it reaches, which duty it meets, and what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd
from pyproj import Transformer

from planner.model.assessment import Action, Finding, Proposal
from planner.model.city import City
from planner.model.kinds import CHILD_FRIENDLY_PARK, Status
from planner.siting.greedy import Step
from planner.texts import Text, plural, text


@dataclass(frozen=True)
class ChosenSite:
    """A candidate of the plan.

    Attributes
    ----------
    step
        Its place in the order.
    children_within
        Children it reaches, whoever else reaches them.
    """

    step: Step
    children_within: int


class _Candidate(NamedTuple):
    """A row of a table of candidates, without its geometry."""

    action: str
    facility_id: str | None
    facility_name: str | None
    on_street: bool
    region_code: str
    kecamatan_code: str


class _Spot(NamedTuple):
    """A position in the city's metric CRS and in WGS 84."""

    x_m: float
    y_m: float
    lon: float
    lat: float


def explain(
    city: City,
    candidates: gpd.GeoDataFrame,
    plan: Sequence[ChosenSite],
    duties: Mapping[str, Finding],
    threshold_min: float,
) -> tuple[Proposal, ...]:
    """Return the proposals of a plan.

    Parameters
    ----------
    city
        The city.
    candidates
        The candidates by number, with :data:`~planner.siting.candidates.COLUMNS`.
    plan
        The chosen ones, in order.
    duties
        Finding of each kecamatan that needs a site, by its code.
    threshold_min
        Walking time within which a place counts as reached, in minutes.
    """
    rows = candidates.iloc[[chosen.step.candidate for chosen in plan]]
    facts = rows[list(_Candidate._fields)].itertuples(index=False, name=None)
    x_m, y_m = rows.geometry.x.to_numpy(dtype=float), rows.geometry.y.to_numpy(dtype=float)
    lon, lat = Transformer.from_crs(city.crs, "EPSG:4326", always_xy=True).transform(x_m, y_m)
    names = {str(code): str(name) for code, name in zip(city.regions["code"], city.regions["name"], strict=True)}
    spots = (_Spot(*(float(value) for value in spot)) for spot in zip(x_m, y_m, lon, lat, strict=True))
    return tuple(
        _proposal(rank, chosen, _Candidate(*fact), spot, names, duties, threshold_min)
        for rank, (chosen, fact, spot) in enumerate(zip(plan, facts, spots, strict=True), start=1)
    )


def _proposal(
    rank: int,
    chosen: ChosenSite,
    candidate: _Candidate,
    spot: _Spot,
    names: Mapping[str, str],
    duties: Mapping[str, Finding],
    threshold_min: float,
) -> Proposal:
    upgrade = candidate.action == Action.UPGRADE
    region = names[candidate.region_code]
    duty = duties[candidate.kecamatan_code] if chosen.step.duty else None
    return Proposal(
        rank=rank,
        kind=CHILD_FRIENDLY_PARK,
        action=Action(candidate.action),
        # Of a new site a table may hold NaN here.
        facility_id=candidate.facility_id if upgrade else None,
        facility_name=candidate.facility_name if upgrade else None,
        x_m=spot.x_m,
        y_m=spot.y_m,
        lon=spot.lon,
        lat=spot.lat,
        region_code=candidate.region_code,
        region_name=region,
        kecamatan_code=candidate.kecamatan_code,
        kecamatan_name=names[candidate.kecamatan_code],
        duty=chosen.step.duty,
        children_newly_within=chosen.step.gain,
        children_within=chosen.children_within,
        reason_text=_reason(candidate, region, chosen.step.gain, duty, threshold_min),
    )


def _reason(candidate: _Candidate, region: str, gain: int, duty: Finding | None, threshold_min: float) -> Text:
    """Say why this place, and what has to be found out before anything is built."""
    reason = text("{place}: {whom}", place=_place(candidate, region), whom=_whom(gain, threshold_min))
    if duty is not None:
        reason = text("{first} {second}", first=reason, second=_duty(duty))
    return text("{first} {second}", first=reason, second=_unknowns(candidate))


def _place(candidate: _Candidate, region: str) -> Text:
    if candidate.action == Action.UPGRADE:
        return text("Make {facility} in {region} child-friendly", facility=candidate.facility_name, region=region)
    if candidate.on_street:
        return text("A new park beside a street in {region}", region=region)
    return text("A new park where children live in {region}", region=region)


def _whom(gain: int, threshold_min: float) -> Text:
    if gain == 0:
        return text("it reaches no child whom the sites before it do not reach.")
    return plural(
        "one more child would have a child-friendly park within a walk of {minutes} minutes.",
        "{n} more children would have a child-friendly park within a walk of {minutes} minutes.",
        n=gain,
        minutes=threshold_min,
    )


def _duty(finding: Finding) -> Text:
    if finding.status is Status.UNKNOWN:
        return text(
            "Without it nobody knows for certain that {kecamatan} has a child-friendly park.",
            kecamatan=finding.unit_name,
        )
    return text("Without it {kecamatan} does not meet the programme.", kecamatan=finding.unit_name)


def _unknowns(candidate: _Candidate) -> Text:
    if candidate.action == Action.UPGRADE or candidate.on_street:
        return text("Who owns the land is not known to the planner.")
    return text(
        "No suitable street is known close by, so the exact plot has to be found nearby; "
        "who owns the land is not known to the planner."
    )
