"""Who can walk to the place that is chosen."""

from __future__ import annotations

import re
from functools import partial

import geopandas as gpd
import streamlit as st

from planner.access.place_catchment import PlaceCatchment
from planner.model.city import City
from planner.model.kinds import ALL_CHILDREN, AgeTier
from planner.model.labels import LEVEL_LABELS, TIER_LABELS
from planner.model.options import Options
from planner.reports.catchment import (
    catchment_headline,
    only_here_sentence,
    whole_minutes,
)
from planner.reports.catchment_files import CatchmentName, Caught, catchment_file, catchment_metadata
from planner.reports.facts import capitalised
from planner.texts import Text, text, translate
from planner.ui.components.markup import Content, Html, element, show, table
from planner.ui.components.table_download import table_download


def catchment_summary(catchment: PlaceCatchment) -> Html:
    """Return how many children can walk to the place, and how many of them to no other of its kind."""
    sentences = [catchment_headline(catchment)]
    if catchment.by_tier[ALL_CHILDREN].children:
        sentences.append(only_here_sentence(catchment))
    return element("div", *(element("p", sentence) for sentence in sentences), css="inset")


def show_catchment(city: City, options: Options, demand: gpd.GeoDataFrame, catchment: PlaceCatchment) -> None:
    """Show the children of a catchment by age and by region, and offer the whole list."""
    show(element("h2", text("Who can walk to {place}", place=catchment.name)))
    show(_by_tier(catchment), _by_region(city, catchment))
    name, minutes = re.sub(r"[^\w-]+", "-", catchment.facility_id), catchment.threshold_min
    caught = Caught(city, options, demand, catchment)
    file_name = f"{translate(text('catchment'))}-{name}-{minutes:g}.csv"
    with st.container(horizontal=True):
        table_download(
            text("Download the list of children (CSV)"),
            partial(catchment_file, caught, CatchmentName.LIST),
            file_name,
            partial(catchment_metadata, caught, file_name),
        )
    show(
        element(
            "p",
            text("Children are counted where they are estimated to live, point by point: no home is known by itself."),
            css="note",
        )
    )


def _by_tier(catchment: PlaceCatchment) -> Html:
    heads: dict[str, Content] = {
        "tier": text("Age"),
        "children": text("Children"),
        "nearest": text("Nearest"),
        "median": text("Half walk at most"),
        "only": text("No other in reach"),
    }
    rows: list[dict[str, Content]] = [
        {
            "tier": capitalised(translate(TIER_LABELS[tier])),
            "children": walkers.children,
            "nearest": _minutes(walkers.nearest_min),
            "median": _minutes(walkers.median_min),
            "only": walkers.only_here,
        }
        for tier, walkers in catchment.by_tier.items()
    ]
    return table(text("Children within reach, by age"), heads, rows, numbers=list(heads)[1:])


def _minutes(minutes: float | None) -> Text | str:
    whole = whole_minutes(minutes)
    return "–" if whole is None else text("{minutes} min", minutes=whole)


def _by_region(city: City, catchment: PlaceCatchment) -> Html:
    tiers = [*(tier.value for tier in AgeTier), ALL_CHILDREN]
    names = city.region_names
    heads: dict[str, Content] = {
        "name": capitalised(translate(LEVEL_LABELS[city.finest_level])),
        **{tier: capitalised(translate(TIER_LABELS[tier])) for tier in tiers},
    }
    rows: list[dict[str, Content]] = [
        {"name": names[code], **dict(zip(tiers, counts, strict=True))}
        for code, counts in zip(catchment.by_region.index, catchment.by_region[tiers].to_numpy().tolist(), strict=True)
    ]
    return table(text("Where they live"), heads, rows, numbers=tiers)
