"""Which child-protection services are listed in each region, and for how many children on foot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.model.assessment import Assessment
from planner.model.city import City
from planner.model.kinds import ALL_CHILDREN, PROTECTION_KINDS, FacilityKind, Level, Placement

BY_LEVEL = {Level.CITY: "city", Level.KECAMATAN: "kecamatan_code", Level.KELURAHAN: "kelurahan_code"}


@dataclass(frozen=True)
class ListedService:
    """One kind of child-protection service in the whole city.

    Attributes
    ----------
    kind
        The kind.
    listed
        How many are listed; ``None`` where the city lists none and does not say that there is none.
    with_position
        Of how many the position is known: only they can be reached.
    kelurahan
        In how many kelurahan one is listed; ``None`` as ``listed``, and where the city has no kelurahan.
    kelurahan_of
        How many kelurahan the city has.
    share
        Share of all children who live within the walking time of one; ``None`` where no position, or nobody's home, is
        known.
    """

    kind: FacilityKind
    listed: int | None
    with_position: int
    kelurahan: int | None
    kelurahan_of: int
    share: float | None


def listed_services(assessment: Assessment) -> tuple[ListedService, ...]:
    """Return every kind of child-protection service, listed or not."""
    return tuple(_listed(assessment, kind) for kind in PROTECTION_KINDS)


def services_by_region(city: City, level: Level) -> pd.DataFrame:
    """Return how many services of each kind are listed in each region.

    Returns
    -------
    pandas.DataFrame
        One row a region in the order of codes, one column a kind; not a number where the city lists none of the kind
        and does not say that there is none.
    """
    codes = [city.code] if level is Level.CITY else list(city.regions_at(level)["code"])
    services = _services(city)
    counted = {}
    for kind in PROTECTION_KINDS:
        own = services[services["kind"] == kind]
        if own.empty and kind not in city.complete_kinds:
            counted[str(kind)] = pd.Series(np.nan, index=codes)
        else:
            counted[str(kind)] = own[BY_LEVEL[level]].value_counts().reindex(codes, fill_value=0).astype("float64")
    return pd.DataFrame(counted, index=pd.Index(codes, name="code"))


def _services(city: City) -> pd.DataFrame:
    facilities = city.facilities
    inside = facilities["kind"].isin(PROTECTION_KINDS) & (facilities["placement"] != Placement.OUTSIDE)
    table = pd.DataFrame(facilities[["id", "kind", "kelurahan_code", "kecamatan_code", "placement"]])
    return pd.DataFrame(table[inside.to_numpy(dtype=bool)]).assign(city=city.code)


def _listed(assessment: Assessment, kind: FacilityKind) -> ListedService:
    city = assessment.city
    services = _services(city)
    own = services[services["kind"] == kind]
    known = len(own) > 0 or kind in city.complete_kinds
    with_position = int((own["placement"] == Placement.POSITION).sum())
    kelurahan = len(city.regions_at(Level.KELURAHAN))
    return ListedService(
        kind=kind,
        listed=len(own) if known else None,
        with_position=with_position,
        kelurahan=int(own["kelurahan_code"].nunique()) if known and kelurahan else None,
        kelurahan_of=kelurahan,
        share=_share(assessment, kind) if with_position else None,
    )


def _share(assessment: Assessment, kind: FacilityKind) -> float | None:
    access = assessment.access
    rows = access[(access["level"] == Level.CITY) & (access["kind"] == kind) & (access["age_tier"] == ALL_CHILDREN)]
    share = rows["share"].dropna()
    return None if share.empty else float(share.iloc[0])
