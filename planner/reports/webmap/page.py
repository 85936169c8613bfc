"""The web map as one file that works by itself, with or without a network."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import branca.element
import jinja2
from markupsafe import Markup

import planner
from planner.access.gaps import find_gaps
from planner.model.assessment import Assessment
from planner.model.kinds import CHILD_FRIENDLY_PARK
from planner.reports.summary import programme_sentence, reach_sentence
from planner.reports.webmap.base import PlannerMap, base_map, layer_control
from planner.reports.webmap.facilities import facility_layers
from planner.reports.webmap.gaps import gap_layer
from planner.reports.webmap.leaflet import leaflet_script, leaflet_stylesheet
from planner.reports.webmap.plan import demand_layer, proposal_layer
from planner.reports.webmap.regions import share_layer, status_layer
from planner.texts import current_language, text, translate

_PAGES = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True)


def map_html(assessment: Assessment) -> str:
    """Return the whole map as one HTML page, in the language that is spoken.

    The tiles of OpenStreetMap are left off at first: its servers may turn away a page that was opened from a
    disk, since such a page can't say where it comes from. A reader can switch them on.

    Parameters
    ----------
    assessment
        What to show.
    """
    drawn = base_map(assessment.city, show_tiles=False)
    layers = [
        share_layer(assessment),
        gap_layer(assessment, find_gaps(assessment, [CHILD_FRIENDLY_PARK]), show=False),
        status_layer(assessment),
        proposal_layer(assessment),
        *facility_layers(assessment.city),
        demand_layer(assessment),
    ]
    for layer in layers:
        layer.add_to(drawn)
    layer_control().add_to(drawn)
    return _page(drawn, assessment)


def _page(drawn: PlannerMap, assessment: Assessment) -> str:
    figure = branca.element.Figure()
    figure.add_child(drawn)
    figure.render()
    leaflet, script = leaflet_script(), figure.script.render()
    dates = "; ".join(f"{source.title}, {source.date}" for source in assessment.city.sources)
    return _PAGES.get_template("page.html").render(
        language=current_language(),
        version=planner.__version__,
        policy=_policy(leaflet, script),
        title=translate(text("Child-friendly places: {city}", city=assessment.city.name)),
        sentences=[translate(programme_sentence(assessment)), translate(reach_sentence(assessment))],
        footer=translate(text("Sources: {sources}.", sources=dates)),
        leaflet_stylesheet=Markup(leaflet_stylesheet()),  # noqa: S704 - Leaflet's own file
        leaflet_script=Markup(leaflet),  # noqa: S704 - Leaflet's own file
        header=Markup(figure.header.render()),  # noqa: S704 - the map's style sheet
        html=Markup(figure.html.render()),  # noqa: S704 - the map's empty box
        script=Markup(script),  # noqa: S704 - data in it are written by script_json
    )


def _policy(*scripts: str) -> str:
    """Return a policy that lets the page run its own scripts, ask for tiles and do nothing else."""
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii") for script in scripts]
    allowed = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "img-src data: https://tile.openstreetmap.org"
    )
