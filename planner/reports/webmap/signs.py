"""The layer of places that have to be smoke-free, each with what is known of its KSTR sign."""

from __future__ import annotations

import pandas as pd

from planner.checks.basis import Basis
from planner.checks.each.smoke_free_signs.signs import KSTR_SIGN, REASON_TEXTS, sign_states
from planner.model.assessment import Assessment
from planner.model.kinds import Status
from planner.model.labels import KIND_LABELS, STATUS_LABELS, STATUS_SIGNS
from planner.reports.facts import capitalised
from planner.reports.lineage import source_lines
from planner.reports.palette import STATUS_COLOURS
from planner.reports.webmap.layer import MapLayer, legend, legend_item
from planner.reports.webmap.script_data import features
from planner.texts import current_language, text, translate


def sign_status_layer(assessment: Assessment, *, show: bool = False) -> MapLayer | None:
    """Return the places with a position, each with the status of its sign; ``None`` where signs were not checked.

    Parameters
    ----------
    assessment
        What to show.
    show
        Whether the layer is shown at first.
    """
    if not assessment.findings_of(KSTR_SIGN):
        return None
    states = sign_states(Basis(assessment.city, assessment.rules, assessment.options.as_of))
    facilities = assessment.city.facilities.set_index("id", drop=False)
    known = frozenset(facilities.index[facilities.geometry.notna()])
    placed = [state for state in states if state.id in known]
    rows = facilities.loc[[state.id for state in placed]]
    sources = source_lines(assessment.city, pd.DataFrame(rows))
    properties = [
        {
            "id": state.id,
            "name": state.name,
            "status": str(state.status),
            "sign": STATUS_SIGNS[state.status],
            "shape": "badge" if state.status is not Status.UNKNOWN else "hollow",
            "colour": STATUS_COLOURS[state.status],
            "facts": [
                capitalised(translate(KIND_LABELS[state.kind])),
                capitalised(translate(STATUS_LABELS[state.status])),
                translate(REASON_TEXTS[state.reason]),
                state.seen,
                state.photo_date,
                source,
            ],
        }
        for state, source in zip(placed, sources, strict=True)
    ]
    labels = [text("Kind"), text("Status"), text("Reason"), text("Seen on the spot"), text("Photo"), text("Source")]
    present = [status for status in Status if any(state.status is status for state in placed)]
    return MapLayer(
        "sign_status",
        translate(text("Smoke-free signs ({count})", count=len(placed))),
        "facilities",
        {
            "colour": STATUS_COLOURS[Status.UNKNOWN],
            "labels": [translate(label) for label in labels],
            # A terminal may be an outline: its middle stands for it.
            "features": features(rows.geometry.representative_point(), properties),
        },
        legend=legend(
            assessment.rules[KSTR_SIGN].titles[current_language()],
            [
                legend_item(
                    capitalised(translate(STATUS_LABELS[status])),
                    "hollow" if status is Status.UNKNOWN else "badge",
                    STATUS_COLOURS[status],
                    STATUS_SIGNS[status],
                )
                for status in present
            ],
        ),
        show=show,
    )
