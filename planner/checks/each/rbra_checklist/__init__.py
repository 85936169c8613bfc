"""RBRA_13, RBRA_8_PRINSIP, RBRA_MIN_PLAY_KINDS: what a child-friendly play space has to offer, item by item.

Of SNI 9169:2023 only the names of the 13 requirements are known: its text was not seen, so no number of it is used.
Each item is answered yes or no on the spot.
"""

from __future__ import annotations

from functools import partial

from planner.checks.basis import Basis
from planner.checks.check import Check
from planner.checks.each.rbra_checklist.findings import check_checklist
from planner.checks.each.rbra_checklist.places import RBRA_8_PRINSIP, RBRA_13, RBRA_MIN_PLAY_KINDS, place_results
from planner.model.assessment import Finding
from planner.model.domain import Domain
from planner.model.kinds import PLAY_KINDS
from planner.texts import Text, text


def _find(rule: str, basis: Basis) -> tuple[Finding, ...]:
    return check_checklist(basis.city, basis.rules, rule)


def _check(rule: str, order: int, definition: Text) -> Check:
    return Check(
        rule=rule,
        domain=Domain.PARKS,
        order=order,
        definition=definition,
        find=partial(_find, rule),
        places=lambda basis: place_results(basis.city, basis.rules, rule),
        kinds=frozenset(PLAY_KINDS),
    )


CHECKS = (
    _check(
        RBRA_13,
        31,
        text(
            "Every designated child-friendly play space keeps to all 13 requirements of SNI 9169:2023, as a survey "
            "answered them on the spot. Only the names of the requirements are known, so no number of the standard is "
            "used. What nobody answered is not known. Keeping to all of them designates no place: only the city does."
        ),
    ),
    _check(
        RBRA_8_PRINSIP,
        32,
        text(
            "Every designated child-friendly play space keeps to all 8 principles of the ministry's guide, as a survey "
            "answered them on the spot. What nobody answered is not known."
        ),
    ),
    _check(
        RBRA_MIN_PLAY_KINDS,
        33,
        text(
            "Every designated child-friendly play space has as many kinds of play equipment as the city's office asks "
            "for, as a survey saw them. Where nobody looked it is not known."
        ),
    ),
)
