"""What a task is given and what it finds may have in common: it need not come back whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

import pandas as pd

from planner.model.assessment import Assessment
from planner.model.city import City
from planner.model.merging import Merging


def parts_of(given: Sequence[object]) -> Mapping[str, object]:
    """Return the large parts of the assessments among what a task is given, by names that both sides give them.

    Parameters
    ----------
    given
        What the task works on: here as it was sent, there as it came.
    """
    named: dict[str, object] = {}
    for place, one in enumerate(given):
        if isinstance(one, Assessment):
            named |= {f"given.{place}.{name}": part for name, part in _parts(one).items()}
    return named


def _parts(assessment: Assessment) -> dict[str, object]:
    tables = {f"city.{field.name}": getattr(assessment.city, field.name) for field in fields(City)}
    return {
        "access": assessment.access,
        **{name: part for name, part in tables.items() if isinstance(part, pd.DataFrame | Merging)},
        **{f"finding.{number}": finding for number, finding in enumerate(assessment.findings)},
    }
