"""The map on a page: folium and Leaflet inside streamlit-folium, with nothing loaded from another host."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeVar

import folium
import geopandas as gpd
import streamlit as st
import streamlit.components.v1 as components
from branca.element import MacroElement
from folium.template import Template
from streamlit_folium import st_folium

from planner.model.city import City
from planner.reports.webmap import PlannerMap, base_map, layer_control, leaflet_folder
from planner.texts import Language, current_language, text
from planner.ui import state
from planner.ui.components.markup import element, show

Drawing = TypeVar("Drawing", bound=MacroElement)

# Streamlit serves the folder of a component; this one has no page of its own and only brings Leaflet.
_LEAFLET = components.declare_component("leaflet", path=str(leaflet_folder()))

HEIGHT_PIXELS = 560
"""The height the map asks for; the page's style sheet makes its frame lower on small screens."""

# streamlit-folium gives the map the height asked for: here it fills its frame, whatever that is.
_FILL = """
html, body { margin: 0; height: 100%; overflow: hidden; }
#map_div { width: 100% !important; height: 100vh !important; }
"""


class _PageScroll(MacroElement):
    """Leaves scrolling to the page: the wheel zooms only a map in use, and two fingers move it."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            (function (map) {
                map.scrollWheelZoom.disable();
                map.on("focus click", function () { map.scrollWheelZoom.enable(); });
                map.on("blur", function () { map.scrollWheelZoom.disable(); });
                if (L.Browser.mobile) { map.dragging.disable(); }
            })({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )


@st.cache_resource(show_spinner=False, max_entries=256)
def _made(key: tuple[str, ...], _make: Callable[[], Drawing]) -> Drawing:
    return _make()


@st.cache_resource(show_spinner=False, max_entries=16, hash_funcs={gpd.GeoDataFrame: id})
def _base(
    regions: gpd.GeoDataFrame, sources: str, language: Language, address: str, show_tiles: bool, _city: City
) -> tuple[PlannerMap, gpd.GeoDataFrame]:
    """Return the base map as it is drawn, which no survey changes.

    The regions are kept beside it: as long as they are, no other frame is at the same place in memory.
    """
    drawn = base_map(_city, leaflet_url=address, show_tiles=show_tiles)
    drawn.stylesheet += _FILL
    drawn.add_child(_PageScroll(), name="page_scroll")  # type: ignore[no-untyped-call]
    return drawn, regions


def remembered(city: City, *key: object, make: Callable[[], Drawing]) -> Drawing:
    """Return something to draw that is made once for each city, language and key.

    What is drawn changes when it is put on a map: a copy is returned, which costs next to nothing.

    Parameters
    ----------
    city
        The city it is of.
    key
        What it depends on besides the city and the language.
    make
        Makes it.
    """
    words = (city.fingerprint, current_language(), *key)
    return deepcopy(_made(tuple(str(word) for word in words), make))


@dataclass(frozen=True)
class Click:
    """What was clicked last on a map; the map repeats it for ever.

    Attributes
    ----------
    place
        Id of the place that was clicked last; ``None`` if none was, or if it has no id.
    place_at
        Longitude and latitude where that place stands on the map now: it may have been dragged.
    spot
        Longitude and latitude of the last click on the map itself.
    """

    place: str | None = None
    place_at: tuple[float, float] | None = None
    spot: tuple[float, float] | None = None


def show_map(city: City, layers: Sequence[folium.FeatureGroup], *, key: str) -> str | None:
    """Show layers on the base map.

    The base map stays mounted while layers change, so that position and zoom are kept.

    Parameters
    ----------
    city
        The city to draw.
    layers
        What is drawn on it.
    key
        Name of the map on its page.

    Returns
    -------
    The id of the place that was clicked last; ``None`` if none was, or if it has no id.
    """
    return _shown(city, layers, key, ["last_active_drawing"]).place


def show_clickable_map(city: City, layers: Sequence[folium.FeatureGroup], *, key: str) -> Click:
    """Show layers on the base map, on which also spots without a place can be clicked.

    Parameters
    ----------
    city, layers, key
        As in :func:`show_map`.
    """
    return _shown(city, layers, key, ["last_active_drawing", "last_clicked"])


def _shown(city: City, layers: Sequence[folium.FeatureGroup], key: str, returned: list[str]) -> Click:
    # The address is relative to the map's own frame, so that it also holds behind a proxy's path.
    address, tiles = f"../{_LEAFLET.name}", state.chosen("tiles") == "1"
    drawn, _ = _base(city.regions, repr(city.sources), current_language(), address, tiles, city)
    answer = st_folium(
        deepcopy(drawn),
        key=key,
        render=False,
        height=HEIGHT_PIXELS,
        use_container_width=True,
        feature_group_to_add=list(layers),
        layer_control=layer_control(),
        returned_objects=returned,
    )
    show(element("p", text("Two fingers move the map."), css="note touch-only"))
    return _click(answer or {})


def _click(answer: Mapping[str, Any]) -> Click:
    """Read what the browser sent."""
    drawing, spot = answer.get("last_active_drawing") or {}, answer.get("last_clicked")
    place = (drawing.get("properties") or {}).get("id")
    geometry = drawing.get("geometry") or {}
    return Click(
        place=None if place is None else str(place),
        place_at=_lon_lat(geometry["coordinates"]) if geometry.get("type") == "Point" else None,
        spot=None if spot is None else _lon_lat((spot["lng"], spot["lat"])),
    )


def _lon_lat(pair: Sequence[Any]) -> tuple[float, float]:
    return float(pair[0]), float(pair[1])
