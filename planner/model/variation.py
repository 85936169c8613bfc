"""What could be otherwise: runs that repeat a calculation with other assumptions, for ranges instead of points."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Variation:
    """One run of a calculation under other assumptions. Every factor is 1 in the run that is shown as the result.

    Attributes
    ----------
    id
        Stable name, such as ``slow`` or ``long_detour``; ``central`` is the run that is shown.
    speed
        Walking speed over the usual one.
    detour
        Walking distance over the usual one.
    threshold
        Walking time within which a place counts as reached over the chosen one.
    demand_seed
        Seed by which children are moved within their region as far as the method of spreading them errs;
        ``None`` leaves them where they are.
    """

    id: str
    speed: float = 1.0
    detour: float = 1.0
    threshold: float = 1.0
    demand_seed: int | None = None

    @property
    def reach(self) -> float:
        """How far children get in time, over the usual: a factor of every distance that counts as reached."""
        return self.speed * self.threshold / self.detour


CENTRAL = Variation("central")
