"""What may be chosen, whatever for: duties, number of sites, budget, distance between sites, fixed sites."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

NO_DUTY = -1

Counts = npt.NDArray[np.int64]
Chosen = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


def nobody() -> Chosen:
    """Return no candidates."""
    return np.zeros(0, dtype=np.intp)


@dataclass(frozen=True, eq=False, kw_only=True)
class Selection:
    """Candidates, and which sets of them may be chosen. Every constraint but the number of sites can be left out.

    Attributes
    ----------
    duty
        Number of the duty that a candidate would meet, from 0, or ``NO_DUTY``, shape ``(candidates,)``.
    duties
        How many duties there are.
    sites
        At most so many candidates may be chosen.
    preferred
        Which candidates are chosen before others of equal value, shape ``(candidates,)``.
    duties_needed
        How many of the duties have to be met; ``None`` for all.
    cost
        What each candidate costs, in rupiah, shape ``(candidates,)``; ``None`` if nothing.
    budget
        All that are chosen may cost at most this, in rupiah; ``None`` for no limit.
    apart
        An entry where two candidates are too close to each other to be chosen both, shape ``(candidates, candidates)``,
        symmetric, without a diagonal; ``None`` if there are none.
    must
        Numbers of the candidates that have to be chosen.
    """

    duty: npt.NDArray[np.intp]
    duties: int
    sites: int
    preferred: Mask
    duties_needed: int | None = None
    cost: Counts | None = None
    budget: int | None = None
    apart: sp.csr_array | None = None
    must: Chosen = field(default_factory=nobody)

    @property
    def candidates(self) -> int:
        """How many candidates there are."""
        return int(self.preferred.size)

    @property
    def least_duties(self) -> int:
        """How many duties have to be met."""
        return self.duties if self.duties_needed is None else self.duties_needed

    @cached_property
    def costs(self) -> Counts:
        """What each candidate costs, 0 where costs don't matter, shape ``(candidates,)``."""
        return np.zeros(self.candidates, dtype=np.int64) if self.cost is None or self.budget is None else self.cost

    @cached_property
    def preference(self) -> npt.NDArray[np.intp]:
        """Candidates in the order in which equal ones are chosen: the preferred first, then by number."""
        return np.argsort(~self.preferred, kind="stable")

    @cached_property
    def required(self) -> Mask:
        """Which candidates have to be chosen, shape ``(candidates,)``."""
        required = np.zeros(self.candidates, dtype=bool)
        required[self.must] = True
        return required

    def spent(self, chosen: Chosen) -> int:
        """Return what the chosen candidates cost; 0 where there is no budget."""
        return int(self.costs[chosen].sum())

    def unmet(self, chosen: Chosen) -> Chosen:
        """Return the numbers of the duties that the chosen candidates don't meet."""
        waiting = np.ones(self.duties + 1, dtype=bool)
        waiting[self.duty[chosen]] = False
        return np.flatnonzero(waiting[: self.duties])

    def meets_duties(self, chosen: Chosen) -> bool:
        """Return whether the chosen candidates meet every duty, or as many as are needed."""
        return self.duties - self.unmet(chosen).size >= self.least_duties

    def too_close(self, chosen: Chosen) -> Mask:
        """Return which candidates are too close to one of the chosen, shape ``(candidates,)``."""
        close = np.zeros(self.candidates, dtype=bool)
        if self.apart is not None:
            close[self.apart[chosen].indices] = True
        return close

    def allows(self, chosen: Chosen) -> bool:
        """Return whether the chosen candidates keep to every constraint."""
        return (
            chosen.size <= self.sites
            and (self.budget is None or self.spent(chosen) <= self.budget)
            and bool(np.isin(self.must, chosen).all())
            and not self.too_close(chosen)[chosen].any()
            and self.meets_duties(chosen)
        )

    def addable(self, plan: Chosen) -> Mask:
        """Return which candidates may join a plan that is not complete, so that its duties can still be met.

        What the duties that wait need at least is kept free: a site each, and the money for the cheapest
        candidate that is left. Distances among these are not looked at, so the way may still end without a plan.

        Returns
        -------
        Shape ``(candidates,)``.
        """
        free = ~self.too_close(plan)
        free[plan] = False
        unmet = self.unmet(plan)
        needed = max(0, self.least_duties - (self.duties - unmet.size))
        helps = self.waits(unmet) if needed else np.zeros(self.candidates, dtype=bool)
        sites_left = self.sites - plan.size - needed
        if sites_left <= 0:
            free &= helps if sites_left == 0 else False
        if self.budget is not None:
            left = self.budget - self.spent(plan)
            free &= self.costs + self._kept_free(free, unmet, needed, helps) <= left
        return free

    def waits(self, unmet: Chosen) -> Mask:
        """Return which candidates would meet one of some duties, shape ``(candidates,)``."""
        # One more entry, read by NO_DUTY = -1: a candidate without a duty never waits.
        waiting = np.zeros(self.duties + 1, dtype=bool)
        waiting[unmet] = True
        return np.asarray(waiting[self.duty])

    def _kept_free(self, free: Mask, unmet: Chosen, needed: int, helps: Mask) -> npt.NDArray[np.float64]:
        """Return the rupiah that the duties still need at least once a candidate has joined."""
        if not needed:
            return np.zeros(self.candidates)
        cheapest = np.full(self.duties + 1, np.inf)
        possible = np.flatnonzero(free & helps)
        np.minimum.at(cheapest, self.duty[possible], self.costs[possible].astype(np.float64))
        in_order = np.sort(cheapest[unmet])
        if needed > in_order.size or np.isinf(in_order[needed - 1]):
            return np.full(self.candidates, np.inf)
        dearest = in_order[needed - 1]
        kept = np.full(self.candidates, in_order[:needed].sum())
        # A candidate that meets a duty itself frees that duty's share, or the dearest one of the needed.
        kept[helps] -= np.minimum(cheapest[self.duty[helps]], dearest)
        return kept
