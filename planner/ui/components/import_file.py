"""The first questions about a delivery: which file, whose it is, and where its table begins."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from planner.errors import LayerError, OptionError
from planner.model.city import City
from planner.reports.delivery_told import view_lines
from planner.sources.delivery.delivery import Delivery, open_delivery
from planner.sources.delivery.limits import LIMITS, MEGABYTE
from planner.sources.delivery.mapping import guess_mapping
from planner.sources.delivery.memory import recall
from planner.sources.delivery.preview import Preview, preview
from planner.sources.delivery.store import SourceDetails, check_source_id, delivered_sources
from planner.texts import text, translate
from planner.ui.components.import_work import Work, advance, begin, go_on, turn
from planner.ui.components.markup import Content, Html, bullets, show, table
from planner.ui.components.views import attempt

_MAIN = ["zip", "shp", "gpkg", "geojson", "json", "kml", "kmz", "fgb", "csv", "tsv", "txt", "xlsx", "xlsm", "xls"]
_BESIDE = ["shx", "dbf", "prj", "cpg"]
_LONGEST_FILE_NAME = 120
_LONGEST_CELL = 60


def ask_for_file() -> None:
    """Ask for a file and open it in a private folder that is gone at once."""
    files = st.file_uploader(
        translate(text("Shapefile (all parts, or zipped), GeoPackage, GeoJSON, KML, FlatGeobuf, CSV or Excel")),
        type=[*_MAIN, *_BESIDE],
        accept_multiple_files=True,
        max_upload_size=LIMITS.file_bytes // MEGABYTE,
        key=f"import_file_{turn()}",
    )
    if not files or not go_on():
        return
    with st.spinner(translate(text("Reading the file"))):
        delivery = attempt(lambda: _opened(files))
    if delivery is not None:
        begin(delivery)


def _opened(files: list[UploadedFile]) -> Delivery:
    with TemporaryDirectory(prefix="delivery-") as folder:
        paths = [Path(folder) / _plain_name(file.name) for file in files]
        main = [path for path in paths if path.suffix.lower().removeprefix(".") in _MAIN]
        if len(main) != 1:
            raise LayerError(text("Choose one file, or all parts of one shapefile."))
        for path, file in zip(paths, files, strict=True):
            path.write_bytes(file.getbuffer())
        return open_delivery(main[0])


def _plain_name(name: str) -> str:
    """Return a name that stays in its folder, whatever the browser sent."""
    return re.sub(r"[^\w .()-]", "_", Path(name).name)[-_LONGEST_FILE_NAME:].lstrip(".") or "_"


def ask_for_source(work: Work, city: City, folder: Path) -> None:
    """Ask whose layer it is: a source that delivered before, or a new one."""
    known = {source.id: source for source in city.sources if source.id in delivered_sources(folder)}
    labels = {"": translate(text("A new source")), **{one: f"{source.title} ({one})" for one, source in known.items()}}
    chosen = work.source.id if work.source and work.source.id in known else ""
    number = turn()
    again = st.selectbox(
        translate(text("Source")),
        list(labels),
        index=list(labels).index(chosen),
        format_func=labels.__getitem__,
        key=f"import_source_{number}",
    )
    former = known.get(again)
    given = work.source or SourceDetails("", "", "", "")

    def ask(label: str, name: str, value: str) -> str:
        return st.text_input(label, value=value, max_chars=200, key=f"import_{name}_{number}_{again}").strip()

    if former is None:
        title = ask(translate(text("What the source is called, such as “Parks of DLH”")), "title", given.title)
        licence = ask(translate(text("Under which terms it may be used, such as “internal”")), "licence", given.licence)
        short = translate(text("Short name: small letters and digits, such as “dlh”; the same at each delivery"))
        source_id = ask(short, "id", given.id)
    else:
        title, licence, source_id = former.title, former.licence, again
    date = ask(translate(text("Of when the layer is: a year, month or day, such as 2025-12")), "date", given.date)
    if go_on():
        details = attempt(lambda: _checked(SourceDetails(source_id, title, date, licence)))
        view = attempt(lambda: preview(work.delivery, work.delivery.layers[0].name)) if details else None
        if details and view:
            advance(work, source=details, view=work.view or view)


def _checked(details: SourceDetails) -> SourceDetails:
    if not (details.title and details.licence and details.date):
        raise OptionError(text("Fill in what the source is called, its terms and its date."))
    check_source_id(details.id)
    return details


def ask_for_table(work: Work, folder: Path) -> None:
    """Show the first rows, and ask whether layer and header were found rightly."""
    view = _chosen_view(work)
    if view is None:
        return
    show(bullets([*view_lines(view), *view.notices]))
    heads: dict[str, Content] = {"row": text("Row"), **{f"c{at}": name for at, name in enumerate(view.cells.columns)}}
    rows: list[dict[str, Content]] = [
        {"row": str(row), **{f"c{at}": _cell(value) for at, value in enumerate(cells)}}
        for row, cells in zip(view.first_rows.index, view.first_rows.itertuples(index=False), strict=True)
    ]
    show(table(text("The first rows"), heads, rows))
    if go_on():
        memory = recall(folder, work.source.id) if work.source else None
        mapping = attempt(lambda: guess_mapping(view, memory.mapping if memory else None))
        if mapping is not None:
            same = work.mapping is not None and view is work.view
            advance(work, view=view, mapping=work.mapping if same else mapping)


def _chosen_view(work: Work) -> Preview | None:
    names = [layer.name for layer in work.delivery.layers]
    shown = work.view.layer if work.view else names[0]
    number, layer = turn(), shown
    if len(names) > 1:
        label = translate(text("Layer or sheet"))
        layer = st.selectbox(label, names, index=names.index(shown), key=f"import_layer_{number}")
    view = work.view if work.view and layer == work.view.layer else attempt(lambda: preview(work.delivery, layer))
    if view is None or view.header_row is None:
        return view
    row = st.number_input(
        translate(text("Row of the sheet that names the columns")),
        min_value=1,
        value=view.header_row,
        key=f"import_header_{number}_{layer}",
    )
    return view if row == view.header_row else attempt(lambda: preview(work.delivery, layer, header_row=int(row)))


def _cell(value: object) -> str | Html:
    return "" if pd.isna(value) else str(value)[:_LONGEST_CELL]  # type: ignore[call-overload]
