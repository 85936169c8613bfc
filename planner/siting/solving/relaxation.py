"""A bound on every plan, the candidates that no better plan can hold, and where better plans may be found.

The linear relaxation of maximal covering is a saddle point of shares of candidates and prices of rows and constraints.
It is approached by the primal-dual hybrid gradient method (Chambolle and Pock 2011) with diagonal steps (Pock and
Chambolle 2011), averages and restarts as in PDLP (Applegate and others 2021). Whatever the prices are, the bound that
they give holds (Lagrangian relaxation, Galvão and ReVelle 1996); only how close it is depends on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from planner.siting.solving.clock import ENDLESS, Clock
from planner.siting.solving.problem import NOISE, Chosen, CoveringProblem, Mask
from planner.siting.solving.program import selection_rows

LOOK = 20
"""Bounds are worked out once in so many steps: they cost as much as two of them."""

LONGEST = 400
"""After so many steps, averages are begun anew at the latest."""

RESTART = 0.5
"""Averages are begun anew from the best point when its gap has become this share of what it was."""

BALANCE = 2.0
"""Length of the prices' steps against that of the shares'. From 1 to 4 it hardly matters."""

ALMOST = 1e-6
"""A constraint that is missed by this share of a site is kept."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Point:
    """Shares and prices, to go on from.

    Attributes
    ----------
    shares
        To what share each candidate is chosen, shape ``(candidates,)``.
    prices
        Price of each row as a share of its weight, shape ``(rows,)``.
    sides
        Prices of the constraints beside the number of sites, shape ``(constraints,)``.
    """

    shares: Floats
    prices: Floats
    sides: Floats


@dataclass(frozen=True, eq=False)
class Limits:
    """Which candidates are decided already: the least and the greatest share of each, 0 or 1."""

    lower: Floats
    upper: Floats

    @property
    def fixed(self) -> Mask:
        """Candidates that are chosen."""
        return self.lower > 0

    @property
    def free(self) -> Mask:
        """Candidates that are not decided."""
        return np.asarray((self.upper > 0) & (self.lower == 0))

    def with_share(self, candidate: int, share: float) -> Limits:
        """Decide about one candidate."""
        lower, upper = self.lower.copy(), self.upper.copy()
        lower[candidate] = upper[candidate] = share
        return Limits(lower, upper)


@dataclass(frozen=True, eq=False)
class Relaxation:
    """What the relaxation proves.

    Attributes
    ----------
    bound
        No plan covers more than this.
    value
        What the best shares cover; minus infinity if they miss a constraint. The relaxation's own optimum is not
        below it.
    shares
        The best shares: better plans are likely to be made of candidates with a share, shape ``(candidates,)``.
    worth
        Worth of each candidate at the prices of the bound, shape ``(candidates,)``.
    last, next
        Worth of the last candidate that the bound chooses, and of the first that it doesn't; 0 if less.
    limits
        Which candidates were decided.
    point
        The last shares and prices.
    """

    bound: float
    value: float
    shares: Floats
    worth: Floats
    last: float
    next: float
    limits: Limits
    point: Point

    def bound_with(self) -> Floats:
        """Bound every plan that holds a certain candidate, shape ``(candidates,)``: it takes the last one's place."""
        bound = self.bound + np.minimum(0.0, self.worth - self.last)
        return np.where(self.limits.fixed, self.bound, np.where(self.limits.free, bound, -np.inf))

    def bound_without(self) -> Floats:
        """Bound every plan that lacks a certain candidate, shape ``(candidates,)``: the next one takes its place."""
        bound = self.bound - np.maximum(0.0, self.worth - self.next)
        return np.where(self.limits.fixed, -np.inf, np.where(self.limits.free, bound, self.bound))

    def may_improve(self, value: int) -> Mask:
        """Return which candidates a plan of a greater (whole) value may hold."""
        return self.bound_with() >= least_better(value)

    def decided(self, value: int) -> Limits:
        """Return what every plan of a greater (whole) value must hold, and what it can't."""
        lower = np.where(self.bound_without() < least_better(value), 1.0, self.limits.lower)
        upper = np.where(self.bound_with() < least_better(value), 0.0, self.limits.upper)
        return Limits(lower, upper)


def least_better(value: int) -> float:
    """Return the least bound at which a plan of a greater whole value may exist: bounds are rounded numbers."""
    return value + 1 - NOISE


