"""The question where a delivery's positions lie: each way to read them with its evidence and a drawing."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

import shapely
import streamlit as st

from planner.cleaning.quality.changes import previous_delivery
from planner.cleaning.quality.check import DeliverySource, check_delivery, chosen_crs, suggest_crs
from planner.cleaning.quality.report import CheckedDelivery
from planner.model.city import City
from planner.reports.facts import capitalised
from planner.reports.point_sketch import point_sketch
from planner.sources.delivery.coordinates import locate
from planner.sources.delivery.crs import CrsGuess, Reading, apply_reading
from planner.sources.delivery.mapping import ColumnMapping
from planner.sources.delivery.memory import recall
from planner.sources.delivery.preview import Preview
from planner.sources.delivery.store import SourceDetails
from planner.texts import text, translate
from planner.ui.components.import_work import Work, advance, go_on, turn
from planner.ui.components.markup import element, show
from planner.ui.components.views import attempt
from planner.ui.engine import current_stand
from planner.ui.work import asker, waited_for
from planner.ui.workers.task import Task
from planner.ui.workers.tasks import called

_MOST_WAYS = 4


def ask_for_place(work: Work, city: City, folder: Path, view: Preview, mapping: ColumnMapping) -> None:
    """Ask how coordinates are read; check all rows once that is decided."""
    source = work.source
    if source is None:
        return
    memory = recall(folder, source.id)
    # What was decided a moment ago counts as remembered, for those who went back.
    crs = _chosen_way(work.crs.reading if work.crs else memory.reading if memory else None, city, view, mapping)
    if crs is not None:
        _draw(city, view, mapping, crs)
    has_positions = locate(view, mapping).has_positions
    if not has_positions:
        show(element("p", text("The layer has no positions: its places count for their kecamatan only.")))
    if (crs is not None or not has_positions) and go_on(translate(text("Check all rows"))):
        with st.spinner(translate(text("Checking all rows"))):
            checked = attempt(lambda: _checked(city, view, mapping, crs, source))
        if checked is not None:
            advance(work, crs=crs, checked=checked)


def _chosen_way(remembered: Reading | None, city: City, view: Preview, mapping: ColumnMapping) -> CrsGuess | None:
    ways = (attempt(lambda: suggest_crs(view, mapping, city, remembered)) or [])[:_MOST_WAYS]
    names = [capitalised(translate(way.name)) for way in ways]
    at = 0
    if ways:
        at = st.radio(
            translate(text("How the coordinates are read")),
            range(len(ways)),
            format_func=names.__getitem__,
            captions=[translate(way.evidence) for way in ways],
            key=f"import_way_{turn()}",
        )
    if not locate(view, mapping).has_positions:
        return None
    with st.expander(translate(text("Another CRS"))):
        code = st.text_input(translate(text("CRS, such as EPSG:4326")), max_chars=60, key=f"import_crs_{turn()}")
        swapped = st.checkbox(translate(text("North stands before east")), key=f"import_swapped_{turn()}")
    if code.strip():
        named = attempt(lambda: chosen_crs(view, mapping, city, Reading(code.strip(), swapped)))
        if named is not None:
            show(element("p", named.evidence, role="status"))
        return named
    return ways[at] if ways else None


def _draw(city: City, view: Preview, mapping: ColumnMapping, crs: CrsGuess) -> None:
    shapes = apply_reading(locate(view, mapping).shapes, crs.reading, city.crs)
    st.image(
        point_sketch(city, shapely.centroid(shapes)),
        caption=translate(text("Where the positions fall in the kecamatan; red: beyond the edge of the drawing")),
        width="stretch",
    )


def _checked(
    city: City, view: Preview, mapping: ColumnMapping, crs: CrsGuess | None, source: SourceDetails
) -> CheckedDelivery:
    check = partial(
        check_delivery,
        view,
        mapping,
        crs,
        city,
        DeliverySource(source.id, source.date),
        today=dt.date.today(),
        previous=previous_delivery(city, source.id),
    )
    checked: CheckedDelivery = waited_for(Task(called, (check,), current_stand(), urgent=True), asker())
    return checked
