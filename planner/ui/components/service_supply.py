"""What people need of schools, health and worship by the standards, beside what is there: tables for the page."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from planner.checks.each.service_supply.service import (
    PUPIL_GROUPS,
    RADIUS,
    SECONDARY_SCHOOLS,
    SUPPLY_RULES,
    SUPPORTING,
    WORSHIP_RULES,
    SupplyRule,
)
from planner.model.assessment import Assessment
from planner.model.domain import Domain
from planner.model.kinds import ALL_CHILDREN, AgeTier, FacilityKind, Level
from planner.model.labels import KIND_LABELS, TIER_LABELS
from planner.model.rule import Rule
from planner.reports.shares import share_with_range
from planner.rules.citing import citation_text
from planner.texts import Percent, Text, current_language, text
from planner.ui.lookup import access_rows

_TIERS: Mapping[FacilityKind, AgeTier] = {
    FacilityKind.SCHOOL_PAUD: AgeTier.EARLY,
    FacilityKind.SCHOOL_SD: AgeTier.PRIMARY,
    FacilityKind.SCHOOL_SMP: AgeTier.SECONDARY,
    FacilityKind.SCHOOL_SMA: AgeTier.SECONDARY,
}
"""Whose reach is told; of any other kind that of all children."""

Cell = Text | Percent | str | float | int | None

UNKNOWN = text("not known")


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
    """The numbers of one rule, by name, subject and code of region."""

    assessment: Assessment
    service: SupplyRule
    values: Mapping[tuple[str, str, str], float]

    @classmethod
    def of(cls, assessment: Assessment, service: SupplyRule) -> SupplyFigures:
        """Look the numbers of a rule up."""
        measures = assessment.details.measures
        rows = measures[measures["rule"] == service.rule]
        keys = zip(rows["measure"], rows["subject"], rows["code"], strict=True)
        return cls(assessment, service, dict(zip(keys, rows["value"].tolist(), strict=True)))

    def value(self, code: str, measure: str, subject: str = "") -> float | None:
        """Return a number; ``None`` where it is not known."""
        value = self.values.get((measure, subject, code), math.nan)
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


def rule_notes(figures: SupplyFigures) -> list[Text]:
    """Say where the numbers of a rule come from, how sure they are and what is not counted."""
    service, rule = figures.service, figures.assessment.rules[figures.service.rule]
    city = figures.assessment.city
    notes = [
        text(
            "{citation}: one for every {people} people. This is a minimum, not a target.",
            citation=citation_text(rule, SUPPORTING),
            people=round(rule.number(SUPPORTING)),
        )
    ]
    if service.domain is Domain.WORSHIP:
        notes[0] = text(
            "{citation} names one for {people} people for the places of worship of one religion, and leaves the others "
            "to local custom. The list has all religions together, so how many are missing is not known.",
            citation=citation_text(rule, SUPPORTING),
            people=round(rule.number(SUPPORTING)),
        )
    notes += [
        text("All are listed together; which of them count is not recorded: {kind}.", kind=KIND_LABELS[kind])
        for kind in service.may_count
        if service.domain is not Domain.WORSHIP
    ]
    notes.append(_radius_note(rule, service))
    for kind in service.kinds:
        lacking = figures.value(city.code, "without_position", str(kind))
        if lacking:
            notes.append(
                text(
                    "Nobody is counted as reaching the {number} without a known position: {kind}.",
                    number=round(lacking),
                    kind=KIND_LABELS[kind],
                )
            )
    return notes + (_pupil_notes(figures) if has_pupils(service) else [])


def _radius_note(rule: Rule, service: SupplyRule) -> Text:
    if RADIUS not in rule.numbers:
        return text("Its radius was not seen in any source, so nobody is counted within it.")
    tier = TIER_LABELS[tier_of(service)]
    if rule.certainty_of(RADIUS) == "Q":
        return text("Radius {metres} m, counted: {tier}.", metres=round(rule.number(RADIUS)), tier=tier)
    return text(
        "Radius {metres} m from a second-hand source, counted: {tier}.", metres=round(rule.number(RADIUS)), tier=tier
    )


def _pupil_notes(figures: SupplyFigures) -> list[Text]:
    notes = [
        text(
            "Pupils are counted where the school is and children where they live, so that schools with pupils from "
            "elsewhere have more pupils than children. Schools that are not listed, such as madrasah in Dapodik, are "
            "missing; classrooms are not looked at."
        )
    ]
    code = figures.assessment.city.code
    for kind in figures.service.kinds:
        lacking = figures.value(code, "schools_without_pupils", str(kind))
        if lacking:
            notes.append(
                text("Pupils are not recorded of {number}: {kind}.", number=round(lacking), kind=KIND_LABELS[kind])
            )
    if tier_of(figures.service) == AgeTier.SECONDARY:
        notes.append(
            text(
                "Children of 12 to 14 and of 15 to 17 years are not counted apart, so pupils of SMP, SMA and SMK stand "
                "together beside all children of 12 to 17 years."
            )
        )
    return notes


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
