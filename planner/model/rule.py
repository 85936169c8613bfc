"""A rule: one standard, how binding it is, and how sure its numbers are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


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
        The day on which that page was last compared (``2026-03-31``); empty where nobody did.
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


Rules = Mapping[str, Rule]
"""The catalogue: rule by id."""


def applies_to(rule: Rule, city_code: str) -> bool:
    """Say whether a rule speaks of a city: it is a rule for every city, or that city's own."""
    return rule.city in ("", city_code)
