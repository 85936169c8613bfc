"""The catchment of a place in words, as a list of children and as outlines."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from planner.access.place_catchment import PlaceCatchment, Walkers
from planner.model.city import City
from planner.model.kinds import ALL_CHILDREN, AgeTier
from planner.model.labels import KIND_LABELS, TIER_LABELS
from planner.reports.carried.json import MEMBER
from planner.texts import Text, plural, text, translate

LIST_HEADS: Mapping[str, Text] = {
    "age_tier": text("Age"),
    "region_code": text("Code"),
    "region_name": text("Region"),
    "lon": text("Longitude"),
    "lat": text("Latitude"),
    "minutes": text("Minutes on foot"),
    "children": text("Children"),
    "others": text("Other places of this kind in reach"),
}
"""What the columns of :func:`catchment_list` are called."""

_DEGREE_DECIMALS = 6


def catchment_sentences(city: City, catchment: PlaceCatchment) -> Iterator[Text]:
    """Tell a catchment line by line: how many children, each age tier, each region."""
    yield catchment_headline(catchment)
    if not catchment.children_known:
        return
    for tier in AgeTier:
        walkers = catchment.by_tier[tier]
        if walkers.children:
            yield _tier_sentence(tier, walkers)
    if catchment.by_tier[ALL_CHILDREN].children:
        yield only_here_sentence(catchment)
    names = city.regions.set_index("code")["name"]
    for code, counts in catchment.by_region.iterrows():
        told = [
            translate(text("{tier}: {children}", tier=TIER_LABELS[tier], children=int(counts.loc[tier.value])))
            for tier in AgeTier
        ]
        yield plural(
            "{region}: {n} child ({counts}).",
            "{region}: {n} children ({counts}).",
            int(counts.loc[ALL_CHILDREN]),
            region=names[code],
            counts=", ".join(told),
        )


def catchment_headline(catchment: PlaceCatchment) -> Text:
    """Return how many children live within a walk of the place."""
    if not catchment.children_known:
        return text(
            "{name}: how many children live within {minutes} minutes on foot is not known, as no population is known.",
            name=catchment.name,
            minutes=catchment.threshold_min,
        )
    return plural(
        "{name}: {n} child lives within {minutes} minutes on foot.",
        "{name}: {n} children live within {minutes} minutes on foot.",
        catchment.by_tier[ALL_CHILDREN].children,
        name=catchment.name,
        minutes=catchment.threshold_min,
    )


def only_here_sentence(catchment: PlaceCatchment) -> Text:
    """Return how many of the children have no other place of the kind in reach."""
    return plural(
        "{n} of them has no other place of this kind within {minutes} minutes: {kind}.",
        "{n} of them have no other place of this kind within {minutes} minutes: {kind}.",
        catchment.by_tier[ALL_CHILDREN].only_here,
        minutes=catchment.threshold_min,
        kind=KIND_LABELS[catchment.kind],
    )


def whole_minutes(minutes: float | None) -> int | None:
    """Return minutes rounded up to whole ones."""
    return None if minutes is None else math.ceil(minutes - 1e-9)


def tiers_words(age_tiers: str) -> str:
    """Return the names of age tiers that walk alike, in the spoken language."""
    return ", ".join(translate(TIER_LABELS[tier]) for tier in age_tiers.split(","))


def children_of(catchment: PlaceCatchment, age_tiers: str) -> int | None:
    """Return the children of some age tiers, as :attr:`PlaceCatchment.outlines` names them; ``None`` if not known."""
    if not catchment.children_known:
        return None
    return sum(catchment.by_tier[tier].children for tier in age_tiers.split(","))


def _tier_sentence(tier: AgeTier, walkers: Walkers) -> Text:
    return plural(
        "{tier}: {n} child, {nearest} minutes away.",
        "{tier}: {n} children, the nearest {nearest} minutes away, half of them at most {median}.",
        walkers.children,
        tier=TIER_LABELS[tier],
        nearest=whole_minutes(walkers.nearest_min),
        median=whole_minutes(walkers.median_min),
    )


def catchment_list(city: City, demand: gpd.GeoDataFrame, catchment: PlaceCatchment) -> pd.DataFrame:
    """Return the children of a catchment as a table with the columns of :data:`LIST_HEADS`, in the spoken language.

    Parameters
    ----------
    city
        The city.
    demand
        The demand points that the catchment is of.
    catchment
        The catchment.

    Returns
    -------
    One row for each age tier and point where children live, by tier, then by minutes.
    """
    listed = catchment.listed
    degrees = demand.geometry.iloc[listed["point"].to_numpy()].to_crs("EPSG:4326")
    order = {tier.value: number for number, tier in enumerate(AgeTier)}
    table = listed.assign(
        # Spreadsheets take the bare name of a tier, such as 6-11, for a date.
        age_tier=listed["age_tier"].map({tier.value: translate(TIER_LABELS[tier]) for tier in AgeTier}),
        region_name=listed["region_code"].map(city.regions.set_index("code")["name"]),
        lon=degrees.x.to_numpy().round(_DEGREE_DECIMALS),
        lat=degrees.y.to_numpy().round(_DEGREE_DECIMALS),
        minutes=listed["minutes"].round(2),
        tier=listed["age_tier"].map(order),
    )
    return table.sort_values(["tier", "minutes", "point"], ignore_index=True)[list(LIST_HEADS)]


def catchment_geojson(catchment: PlaceCatchment, provenance: dict[str, Any] | None = None) -> str:
    """Return the outlines of a catchment as GeoJSON (RFC 7946): a feature for each group of age tiers that walk alike.

    An outline without ground has no geometry; ``children`` are those of the feature's own tiers, ``null`` where they
    are not known. How the file is made stands beside the features, which the RFC allows.
    """
    outlines = catchment.outlines.to_crs("EPSG:4326")
    rounded = shapely.set_precision(np.asarray(outlines.geometry.array, dtype=np.object_), 10**-_DEGREE_DECIMALS)
    shapes = shapely.orient_polygons(rounded)
    shapes[shapely.is_empty(shapes)] = None
    counts = [children_of(catchment, tiers) for tiers in outlines["age_tiers"]]
    written = gpd.GeoDataFrame(
        {
            "facility_id": catchment.facility_id,
            "name": catchment.name,
            "kind": str(catchment.kind),
            "age_tiers": outlines["age_tiers"],
            "minutes": float(catchment.threshold_min),
            "children": pd.Series(counts, dtype=object),
        },
        geometry=shapes,
        crs="EPSG:4326",
    )
    collection = json.loads(str(written.to_json(drop_id=True, to_wgs84=True)))
    if provenance is not None:
        collection[MEMBER] = provenance
    return json.dumps(collection, ensure_ascii=False) + "\n"
