"""Cells of a delivered layer to the facts of facilities, with a remark for each that is mended or left out."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pandas as pd

from planner.cleaning.quality.report import Outcome, RemarkList
from planner.model.kinds import Designation, Known
from planner.sources.delivery.fields import FIELD_LABELS, AreaUnit, Field
from planner.sources.delivery.limits import Limits
from planner.sources.delivery.mapping import ColumnMapping
from planner.sources.delivery.numbers import parse_numbers
from planner.sources.delivery.preview import Preview
from planner.sources.delivery.synonyms import Synonyms
from planner.sources.settings import SKIP
from planner.texts import Text, text

_WORDS = pd.StringDtype(na_value=np.nan)
# Letters that can't be seen or turn the direction of writing; tabs and line ends become blanks.
_INVISIBLE = (
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]"
)
_FORMULA = r"^(?:[=@+]|-\D)"
_AREA_UNITS = {
    "m2": AreaUnit.SQUARE_METRE,
    "m²": AreaUnit.SQUARE_METRE,
    "meter persegi": AreaUnit.SQUARE_METRE,
    "ha": AreaUnit.HECTARE,
    "hektar": AreaUnit.HECTARE,
    "hektare": AreaUnit.HECTARE,
    "are": AreaUnit.ARE,
    "km2": AreaUnit.SQUARE_KILOMETRE,
    "km²": AreaUnit.SQUARE_KILOMETRE,
}
_AREA = rf"^(?P<number>.*?)\s*(?P<unit>{'|'.join(sorted(_AREA_UNITS, key=len, reverse=True))})?\.?$"
_LONGEST_AREA = 60
_DATES = (
    r"^(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?(?:[T\s].*)?$",
    r"^(?P<day>\d{1,2})[-/.\s](?P<month>\d{1,2}|[a-z]+)[-/.\s](?P<year>\d{4})$",
    r"^(?P<month>[a-z]+)[-/.\s](?P<year>\d{4})$",
)


def clean_text(view: Preview, mapping: ColumnMapping, field: Field, remarks: RemarkList, limits: Limits) -> pd.Series:
    """Return a column of texts: blanks tidied, invisible letters taken out, overlong ones cut or set aside."""
    column = mapping.column(field)
    if column is None:
        return pd.Series(np.nan, index=view.cells.index, dtype=_WORDS)
    cells = view.cells[column]
    written = cells.astype("str").where(cells.notna()).astype(_WORDS)
    invisible = written.str.contains(_INVISIBLE, regex=True).fillna(False).to_numpy(dtype=bool)
    plain = written.copy()
    plain[invisible] = written[invisible].str.replace(_INVISIBLE, "", regex=True)
    remarks.add(
        invisible,
        "invisible_letters",
        Outcome.REPAIRED,
        text("Letters that can't be seen, or that turn the direction of writing, were taken out."),
        column=column,
        values=cells,
    )
    plain = plain.str.replace(r"\s+", " ", regex=True).str.strip()
    plain = plain.mask(plain == "")
    most = limits.name_characters if field in (Field.NAME, Field.ID) else limits.text_characters
    is_long = (plain.str.len() > most).fillna(False).to_numpy(dtype=bool)
    if field in (Field.NAME, Field.ID):
        reason = text(
            "The {field} is longer than {most} letters, so it can't be one.", field=FIELD_LABELS[field], most=most
        )
        remarks.add(is_long, "text_too_long", Outcome.SET_ASIDE, reason, column=column, values=cells)
    else:
        reason = text("The text is longer than {most} letters; the rest was cut off.", most=most)
        remarks.add(is_long, "text_too_long", Outcome.REPAIRED, reason, column=column, values=cells)
    remarks.add(
        plain.str.contains(_FORMULA, regex=True).fillna(False).to_numpy(dtype=bool),
        "formula",
        Outcome.CHECK,
        text("The text begins like a formula; it was kept as a text and is never run."),
        column=column,
        values=cells,
    )
    cut: pd.Series = plain.str.slice(0, most).astype(_WORDS)
    return cut


def kinds(view: Preview, mapping: ColumnMapping, remarks: RemarkList) -> pd.Series:
    """Return the kind of each row; rows whose kind is not known, or is no facility, are set aside."""
    if mapping.kind is not None:
        return pd.Series(str(mapping.kind), index=view.cells.index, dtype=_WORDS)
    column = mapping.column(Field.KIND) or ""
    cells = view.cells[column]
    found = cells.astype("str").str.strip().where(cells.notna()).map(dict(mapping.kinds))
    blank = cells.isna().to_numpy()
    remarks.add(blank, "kind_blank", Outcome.SET_ASIDE, text("The kind of facility is blank."), column=column)
    remarks.add(
        found.isna().to_numpy() & ~blank,
        "kind_unknown",
        Outcome.SET_ASIDE,
        text("It is not said what kind of facility this value means: choose one and bring the layer again."),
        column=column,
        values=cells,
    )
    remarks.add(
        (found == SKIP).to_numpy(dtype=bool),
        "kind_skipped",
        Outcome.SET_ASIDE,
        text("This value was chosen to be no facility."),
        column=column,
        values=cells,
    )
    return found.astype(_WORDS)


def areas(view: Preview, mapping: ColumnMapping, remarks: RemarkList, notices: list[Text]) -> pd.Series:
    """Return areas in m²; a unit behind the number counts before that of the column."""
    column = mapping.column(Field.AREA)
    if column is None:
        return pd.Series(np.nan, index=view.cells.index, dtype="float64")
    cells = view.cells[column]
    written = cells.astype("str").str.strip()
    has_unit = (written.str.len() <= _LONGEST_AREA) & written.str.contains(r"[A-Za-z²]2?\.?$", regex=True)
    parts = written[has_unit].str.extract(_AREA, flags=re.IGNORECASE)
    bare = cells.copy()
    bare[has_unit] = parts["number"].to_numpy(dtype=object)
    factor = pd.Series(mapping.area_unit.square_metres, index=cells.index)
    own = parts["unit"].str.lower().map({word: unit.square_metres for word, unit in _AREA_UNITS.items()})
    factor[own[own.notna()].index] = own[own.notna()].astype("float64")
    return _checked_numbers(bare, cells, column, remarks, notices) * factor


def amounts(view: Preview, mapping: ColumnMapping, field: Field, remarks: RemarkList, notices: list[Text]) -> pd.Series:
    """Return how many a field says, such as capacity or pupils; missing where blank or no number."""
    column = mapping.column(field)
    if column is None:
        return pd.Series(np.nan, index=view.cells.index, dtype="float64")
    return _checked_numbers(view.cells[column], view.cells[column], column, remarks, notices)


def _checked_numbers(
    cells: pd.Series, written: pd.Series, column: str, remarks: RemarkList, notices: list[Text]
) -> pd.Series:
    numbers = parse_numbers(cells, may_group=True)
    if numbers.is_doubtful:
        notices.append(
            text(
                "In “{column}” a point or comma stands only before three digits; points were taken as standing between "
                "thousands, commas before decimals.",
                column=column,
            )
        )
    reason = text("This is no number; it was left out.")
    unreadable = numbers.unreadable.to_numpy(dtype=bool)
    remarks.add(unreadable, "no_number", Outcome.REPAIRED, reason, column=column, values=written)
    negative = (numbers.values < 0).to_numpy()
    reason = text("A number below 0 can't be; it was left out.")
    remarks.add(negative, "negative_number", Outcome.REPAIRED, reason, column=column, values=written)
    return numbers.values.mask(negative)


def answers(view: Preview, mapping: ColumnMapping, field: Field, remarks: RemarkList, synonyms: Synonyms) -> pd.Series:
    """Return answers (``yes``, ``no``, ``claimed`` or ``unknown``); what was not understood is unknown."""
    column = mapping.column(field)
    if column is None:
        return pd.Series(str(Known.UNKNOWN), index=view.cells.index, dtype=_WORDS)
    cells = view.cells[column]
    found = cells.astype("str").str.strip().str.casefold().map(dict(synonyms.answers))
    if field is Field.PUBLIC:
        # Whether a place is open to all is known or not; it can't be claimed.
        found = found.replace(str(Designation.CLAIMED), str(Known.UNKNOWN))
    remarks.add(
        (found.isna() & cells.notna()).to_numpy(),
        "no_answer",
        Outcome.REPAIRED,
        text("This is neither yes nor no; it was taken as not known."),
        column=column,
        values=cells,
    )
    return found.fillna(str(Known.UNKNOWN)).astype(_WORDS)


def dates(view: Preview, mapping: ColumnMapping, remarks: RemarkList, synonyms: Synonyms, today: dt.date) -> pd.Series:
    """Return dates as a year, a month or a day (``2025``, ``2025-12``, ``2025-12-31``)."""
    column = mapping.column(Field.DATE)
    if column is None:
        return pd.Series(np.nan, index=view.cells.index, dtype=_WORDS)
    cells = view.cells[column]
    distinct = cells.dropna().astype("str").drop_duplicates()
    meant = {written: _date(written, synonyms) for written in distinct}
    found = cells.astype("str").map(meant).where(cells.notna()).astype(_WORDS)
    remarks.add(
        (found.isna() & cells.notna()).to_numpy(),
        "no_date",
        Outcome.REPAIRED,
        text("This is no date; it was left out."),
        column=column,
        values=cells,
    )
    future = (found.str.slice(0, 10) > today.isoformat()).fillna(False).to_numpy(dtype=bool)
    reason = text("The date lies in the future; it was left out.")
    remarks.add(future, "future_date", Outcome.REPAIRED, reason, column=column, values=cells)
    return found.mask(future)


def _date(written: str, synonyms: Synonyms) -> str | None:
    plain = written.strip().casefold()
    match = next((found for pattern in _DATES if (found := re.match(pattern, plain))), None)
    if match is None:
        return None
    parts = match.groupdict()
    year, month, day = parts["year"], parts.get("month"), parts.get("day")
    number = None if month is None else (int(month) if month.isdigit() else synonyms.months.get(month))
    if month is not None and number is None:
        return None
    try:
        date = dt.date(int(year), number or 1, int(day or 1))
    except ValueError:
        return None
    if not date.year >= 1900:
        return None
    return date.isoformat() if day else (f"{date:%Y-%m}" if month else year)
