"""The survey of a city folder: read, added to, and its last addition taken back."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from planner.errors import MissingFileError
from planner.model.survey import KnownPlace, NewPlace, SurveyFact, SurveyRecord
from planner.sources.changing import changing, check_changeable, write_content, write_table
from planner.sources.survey.kept import FILES, SurveyFile
from planner.sources.survey.photos import PHOTO_FOLDER, is_photo_name, keep_photo
from planner.sources.survey.rows import COLUMNS, check_columns, checked_rows, latest_today
from planner.sources.survey.values import tidy
from planner.sources.tables import read_table
from planner.texts import text

SURVEY_FILE = "survey.csv"
_SAME_LOOK = ["facility_id", "fact", "date"]
_SAME_ANSWER = [*_SAME_LOOK, "value", "office", "note"]


@dataclass(frozen=True)
class Saved:
    """What became of rows that were to be added.

    Attributes
    ----------
    visit
        The name under which they stand together; :func:`undo_visit` takes it.
    added
        How many were added.
    repeated
        How many stood there already and were not added again.
    """

    visit: str
    added: int
    repeated: int


def read_survey(folder: Path, *, today: dt.date | None = None) -> pd.DataFrame:
    """Read the survey of a city folder.

    Parameters
    ----------
    folder
        The city folder.
    today
        No date may be later; if left out, the day that it is where the day begins first.

    Returns
    -------
    :data:`~planner.model.survey.SURVEY`, without a row where nothing was surveyed yet.

    Raises
    ------
    planner.errors.LayerError
        If the file can't be read or a row in it is wrong.
    """
    return _read(folder, today).survey


def append_survey(
    folder: Path, records: Sequence[SurveyRecord], pictures: Sequence[bytes] = (), *, today: dt.date | None = None
) -> Saved:
    """Add what an office saw to the survey of a city folder.

    Parameters
    ----------
    folder
        The city folder; not the built-in one.
    records
        What was seen, at least one fact.
    pictures
        The cleaned photos that the records name.
    today
        As in :func:`read_survey`.

    Raises
    ------
    planner.errors.OutputError
        If the folder is the built-in one or can't be written.
    planner.errors.LayerError
        If a record can't be true, or the survey that is there is unusable.
    planner.errors.MissingFileError
        If there is no such city folder.
    """
    cells = pd.DataFrame([record_cells(record) for record in records], columns=COLUMNS, dtype="str")
    rows = cells.set_axis(pd.RangeIndex(1, len(cells) + 1))
    return append_rows(folder, rows, SURVEY_FILE, pictures, today=today)


def append_rows(
    folder: Path, rows: pd.DataFrame, file: str, pictures: Sequence[bytes] = (), *, today: dt.date | None = None
) -> Saved:
    """Add rows to the survey of a city folder, all or none.

    A row whose place, fact and day were last answered in the same way by the same office is not added again.

    Parameters
    ----------
    folder
        The city folder; not the built-in one.
    rows
        As in :func:`planner.sources.survey.rows.checked_rows`.
    file
        What the rows are called in sentences.
    pictures
        The cleaned photos that the rows name.
    today
        As in :func:`read_survey`.

    Raises
    ------
    planner.errors.PlannerError
        As in :func:`append_survey`.
    """
    check_changeable(folder)
    checked = checked_rows(rows, file, today=today)
    visit = secrets.token_hex(4)
    with changing(folder / SURVEY_FILE):
        former = _read(folder, today)
        fresh = checked[~_repeated(checked, former.survey)]
        _write(folder, former, fresh.assign(visit=visit), pictures)
    return Saved(visit=visit, added=len(fresh), repeated=len(checked) - len(fresh))


def append_visits(
    folder: Path, checked: pd.DataFrame, pictures: Sequence[bytes] = (), *, today: dt.date | None = None
) -> list[str]:
    """Add whole visits that were named where they were made, each once, however often it is handed in.

    All rows of a visit are kept, also those that repeat what is known: they are the proof that it came.

    Parameters
    ----------
    folder
        The city folder; not the built-in one.
    checked
        :data:`~planner.model.survey.SURVEY` as :func:`planner.sources.survey.rows.checked_rows` returns it, each row
        with its ``visit``.
    pictures
        The cleaned photos that the rows name.
    today
        As in :func:`read_survey`.

    Returns
    -------
    The visits that were there already, in the order of the rows.

    Raises
    ------
    planner.errors.PlannerError
        As in :func:`append_survey`.
    """
    check_changeable(folder)
    with changing(folder / SURVEY_FILE):
        former = _read(folder, today)
        there = checked["visit"].isin(former.survey["visit"].dropna())
        _write(folder, former, checked[~there], pictures)
    return list(dict.fromkeys(checked.loc[there, "visit"]))


def _read(folder: Path, today: dt.date | None) -> SurveyFile:
    return FILES.read(folder / SURVEY_FILE, today or latest_today())


def _write(folder: Path, former: SurveyFile, fresh: pd.DataFrame, pictures: Sequence[bytes]) -> None:
    """Add checked rows to the file, after their photos: no row names a photo that is not there."""
    for picture in pictures:
        keep_photo(folder, picture)
    if len(fresh):
        content = former.content_with(fresh)
        write_content(folder / SURVEY_FILE, content)
        FILES.foresee(former, fresh, content)


def undo_visit(folder: Path, visit: str) -> int:
    """Take back what was saved together, with its photos, and return how many rows that were.

    Raises
    ------
    planner.errors.OutputError
        If the folder is the built-in one or can't be written.
    planner.errors.MissingFileError
        If nothing of that visit is there.
    """
    check_changeable(folder)
    with changing(folder / SURVEY_FILE):
        rows = _file_rows(folder)
        undone = rows["visit"] == visit
        if not undone.any():
            raise MissingFileError(text("Nothing of that visit is left to take back in {file}.", file=SURVEY_FILE))
        write_table(folder / SURVEY_FILE, rows[~undone])
        _remove_photos(folder, rows[undone], rows[~undone])
    return int(undone.sum())


def record_cells(record: SurveyRecord) -> dict[str, str | None]:
    """Return a record as cells."""
    cells = _place_cells(record.place)
    cells |= {"fact": str(record.fact), "value": record.value, "date": record.date.isoformat()}
    cells |= {"office": record.office, "note": record.note}
    return {column: tidy(cell) or None for column, cell in cells.items()}


def _place_cells(place: KnownPlace | NewPlace) -> dict[str, str]:
    if isinstance(place, KnownPlace):
        return {"facility_id": place.id, "place_name": place.name}
    return {"place_name": place.name, "kind": str(place.kind), "lon": repr(place.lon), "lat": repr(place.lat)}


def _repeated(rows: pd.DataFrame, former: pd.DataFrame) -> pd.Series:
    """Say which rows tell what was told last of the same place, fact and day."""
    last = former.drop_duplicates(_SAME_LOOK, keep="last")[_SAME_ANSWER].assign(there=True)
    beside = rows[_SAME_ANSWER].merge(last, on=_SAME_ANSWER, how="left")
    return pd.Series(beside["there"].notna().to_numpy(), index=rows.index)


def _file_rows(folder: Path) -> pd.DataFrame:
    """Return the cells of the file as they stand there, unchecked, older rows first."""
    path = folder / SURVEY_FILE
    if not path.is_file():
        return pd.DataFrame(columns=COLUMNS, dtype="str")
    rows = read_table(path, SURVEY_FILE)
    check_columns(rows, SURVEY_FILE)
    return rows.reindex(columns=COLUMNS)


def _remove_photos(folder: Path, undone: pd.DataFrame, left: pd.DataFrame) -> None:
    """Remove the photos that only the rows taken back named."""
    of_photo = str(SurveyFact.PHOTO)
    gone = undone.loc[undone["fact"] == of_photo, "value"]
    gone = gone[~gone.isin(left.loc[left["fact"] == of_photo, "value"])]
    # A file that somebody changed by hand may name anything; only photos are removed.
    for name in gone[gone.map(is_photo_name)]:
        (folder / PHOTO_FOLDER / name).unlink(missing_ok=True)
