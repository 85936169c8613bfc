"""TOBACCO_SALE, TOBACCO_AD_OUTDOOR: nothing of the kind in the zones around schools and children's play places."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import NamedTuple

import pandas as pd

from planner.checks.algebra import both, every, negated
from planner.checks.basis import Basis
from planner.checks.each.tobacco_zones.topics import Topic
from planner.checks.each.tobacco_zones.zones import nearest_within, zone_origins
from planner.checks.enforcement import enforceable, required_number
from planner.checks.findings import RegionUnit, Said, finding, region_units
from planner.checks.places import listed_names
from planner.model.assessment import Finding
from planner.model.details import PLACE_RESULTS
from planner.model.kinds import Known, Level, Status
from planner.texts import Text, text


def check_zone(topic: Topic, basis: Basis) -> tuple[Finding, ...]:
    """Check that tobacco is nowhere sold, or advertised, in the zones.

    A kecamatan is ``unmet`` where an inspection found it inside a zone, and ``met`` where the city says that it lists
    every such point, and of each it is known that it lies in no zone or that an inspection found nothing there. It is
    ``unknown`` otherwise: a point that nobody looked at is no finding.

    Returns
    -------
    One finding for each kecamatan, in the order of codes. The value is how many points an inspection found, where that
    decides; none is allowed.

    Raises
    ------
    planner.errors.RuleError
        If the rule is missing, can't be enforced, or names a kind of place that is not known.
    """
    radius_m = required_number(enforceable(basis.rules, topic.rule), "radius_m")
    points = points_judged(topic, basis)
    units = region_units(basis.city, Level.KECAMATAN)
    if points is None:
        said = Said("no_layer", topic.no_layer, topic.add_layer)
        return tuple(finding(topic.rule, unit, Status.UNKNOWN, said, value=None, required=0.0) for unit in units)
    by_kecamatan: dict[str, list[JudgedPoint]] = defaultdict(list)
    for point in points:
        by_kecamatan[point.kecamatan_code].append(point)
    complete = topic.kind in basis.city.complete_kinds
    findings = []
    for unit in units:
        own = by_kecamatan[unit.code]
        status = every((point.status for point in own), complete=complete)
        value = None if status is Status.UNKNOWN else float(sum(point.status is Status.UNMET for point in own))
        said = _said(topic, unit, status, own, radius_m)
        findings.append(finding(topic.rule, unit, status, said, value=value, required=0.0))
    return tuple(findings)


class JudgedPoint(NamedTuple):
    """A point of the city's layer, and whether it keeps to the rule.

    Attributes
    ----------
    id, name, kind, kelurahan_code, kecamatan_code
        The point; no kelurahan where the city has none.
    confirmed
        What an inspection found.
    inside
        Whether it lies in a zone.
    distance_m, origin
        How far, in metres, from which place in whose zone it lies, or may lie; ``None`` where no known zone is near.
    status, reason
        Whether it is found in no zone, and why; no reason where no known zone is near.
    """

    id: str
    name: str
    kind: str
    kelurahan_code: str | None
    kecamatan_code: str
    confirmed: Known
    inside: Known
    distance_m: float | None
    origin: str | None
    status: Status
    reason: str


def points_judged(topic: Topic, basis: Basis) -> list[JudgedPoint] | None:
    """Say of each point of the city's layer whether it keeps to the rule; ``None`` where the city has no such layer.

    Raises
    ------
    planner.errors.RuleError
        As :func:`check_zone`.
    """
    points = topic.points(basis.city)
    if points is None:
        return None
    rule = enforceable(basis.rules, topic.rule)
    radius_m, origins = required_number(rule, "radius_m"), zone_origins(basis.city, rule, basis.as_of)
    certain, possible = (nearest_within(points, some, radius_m) for some in (origins.certain, origins.possible))
    beyond = Known.NO if origins.complete else Known.UNKNOWN
    kelurahan = points["kelurahan_code"]
    rows = zip(
        points["id"].tolist(),
        points["name"].tolist(),
        points["kind"].tolist(),
        kelurahan.where(kelurahan.notna(), None).astype(object),
        points["kecamatan_code"].tolist(),
        points["confirmed"].tolist(),
        strict=True,
    )
    judged = []
    for place, (id_, name, kind, own_kelurahan, kecamatan, found) in enumerate(rows):
        distance_m, origin = certain.get(place) or possible.get(place) or (None, None)
        inside = Known.YES if place in certain else Known.UNKNOWN if place in possible else beyond
        status, reason = _status(found, inside), "" if origin is None else _reason(found, inside)
        region = (own_kelurahan, kecamatan)
        judged.append(JudgedPoint(id_, name, kind, *region, Known(found), inside, distance_m, origin, status, reason))
    return judged


def place_results(topic: Topic, basis: Basis) -> pd.DataFrame:
    """Return :data:`~planner.model.details.PLACE_RESULTS` of the points that lie in a zone, or may.

    Raises
    ------
    planner.errors.RuleError
        As :func:`check_zone`.
    """
    near = [point for point in points_judged(topic, basis) or () if point.origin is not None]
    table = pd.DataFrame(near, columns=JudgedPoint._fields).rename(columns={"id": "place_id", "name": "place_name"})
    texts = pd.Series([_point_text(topic, point) for point in near], dtype=object)
    table = table.assign(rule=topic.rule, reason_text=texts, seen=None, photo=None)
    return PLACE_RESULTS.validate(table[list(PLACE_RESULTS.columns)])


_STATUS_OF = {Known.YES: Status.MET, Known.NO: Status.UNMET, Known.UNKNOWN: Status.UNKNOWN}


@cache
def _status(found: Known, inside: Known) -> Status:
    """Return the status of "it is not both there and in a zone"."""
    return negated(both(_STATUS_OF[found], _STATUS_OF[inside]))


def _reason(found: Known, inside: Known) -> str:
    if found == Known.NO:
        return "ruled_out"
    if inside is Known.UNKNOWN:
        return "zone_not_known"
    return "confirmed_inside" if found == Known.YES else "not_looked_at"


def _said(topic: Topic, unit: RegionUnit, status: Status, own: list[JudgedPoint], radius_m: float) -> Said:
    if status is Status.MET:
        return Said("none_inside", topic.none(unit, radius_m), evidence=_ids(own))
    by_reason: dict[str, list[JudgedPoint]] = defaultdict(list)
    for point in own:
        by_reason[point.reason].append(point)
    if status is Status.UNMET:
        found = by_reason["confirmed_inside"]
        told = topic.confirmed(unit, len(found), _names(found), radius_m)
        return Said("confirmed_inside", told, topic.end(_names(found)), _ids(found))
    if candidates := by_reason["not_looked_at"]:
        told = topic.candidates(unit, len(candidates), _names(candidates), radius_m)
        return Said("candidates_inside", told, topic.look(len(candidates), _names(candidates)), _ids(candidates))
    if uncertain := by_reason["zone_not_known"]:
        parks = list(dict.fromkeys(str(point.origin) for point in uncertain))
        remedy = text("Record whether these parks have play equipment: {names}.", names=listed_names(parks))
        return Said("zone_not_known", topic.uncertain(unit, _names(uncertain), radius_m), remedy, _ids(uncertain))
    return Said("list_not_complete", topic.incomplete(unit, radius_m), topic.complete_list)


def _ids(points: list[JudgedPoint]) -> tuple[str, ...]:
    return tuple(point.id for point in points)


def _names(points: list[JudgedPoint]) -> Text:
    return listed_names([point.name for point in points])


def _point_text(topic: Topic, point: JudgedPoint) -> Text:
    return text(
        "{distance} m from {place}. {said}",
        distance=round(point.distance_m or 0.0),
        place=str(point.origin),
        said=topic.point_texts[point.reason],
    )
