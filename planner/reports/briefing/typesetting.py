"""Typst templates and data become PDF pages."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import matplotlib as mpl
import typst

from planner.errors import OutputError
from planner.texts import text

TEMPLATES = Path(__file__).parent / "templates"
DATA_FILE = "data.json"
FONT_FILE = "DejaVuSans.ttf"


def fonts() -> Path:
    """Return the folder of the fonts that pages are set in: they come with matplotlib."""
    return Path(mpl.get_data_path()) / "fonts" / "ttf"


PICTURE_DOTS_PER_INCH = 110.0


def typeset(
    template: str,
    data: Mapping[str, object],
    pictures: Mapping[str, bytes],
    day: dt.date,
    *,
    form: Literal["pdf", "png"] = "pdf",
) -> bytes:
    """Return a document: the same template, data and pictures give the same bytes.

    Words from data can't become markup: a template reads them as strings from a file.

    Parameters
    ----------
    template
        Name of a file in ``templates``, such as ``one_page.typ``.
    data
        What the template reads: strings, numbers, lists and tables of them.
    pictures
        Pictures by file name, as the data name them.
    day
        The day that the document bears.
    form
        PDF, or the picture of a document of one page.

    Raises
    ------
    planner.errors.OutputError
        If the page can't be set, as where the fonts are missing.
    """
    if not (fonts() / FONT_FILE).is_file():
        raise OutputError(
            text("The font {font} is missing in {folder}: install matplotlib again.", font=FONT_FILE, folder=fonts())
        )
    with tempfile.TemporaryDirectory(prefix="planner-briefing-") as name:
        folder = Path(name)
        for source in TEMPLATES.glob("*.typ"):
            shutil.copyfile(source, folder / source.name)
        (folder / DATA_FILE).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for picture, content in pictures.items():
            (folder / picture).write_bytes(content)
        try:
            pages = typst.compile(
                str(folder / template),
                root=str(folder),
                font_paths=[str(fonts())],
                ignore_system_fonts=True,
                format=form,
                ppi=PICTURE_DOTS_PER_INCH,
                timestamp=dt.datetime.combine(day, dt.time(), dt.UTC),
            )
        # A TypstError is one of these too.
        except RuntimeError as error:
            raise OutputError(
                text("The briefing can't be set ({reason}): install the planner again.", reason=str(error))
            ) from error
    return pages if isinstance(pages, bytes) else pages[0]
