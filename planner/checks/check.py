"""A check: one rule, and how it is applied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from planner.checks.basis import Basis
from planner.model.assessment import Finding
from planner.model.domain import Domain
from planner.model.kinds import FacilityKind
from planner.texts import Text


def _no_findings(_: Basis) -> tuple[Finding, ...]:
    """Find nothing: a benchmark without a pass mark is only measured."""
    return ()


@dataclass(frozen=True)
class Check:
    """One rule, and how it is applied.

    Attributes
    ----------
    rule
        Id of the rule in the catalogue.
    domain
        What part of the city it is about.
    order
        Where its findings stand among those of all checks; of equal ones the rule's id decides.
    definition
        What is looked at, and when a unit is met, not met or not known, in one or two plain sentences.
    find
        Applies the rule: one finding for each unit that it speaks of, in the order of levels and then of codes.
    measure
        Returns :data:`~planner.model.details.MEASURES`: the numbers behind the findings, or without a pass mark.
        ``None`` where there are none.
    places
        Returns :data:`~planner.model.details.PLACE_RESULTS`: what the rule says of each place. ``None`` where the
        places that a finding names as its evidence are all there is to show.
    labels
        Name of each number that ``measure`` returns.
    local
        Whether what it says of a region follows from the people and the places of its kecamatan and from the places
        of no known region alone. Then it has no finding of the whole city.
    kinds
        Kinds of facility that ``find`` looks at: a place of any other kind makes no finding another. ``None`` where it
        may look at all.
    """

    rule: str
    domain: Domain
    order: int
    definition: Text
    find: Callable[[Basis], tuple[Finding, ...]] = _no_findings
    measure: Callable[[Basis], pd.DataFrame] | None = None
    places: Callable[[Basis], pd.DataFrame] | None = None
    labels: Mapping[str, Text] = field(default_factory=dict)
    local: bool = True
    kinds: frozenset[FacilityKind] | None = None
