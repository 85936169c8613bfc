"""Where the numbers that people need of schools, health and worship come from, and what is not counted."""

from __future__ import annotations

from planner.checks.each.service_supply.service import RADIUS, SUPPORTING, SupplyRule
from planner.model.domain import Domain
from planner.model.kinds import AgeTier
from planner.model.labels import KIND_LABELS, TIER_LABELS
from planner.model.rule import Rule
from planner.reports.page_tables.service_supply import SupplyFigures, has_pupils, tier_of
from planner.rules.citing import citation_text
from planner.texts import Text, text


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
