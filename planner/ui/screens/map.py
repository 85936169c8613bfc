"""Map: where places for children are, what is recorded of each, where it comes from, and who can walk there."""

from __future__ import annotations

from functools import partial

import geopandas as gpd
import streamlit as st

from planner.access.place_catchment import PlaceCatchment
from planner.model.city import City
from planner.model.kinds import FacilityKind
from planner.model.labels import KIND_LABELS, PLACEMENT_LABELS
from planner.reports.facts import capitalised
from planner.reports.webmap import MapLayer, catchment_layer, facility_layer, programme_layer
from planner.texts import Text, plural, text, translate
from planner.ui import state
from planner.ui.chosen_plan import chosen_walking, plain_options
from planner.ui.components.catchment import catchment_summary, show_catchment
from planner.ui.components.choices import kecamatan_choice, minutes_choice, region_choice, walking_choices
from planner.ui.components.leaflet import remembered, show_map
from planner.ui.components.markup import Html, bullets, element, joined, show, table
from planner.ui.components.place import place_facts
from planner.ui.components.views import title
from planner.ui.engine import current_catchment, current_city, current_ground, current_programme
from planner.ui.lookup import without_position

_CLICKED = "map_clicked"


def show_map_page() -> None:
    """Show the map page."""
    city = current_city()
    title(
        text("Where the places are"),
        over=city.name,
        lead=text("Choose kinds of place and a part of the city. Click a place to read what is recorded of it."),
    )
    kinds = _kind_choice(city)
    chosen = _in_chosen_region(city)
    shown = chosen[chosen["kind"].isin(kinds)]
    catchment = _catchment(city)
    wide, narrow = st.columns([5, 3])
    with wide:
        _map(city, shown, kinds, catchment)
        if isinstance(catchment, PlaceCatchment) and catchment.children_known:
            show_catchment(city, plain_options(), current_ground(city).demand.points, catchment)
        show(_not_on_map(city, shown))
    with narrow:
        _facts(city, shown, catchment)
    _places_table(city, shown)


def _catchment(city: City) -> PlaceCatchment | Text | None:
    """Return who can walk to the chosen place, or why nobody knows; ``None`` where no place is chosen."""
    place = state.chosen("place")
    return current_catchment(city, place) if place in set(city.facilities["id"]) else None


def _kind_choice(city: City) -> list[FacilityKind]:
    """Let the reader choose kinds, each with the number of its places in the whole city."""
    counts = city.facilities["kind"].value_counts()
    kinds = [kind for kind in FacilityKind if kind in counts.index]
    words = {kind: f"{capitalised(translate(KIND_LABELS[kind]))} ({counts[kind]})" for kind in kinds}
    st.pills(
        translate(text("Kinds of place")),
        kinds,
        selection_mode="multi",
        format_func=words.__getitem__,
        **state.widget("show", _wanted(kinds), write=",".join),
    )
    return _wanted(kinds)


def _wanted(kinds: list[FacilityKind]) -> list[FacilityKind]:
    """Return the kinds to show; where the city has none of those that every map begins with, all that it has."""
    chosen = state.chosen("show").split(",")
    wanted = [kind for kind in kinds if kind in chosen]
    return wanted or (kinds if state.is_default("show") else [])


def _in_chosen_region(city: City) -> gpd.GeoDataFrame:
    """Let the reader choose a kecamatan and a kelurahan, and return the facilities there."""
    left, right = st.columns(2)
    with left:
        kecamatan = kecamatan_choice(city)
    with right:
        kelurahan = region_choice(city, kecamatan)
    facilities = city.facilities
    if kelurahan:
        return facilities[facilities["kelurahan_code"] == kelurahan]
    return facilities[facilities["kecamatan_code"] == kecamatan] if kecamatan else facilities


