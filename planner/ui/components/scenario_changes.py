"""What a scenario changes: places added on the map or by their position, upgraded, closed or moved."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

import pandas as pd
import streamlit as st

from planner.model.city import City
from planner.model.kinds import CHILD_FRIENDLY_PARK, PLAY_KINDS, FacilityKind
from planner.model.labels import KIND_LABELS
from planner.model.scenario import (
    MAX_NAME,
    AddFacility,
    Change,
    CloseFacility,
    Grow,
    MoveFacility,
    UpgradeFacility,
)
from planner.reports.facts import capitalised
from planner.reports.webmap import changes_layer, facility_layer, status_layer
from planner.scenarios.told import changes_told
from planner.texts import Language, Text, current_language, text, translate
from planner.ui import scenario_work
from planner.ui.components.leaflet import Click, remembered, show_clickable_map
from planner.ui.components.markup import element, joined, show
from planner.ui.components.scenario_tried import Tried
from planner.ui.components.views import attempt
from planner.ui.scenario_work import Work

_SPOT, _TURN, _CLICKED, _PLACE = "scenario_spot", "scenario_place_turn", "scenario_clicked", "scenario_place"
_DEGREES = "%.5f"
_STEP_DEGREES = 0.001
_DRAGGED_DEGREES = 2e-5
"""A place was dragged if it stands so far from where it was, which is about two metres."""


def change_map(work: Work, tried: Tried) -> None:
    """Show the changed city; a click on the map gives a spot, a click on a place chooses it, a drag moves it."""
    city, now = tried.after.city, tried.present.city
    kinds = frozenset(now.facilities["kind"].unique())
    play = [kind for kind in PLAY_KINDS if kind in kinds]
    show(element("p", text("Click the map where a place should be, or a place that should be changed."), css="note"))
    layers = [
        remembered(city, "status", make=partial(status_layer, tried.after)),
        *(remembered(now, "kind", kind, make=partial(facility_layer, now, kind)) for kind in play),
        remembered(city, "changes", make=partial(changes_layer, now, city)),
    ]
    _take_click(work, show_clickable_map(now, layers, key="scenario"))


def _take_click(work: Work, click: Click) -> None:
    """Do what a new click means; the map repeats its last one for ever."""
    former: Click = st.session_state.get(_CLICKED, Click())
    st.session_state[_CLICKED] = click
    if click.place is not None and (click.place, click.place_at) != (former.place, former.place_at):
        dragged = _dragged(work, click)
        if dragged is not None:
            if attempt(lambda: scenario_work.change(work, dragged)):
                st.rerun()
        else:
            st.session_state[_PLACE] = click.place
    if click.spot is not None and click.spot != former.spot:
        st.session_state[_SPOT] = click.spot
        _next_turn()


def _dragged(work: Work, click: Click) -> MoveFacility | None:
    """Return the move that a drag means; ``None`` where a place was only clicked."""
    position = added_positions(work).get(click.place or "")
    if position is None or click.place_at is None:
        return None
    if max(abs(now - then) for now, then in zip(click.place_at, position, strict=True)) <= _DRAGGED_DEGREES:
        return None
    return MoveFacility(str(click.place), *click.place_at)


def added_positions(work: Work) -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of each place that a scenario added and did not close, by its id."""
    positions: dict[str, tuple[float, float]] = {}
    for change in work.scenario.changes:
        if isinstance(change, AddFacility | MoveFacility):
            positions[change.id] = (change.lon, change.lat)
        elif isinstance(change, CloseFacility):
            positions.pop(change.id, None)
    return positions


def add_place(work: Work, city: City) -> None:
    """Ask for a place to add; its position is that of the last click, or written."""
    show(element("h3", text("Add a place")))
    labels = _kind_labels()
    turn = int(st.session_state.get(_TURN, 0))
    with st.form(f"scenario_add_{turn}", border=False):
        kind = st.selectbox(translate(text("Kind")), list(labels), format_func=labels.__getitem__)
        name = st.text_input(
            translate(text("Name of the place")),
            value=translate(text("Scenario place {number}", number=work.scenario.new_id.rpartition(":")[2])),
            max_chars=MAX_NAME,
            key=f"scenario_add_name_{turn}_{work.scenario.name}",
        )
        position = _position_fields(city, st.session_state.get(_SPOT), f"add_{turn}")
        left, right = st.columns(2)
        capacity = left.number_input(
            translate(text("Capacity, in children (if known)")), min_value=0, value=None, step=10
        )
        area_m2 = right.number_input(translate(text("Area in m² (if known)")), min_value=0, value=None, step=100)
        asked = st.form_submit_button(translate(text("Add this place")), type="primary")
    if not asked:
        return
    if position is None:
        show(element("p", text("Where? Click the map, or write longitude and latitude."), css="note", role="alert"))
        return
    park = kind == CHILD_FRIENDLY_PARK

    def added() -> AddFacility:
        own = FacilityKind.PARK if park else FacilityKind(kind)
        return AddFacility(work.scenario.new_id, own, name.strip(), *position, park, capacity, area_m2)

    if attempt(lambda: scenario_work.change(work, added())):
        st.session_state.pop(_SPOT, None)
        _next_turn()
        st.rerun()


