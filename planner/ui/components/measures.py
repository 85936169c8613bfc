"""The measures of the coverage page: cells of its table, and what each measure means."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from planner.access.supply import AREA_KINDS, SERVICES
from planner.model.assessment import Assessment
from planner.model.kinds import Level
from planner.model.labels import KIND_LABELS, LEVEL_LABELS
from planner.reports.shares import share_with_range
from planner.rules.citing import citation_text
from planner.texts import Percent, Text, plural, text
from planner.ui.components.markup import Content, Html, element

MEASURES: Mapping[str, Text] = {
    "median_min": text("Half walk at most"),
    "p90_min": text("Nine in ten walk at most"),
    "choices": text("Places to choose from"),
    "park_m2_per_child": text("Park for each child"),
    "capacity_per_child": text("Capacity for each child"),
}
"""Heading of each measure besides the share."""

Row = Mapping[str, Any]
"""One row of the access table."""


def measure_heads(rows: pd.DataFrame) -> dict[str, Text]:
    """Return the headings of those measures that the rows have anything to say of."""
    known = {
        "park_m2_per_child": rows["area_unknown"].notna().any(),
        "capacity_per_child": rows["capacity_per_child"].notna().any() or (rows["capacity_unknown"] > 0).any(),
    }
    return {name: head for name, head in MEASURES.items() if known.get(name, True)}


def measure_cells(row: Row) -> dict[str, Content]:
    """Return what each measure says of one region."""
    if not row["children"]:
        return {"share": text("no children"), **dict.fromkeys(MEASURES, "–")}
    return {
        "share": _share(row),
        "median_min": _minutes(row["median_min"]),
        "p90_min": _minutes(row["p90_min"]),
        "choices": _choices(round(row["choices_median"]), round(float(row["choices_mean"]), 1)),
        "park_m2_per_child": _amount(row["park_m2_per_child"], row["area_unknown"], _square_metres),
        "capacity_per_child": _amount(row["capacity_per_child"], row["capacity_unknown"], _number),
    }


def _share(row: Row) -> Html:
    """Return a share as a bar and in figures with its range."""
    low, share, high = (float(row[name]) for name in ("share_low", "share", "share_high"))
    filled = element("span", style=f"width:{share:.1%}")
    bar = element("span", filled, css="bar", aria_hidden="true")
    return element("span", bar, Html(" "), share_with_range(share, low, high), css="unbroken")


def _choices(median: int, mean: float) -> Text:
    if not mean:
        return text("{number}", number=median)
    return text("{median} (average {mean})", median=median, mean=mean)


def _minutes(minutes: float) -> Text:
    if math.isnan(minutes):
        return text("no way known")
    return text("{minutes} min", minutes=math.ceil(minutes - 1e-9))


def _square_metres(amount: float) -> Text:
    return text("{area} m²", area=round(amount, 1) if amount < 10 else round(amount))


def _number(amount: float) -> Text:
    return text("{number}", number=round(amount, 2))


def _amount(amount: float, unknown: object, write: Callable[[float], Text]) -> Content:
    """Return an amount: a lower bound where something is not known, not known where nothing is."""
    if math.isnan(amount):
        return text("not known")
    return text("at least {amount}", amount=write(amount)) if unknown else write(amount)


def walk_sentence(row: Row) -> Text | None:
    """Say how long children walk, in one sentence; ``None`` where there are no children."""
    if not row["children"]:
        return None
    median, most = float(row["median_min"]), float(row["p90_min"])
    if math.isnan(median):
        return text("Half of the children or more have no known way to one.")
    if math.isnan(most):
        return text(
            "Half of the children need at most {median} minutes on foot; more than one in ten has no known way to one.",
            median=math.ceil(median - 1e-9),
        )
    return text(
        "Half of the children need at most {median} minutes on foot, nine in ten at most {most}.",
        median=math.ceil(median - 1e-9),
        most=math.ceil(most - 1e-9),
    )


def not_counted_sentence(missing: int, places: int) -> Text | None:
    """Say how many places nobody is counted as walking to; ``None`` where there is none."""
    if not missing:
        return None
    return plural(
        "Of {places} places {n} has no known position in the city: nobody is counted as walking there, so the share "
        "may be higher.",
        "Of {places} places {n} have no known position in the city: nobody is counted as walking there, so the share "
        "may be higher.",
        missing,
        places=places,
    )


def told_apart_sentence(rows: pd.DataFrame, level: Level) -> Text | None:
    """Say which regions can't be told apart from the worst, given their ``name`` beside the access table."""
    known = rows.dropna(subset=["share_low", "share_high"]).sort_values(["share", "code"])
    if len(known) < 2:
        return None
    worst, others = known.iloc[0], known.iloc[1:]
    overlapping = int((others["share_low"] <= worst["share_high"]).sum())
    if not overlapping:
        return text("{name} has the lowest share, clear of the range of every other.", name=worst["name"])
    return plural(
        "Two {level} whose ranges overlap can't be told apart. So the lowest share, of {name} ({share}), can't be told "
        "apart from that of {n} other.",
        "Two {level} whose ranges overlap can't be told apart. So the lowest share, of {name} ({share}), can't be told "
        "apart from those of {n} others.",
        overlapping,
        level=LEVEL_LABELS[level],
        name=worst["name"],
        share=Percent(float(worst["share"])),
    )


