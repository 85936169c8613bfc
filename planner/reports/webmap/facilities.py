"""Layers of facilities: one a kind, each place with its facts and where they come from."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from planner.model.city import City
from planner.model.kinds import PLAY_KINDS, Designation, FacilityKind
from planner.model.labels import KIND_LABELS
from planner.reports.facts import capitalised, facility_facts
from planner.reports.webmap.layer import MapLayer, legend, legend_item
from planner.reports.webmap.script_data import features
from planner.texts import Text, text, translate

# Families of kinds share a hue (Okabe and Ito's, which colour-blind readers can tell apart) and differ in lightness.
KIND_COLOURS: Mapping[FacilityKind, str] = {
    FacilityKind.PARK: "#00795a",
    FacilityKind.PLAYGROUND: "#00795a",
    FacilityKind.RTH: "#7fc4ae",
    FacilityKind.PROTECTED_FOREST: "#00402f",
    FacilityKind.SCHOOL_PAUD: "#b8dcf3",
    FacilityKind.SCHOOL_SD: "#56b4e9",
    FacilityKind.SCHOOL_SMP: "#0072b2",
    FacilityKind.SCHOOL_SMA: "#00446b",
    FacilityKind.SCHOOL_SMK: "#3b5b8c",
    FacilityKind.SCHOOL_SLB: "#8da0cb",
    FacilityKind.PUSKESMAS: "#d55e00",
    FacilityKind.PUSTU: "#f0a366",
    FacilityKind.POSYANDU: "#f7cfae",
    FacilityKind.HOSPITAL: "#8a3d00",
    FacilityKind.CLINIC: "#ee9a5a",
    FacilityKind.WORSHIP: "#cc79a7",
    FacilityKind.LIBRARY: "#e69f00",
    FacilityKind.CHILD_INFORMATION: "#f3c766",
    FacilityKind.CREATIVITY_CENTRE: "#fbe3af",
    FacilityKind.CHILDCARE: "#d9a9c4",
    FacilityKind.CHILD_HOME: "#8e4a72",
    FacilityKind.PUSPAGA: "#c98f1b",
    FacilityKind.UPTD_PPA: "#7a5500",
    FacilityKind.POLICE_CHILD_DESK: "#5c4a1e",
    FacilityKind.CHILD_TASK_FORCE: "#d8b25f",
    FacilityKind.CHILD_PROTECTION: "#a87400",
    FacilityKind.GOVERNMENT_OFFICE: "#666666",
    FacilityKind.SPORT: "#f0e442",
    FacilityKind.TERMINAL: "#4d4d4d",
    FacilityKind.PUBLIC_PLACE: "#9a9a9a",
}

DESIGNATION_SIGNS: Mapping[Designation, str] = {
    Designation.YES: "✓",
    Designation.CLAIMED: "?",
    Designation.NO: "•",
    Designation.UNKNOWN: "•",
}
"""Written on a place of a play kind, so that its designation is never told by colour alone."""

SIGN_MEANINGS: Mapping[str, Text] = {
    "✓": text("designated child-friendly (RBRA)"),
    "?": text("claimed, not verified"),
    "•": text("not designated, or not recorded"),
}


def facility_layers(city: City, facilities: gpd.GeoDataFrame | None = None) -> tuple[MapLayer, ...]:
    """Return a layer for each kind that has a place with a position, in the order of the kinds.

    Places to play are shown at first, the others can be switched on.

    Parameters
    ----------
    city
        The city.
    facilities
        Rows of the city's facilities to draw; all of them if left out.
    """
    chosen = city.facilities if facilities is None else facilities
    placed = chosen[chosen.geometry.notna()]
    facts = facility_facts(city, placed)
    layers = []
    for kind in FacilityKind:
        of_kind = placed["kind"] == kind
        if of_kind.any():
            layers.append(_layer(kind, placed[of_kind], facts[of_kind], show=kind in PLAY_KINDS))
    return tuple(layers)


def facility_layer(
    city: City, kind: FacilityKind, facilities: gpd.GeoDataFrame | None = None, *, show: bool = True
) -> MapLayer:
    """Return the layer of one kind. Places without a position are not on it.

    Parameters
    ----------
    city
        The city.
    kind
        The kind to draw.
    facilities
        Rows of the city's facilities to choose from; all of them if left out.
    show
        Whether the layer is shown at first, where a reader may switch it.
    """
    chosen = city.facilities if facilities is None else facilities
    placed = chosen[(chosen["kind"] == kind) & chosen.geometry.notna()]
    return _layer(kind, placed, facility_facts(city, placed), show=show)


def _layer(kind: FacilityKind, placed: gpd.GeoDataFrame, facts: pd.DataFrame, *, show: bool) -> MapLayer:
    """Return the layer of one kind from its places and their facts."""
    colour = KIND_COLOURS[kind]
    plays = kind in PLAY_KINDS
    recorded = facts.dropna(axis="columns", how="all")
    signs = placed["child_friendly"].map(DESIGNATION_SIGNS) if plays else pd.Series("", index=placed.index)
    rows = zip(placed["id"], placed["name"], signs, recorded.to_numpy(dtype=object).tolist(), strict=True)
    properties = [
        {"id": place, "name": name, "facts": row, **({"sign": sign, "shape": _shape(sign)} if sign else {})}
        for place, name, sign, row in rows
    ]
    name = translate(
        text("{kind} ({count})", kind=capitalised(translate(KIND_LABELS[kind])), count=len(placed)),
    )
    items = _play_items(name, colour, signs) if plays else [legend_item(name, "dot", colour)]
    return MapLayer(
        str(kind),
        name,
        "facilities",
        {"colour": colour, "labels": list(recorded.columns), "features": features(placed.geometry, properties)},
        legend=legend(translate(text("Facilities")), items),
        show=show,
    )


def _shape(sign: str) -> str:
    """Return the shape of a sign: only what is designated is filled."""
    return "badge" if sign == DESIGNATION_SIGNS[Designation.YES] else "hollow"


def _play_items(name: str, colour: str, signs: pd.Series) -> list[dict[str, str]]:
    """Return the legend of a play kind: its name with each designation that occurs."""
    present = set(signs)
    return [
        legend_item(f"{name}: {translate(meaning)}", _shape(sign), colour, sign)
        for sign, meaning in SIGN_MEANINGS.items()
        if sign in present
    ]
