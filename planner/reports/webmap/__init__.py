"""The web map: one map, drawn by folium and Leaflet, for the app and for the file that is handed on.

The base map is constant for a city; everything that changes is a :class:`~planner.reports.webmap.layer.MapLayer`,
a ``folium.FeatureGroup`` of its own. The file holds all of it::

    map_html(assessment)

The app keeps the base map mounted and passes what changes::

    st_folium(
        base_map(city, leaflet_url="../<module>.<component>"),
        feature_group_to_add=[share_layer(assessment), *facility_layers(city), proposal_layer(assessment)],
        layer_control=layer_control(),
    )

streamlit-folium adds the layers to the map it is given, so base map and layers are made anew for every run;
both are cheap. A click returns the clicked feature, whose ``properties`` hold ``layer`` and ``id``.

Texts are written in the language that is spoken (:func:`planner.texts.speak`). Nothing is loaded from
another host but OpenStreetMap's tiles, and words from data reach the page as text, never as HTML.
"""

from planner.reports.webmap.base import PlannerMap, base_map, layer_control
from planner.reports.webmap.candidates import left_out_layer
from planner.reports.webmap.catchment import catchment_layer
from planner.reports.webmap.facilities import facility_layer, facility_layers
from planner.reports.webmap.findings import findings_layer
from planner.reports.webmap.gaps import gap_layer, hectares
from planner.reports.webmap.layer import MapLayer
from planner.reports.webmap.leaflet import leaflet_folder
from planner.reports.webmap.page import map_html
from planner.reports.webmap.plan import demand_layer, proposal_layer
from planner.reports.webmap.regions import programme_layer, share_layer, status_layer
from planner.reports.webmap.scenario import changes_layer
from planner.reports.webmap.signs import sign_status_layer

__all__ = [
    "MapLayer",
    "PlannerMap",
    "base_map",
    "catchment_layer",
    "changes_layer",
    "demand_layer",
    "facility_layer",
    "facility_layers",
    "findings_layer",
    "gap_layer",
    "hectares",
    "layer_control",
    "leaflet_folder",
    "left_out_layer",
    "map_html",
    "programme_layer",
    "proposal_layer",
    "share_layer",
    "sign_status_layer",
    "status_layer",
]