def explanations(assessment: Assessment, kind: str, row: Row) -> list[Text]:
    """Say in plain words what each measure means, given the city's own row."""
    said = [
        text(
            "The range beside a share: the share was worked out {count} times, each time with one assumption changed: "
            "children walk faster or slower, ways are longer or shorter, the time limit is a little more or less, "
            "homes lie elsewhere. The range goes from the least to the most.",
            count=len(assessment.variations),
        ),
        text(
            "Half walk at most: the middle child's walk to the nearest place. Nine in ten walk at most: all but the "
            "tenth with the longest walk."
        ),
        text(
            "Places to choose from: how many places the middle child reaches in {minutes} minutes, and the average.",
            minutes=assessment.method.threshold_min,
        ),
    ]
    if kind in AREA_KINDS:
        said.append(
            text(
                "Park for each child: each public park is shared among all children who reach it in time; a child's "
                "parts are added up. Children who reach none count with 0."
            )
        )
        said += _area_unknown(row)
    if kind in SERVICES:
        said.append(
            text(
                "Capacity for each child (two-step floating catchment): what a place is meant for is shared among all "
                "children who reach it in time; a child's parts are added up. 1 is a place for every child, 0 is none "
                "within reach."
            )
        )
        said += _assumed(assessment, kind, row)
    return said


def _area_unknown(row: Row) -> list[Text]:
    if not row["area_unknown"]:
        return []
    return [
        plural(
            "The area of {n} park within reach is not known: figures there are lower bounds.",
            "The areas of {n} parks within reach are not known: figures there are lower bounds.",
            int(row["area_unknown"]),
        )
    ]


def _assumed(assessment: Assessment, kind: str, row: Row) -> list[Text]:
    """Say for how many places the standard stands in, and for how many nothing does."""
    if row["capacity_assumed"] is pd.NA:
        return []
    said = []
    rule = assessment.rules.get(SERVICES[kind].rule)
    if row["capacity_assumed"] and rule is not None:
        said.append(
            text(
                "Assumption: for {count} places within reach nobody recorded the capacity, so the standard stands in: "
                "one {kind} for {people} people ({citation}), and of these the children it is for.",
                count=int(row["capacity_assumed"]),
                kind=KIND_LABELS[kind],
                people=round(rule.number("pop")),
                citation=citation_text(rule, "pop"),
            )
        )
    if row["capacity_unknown"]:
        said.append(
            text(
                "For {count} places within reach the capacity is not known, and no standard gives one.",
                count=int(row["capacity_unknown"]),
            )
        )
    return said
