"""Rules of the catalogue that somebody chose, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from planner.model.city import City
from planner.model.rule import Rules
from planner.reports.page_tables.table import PageTable
from planner.reports.rule_table import RULE_HEADS, rule_table, rules_of_city
from planner.reports.spreadsheet import as_csv
from planner.texts import text, translate


@dataclass(frozen=True)
class RulesFile(PageTable):
    """Rules that speak of a city; what is left empty leaves none out.

    Attributes
    ----------
    theme, status, certainty
        Only rules of this theme, standing, and certainty of any of their numbers.
    sought
        Only rules whose row holds these words.
    """

    kind: ClassVar[str] = "rules"
    theme: str = ""
    status: str = ""
    certainty: str = ""
    sought: str = ""

    @property
    def file_name(self) -> str:
        """Name of the table's file."""
        return f"{translate(text('rules'))}.csv"


def chosen_rules(city: City, rules: Rules, asked: RulesFile) -> Rules:
    """Return the rules that fit all that is asked, in the order of the catalogue."""
    fitting = {
        name: rule
        for name, rule in rules_of_city(rules, city.code).items()
        if asked.theme in ("", rule.theme)
        and asked.status in ("", rule.status)
        and (not asked.certainty or asked.certainty in {letter.partition("_")[0] for letter in rule.certainty.values()})
    }
    sought = asked.sought.casefold()
    if not sought or not fitting:
        return fitting
    lines = rule_table(fitting).agg(" ".join, axis=1).str.casefold()
    return {name: rule for (name, rule), line in zip(fitting.items(), lines, strict=True) if sought in line}


def rules_file(city: City, rules: Rules, asked: RulesFile) -> bytes:
    """Return the table, in the spoken language."""
    return as_csv(rule_table(chosen_rules(city, rules, asked)), RULE_HEADS)
