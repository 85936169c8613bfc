"""A layer of the web map: a folium feature group that hands its data to one function of the map's script."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

import folium
from folium.template import Template

from planner.reports.webmap.script_data import script_json


class MapLayer(folium.FeatureGroup):
    """Something that can be shown on the map or not.

    Parameters
    ----------
    key
        Name of the layer for programs, unique on the map; letters, digits and underscores.
    name
        Name of the layer for people.
    function
        The function of ``planner_map.js`` that draws it.
    data
        What the function needs, as JSON knows it.
    legend
        The layer's part of the legend, shown while the layer is.
    show
        Whether the layer is shown at first.
    control
        Whether a reader may switch it.
    """

    # streamlit-folium looks for a variable of exactly this name, so the layer itself is the feature group.
    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = plannerMap.{{ this.function }}({{ this.data }});
        {% endmacro %}
        """
    )

    def __init__(
        self,
        key: str,
        name: str,
        function: str,
        data: Mapping[str, Any],
        *,
        legend: Mapping[str, Any] | None = None,
        show: bool = True,
        control: bool = True,
    ) -> None:
        # Leaflet's control takes the name as HTML.
        super().__init__(name=html.escape(name), show=show, control=control)
        # folium's random ids would make every file differ.
        self._id = self.key = key
        self.function = function
        self.data = script_json({"layer": key, "legend": legend, **data})


def legend(title: str, items: Sequence[Mapping[str, str]], note: str | None = None) -> dict[str, Any]:
    """Return a layer's part of the legend.

    Parameters
    ----------
    title
        Heading; parts of the same heading that follow one another share it.
    items
        Rows made by :func:`legend_item`.
    note
        A sentence below the rows.
    """
    return {"title": title, "items": list(items), "note": note}


def legend_item(label: str, symbol: str, colour: str, sign: str = "") -> dict[str, str]:
    """Return a row of the legend.

    Parameters
    ----------
    label
        What the symbol stands for.
    symbol
        Its shape: ``fill``, ``dot``, ``badge``, ``square`` or ``hollow``.
    colour
        Its colour as CSS writes it.
    sign
        What is written on it.
    """
    return {"label": label, "symbol": symbol, "colour": colour, "sign": sign}