def _map(
    city: City, shown: gpd.GeoDataFrame, kinds: list[FacilityKind], catchment: PlaceCatchment | Text | None
) -> None:
    region = (state.chosen("kecamatan"), state.chosen("kelurahan"))
    layers = [
        remembered(city, "status", make=lambda: programme_layer(city, current_programme())),
        *_catchment_layers(city, catchment),
        *(
            remembered(city, "facilities", kind, *region, make=partial(facility_layer, city, kind, shown))
            for kind in kinds
        ),
    ]
    clicked = show_map(city, layers, key="places")
    # The map repeats its last click for ever: only a new one is taken for a choice.
    if clicked != st.session_state.get(_CLICKED) and clicked in set(city.facilities["id"]):
        state.choose("place", str(clicked))
        st.session_state[_CLICKED] = clicked
        # The map was drawn without what belongs to this place.
        st.rerun()
    st.session_state[_CLICKED] = clicked


def _catchment_layers(city: City, catchment: PlaceCatchment | Text | None) -> list[MapLayer]:
    if not isinstance(catchment, PlaceCatchment):
        return []
    key = (catchment.facility_id, catchment.threshold_min, chosen_walking())
    return [remembered(city, "catchment", *key, make=lambda: catchment_layer(catchment))]


def _facts(city: City, shown: gpd.GeoDataFrame, catchment: PlaceCatchment | Text | None) -> None:
    """Show the facts of the chosen place, chosen on the map or in the list, and who can walk there."""
    names = dict(zip(shown["id"], shown["name"], strict=True))
    place = state.chosen("place")
    if place not in names and place in set(city.facilities["id"]):
        names[place] = city.facilities.set_index("id").at[place, "name"]
    ordered = sorted(names.items(), key=lambda item: (item[1], item[0]))
    words = {"": translate(text("Click on the map, or choose here")), **dict(ordered)}
    st.selectbox(
        translate(text("Place")),
        list(words),
        format_func=words.__getitem__,
        **state.widget("place", place if place in names else ""),
    )
    if isinstance(catchment, PlaceCatchment):
        minutes_choice()
        walking_choices(city, current_ground(city).walking.walking.method)
        show(catchment_summary(catchment))
    elif catchment is not None:
        show(element("p", catchment, css="note"))
    if place in names:
        show(place_facts(city, place))


def _not_on_map(city: City, shown: gpd.GeoDataFrame) -> Html:
    """Say what the map can't show."""
    missing = without_position(shown)
    if missing.empty:
        return element("p", text("Every place chosen has a position and is on the map."), css="note")
    summary = plural(
        "Not on the map: {n} place whose position is not known",
        "Not on the map: {n} places whose position is not known",
        len(missing),
    )
    regions = city.region_names
    names = [
        text(
            "{name} ({kind}, {region})",
            name=name,
            kind=KIND_LABELS[kind],
            region=regions.get(kecamatan) or PLACEMENT_LABELS[placement],
        )
        for name, kind, kecamatan, placement in missing[["name", "kind", "kecamatan_code", "placement"]].itertuples(
            index=False, name=None
        )
    ]
    return element("details", element("summary", summary), bullets(names))


def _places_table(city: City, shown: gpd.GeoDataFrame) -> None:
    """Show the places as a table, for whoever can't use a map."""
    regions = city.region_names
    heads = {
        "name": text("Name"),
        "kind": text("Kind"),
        "kelurahan": text("Kelurahan"),
        "kecamatan": text("Kecamatan"),
        "placement": text("How it was placed"),
    }
    labels = {kind: capitalised(translate(KIND_LABELS[kind])) for kind in FacilityKind}
    columns = ["name", "kind", "kelurahan_code", "kecamatan_code", "placement"]
    rows = [
        {
            "name": name,
            "kind": labels[kind],
            "kelurahan": regions.get(kelurahan, "–"),
            "kecamatan": regions.get(kecamatan, "–"),
            "placement": PLACEMENT_LABELS[placement],
        }
        for name, kind, kelurahan, kecamatan, placement in shown.sort_values(["name", "id"])[columns].itertuples(
            index=False, name=None
        )
    ]
    caption = plural("{n} place as a table", "{n} places as a table", len(rows))
    show(element("details", element("summary", caption), table(caption, heads, rows) if rows else joined([])))
