"""Two-step floating catchment: what a place offers, shared by all children who reach it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.access.catchments import Catchments
from planner.access.units import Units, with_all
from planner.model.kinds import AgeTier

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Shares:
    """What falls to a child, by unit and tier; the first column is all children together, then each tier.

    Attributes
    ----------
    per_child
        Mean over the children whom the places are for, shape ``(units, 1 + tiers)``; those who reach nothing count
        with 0. Not a number where there are no such children, and where they reach only places whose supply is
        not known.
    unknown
        How many places they reach whose supply is not known, same shape: above 0 the mean is a lower bound.
    """

    per_child: Floats
    unknown: npt.NDArray[np.int64]


def floating_catchment(reached: Catchments, children: Floats, supply: Floats, units: Units) -> Shares:
    """Share what places offer among the children who reach them.

    Parameters
    ----------
    reached
        Which points reach which place, by tier.
    children
        Children whom the places are for, shape ``(points, tiers)``; parts of children are allowed.
    supply
        What each place offers; not a number where it is not known.
    units
        The city and its regions.

    Notes
    -----
    Step 1: of each place j, the supply over all children who reach it, R_j = S_j / Σ P_i. Step 2: of each child, the
    sum of R_j over the places that it reaches. So all that places within reach of somebody offer is given out exactly.

    References
    ----------
    W. Luo, F. Wang (2003): Measures of spatial accessibility to health care in a GIS environment. *Environment and
    Planning B* 30, 865-884. https://doi.org/10.1068/b29120
    """
    tiers = list(AgeTier)
    demand = sum((reached[tier] @ children[:, column] for column, tier in enumerate(tiers)), np.zeros(len(supply)))
    known = ~np.isnan(supply)
    ratio = np.divide(supply, demand, out=np.zeros(len(supply)), where=known & (demand > 0))
    gained = np.stack([reached[tier].T @ ratio for tier in tiers], axis=-1)
    per_child = mean_per_child(gained, children, units)
    unknown = places_reached(reached, children, units, ~known)
    some_known = places_reached(reached, children, units, known) > 0
    return Shares(np.where((unknown > 0) & ~some_known, np.nan, per_child), unknown)


def mean_per_child(gained: Floats, children: Floats, units: Units) -> Floats:
    """Return the mean over children of each unit, shape ``(units, 1 + tiers)``; not a number where there are none."""
    total, number = with_all(units.total(gained * children)), with_all(units.total(children))
    mean: Floats = np.divide(total, number, out=np.full(total.shape, np.nan), where=number > 0)
    return mean


def places_reached(
    reached: Catchments, children: Floats, units: Units, chosen: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    """Count those of the chosen places that children of each unit reach, shape ``(units, 1 + tiers)``."""
    rows = np.flatnonzero(chosen)
    touched = [
        np.asarray((units.points @ (reached[tier][rows] * (children[:, column] > 0)).T).toarray() > 0)
        for column, tier in enumerate(AgeTier)
    ]
    return np.asarray(np.stack([np.any(touched, axis=0), *touched], axis=-1).sum(axis=1), dtype=np.int64)
