"""RTH_TOTAL, RTH_PUBLIC: the share of the city that is green open space (RTH), and the public part of it.

The law (UU 26/2007) does not say what counts. Here count the parks, playgrounds and other green open space that the
city's data name, with the area recorded of each; of all green space also the protected forest, as offices count it that
publish such shares. Protected forest never counts as public green space, and never as a park.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import pandas as pd

from planner.checks.algebra import at_least
from planner.checks.basis import Basis
from planner.checks.check import Check
from planner.checks.each.green_share.recorded import (
    GREEN,
    GREEN_WITH_FOREST,
    Recorded,
    all_green,
    city_area_m2,
    public_green,
)
from planner.checks.enforcement import enforceable, measurable, required_number
from planner.checks.findings import Said, finding, region_units
from planner.checks.measuring import Measured, measured_table
from planner.checks.places import ids_of, listed_completely, names_told
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.details import Unit
from planner.model.domain import Domain
from planner.model.kinds import FacilityKind, Level, Status
from planner.model.rule import Rules
from planner.texts import Percent, Text, plural, text

RTH_TOTAL, RTH_PUBLIC = "RTH_TOTAL", "RTH_PUBLIC"

RECORDED: dict[str, Callable[[City], Recorded]] = {RTH_TOTAL: all_green, RTH_PUBLIC: public_green}
"""What counts, by rule."""

KINDS: dict[str, tuple[FacilityKind, ...]] = {RTH_TOTAL: GREEN_WITH_FOREST, RTH_PUBLIC: GREEN}
"""The kinds that count, by rule."""

LABELS: dict[str, Text] = {
    "city_m2": text("area of the city"),
    "recorded_m2": text("recorded area of green open space"),
    "share": text("recorded share of the city"),
    "without_area": text("places whose area is not recorded"),
}
"""Name of each number."""


def check_green_share(city: City, rules: Rules, rule_id: str) -> tuple[Finding, ...]:
    """Check that enough of the city is green open space.

    The city is ``met`` where the recorded areas alone are enough, and ``unmet`` only where it says that it lists every
    place of the kinds that count, every area is recorded and all together are too small.

    Parameters
    ----------
    city
        The city.
    rules
        The rule catalogue.
    rule_id
        ``RTH_TOTAL`` or ``RTH_PUBLIC``.

    Returns
    -------
    One finding of the whole city. Value and requirement are percentages of its area.

    Raises
    ------
    planner.errors.RuleError
        If the rule is missing or can't be enforced.
    """
    required = required_number(enforceable(rules, rule_id), "value")
    recorded, whole_m2 = RECORDED[rule_id](city), city_area_m2(city)
    unlisted = 0.0 if listed_completely(city, KINDS[rule_id]) else math.inf
    value = 100 * recorded.area_m2 / whole_m2
    status = at_least(value, 100 * recorded.possible_m2 / whole_m2 + unlisted, required)
    [unit] = region_units(city, Level.CITY)
    said = _said(status, recorded, value, required)
    return (finding(rule_id, unit, status, said, value=value, required=required),)


def _said(status: Status, recorded: Recorded, value: float, required: float) -> Said:
    share = text(
        "{recorded} hectares of green open space are recorded, {share} of the city; {required} are asked for.",
        recorded=round(recorded.area_m2 / 10_000),
        share=Percent(value / 100, 1),
        required=Percent(required / 100),
    )
    if status is Status.MET:
        return Said("enough_recorded", share, evidence=ids_of(recorded.certain))
    if status is Status.UNMET:
        remedy = text("Open more green space, or record what else the city counts as such.")
        return Said("too_little_green", share, remedy, ids_of(recorded.certain))
    if len(recorded.without_area):
        names = names_told(recorded.without_area)
        told = plural(
            "The area of one place is not recorded: {names}.",
            "The area of {n} places is not recorded: {names}.",
            n=len(recorded.without_area),
            names=names,
        )
        remedy = text("Record the area of {names}, and every green space that is not listed yet.", names=names)
        return Said("no_area_recorded", _then(share, told), remedy, ids_of(recorded.without_area))
    told = text("There may be more green space than is listed.")
    remedy = text("List every green open space with its area, or say in city.toml that none is missing.")
    return Said("list_not_complete", _then(share, told), remedy, ids_of(recorded.doubtful))


def _then(first: Text, second: Text) -> Text:
    return text("{first} {second}", first=first, second=second)


def measure_green_share(basis: Basis, rule_id: str) -> pd.DataFrame:
    """Return :data:`~planner.model.details.MEASURES`: recorded areas of the whole city, all together and by kind."""
    measurable(basis.rules, rule_id)
    city = basis.city
    recorded, whole_m2 = RECORDED[rule_id](city), city_area_m2(city)
    measured = [_city_number(city, whole_m2, "city_m2", Unit.AREA_M2)]
    for subject in ("", *KINDS[rule_id]):
        own = Recorded(_of_kind(recorded.certain, subject), _of_kind(recorded.doubtful, subject))
        measured += [
            _city_number(city, own.area_m2, "recorded_m2", Unit.AREA_M2, subject),
            _city_number(city, own.area_m2 / whole_m2, "share", Unit.SHARE, subject),
            _city_number(city, float(len(own.without_area)), "without_area", Unit.COUNT, subject),
        ]
    return measured_table(rule_id, measured)


def _of_kind(places: pd.DataFrame, kind: str) -> pd.DataFrame:
    return places[places["kind"] == kind] if kind else places


def _city_number(city: City, value: float, measure: str, unit: Unit, subject: str = "") -> Measured:
    return Measured(Level.CITY, pd.Series([value], index=[city.code]), measure, unit, str(subject))


def _find(rule: str, basis: Basis) -> tuple[Finding, ...]:
    return check_green_share(basis.city, basis.rules, rule)


def _measure(rule: str, basis: Basis) -> pd.DataFrame:
    return measure_green_share(basis, rule)


def _check(rule: str, definition: Text) -> Check:
    return Check(
        rule=rule,
        domain=Domain.GREEN_SPACE,
        order=37,
        definition=definition,
        find=partial(_find, rule),
        measure=partial(_measure, rule),
        labels=LABELS,
        local=False,
        kinds=frozenset(KINDS[rule]),
    )


CHECKS = (
    _check(
        RTH_TOTAL,
        text(
            "The recorded areas of parks, playgrounds, other green open space and protected forest, together, are the "
            "share of the city that the law asks for. Protected forest counts here and nowhere else: it is never a "
            "park. Where two places overlap, both count. An area that nobody recorded, or a list of which nobody said "
            "that none is missing, leaves it not known."
        ),
    ),
    _check(
        RTH_PUBLIC,
        text(
            "The recorded areas of parks, playgrounds and other green open space that everybody may enter, together, "
            "are the share of the city that the law asks for. Protected forest does not count. Who owns a place is not "
            "recorded, only who may enter. An area that nobody recorded, or a list of which nobody said that none is "
            "missing, leaves it not known."
        ),
    ),
)
