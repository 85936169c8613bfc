"""A table to take along (CSV), and beside it how it was made: a CSV file itself has no room for that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from planner.model.city import City
from planner.model.options import Options
from planner.reports.carried.csvw import SUFFIX
from planner.reports.page_tables.table import PageTable, table_metadata
from planner.texts import Text, text, translate
from planner.ui.components.downloads import on_demand

Describe = Callable[[bytes], Mapping[str, bytes]]
"""Returns the file of metadata that goes beside a table."""


def table_download(
    label: Text,
    make: Callable[[], bytes],
    file_name: str,
    describe: Describe,
    *,
    by: Callable[[Callable[[], bytes]], Callable[[], bytes]] = on_demand,
) -> None:
    """Offer a table, and the file that says how it was made: put beside the table, “planner rerun” makes it again.

    Parameters
    ----------
    label
        What the table is called.
    make
        Makes the table.
    file_name
        Name of its file.
    describe
        Makes the metadata of the table.
    by
        Who makes them: the page, or a worker where it takes a while.
    """
    described = partial(_described, make, describe)
    for name, words, mime, write in (
        (file_name, label, "text/csv", make),
        (f"{file_name}{SUFFIX}", text("How the table was made (JSON)"), "application/json", described),
    ):
        st.download_button(
            translate(words), by(write), file_name=name, mime=mime, key=f"download_{name}", on_click="ignore"
        )


def page_table(label: Text, city: City, options: Options, asked: PageTable, make: Callable[[], bytes]) -> None:
    """Offer a table of a page.

    Parameters
    ----------
    label
        What the table is called.
    city, options
        What it is about, and what was chosen.
    asked
        Which table it is.
    make
        Makes it.
    """
    with st.container(horizontal=True):
        table_download(label, make, asked.file_name, partial(table_metadata, city, options, asked))


def _described(make: Callable[[], bytes], describe: Describe) -> bytes:
    return next(iter(describe(make()).values()))
