"""The base map: outlines, OpenStreetMap's tiles, scale and legend. Constant for a city and a language."""

from __future__ import annotations

import html
from functools import cache
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import shapely
from folium.template import Template

from planner.model.city import City
from planner.model.kinds import Level
from planner.reports.webmap.layer import MapLayer
from planner.reports.webmap.leaflet import SCRIPT, STYLESHEET
from planner.reports.webmap.script_data import features, script_json
from planner.texts import text, translate

TILES_URL = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
TILES_CREDIT = (
    '&copy; <a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noopener">OpenStreetMap</a> '
    "contributors"
)
NARROW_PX = 640
"""A screen up to this width starts with the legend and the list of layers closed."""

PIXELS_ACROSS = 5000
"""Outlines are drawn as finely as a screen of this width could show the whole city."""


class PlannerMap(folium.Map):
    """A folium map that draws with Leaflet alone and starts at the outline of a city.

    Parameters
    ----------
    settings
        What ``plannerMap.create`` needs.
    leaflet_url
        Where a browser finds Leaflet's folder; ``None`` where the page brings Leaflet along.
    """

    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <style>#{{ this.get_name() }} { position: relative; width: 100%; height: 100%; }
            {{ this.stylesheet }}</style>
        {% endmacro %}
        {% macro html(this, kwargs) %}
            <div class="folium-map" id="{{ this.get_name() }}" ></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            {{ this.behaviour }}
            var {{ this.get_name() }} = plannerMap.create("{{ this.get_name() }}", {{ this.settings }});
        {% endmacro %}
        """
    )

    def __init__(self, settings: dict[str, Any], leaflet_url: str | None) -> None:
        super().__init__(tiles=None)
        self._id = "planner"
        self.settings = script_json(settings)
        self.stylesheet = own_file("planner_map.css")
        self.behaviour = own_file("planner_map.js")
        # Set on the map and not on folium's class, whose lists every other map shares.
        self.default_js = [] if leaflet_url is None else [("leaflet", f"{leaflet_url}/{SCRIPT}")]
        self.default_css = [] if leaflet_url is None else [("leaflet_css", f"{leaflet_url}/{STYLESHEET}")]


def base_map(city: City, *, leaflet_url: str | None = None, show_tiles: bool = True) -> PlannerMap:
    """Return the map that stays the same whatever is chosen: add layers to a new one each time.

    Parameters
    ----------
    city
        The city to draw.
    leaflet_url
        Where a browser finds :func:`~planner.reports.webmap.leaflet.leaflet_folder`, without a slash at its
        end; ``None`` where the page brings Leaflet along.
    show_tiles
        Whether OpenStreetMap's tiles are asked for at first. They can be switched either way.
    """
    west, south, east, north = (float(edge) for edge in city.regions.to_crs("EPSG:4326").total_bounds)
    drawn = PlannerMap(
        {
            "narrow": NARROW_PX,
            "bounds": [[south, west], [north, east]],
            "legendTitle": translate(text("Legend and sources")),
            "sourcesTitle": translate(text("Sources")),
            "sources": [
                translate(text("{title}, {date} ({licence})", title=of.title, date=of.date, licence=of.licence))
                for of in city.sources
            ],
        },
        leaflet_url,
    )
    _tiles(show=show_tiles).add_to(drawn)
    _outline_layer(city).add_to(drawn)
    return drawn


def layer_control() -> folium.LayerControl:
    """Return the control with which a reader switches layers: open where there is room, else behind a button."""
    control = folium.LayerControl()
    # folium writes code among the options into the script as it is, which its types don't say.
    control.options["collapsed"] = folium.JsCode(f"window.innerWidth <= {NARROW_PX}")  # type: ignore[assignment]
    control._id = "planner"
    return control


def simplified(regions: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return outlines with no more detail than a screen shows; neighbours keep their common border."""
    west, south, east, north = regions.total_bounds
    tolerance_m = max(east - west, north - south) / PIXELS_ACROSS
    outlines = shapely.coverage_simplify(regions.geometry.to_numpy(), tolerance_m)
    return gpd.GeoSeries(outlines, index=regions.index, crs=regions.crs)


@cache
def own_file(name: str) -> str:
    """Return the text of a file of this room."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _tiles(*, show: bool) -> folium.TileLayer:
    tiles = folium.TileLayer(
        tiles=TILES_URL,
        attr=TILES_CREDIT,
        name=html.escape(translate(text("OpenStreetMap background (needs the internet)"))),
        max_zoom=19,
        overlay=True,
        show=show,
        opacity=0.6,
        # OpenStreetMap's servers turn away requests that don't say which page they come from.
        referrer_policy="strict-origin-when-cross-origin",
    )
    tiles._id = "openstreetmap"
    return tiles


def _outline_layer(city: City) -> MapLayer:
    levels = {level: city.regions_at(level) for level in (Level.KELURAHAN, Level.KECAMATAN)}
    outlines = {
        str(level): features(simplified(regions), [{} for _ in regions.index])
        for level, regions in levels.items()
        if not regions.empty
    }
    return MapLayer("outlines", translate(text("Boundaries")), "outlines", {"outlines": outlines}, control=False)
