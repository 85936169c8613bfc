"""RPJMD_PARK_1HA: a park of a certain area in every kecamatan."""

from __future__ import annotations

import pandas as pd

from planner.checks.algebra import at_least
from planner.checks.check import Check
from planner.checks.enforcement import enforceable, required_number
from planner.checks.places import ids_of, names_told, play_places
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.domain import Domain
from planner.model.kinds import Level, Status
from planner.model.rule import Rules
from planner.texts import Text, plural, text

RPJMD_PARK_1HA = "RPJMD_PARK_1HA"


def check_park_area(city: City, rules: Rules) -> tuple[Finding, ...]:
    """Check that every kecamatan has a park or playground of the area that the rule asks for.

    A kecamatan is ``unmet`` only where places are known, the area of every one that could make the
    difference is recorded, and all are too small; a kecamatan where no place is known, or a place without
    an area, is ``unknown``.

    Parameters
    ----------
    city
        The city; its parks and playgrounds are looked at.
    rules
        The rule catalogue.

    Returns
    -------
    One finding for each kecamatan, in the order of codes. The value is the largest recorded area in m².

    Raises
    ------
    planner.errors.RuleError
        If the rule is missing or can't be enforced.
    """
    rule = enforceable(rules, RPJMD_PARK_1HA)
    required_count, required_m2 = required_number(rule, "min_count"), required_number(rule, "area_m2")
    places = play_places(city)
    kecamatan = city.regions_at(Level.KECAMATAN)
    return tuple(
        _finding(str(code), str(name), places[places["kecamatan_code"] == code], required_count, required_m2)
        for code, name in zip(kecamatan["code"], kecamatan["name"], strict=True)
    )


def _finding(code: str, name: str, places: pd.DataFrame, required_count: float, required_m2: float) -> Finding:
    """Judge one kecamatan by the areas of its parks and playgrounds."""
    large = places[places["area_m2"] >= required_m2]
    unrecorded = places[places["area_m2"].isna()]
    status = at_least(len(large), len(unrecorded), required_count)
    if places.empty:
        # What nobody recorded is no failure: a park may be there.
        status, reason, evidence = Status.UNKNOWN, "no_park_known", places
        reason_text = text("No park is known in {kecamatan}, so none has a recorded area.", kecamatan=name)
    elif status is Status.MET:
        reason, evidence = "park_large_enough", large
        reason_text = text("At least {area} m²: {names}.", area=required_m2, names=names_told(large))
    elif status is Status.UNKNOWN:
        reason, evidence, reason_text = "no_area_recorded", unrecorded, _unrecorded(unrecorded)
    else:
        reason, evidence = "parks_too_small", places
        reason_text = text(
            "Too few parks in {kecamatan} have at least {area} m²; the largest has {largest} m².",
            kecamatan=name,
            area=required_m2,
            largest=float(places["area_m2"].max()),
        )
    recorded = places["area_m2"].dropna()
    return Finding(
        rule=RPJMD_PARK_1HA,
        unit_level=Level.KECAMATAN,
        unit_code=code,
        unit_name=name,
        status=status,
        reason=reason,
        reason_text=reason_text,
        value=None if recorded.empty else float(recorded.max()),
        required=required_m2,
        evidence=ids_of(evidence),
    )


def _unrecorded(unrecorded: pd.DataFrame) -> Text:
    """Name the places whose area nobody recorded."""
    return plural(
        "The area of one park is not recorded: {names}.",
        "The area of {n} parks is not recorded: {names}.",
        n=len(unrecorded),
        names=names_told(unrecorded),
    )


CHECKS = (
    Check(
        rule=RPJMD_PARK_1HA,
        domain=Domain.PARKS,
        order=30,
        definition=text(
            "Every kecamatan has a park of the area that the rule asks for. A park whose area nobody recorded leaves "
            "it not known, and so does a kecamatan of which no park is known."
        ),
        find=lambda basis: check_park_area(basis.city, basis.rules),
    ),
)