def _kind_labels() -> dict[str, str]:
    kinds = [CHILD_FRIENDLY_PARK, *FacilityKind]
    return {str(kind): capitalised(translate(KIND_LABELS[kind])) for kind in kinds}


def _position_fields(city: City, spot: tuple[float, float] | None, key: str) -> tuple[float, float] | None:
    """Ask for a position in degrees, and return longitude and latitude."""
    west, south, east, north = _edges(city.fingerprint, city)
    left, right = st.columns(2)
    fields = []
    for column, label, low, high, now in (
        (left, text("Longitude"), west, east, None if spot is None else spot[0]),
        (right, text("Latitude"), south, north, None if spot is None else spot[1]),
    ):
        # A click beside the city is shown as it is: that it lies outside is said once the place is added.
        least, most = min(low, now or low), max(high, now or high)
        value = column.number_input(
            translate(label),
            min_value=least,
            max_value=most,
            value=now,
            step=_STEP_DEGREES,
            format=_DEGREES,
            key=f"scenario_{label.template}_{key}_{spot}",
        )
        fields.append(value)
    lon, lat = fields
    return None if lon is None or lat is None else (float(lon), float(lat))


@st.cache_resource(show_spinner=False, max_entries=32)
def _edges(fingerprint: str, _city: City) -> tuple[float, float, float, float]:
    """Return between which degrees a city lies: west, south, east and north."""
    west, south, east, north = _city.regions.to_crs("EPSG:4326").total_bounds
    return float(west), float(south), float(east), float(north)


def change_place(work: Work, city: City) -> None:
    """Ask for a place that is there, to upgrade, close or move it."""
    show(element("h3", text("Change a place there is")))
    labels = _place_labels(city.fingerprint, current_language(), city)
    chosen = st.session_state.get(_PLACE, "")
    st.session_state["scenario_place_choice"] = chosen if chosen in labels else ""
    nothing = translate(text("Choose a place, here or on the map"))
    place = st.selectbox(
        translate(text("Place")),
        ["", *labels],
        format_func=lambda one: labels.get(one, nothing),
        key="scenario_place_choice",
        on_change=lambda: st.session_state.update({_PLACE: st.session_state["scenario_place_choice"]}),
    )
    if not place:
        return
    row = city.facilities.set_index("id").loc[place]
    position = added_positions(work).get(place)
    with st.container(horizontal=True):
        upgradable = row["kind"] in PLAY_KINDS and row["child_friendly"] != "yes"
        if upgradable and st.button(translate(text("Make it child-friendly")), key="scenario_upgrade"):
            _make(work, UpgradeFacility(place))
        if st.button(translate(text("Close it")), key="scenario_close"):
            _make(work, CloseFacility(place))
    if position is not None:
        _move(work, city, place, position)


def _move(work: Work, city: City, place: str, position: tuple[float, float]) -> None:
    show(element("p", text("Drag its sign on the map, or write where it should stand:"), css="note"))
    moved = _position_fields(city, position, f"move_{place}")
    if st.button(translate(text("Move it there")), key="scenario_move", disabled=moved in (None, position)) and moved:
        _make(work, MoveFacility(place, *moved))


def _make(work: Work, change: Change) -> None:
    if attempt(lambda: scenario_work.change(work, change)):
        st.session_state.pop(_PLACE, None)
        st.rerun()


@st.cache_resource(show_spinner=False, max_entries=32)
def _place_labels(fingerprint: str, language: Language, _city: City) -> Mapping[str, str]:
    regions = _city.region_names
    columns = ["id", "name", "kind", "kelurahan_code", "kecamatan_code"]
    rows = pd.DataFrame(_city.facilities[columns]).sort_values(["name", "id"])
    return MappingProxyType(
        {
            place: translate(_place_label(name, kind, regions.get(kelurahan) or regions.get(kecamatan) or "–"))
            for place, name, kind, kelurahan, kecamatan in rows.itertuples(index=False, name=None)
        }
    )


def _place_label(name: str, kind: str, region: str) -> Text:
    return text("{name} ({kind}, {region})", name=name, kind=KIND_LABELS[kind], region=region)


def change_list(work: Work, city: City) -> None:
    """List what is changed, in order, and offer to take the last change back or to make it again."""
    show(element("h2", text("What this scenario changes")))
    told = changes_told(work.scenario, _names(work, city))
    if told:
        show(element("ol", joined(element("li", sentence) for sentence in told), css="bullets"))
    else:
        show(element("p", text("Nothing yet: it is the city as it is.")))
    with st.container(horizontal=True):
        st.button(
            translate(text("Take the last change back")),
            key="scenario_undo",
            disabled=not work.scenario.changes,
            on_click=lambda: scenario_work.step(undo=True),
        )
        st.button(
            translate(text("Make it again")),
            key="scenario_redo",
            disabled=not work.draft.undone,
            on_click=lambda: scenario_work.step(undo=False),
        )


def _names(work: Work, city: City) -> dict[str, str]:
    """Return the names of the city's places that a scenario changes, by id."""
    changed = [change.id for change in work.scenario.changes if not isinstance(change, Grow)]
    ids, names = city.facilities["id"], city.facilities["name"]
    own = ids.isin(changed)
    return dict(zip(ids[own], names[own], strict=True))


def _next_turn() -> None:
    """Let the fields of a new place begin anew."""
    st.session_state[_TURN] = int(st.session_state.get(_TURN, 0)) + 1
