"""What people need of schools, health and worship by the standards, beside what is there, by region as a table."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from planner.checks.each.service_supply.service import (
    PUPIL_GROUPS,
    SECONDARY_SCHOOLS,
    SUPPLY_RULES,
    WORSHIP_RULES,
    SupplyRule,
)
from planner.model.assessment import Assessment
from planner.model.domain import Domain
from planner.model.kinds import ALL_CHILDREN, AgeTier, FacilityKind, Level
from planner.model.rule import Rule
from planner.reports.lookup import access_rows
from planner.reports.page_tables.coverage import level_head
from planner.reports.page_tables.table import Cell, PageTable, plain
from planner.reports.shares import share_with_range
from planner.reports.spreadsheet import as_csv
from planner.texts import Percent, Text, current_language, text

_TIERS: Mapping[FacilityKind, AgeTier] = {
    FacilityKind.SCHOOL_PAUD: AgeTier.EARLY,
    FacilityKind.SCHOOL_SD: AgeTier.PRIMARY,
    FacilityKind.SCHOOL_SMP: AgeTier.SECONDARY,
    FacilityKind.SCHOOL_SMA: AgeTier.SECONDARY,
}
"""Whose reach is told; of any other kind that of all children."""

UNKNOWN = text("not known")


@dataclass(frozen=True)
class ServiceSupplyFile(PageTable):
    """The regions of one rule.

    Attributes
    ----------
    rule, level
        The rule of supply, and the regions that have a row.
    """

    kind: ClassVar[str] = "service_supply"
    rule: str
    level: Level

    @property
    def file_name(self) -> str:
        """Name of the table's file."""
        return f"{self.rule.casefold()}-{self.level}.csv"


def rules_of(domain: Domain) -> tuple[SupplyRule, ...]:
    """Return the rules of supply of one part of the city."""
    return tuple(service for service in SUPPLY_RULES + WORSHIP_RULES if service.domain is domain)


def rule_title(rule: Rule) -> str:
    """Return a rule's title in the spoken language."""
    return rule.titles[str(current_language())]


def tier_of(service: SupplyRule) -> str:
    """Return whose reach is told beside a rule."""
    return str(_TIERS.get(service.kinds[0], ALL_CHILDREN))


def supply_heads(assessment: Assessment, service: SupplyRule | None) -> dict[str, Text]:
    """Return the columns of the tables; those of one rule if it is given."""
    minutes = assessment.options.threshold_min
    worship = service is not None and service.domain is Domain.WORSHIP
    if worship:
        heads = {
            "listed": text("Listed, of all religions"),
            "each": text("Listed for so many people as the standard names for one"),
        }
    else:
        heads = {"needed": text("Needed at least"), "listed": text("Listed"), "missing": text("Missing at most")}
    heads |= _pupil_heads(service)
    return heads | {
        "radius": text("Within the radius, straight line"),
        "walk": text("Within {minutes} minutes on foot", minutes=minutes),
    }


def _pupil_heads(service: SupplyRule | None) -> dict[str, Text]:
    pupils, children = {"pupils": text("Recorded pupils")}, {"children": text("Children of that age")}
    if service is None:
        return pupils | children
    groups = [group for group in PUPIL_GROUPS if group.rule == service.rule]
    if any(group.subject == SECONDARY_SCHOOLS for group in groups):
        return pupils | {"together": text("Pupils of SMP, SMA and SMK")} | children
    return (pupils if groups else {}) | (children if any(group.tier for group in groups) else {})


def has_pupils(service: SupplyRule) -> bool:
    """Say whether pupils are told beside a rule."""
    return any(group.rule == service.rule for group in PUPIL_GROUPS)


