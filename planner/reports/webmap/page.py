"""The web map as one file that works by itself, with or without a network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

import branca.element
import jinja2
from markupsafe import Markup

import planner
from planner.access.gaps import find_gaps
from planner.model.assessment import Assessment
from planner.model.kinds import CHILD_FRIENDLY_PARK, FacilityKind
from planner.model.labels import KIND_LABELS, STATUS_LABELS, STATUS_SIGNS
from planner.reports.assessment_file import AssessmentFile, AssessmentName
from planner.reports.carried.html import block
from planner.reports.facts import capitalised
from planner.reports.identity import assessment_id
from planner.reports.palette import STATUS_COLOURS
from planner.reports.provenance import provenance_document
from planner.reports.summary import programme_sentence, reach_sentence
from planner.reports.webmap.base import NARROW_PX, PlannerMap, base_map, layer_control, own_file
from planner.reports.webmap.facilities import facility_layers
from planner.reports.webmap.findings import findings_layer
from planner.reports.webmap.gaps import gap_layer
from planner.reports.webmap.layer import MapLayer
from planner.reports.webmap.leaflet import leaflet_script, leaflet_stylesheet
from planner.reports.webmap.plan import demand_layer, proposal_layer
from planner.reports.webmap.regions import share_layer
from planner.reports.webmap.script_data import script_json
from planner.reports.webmap.search import found_regions, unplaced_places
from planner.reports.webmap.signs import sign_status_layer
from planner.texts import Text, current_language, text, translate

_PAGES = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True)


def map_html(assessment: Assessment) -> str:
    """Return the whole map as one HTML page, in the language that is spoken.

    The tiles of OpenStreetMap are left off at first: its servers may turn away a page that was opened from a
    disk, since such a page can't say where it comes from. A reader can switch them on. The page says how it was
    made, so that ``planner rerun`` can make it again.

    Parameters
    ----------
    assessment
        What to show.
    """
    drawn = base_map(assessment.city, show_tiles=False)
    findings, proposals = findings_layer(assessment), proposal_layer(assessment)
    signs, facilities = sign_status_layer(assessment), facility_layers(assessment.city)
    layers = [
        share_layer(assessment),
        gap_layer(assessment, find_gaps(assessment, [CHILD_FRIENDLY_PARK]), show=False),
        findings,
        proposals,
        *facilities,
        *([] if signs is None else [signs]),
        demand_layer(assessment),
    ]
    for layer in layers:
        layer.add_to(drawn)
    layer_control().add_to(drawn)
    searched = {layer: translate(KIND_LABELS[FacilityKind(layer.key)]) for layer in facilities}
    searched[proposals] = translate(text("Proposed site"))
    chosen = [findings] if signs is None else [findings, signs]
    return _page(drawn, assessment, _page_script(drawn, assessment, searched, chosen))


def _page(drawn: PlannerMap, assessment: Assessment, page_script: str) -> str:
    figure = branca.element.Figure()
    figure.add_child(drawn)
    figure.render()
    leaflet, script = leaflet_script(), figure.script.render()
    return _PAGES.get_template("page.html").render(
        language=current_language(),
        version=planner.__version__,
        policy=_policy(leaflet, script, page_script),
        title=translate(text("Child-friendly places: {city}", city=assessment.city.name)),
        sentences=[translate(programme_sentence(assessment)), translate(reach_sentence(assessment))],
        footer=" ".join(translate(sentence) for sentence in _foot(assessment)),
        words={name: translate(word) for name, word in _PAGE_WORDS.items()},
        statuses=[(str(status), STATUS_SIGNS[status], colour) for status, colour in STATUS_COLOURS.items()],
        provenance=block(provenance_document(assessment.city, assessment.options, AssessmentFile(AssessmentName.PAGE))),
        stylesheet=Markup(own_file("map_page.css")),  # noqa: S704 - our own file
        leaflet_stylesheet=Markup(leaflet_stylesheet()),  # noqa: S704 - Leaflet's own file
        leaflet_script=Markup(leaflet),  # noqa: S704 - Leaflet's own file
        header=Markup(figure.header.render()),  # noqa: S704 - the map's style sheet
        html=Markup(figure.html.render()),  # noqa: S704 - the map's empty box
        script=Markup(script),  # noqa: S704 - data in it are written by script_json
        page_script=Markup(page_script),  # noqa: S704 - data in it are written by script_json
    )


_PAGE_WORDS: Mapping[str, Text] = {
    "search": text("Find a place or region"),
    "results": text("What was found"),
    "print": text("Print the map"),
    "filter": text("Findings on the map"),
    "rule": text("Rule"),
}


def _page_script(
    drawn: PlannerMap, assessment: Assessment, searched: Mapping[MapLayer, str], chosen: list[MapLayer]
) -> str:
    """Return the script of the page around the map.

    Parameters
    ----------
    drawn
        The map.
    assessment
        What it shows.
    searched
        The layers whose places can be found by name, and what each place of them is.
    chosen
        The layers of which statuses can be left off, the findings first.
    """
    city, kelurahan = assessment.city, translate(text("Kelurahan"))
    settings = {
        "narrow": NARROW_PX,
        "regions": found_regions(city),
        "unplaced": unplaced_places(city),
        "words": {
            "nothing": translate(text("Nothing of that name is on the map.")),
            "more": translate(
                text("{shown} of {all} are shown: write more of the name.", shown="{shown}", all="{all}")
            ),
            "unplaced": translate(text("The position of this place is not known; its region is shown.")),
            **{
                str(status): translate(text("{status} ({n})", status=capitalised(translate(label)), n="{n}"))
                for status, label in STATUS_LABELS.items()
            },
        },
    }
    parts = ",".join(
        f"{{layer:{layer.get_name()},about:{script_json(capitalised(about))},where:{script_json(kelurahan)}}}"
        for layer, about in searched.items()
    )
    layers = ",".join(layer.get_name() for layer in chosen)
    return (
        f"{own_file('map_page.js')}\n"
        f"plannerPage.start({drawn.get_name()},[{parts}],[{layers}],{script_json(settings)});\n"
    )


def _foot(assessment: Assessment) -> list[Text]:
    """Say where the figures come from, as of when they hold, and how they can be made again."""
    dates = "; ".join(f"{source.title}, {source.date}" for source in assessment.city.sources)
    return [
        text("Sources: {sources}.", sources=dates),
        text(
            "As of {day}. Assessment {id}, made by planner {version} from data {fingerprint}.",
            day=assessment.options.as_of,
            id=assessment_id(assessment),
            version=planner.__version__,
            fingerprint=assessment.city.fingerprint,
        ),
    ]


def _policy(*scripts: str) -> str:
    """Return a policy that lets the page run its own scripts, ask for tiles and do nothing else."""
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii") for script in scripts]
    allowed = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "img-src data: https://tile.openstreetmap.org"
    )
