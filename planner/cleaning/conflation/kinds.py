"""Which kinds of facility can be one place, and how much a kind's name tells."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from planner.model.kinds import FacilityKind

FAMILIES: Mapping[str, str] = {
    FacilityKind.PARK: "green",
    FacilityKind.PLAYGROUND: "green",
    FacilityKind.RTH: "green",
    FacilityKind.CLINIC: "treatment",
    FacilityKind.HOSPITAL: "treatment",
}
"""Kinds that may be one place; every other kind is a family of its own. Schools of different levels are different
places even on one lot, and so are a clinic and a puskesmas."""

FREELY_MIXED = frozenset({FacilityKind.PARK, FacilityKind.PLAYGROUND})
"""Kinds that sources do not tell apart. Other kinds of one family are never merged without a person's yes."""

REGISTERED = frozenset(
    {
        FacilityKind.SCHOOL_PAUD,
        FacilityKind.SCHOOL_SD,
        FacilityKind.SCHOOL_SMP,
        FacilityKind.SCHOOL_SMA,
        FacilityKind.SCHOOL_SMK,
        FacilityKind.SCHOOL_SLB,
        FacilityKind.PUSKESMAS,
        FacilityKind.PUSTU,
        FacilityKind.HOSPITAL,
    }
)
"""Kinds whose names the government registers. If only one place of a city bears such a name, the name outweighs
a wrong position; two mosques of one name are two mosques."""


def families(kinds: pd.Series) -> pd.Series:
    """Return the family of each kind."""
    return kinds.map(lambda kind: FAMILIES.get(kind, kind)).astype(object)
