"""Which age tier a benchmark's ages fit best."""

from __future__ import annotations

from planner.model.kinds import AgeTier
from planner.model.rule import Rule


def best_tier(rule: Rule) -> AgeTier:
    """Return the age tier that shares the most years with the ages of a rule; of equal ones the youngest.

    The ages of the benchmarks overlap and do not end where the tiers do: 4 to 8 shares two years with 0-5 and three
    with 6-11.
    """
    first, last = ages_of(rule)
    return max(AgeTier, key=lambda tier: len([age for age in tier.ages if first <= age <= last]))


def ages_of(rule: Rule) -> tuple[int, int]:
    """Return the ages a rule is for, both ends included.

    Raises
    ------
    KeyError
        If the rule has no ages.
    """
    ages = rule.numbers["age"]
    if not isinstance(ages, list | tuple) or len(ages) != 2:
        raise KeyError(f"{rule.id}.age is no pair of ages")
    return int(ages[0]), int(ages[1])
