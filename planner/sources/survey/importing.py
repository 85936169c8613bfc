"""A survey out of a spreadsheet: the filled-in template, and photos that lie beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

import pandas as pd

from planner.errors import LayerError, MissingFileError
from planner.model.kinds import Known
from planner.model.survey import SurveyFact
from planner.sources.changing import check_changeable
from planner.sources.facilities import KNOWN
from planner.sources.survey.known import KnownPlaces, check_agrees, check_known, each_once
from planner.sources.survey.photos import MAX_PHOTO_BYTES, carries_position, clean_photo, photo_name, too_large
from planner.sources.survey.rows import check_columns, checked_rows
from planner.sources.survey.store import Saved, append_rows
from planner.sources.tables import read_table
from planner.texts import Text, plural, text

MAX_TABLE_BYTES = 20_000_000


@dataclass(frozen=True)
class Imported:
    """What became of a filled-in template.

    Attributes
    ----------
    saved
        The rows that were added.
    blank
        How many rows had no value and were passed over.
    photos
        How many photos came with it.
    positions
        How many of them carried a position, which was taken out.
    twice
        How many rows said what another row of the table said, and were taken once.
    """

    saved: Saved
    blank: int
    photos: int
    positions: int = 0
    twice: int = 0

    @property
    def told(self) -> Text:
        """What became of it, in one sentence."""
        return text(
            "{added}; {repeated}, {blank}.",
            added=plural("{n} fact was added", "{n} facts were added", self.saved.added),
            repeated=plural("{n} stood there already", "{n} stood there already", self.saved.repeated),
            blank=plural(
                "{n} row without a value was passed over", "{n} rows without a value were passed over", self.blank
            ),
        )

    @property
    def notes(self) -> list[Text]:
        """What else became of it: what stood in the table twice, and what was taken out of photos."""
        twice = plural(
            "{n} row said the same of the same place and day as another one and was taken once.",
            "{n} rows said the same of the same place and day as another one and were taken once.",
            self.twice,
        )
        positions = plural(
            "The position was taken out of {n} photo.", "The position was taken out of {n} photos.", self.positions
        )
        return [note for note, count in ((twice, self.twice), (positions, self.positions)) if count]


def import_survey(
    folder: Path, file: Path, known: KnownPlaces | None = None, *, today: dt.date | None = None
) -> Imported:
    """Add a filled-in template to the survey of a city folder, all of it or nothing.

    Parameters
    ----------
    folder
        The city folder; not the built-in one.
    file
        A CSV table with the columns of ``survey.csv``. Rows without a value are passed over. The value of
        the fact ``photo`` is the name of a picture beside the table.
    known
        The places of the city; if given, no row may be about another one.
    today
        No date may be later; if left out, the day that it is where the day begins first.

    Raises
    ------
    planner.errors.PlannerError
        If the table, a row or a photo is unusable, or the folder can't be changed.
    """
    check_changeable(folder)
    rows, blank = _filled(file)
    raw = _raw_pictures(rows, file)
    called = rows["value"].to_dict()
    pictures = {row: clean_photo(content, f"{file.name}, {called[row]}") for row, content in raw.items()}
    names = pd.Series({row: photo_name(picture) for row, picture in pictures.items()}, dtype="str")
    rows = rows.assign(value=names.reindex(rows.index).fillna(rows["value"]))
    checked = checked_rows(rows, file.name, today=today)
    if known is not None:
        check_known(checked, known, file.name)
    check_agrees(checked, file.name)
    once = rows[each_once(checked).to_numpy()]
    saved = append_rows(folder, once, file.name, list(pictures.values()), today=today)
    return Imported(
        saved,
        blank=blank,
        photos=len(pictures),
        positions=sum(carries_position(content) for content in raw.values()),
        twice=len(rows) - len(once),
    )


def _filled(file: Path) -> tuple[pd.DataFrame, int]:
    """Return the rows that have a value, and how many have none."""
    if not file.is_file():
        raise MissingFileError(text("There is no file {file}: check its name.", file=str(file)))
    if file.stat().st_size > MAX_TABLE_BYTES:
        raise LayerError(
            text("{file} is larger than {limit} MB: no survey is.", file=file.name, limit=MAX_TABLE_BYTES // 10**6)
        )
    rows = read_table(file, file.name)
    check_columns(rows, file.name)
    filled = rows[rows["value"].notna()]
    if filled.empty:
        raise LayerError(text("No row of {file} has a value: fill in what was seen.", file=file.name))
    return filled, len(rows) - len(filled)


def _raw_pictures(rows: pd.DataFrame, file: Path) -> dict[int, bytes]:
    """Return the photos that rows name, as they came, by row."""
    named = rows.loc[rows["fact"] == SurveyFact.PHOTO, "value"]
    named = named[named.str.casefold().map(KNOWN) != Known.UNKNOWN]
    return {row: _raw_picture(file, name, row) for row, name in zip(named.index, named, strict=True)}


def _raw_picture(file: Path, name: str, row: int) -> bytes:
    path = file.parent / name
    if PurePosixPath(name).name != name or PureWindowsPath(name).name != name or not path.is_file():
        raise LayerError(
            text(
                "{file}, row {row}: there is no picture “{name}” beside the table; write its name alone.",
                file=file.name,
                row=row,
                name=name,
            )
        )
    if path.stat().st_size > MAX_PHOTO_BYTES:
        raise too_large(f"{file.name}, {name}")
    return path.read_bytes()