@dataclass(frozen=True, eq=False)
class Saddle:
    """The relaxation of one problem, with all that its steps need."""

    problem: CoveringProblem

    @cached_property
    def weights(self) -> Floats:
        """Weight of each row, shape ``(rows,)``."""
        return self.problem.weights.astype(np.float64)

    @cached_property
    def sides(self) -> tuple[sp.csr_array, Floats]:
        """Constraints beside the number of sites: ``matrix @ shares >= right``, scaled like the value of a site.

        How many duties are needed is left out where that isn't all of them.
        """
        written = selection_rows(self.problem)
        candidates = self.problem.candidates
        known = np.diff(written.matrix.indptr) == np.diff(sp.csr_array(written.matrix[:, :candidates]).indptr)
        matrix = sp.csr_array(written.matrix[:, :candidates])
        at_least = np.flatnonzero(known & np.isfinite(written.lower) & (written.lower > 0))
        at_most = np.flatnonzero(known & np.isfinite(written.upper))[1:]  # The first is the number of sites.
        both = sp.csr_array(sp.vstack([matrix[at_least], -matrix[at_most]], format="csr"))
        right = np.concatenate([written.lower[at_least], -written.upper[at_most]])
        greatest = np.maximum(abs(both).max(axis=1).toarray().ravel(), 1.0) if both.nnz else np.ones(right.size)
        scale = self.greatest / greatest
        return sp.csr_array(sp.diags_array(scale) @ both), right * scale

    @cached_property
    def totals(self) -> Floats:
        """What each candidate covers by itself, shape ``(candidates,)``."""
        return np.asarray(self.problem.pattern @ self.weights)

    @cached_property
    def greatest(self) -> float:
        """What the best single candidate covers; at least 1."""
        return float(max(1.0, self.totals.max(initial=0)))

    @cached_property
    def steps(self) -> tuple[Floats, Floats, Floats]:
        """Lengths of the steps of shares, prices (for a row's weight) and the sides' prices."""
        matrix, _ = self.sides
        columns = self.totals + np.asarray(abs(matrix).sum(axis=0)).ravel()
        rows = np.diff(self.problem.covered_by.indptr)
        sides = np.asarray(abs(matrix).sum(axis=1)).ravel()
        return (
            1 / (BALANCE * np.maximum(columns, 1.0)),
            BALANCE / np.maximum(rows, 1),
            BALANCE / np.maximum(sides, 1.0),
        )

    @cached_property
    def limits(self) -> Limits:
        """What is decided from the start: candidates that must be chosen."""
        return Limits(self.problem.required.astype(np.float64), np.ones(self.problem.candidates))

    def restricted(self, kept: Chosen, point: Point) -> tuple[Saddle, Point]:
        """Return the relaxation of some candidates only, and what becomes of a point: merged rows share prices."""
        part, rows = self.problem.restricted(kept)
        saddle = Saddle(part)
        there = rows >= 0
        paid = np.bincount(rows[there], (self.weights * point.prices)[there], minlength=part.weights.size)
        same = saddle.sides[1].size == point.sides.size
        sides = point.sides if same else np.zeros(saddle.sides[1].size)
        return saddle, Point(point.shares[kept], paid / np.maximum(saddle.weights, 1.0), sides)

    def start(self) -> Point:
        """Return a point to begin with: all candidates alike, all prices in the middle."""
        candidates = self.problem.candidates
        share = min(1.0, self.problem.sites / max(1, candidates))
        return Point(np.full(candidates, share), np.full(self.weights.size, 0.5), np.zeros(self.sides[0].shape[0]))

    def relax(
        self,
        steps: int,
        value: int,
        point: Point | None = None,
        limits: Limits | None = None,
        clock: Clock = ENDLESS,
        *,
        hopeless: bool = False,
    ) -> Relaxation:
        """Take steps towards the saddle point, and return the best bound on the way.

        Parameters
        ----------
        steps
            At most so many steps.
        value
            Value of the best plan: a bound that leaves no better (whole) one is good enough.
        point
            Where to begin.
        limits
            Which candidates are decided.
        clock
            When to stop; one bound is always worked out.
        hopeless
            Whether to end as soon as the relaxation is known to leave a better plan.
        """
        walk = _Walk(self, point or self.start(), limits or self.limits)
        for step in range(1, steps + 1):
            walk.step()
            if step % LOOK and step < steps and not clock.over():
                continue
            found = walk.look()
            enough = found.bound < least_better(value) or found.bound - found.value < NOISE
            if enough or clock.over() or (hopeless and found.value >= least_better(value)):
                break
        return found


