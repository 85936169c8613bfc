"""Schools, health and worship for the people of a region: needed, listed, missing, pupils, and reach.

Almost all rules are of SNI 03-1733-2004, which says how many people support one facility. Such a number is a floor: for
120,000 people at least one puskesmas, which is no reason to want no more.
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from planner.checks.basis import Basis
from planner.checks.check import Check
from planner.checks.each.service_supply.judging import check_supply
from planner.checks.each.service_supply.measuring import SUPPLY_LABELS, measure_supply
from planner.checks.each.service_supply.primary_schools import (
    SD_PER_POPULATION,
    SD_WALK_MAX,
    check_primary_schools,
    measure_longest_walk,
)
from planner.checks.each.service_supply.service import SUPPLY_RULES, WORSHIP_RULES, SupplyRule
from planner.checks.each.service_supply.worship import check_worship
from planner.checks.reaching import REACH_LABELS
from planner.model.assessment import Finding
from planner.model.domain import Domain
from planner.model.kinds import FacilityKind
from planner.model.labels import KIND_LABELS
from planner.texts import Text, text


def _find(service: SupplyRule, basis: Basis) -> tuple[Finding, ...]:
    return check_supply(basis.city, basis.rules, service)


def _find_worship(service: SupplyRule, basis: Basis) -> tuple[Finding, ...]:
    return check_worship(basis.city, basis.rules, service)


def _measure(service: SupplyRule, basis: Basis) -> pd.DataFrame:
    return measure_supply(basis, service)


def _definition(service: SupplyRule) -> Text:
    """Say what is counted."""
    floor = text(
        "Every kecamatan has at least as many as its people support, in whole facilities: 1.9 are one. A minimum, no "
        "target. A list of which nobody said that none is missing leaves it not known."
    )
    if service.domain is Domain.SCHOOLS and service.counts:
        floor = text(
            "{floor} Madrasah count where they are listed; classrooms and the size of a school are not looked at.",
            floor=floor,
        )
    if FacilityKind.SCHOOL_SMK in service.may_count:
        return text("{floor} Vocational schools (SMK) may count or not, which leaves it not known.", floor=floor)
    if service.may_count:
        kind = KIND_LABELS[service.may_count[0]]
        return text("{floor} Which of these count is not recorded: {kind}.", floor=floor, kind=kind)
    return floor


_WORSHIP = text(
    "The standard has numbers for the places of worship of one religion and leaves the others to local custom. The "
    "lists have all religions together, so no kecamatan is judged; how many places there are for each group of people "
    "is measured, and how many children live near one."
)

CHECKS = (
    *(
        Check(
            service.rule,
            service.domain,
            service.order,
            _definition(service),
            find=partial(_find, service),
            measure=partial(_measure, service),
            labels=SUPPLY_LABELS,
            kinds=frozenset(service.kinds),
        )
        for service in SUPPLY_RULES
        if service.judged
    ),
    *(
        Check(
            service.rule,
            service.domain,
            service.order,
            text("How many the people support by the standard, a minimum and not a target, beside what is listed."),
            measure=partial(_measure, service),
            labels=SUPPLY_LABELS,
            local=False,
        )
        for service in SUPPLY_RULES
        if not service.judged
    ),
    *(
        Check(
            service.rule,
            service.domain,
            service.order,
            _WORSHIP,
            find=partial(_find_worship, service),
            measure=partial(_measure, service),
            labels=SUPPLY_LABELS,
            kinds=frozenset(service.kinds),
        )
        for service in WORSHIP_RULES
    ),
    Check(
        SD_PER_POPULATION,
        Domain.SCHOOLS,
        52,
        text(
            "Every kelurahan has a primary school, or one for every so many people as the rule names. One of which "
            "only the kecamatan is known may lie in any of its kelurahan. A list of which nobody said that none is "
            "missing leaves a kelurahan without one not known."
        ),
        find=lambda basis: check_primary_schools(basis.city, basis.rules),
        kinds=frozenset({FacilityKind.SCHOOL_SD}),
    ),
    Check(
        SD_WALK_MAX,
        Domain.SCHOOLS,
        52,
        text(
            "How many children of 6 to 11 years live within the longest walk to a primary school that the rule allows. "
            "It speaks of remote settlements and is measured, not judged."
        ),
        measure=measure_longest_walk,
        labels=REACH_LABELS,
    ),
)