@dataclass(frozen=True, eq=False)
class SupplyFigures:
    """The numbers of one rule."""

    assessment: Assessment
    service: SupplyRule

    def value(self, code: str, measure: str, subject: str = "") -> float | None:
        """Return a number; ``None`` where it is not known."""
        value = self.assessment.details.value(self.service.rule, measure, code, subject)
        return None if math.isnan(value) else value

    @property
    def any_listed(self) -> bool:
        """Whether the city lists a place that counts for certain, or may count where none does."""
        kinds = self.service.counts or self.service.kinds
        return any(self.value(self.assessment.city.code, "listed", str(kind)) for kind in kinds)

    def row(self, level: Level, code: str) -> dict[str, Cell]:
        """Return the cells of one region."""
        kinds, pupils = self.service.kinds, has_pupils(self.service)
        listed = [(kind, self.value(code, "listed", str(kind))) for kind in kinds]
        return {
            "needed": _count(self.value(code, "needed")),
            "listed": _listed(listed),
            "missing": _count(self.value(code, "missing_at_most")),
            "each": _rounded(self.value(code, "for_supporting_people")),
            "pupils": _count(self.value(code, "pupils", str(kinds[0]))) if pupils else None,
            "together": _count(self.value(code, "pupils", SECONDARY_SCHOOLS)),
            "children": self._children(code),
            "radius": self._radius(code),
            "walk": self._walk(level, code),
        }

    def secondary(self, code: str) -> dict[str, Cell]:
        """Return pupils and children of the secondary schools together."""
        row = {name: self.value(code, name, SECONDARY_SCHOOLS) for name in ("pupils", "children_of_age")}
        return {"pupils": _count(row["pupils"]), "children": _count(row["children_of_age"])}

    def _children(self, code: str) -> Cell:
        """Return the children who go to these schools, or to them and those told together with them."""
        subjects = [group.subject for group in PUPIL_GROUPS if group.rule == self.service.rule and group.tier]
        return _count(self.value(code, "children_of_age", subjects[0])) if subjects else None

    def _radius(self, code: str) -> Cell:
        tier = tier_of(self.service)
        name = "share" if tier == ALL_CHILDREN else "share" + AgeTier(tier).column.removeprefix("children")
        subject = str((self.service.counts or self.service.kinds)[0])
        share = self.value(code, name, subject)
        return UNKNOWN if share is None else Percent(share)

    def _walk(self, level: Level, code: str) -> Cell:
        kind = str((self.service.counts or self.service.kinds)[0])
        rows = access_rows(self.assessment, level, kind, tier_of(self.service))
        rows = rows[(rows["code"] == code) & rows["share"].notna()]
        if rows.empty:
            return UNKNOWN
        row = rows.iloc[0]
        return share_with_range(float(row["share"]), float(row["share_low"]), float(row["share_high"]))


def region_heads(figures: SupplyFigures, level: Level) -> dict[str, Text]:
    """Return the columns of the table."""
    return {"name": level_head(level), **supply_heads(figures.assessment, figures.service)}


def region_rows(figures: SupplyFigures, level: Level) -> list[dict[str, Cell]]:
    """Return a row a region: its name, and the cells of :meth:`SupplyFigures.row`."""
    city = figures.assessment.city
    names = city.region_names
    return [{"name": names[code], **figures.row(level, code)} for code in city.regions_at(level)["code"]]


def service_supply_file(assessment: Assessment, asked: ServiceSupplyFile) -> bytes:
    """Return the table, in the spoken language.

    Raises
    ------
    planner.errors.OptionError
        If there is no such rule, or no such region.
    """
    service = next((one for one in SUPPLY_RULES + WORSHIP_RULES if one.rule == asked.rule), None)
    if service is None:
        raise asked.missing()
    figures = SupplyFigures(assessment, service)
    heads, rows = region_heads(figures, asked.level), region_rows(figures, asked.level)
    if not rows:
        raise asked.missing()
    return as_csv(pd.DataFrame([{head: _in_file(row[head]) for head in heads} for row in rows]), heads)


def _in_file(cell: Cell) -> str:
    return "" if cell is None else plain(cell)


def _count(value: float | None) -> Cell:
    return UNKNOWN if value is None else round(value)


def _rounded(value: float | None) -> Cell:
    return UNKNOWN if value is None else round(value, 2)


def _listed(listed: list[tuple[FacilityKind, float | None]]) -> Cell:
    """Return how many are listed; where two kinds may count, both."""
    known = [round(value) for _, value in listed if value is not None]
    if not known:
        return UNKNOWN
    if len(known) == 1:
        return known[0]
    return text("{first} and {second} SMK", first=known[0], second=known[1])
