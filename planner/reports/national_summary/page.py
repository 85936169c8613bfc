"""The figures of a country as one HTML page that needs no network."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

import planner
from planner.model.labels import STATUS_LABELS
from planner.reports.national_summary.figures import Summary
from planner.reports.national_summary.maps import Subject, map_of
from planner.reports.national_summary.tables import counts_of, shown_tables
from planner.reports.national_summary.words import KECAMATAN_HEADS, TITLE, about
from planner.texts import Percent, Text, current_language, text, translate

_PAGES = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True)


def summary_page(summary: Summary, pictures: Mapping[Subject, bytes]) -> str:
    """Return the page, in the language that is spoken.

    Parameters
    ----------
    summary
        What is told.
    pictures
        The maps as PNG.
    """
    return _PAGES.get_template("page.html").render(
        language=current_language(),
        version=planner.__version__,
        title=translate(TITLE),
        counts=[
            (translate(text("kecamatan: {status}", status=STATUS_LABELS[status])), _words(count))
            for status, count in counts_of(summary).items()
        ],
        about=[translate(sentence) for sentence in about(summary)],
        pictures=[
            {"alt": translate(map_of(subject, summary).title), "content": base64.b64encode(content).decode("ascii")}
            for subject, content in pictures.items()
        ],
        # Thousands of kecamatan are for the workbook.
        tables=[
            _table(title, heads, table) for title, heads, table in shown_tables(summary) if heads is not KECAMATAN_HEADS
        ],
    )


def _table(title: Text, heads: Mapping[str, Text], table: pd.DataFrame) -> Mapping[str, Any]:
    return {
        "title": translate(title),
        "heads": [translate(head) for head in heads.values()],
        "rows": [
            [
                {"words": _words(value, share=name.startswith("share")), "number": not isinstance(value, str)}
                for name, value in zip(heads, row, strict=True)
            ]
            for row in table[list(heads)].itertuples(index=False, name=None)
        ],
    }


def _words(value: Any, *, share: bool = False) -> str:
    """Return a cell as the language writes it; nothing where nothing is known."""
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return "–"
    return translate(text("{value}", value=Percent(float(value), 1) if share else int(value)))
