"""PUSKESMAS_KEC: at least one puskesmas in every kecamatan."""

from __future__ import annotations

import pandas as pd

from planner.checks.algebra import at_least
from planner.checks.check import Check
from planner.checks.enforcement import enforceable, required_number
from planner.checks.places import ids_of, names_told
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.domain import Domain
from planner.model.kinds import FacilityKind, Level, Placement, Status
from planner.model.rule import Rules
from planner.texts import plural, text

PUSKESMAS_KEC = "PUSKESMAS_KEC"


def check_puskesmas(city: City, rules: Rules) -> tuple[Finding, ...]:
    """Check that every kecamatan has a puskesmas.

    A kecamatan is ``met`` with as many as the rule asks for, and ``unknown`` where it would be met only if one lay
    in it of which no region is known, or where the city names no puskesmas at all: then nobody listed them. It is
    ``unmet`` otherwise.

    Parameters
    ----------
    city
        The city; its puskesmas are looked at. A pustu is none.
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
    required = required_number(enforceable(rules, PUSKESMAS_KEC), "min_count")
    facilities = city.facilities
    places = facilities[facilities["kind"] == FacilityKind.PUSKESMAS]
    unplaced = places[places["placement"] == Placement.UNPLACED]
    kecamatan = city.regions_at(Level.KECAMATAN)
    return tuple(
        _finding(str(code), str(name), places, places[places["kecamatan_code"] == code], unplaced, required)
        for code, name in zip(kecamatan["code"], kecamatan["name"], strict=True)
    )


def _finding(
    code: str, name: str, places: pd.DataFrame, own: pd.DataFrame, unplaced: pd.DataFrame, required: float
) -> Finding:
    """Judge one kecamatan by its own puskesmas and by those whose region nobody knows."""
    status = Status.UNKNOWN if places.empty else at_least(len(own), len(unplaced), required)
    if status is Status.MET:
        reason, evidence = "puskesmas_known", own
        reason_text = plural(
            "There is a puskesmas: {names}.", "There are {n} puskesmas: {names}.", len(own), names=names_told(own)
        )
    elif places.empty:
        reason, evidence = "no_puskesmas_listed", own
        reason_text = text("The city's data name no puskesmas at all, so none is known in {region}.", region=name)
    elif status is Status.UNKNOWN:
        reason, evidence = "puskesmas_without_region", unplaced
        reason_text = text(
            "Too few puskesmas are known in {region}, but nobody knows in which kecamatan these are: {names}.",
            region=name,
            names=names_told(unplaced),
        )
    else:
        reason, evidence = "too_few_puskesmas", own
        reason_text = text(
            "{required} puskesmas are asked for in {region}; known are {known}.",
            required=required,
            region=name,
            known=len(own),
        )
    return Finding(
        rule=PUSKESMAS_KEC,
        unit_level=Level.KECAMATAN,
        unit_code=code,
        unit_name=name,
        status=status,
        reason=reason,
        reason_text=reason_text,
        value=float(len(own)),
        required=required,
        evidence=ids_of(evidence),
    )


CHECKS = (
    Check(
        rule=PUSKESMAS_KEC,
        domain=Domain.HEALTH,
        order=40,
        definition=text(
            "Every kecamatan has a puskesmas; a pustu is none. One of which no region is known leaves it not known."
        ),
        find=lambda basis: check_puskesmas(basis.city, basis.rules),
    ),
)
