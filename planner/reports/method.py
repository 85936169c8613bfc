"""How figures were made, in plain words."""

from __future__ import annotations

from planner.model.assessment import Assessment, DemandMethod, Method, WalkingMethod
from planner.model.kinds import AgeTier
from planner.model.labels import DEMAND_LABELS, TIER_LABELS
from planner.model.rule import Rules
from planner.rules.citing import changes_of, number_text
from planner.texts import Text, current_language, text

SPEED_RULES = ("WALK_SPEED_PRESCHOOL", "WALK_SPEED_SCHOOL")
"""Rules that say how fast children walk."""

SPREAD_RULE = "ACCESS_SPREAD"
"""Rule that says how far the assumptions may be off."""


def walking_sentences(method: Method) -> list[Text]:
    """Say how walking distance was measured, and what that does not tell."""
    if method.walking is WalkingMethod.STREET_NETWORK:
        return [
            text("Walking distance is measured along the streets, from where children live to the nearest place."),
            text("Paths that are not on the street map are not counted, so some ways may be shorter in truth."),
        ]
    if not method.detour_bands:
        return [
            text("Walking distance is the straight line to the nearest place, for want of a street map."),
            text("Real ways are longer: in truth fewer children live this near."),
        ]
    pairs = sum(band.pairs for band in method.detour_bands)
    return [
        text(
            "Walking distance is the straight line to the nearest place, made longer as real streets make it: "
            "on the streets that are known, a walk is typically {factor} times the straight line ({pairs} pairs of "
            "places measured).",
            factor=method.detour_factor,
            pairs=pairs,
        ),
        text("It is an estimate for a whole neighbourhood, not the way from one front door."),
    ]


def demand_sentence(method: Method) -> Text:
    """Say how children were spread over their region."""
    match method.demand:
        case (
            DemandMethod.POPULATION_GRID | DemandMethod.BUILDINGS | DemandMethod.RESIDENTIAL_LAND | DemandMethod.STREETS
        ):
            return text(
                "Where children live inside a kelurahan is estimated from {evidence}.",
                evidence=DEMAND_LABELS[method.demand],
            )
        case DemandMethod.EVERYDAY_PLACES:
            return text(
                "Where children live inside a kelurahan is estimated from the density of everyday places: schools, "
                "places of worship, shops and streets."
            )
        case DemandMethod.AREA:
            return text("Children are spread evenly over the area of each kelurahan, for want of anything better.")
        case DemandMethod.NONE:
            return text("Nobody gave the number of people, so who is reached is not known.")


def speed_sentence(method: Method) -> Text:
    """Say how far a child of each age walks within the threshold."""
    metres = {tier: round(method.speed_m_s[tier] * method.threshold_min * 60) for tier in AgeTier}
    return text(
        "In {minutes} minutes a child walks about {early} m ({early_ages}), {primary} m ({primary_ages}) or "
        "{secondary} m ({secondary_ages}).",
        minutes=method.threshold_min,
        early=metres[AgeTier.EARLY],
        early_ages=TIER_LABELS[AgeTier.EARLY],
        primary=metres[AgeTier.PRIMARY],
        primary_ages=TIER_LABELS[AgeTier.PRIMARY],
        secondary=metres[AgeTier.SECONDARY],
        secondary_ages=TIER_LABELS[AgeTier.SECONDARY],
    )


def rule_sentences(rules: Rules) -> list[Text]:
    """Say which rules the walks rest on: each walking speed, and of the assumptions those that the city changed."""
    speeds = [
        text(
            "{title}: {speed} ({citation}).",
            title=rule.titles[current_language()],
            speed=number_text(rule, "value"),
            citation=rule.citation,
        )
        for name in SPEED_RULES
        if (rule := rules.get(name)) is not None
    ]
    spread = rules.get(SPREAD_RULE)
    changes = [] if spread is None else changes_of(spread)
    return [*speeds, *(text("Changed by the city: {change}.", change=change) for change in changes)]


def method_sentences(assessment: Assessment) -> list[Text]:
    """Say how the figures of an assessment were made."""
    method = assessment.method
    return [
        *walking_sentences(method),
        speed_sentence(method),
        *rule_sentences(assessment.rules),
        demand_sentence(method),
    ]


def people_source(assessment: Assessment) -> Text:
    """Say where the numbers of people come from."""
    return text(
        "{source}, as of {date}", source=assessment.city.population_source, date=assessment.city.population_date
    )
