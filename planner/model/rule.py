"""A rule: one standard, how binding it is, and how sure its numbers are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

WHOLE_RULE = "all"
"""Name, in a rule's certainty, of the rule as a whole."""

FROM_MEMORY = "M"
"""Certainty of what nobody has seen in a source."""


class RuleStatus(StrEnum):
    """How binding a rule is."""

    ENFORCE = "enforce"
    ENFORCE_AS_CHECKLIST = "enforce_as_checklist"
    PROGRAM_RULE = "program_rule"
    DEFAULT = "default"
    ADVISORY = "advisory"
    INSPECTION = "inspection"
    BLANK = "blank"
    NEVER_USE = "never_use"


@dataclass(frozen=True)
class Rule:
    """One standard of the catalogue.

    Attributes
    ----------
    id
        Stable name, such as ``STSK_COVERAGE``.
    theme
        The catalogue file it stands in.
    titles
        Title by language (``id``, ``en``).
    status
        How binding it is.
    certainty
        How sure it is: ``Q`` seen in a source, ``Q2`` seen in one weak or second-hand source, ``M`` from
        memory and unverified, ``C`` computed from seen numbers. Where parts differ, each part by name.
    citation
        The source as it is to be printed.
    numbers
        What the rule says: name to number, text, list or table.
    units
        Unit by name of number.
    note
        What a reader has to know.
    before
        What the catalogue says of the numbers that the city set itself, by name.
    source
        Address of the page on which the rule was seen; empty where there is none.
    checked
        The day on which the rule was last compared with what was collected from its source (``2026-03-31``).
    city
        Code of the city whose own rule it is; empty where it speaks of every city.
    """

    id: str
    theme: str
    titles: Mapping[str, str]
    status: RuleStatus
    certainty: Mapping[str, str]
    citation: str
    numbers: Mapping[str, object]
    units: Mapping[str, str]
    note: str = ""
    before: Mapping[str, object] = field(default_factory=dict)
    source: str = ""
    checked: str = ""
    city: str = ""

    @property
    def changed(self) -> tuple[str, ...]:
        """Names of the numbers that the city set itself."""
        return tuple(name for name in self.numbers if name in self.before)

    def certainty_of(self, name: str) -> str:
        """Return how sure one part of the rule, or one of its numbers, is.

        A number belongs to the part whose name its own begins with: ``radius_m`` to ``radius``. Where no part is named,
        the rule is only as sure as what was written down from memory, if anything was; empty where nothing is said.
        """
        parts = [part for part in self.certainty if name == part or name.startswith(f"{part}_")]
        if parts:
            return self.certainty[max(parts, key=len)]
        if WHOLE_RULE in self.certainty:
            return self.certainty[WHOLE_RULE]
        return next(
            (one for one in self.certainty.values() if from_memory(one)), next(iter(self.certainty.values()), "")
        )

    def number(self, name: str) -> float:
        """Return one number of the rule.

        Raises
        ------
        KeyError
            If the rule has no number of that name.
        """
        value = self.numbers[name]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise KeyError(f"{self.id}.{name} is not a number")
        return float(value)


def from_memory(certainty: str) -> bool:
    """Say whether something was written down from memory, and so has to be verified first."""
    return certainty.partition("_")[0] == FROM_MEMORY


Rules = Mapping[str, Rule]
"""The catalogue: rule by id."""


def applies_to(rule: Rule, city_code: str) -> bool:
    """Say whether a rule speaks of a city: it is a rule for every city, or that city's own."""
    return rule.city in ("", city_code)
