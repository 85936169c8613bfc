"""Whom sites of limited capacity serve: the greatest flow from children to sites."""

from __future__ import annotations

import math

import numpy as np
import scipy.sparse as sp

from planner.siting.solving.program import INFINITY, Floats, Program, Rows, optimal, stacked
from planner.siting.solving.selection import Chosen, Counts


def served_by(
    covers: sp.csr_array, weights: Counts, children: Counts, capacity: Counts, chosen: Chosen
) -> tuple[int, Floats]:
    """Divide the children of each row among chosen sites that cover it, so that the greatest weight is served.

    Rows that the same chosen sites cover, and whose children weigh the same, flow together. The matrix of the
    linear program is totally unimodular and all counts are whole, so its optimum is whole as well.

    Parameters
    ----------
    covers
        Shape ``(candidates, rows)``.
    weights, children
        Of each row, shape ``(rows,)``; each weight is a whole multiple of its children.
    capacity
        Most children that each candidate serves, shape ``(candidates,)``.
    chosen
        Numbers of the chosen candidates.

    Returns
    -------
    The weight served, and of each row the share of its children that is served, shape ``(rows,)``.
    """
    share = np.zeros(weights.size)
    part = sp.csr_array(sp.csr_array(covers[chosen]).T)
    part.sort_indices()
    reached = np.flatnonzero((np.diff(part.indptr) > 0) & (children > 0))
    if not reached.size:
        return 0, share
    part = part[reached]
    each = weights[reached] // children[reached]
    sets = [part.indices[start:end].tobytes() for start, end in zip(part.indptr[:-1], part.indptr[1:], strict=True)]
    names = {key: number for number, key in enumerate(dict.fromkeys(zip(sets, each.tolist(), strict=True)))}
    group = np.array([names[key] for key in zip(sets, each.tolist(), strict=True)])
    _, first = np.unique(group, return_index=True)
    heads = np.bincount(group, children[reached]).astype(np.float64)
    served = _greatest_flow(sp.csr_array(part[first]), each[first].astype(np.float64), heads, capacity[chosen])
    share[reached] = np.minimum(1.0, served / heads)[group]
    return math.floor(float(served @ each[first]) + 0.5), share


def _greatest_flow(reach: sp.csr_array, each: Floats, heads: Floats, capacity: Counts) -> Floats:
    """Return how many children of each group are served; ``reach`` has shape ``(groups, sites)``."""
    groups, sites = reach.shape
    entries = np.arange(reach.nnz)
    owner = np.repeat(np.arange(groups), np.diff(reach.indptr))
    ones = np.ones(reach.nnz)
    of_group = sp.csr_array((ones, (owner, entries)), shape=(groups, reach.nnz))
    of_site = sp.csr_array((ones, (reach.indices, entries)), shape=(sites, reach.nnz))
    rows = stacked(Rows(of_group, np.zeros(groups), heads), Rows(of_site, np.zeros(sites), capacity.astype(np.float64)))
    flow = optimal(Program(each[owner], np.zeros(reach.nnz), np.full(reach.nnz, INFINITY), rows, whole=0))
    return np.bincount(owner, flow, minlength=groups).astype(np.float64)
