"""Child-protection services on the page: what is listed, where, and how a city adds its own list."""

from __future__ import annotations

from planner.checks.each.protection_services.listing import ListedService, listed_services
from planner.model.assessment import Assessment
from planner.model.kinds import PROTECTION_KINDS, Level
from planner.model.labels import KIND_LABELS, LEVEL_LABELS
from planner.reports.facts import capitalised
from planner.reports.page_tables.protection import protection_counts
from planner.reports.page_tables.service_supply import UNKNOWN
from planner.texts import Percent, text, translate
from planner.ui.components.markup import Content, Html, element, table


def protection_table(assessment: Assessment) -> Html:
    """Return every kind of service in the whole city."""
    minutes = assessment.options.threshold_min
    heads: dict[str, Content] = {
        "kind": text("Service"),
        "listed": text("Listed"),
        "position": text("With a known position"),
        "kelurahan": text("In kelurahan"),
        "share": text("Children within {minutes} minutes on foot", minutes=minutes),
    }
    rows: list[dict[str, Content]] = [
        {
            "kind": capitalised(translate(KIND_LABELS[of.kind])),
            "listed": UNKNOWN if of.listed is None else of.listed,
            "position": None if of.listed is None else of.with_position,
            "kelurahan": _kelurahan(of),
            "share": UNKNOWN if of.share is None else Percent(of.share),
        }
        for of in listed_services(assessment)
    ]
    return table(
        text("Services that protect children"), heads, rows, numbers=["listed", "position", "kelurahan", "share"]
    )


def nothing_listed(assessment: Assessment) -> Html | None:
    """Say how a city that lists no such service adds its list; ``None`` where every kind is known."""
    lacking = [of.kind for of in listed_services(assessment) if of.listed is None]
    if not lacking:
        return None
    return element(
        "p",
        text(
            "The city's data do not list these, so whether there are any is not known: {kinds}. Bring a list on the "
            "page “Bring data in”, with a column for the kind of service, its name, and its position or kelurahan.",
            kinds="; ".join(translate(KIND_LABELS[kind]) for kind in lacking),
        ),
    )


def protection_by_region(assessment: Assessment, level: Level) -> Html | None:
    """Return how many services each region has; ``None`` where none is listed at all."""
    counted = protection_counts(assessment.city, level)
    if counted is None:
        return None
    kinds = [kind for kind in PROTECTION_KINDS if str(kind) in counted.columns]
    heads: dict[str, Content] = {
        "name": capitalised(translate(LEVEL_LABELS[level])),
        **{str(kind): capitalised(translate(KIND_LABELS[kind])) for kind in kinds},
    }
    rows: list[dict[str, Content]] = [
        {"name": row["name"], **{str(kind): int(row[str(kind)]) for kind in kinds}}
        for row in counted.to_dict("records")
    ]
    return table(text("Services by region"), heads, rows, numbers=[str(kind) for kind in kinds])


def _kelurahan(of: ListedService) -> Content:
    if of.kelurahan is None:
        return UNKNOWN if of.listed is None else None
    return text("{number} of {all}", number=of.kelurahan, all=of.kelurahan_of)
