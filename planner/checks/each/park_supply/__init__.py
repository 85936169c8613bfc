"""PARK_RT to PARK_KOTA: how much park the people of a region ask for, by a regulation that has been replaced.

Permen PU 05/PRT/M/2008 was replaced by Permen ATR/BPN 14/2022, whose numbers were not seen (``PARK_ATR14``). The parks
of a kecamatan and of a kelurahan are judged by the old numbers, which every sentence says; the others are measured.
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from planner.checks.basis import Basis
from planner.checks.check import Check
from planner.checks.each.park_supply.judging import check_park_supply
from planner.checks.each.park_supply.measuring import SUPPLY_LABELS, measure_supply
from planner.checks.each.park_supply.needed import PARK_KEC, PARK_KEL, PARK_KOTA, PARK_RT, PARK_RW
from planner.checks.each.park_supply.successor import PARK_ATR14, SUCCESSOR_LABELS, measure_successor
from planner.model.assessment import Finding
from planner.model.domain import Domain
from planner.model.kinds import PLAY_KINDS
from planner.texts import Text, text


def _find(rule: str, basis: Basis) -> tuple[Finding, ...]:
    return check_park_supply(basis.city, basis.rules, rule)


def _measure(rule: str, basis: Basis) -> pd.DataFrame:
    return measure_supply(basis, rule)


def _judged(rule: str, order: int, definition: Text) -> Check:
    return Check(
        rule,
        Domain.PARKS,
        order,
        definition,
        find=partial(_find, rule),
        measure=partial(_measure, rule),
        labels=SUPPLY_LABELS,
        kinds=frozenset(PLAY_KINDS),
    )


def _only_measured(rule: str, order: int, definition: Text) -> Check:
    return Check(
        rule, Domain.PARKS, order, definition, measure=partial(_measure, rule), labels=SUPPLY_LABELS, local=False
    )


CHECKS = (
    _judged(
        PARK_KEC,
        34,
        text(
            "The public parks and playgrounds of every kecamatan together have the area that the replaced regulation "
            "asks for: its least area, or the area for each person where that is more. An area that nobody recorded, "
            "or a list of which nobody said that none is missing, leaves it not known."
        ),
    ),
    _judged(
        PARK_KEL,
        35,
        text(
            "The public parks and playgrounds of every kelurahan together have the area that the replaced regulation "
            "asks for: its least area, or the area for each person where that is more. An area that nobody recorded, "
            "or a list of which nobody said that none is missing, leaves it not known."
        ),
    ),
    _only_measured(
        PARK_KOTA,
        36,
        text("How much park the city's people ask for by the replaced regulation, beside what is recorded."),
    ),
    _only_measured(
        PARK_RW,
        36,
        text(
            "How many parks of an RW the people ask for by the replaced regulation, beside what is recorded, and how "
            "many children live within its radius of a park or playground. Where the RW lie nobody listed."
        ),
    ),
    _only_measured(
        PARK_RT,
        36,
        text(
            "How many parks of an RT the people ask for by the replaced regulation, beside what is recorded, and how "
            "many children live within its radius of a park or playground. Where the RT lie nobody listed."
        ),
    ),
    Check(
        PARK_ATR14,
        Domain.PARKS,
        36,
        text(
            "The regulation that holds now. Its sizes and radii were not seen: they are empty until the city fills "
            "them in, and then measured by, not judged."
        ),
        measure=measure_successor,
        labels=SUCCESSOR_LABELS,
        local=False,
    ),
)