class _Walk:
    """Steps towards the saddle point, and the best seen on the way."""

    def __init__(self, saddle: Saddle, point: Point, limits: Limits) -> None:
        self._saddle, self._limits = saddle, limits
        self._multiplier = 0.0
        self._prices, self._sides = point.prices, point.sides
        self._shares = self._nearest(point.shares)
        self._reach = saddle.problem.covered_by @ self._shares
        self._before = self._shares, self._reach
        self._bound, self._value, self._gap = np.inf, -np.inf, np.inf
        self._forget()

    def _forget(self) -> None:
        """Begin averages anew."""
        self._sums: list[Floats] = [np.zeros_like(part) for part in (self._shares, self._prices, self._sides)]
        self._count = 0

    def step(self) -> None:
        """Move prices against the shares, and shares against the new prices."""
        saddle = self._saddle
        matrix, right = saddle.sides
        length, price_length, side_length = saddle.steps
        shares, reach = self._before
        self._prices = np.clip(self._prices - price_length * (2 * self._reach - reach - 1), 0, 1)
        if right.size:
            kept = matrix @ (2 * self._shares - shares) - right
            self._sides = np.maximum(0.0, self._sides - side_length * kept)
        self._before = self._shares, self._reach
        self._shares = self._nearest(self._shares + length * self._worth(self._prices, self._sides))
        self._reach = saddle.problem.covered_by @ self._shares
        self._count += 1
        for total, part in zip(self._sums, (self._shares, self._prices, self._sides), strict=True):
            total += part

    def look(self) -> Relaxation:
        """Work out bounds and values of the last point and of the average; go on from the better one if it is time."""
        shares, prices, sides = (total / self._count for total in self._sums)
        reach = self._saddle.problem.covered_by @ shares
        gaps = [
            self._measured(self._shares, self._prices, self._sides, self._reach),
            self._measured(shares, prices, sides, reach),
        ]
        if min(gaps) < RESTART * self._gap or self._count >= LONGEST:
            self._gap = min(gaps)
            if gaps[1] < gaps[0]:
                self._shares, self._prices, self._sides, self._reach = shares, prices, sides, reach
            self._before = self._shares, self._reach
            self._forget()
        point = Point(self._shares, self._prices, self._sides)
        return Relaxation(self._bound, self._value, self._best_shares, *self._proof, self._limits, point)

    def _measured(self, shares: Floats, prices: Floats, sides: Floats, reach: Floats) -> float:
        """Note the bound and the value of a point if they are the best; return its gap."""
        saddle = self._saddle
        matrix, right = saddle.sides
        worth = self._worth(prices, sides)
        total, last, following = _best_total(worth, self._limits, saddle.problem.sites)
        bound = float(saddle.weights @ (1 - prices)) - float(sides @ right) + total
        if bound < self._bound:
            self._bound, self._proof = bound, (worth, last, following)
        missed = float(np.maximum(0.0, right - matrix @ shares).sum())
        covered = float(saddle.weights @ np.minimum(1.0, reach))
        value = covered if missed <= ALMOST * saddle.greatest else -np.inf
        if value > self._value or self._value == -np.inf:
            self._value, self._best_shares = value, shares
        return bound - covered + missed

    def _worth(self, prices: Floats, sides: Floats) -> Floats:
        """Return the worth of each candidate at some prices."""
        worth: Floats = self._saddle.problem.pattern @ (self._saddle.weights * prices)
        return worth + self._saddle.sides[0].T @ sides if sides.size else worth

    def _nearest(self, shares: Floats) -> Floats:
        """Return the nearest shares within the limits that sum to no more than the number of sites.

        Nearest in the measure of the steps: all shares are lowered by a multiple of their steps, which Newton's
        method finds, halving where it leaves the range that is left.
        """
        lower, upper, sites = self._limits.lower, self._limits.upper, self._saddle.problem.sites
        length = self._saddle.steps[0]
        within = np.minimum(np.maximum(shares, lower), upper)
        if within.sum() <= sites or lower.sum() >= sites:
            return within if within.sum() <= sites else lower
        low, high, multiplier = 0.0, np.inf, max(self._multiplier, 0.0)
        while True:
            lowered = shares - multiplier * length
            within = np.minimum(np.maximum(lowered, lower), upper)
            over = float(within.sum()) - sites
            if abs(over) < ALMOST:
                break
            low, high = (multiplier, high) if over > 0 else (low, multiplier)
            slope = float(length[(lowered > lower) & (lowered < upper)].sum())
            multiplier = multiplier + over / slope if slope else np.inf
            if not low < multiplier < high:
                multiplier = (low + high) / 2 if high < np.inf else 2 * low + 1 / length.max()
            if high - low <= np.spacing(high):
                break
        self._multiplier = multiplier
        return within


def _best_total(worth: Floats, limits: Limits, sites: int) -> tuple[float, float, float]:
    """Return the greatest total worth of so many candidates, and the worth of the last in it and the first out of it.

    Minus infinity where more candidates are fixed than may be chosen.
    """
    free = np.maximum(worth[limits.free], 0.0)
    fixed = limits.fixed
    left = sites - int(fixed.sum())
    if left < 0:
        return -np.inf, 0.0, 0.0
    total = float(worth[fixed].sum())
    if left >= free.size:
        return total + float(free.sum()), 0.0, 0.0
    if left == 0:
        return total, np.inf, float(free.max())
    parted = -np.partition(-free, (left - 1, left))
    return total + float(parted[:left].sum()), float(parted[left - 1]), float(parted[left])
