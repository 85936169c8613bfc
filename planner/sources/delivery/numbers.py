"""Numbers as people write them: decimal commas, points between thousands, units behind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

_NUMBER = r"[-+]?(?:\d[\d.,]*|[.,]\d+)"
_SPACES = r"[\s\u00a0\u202f_']"
# One to three digits, then groups of exactly three: could be thousands.
_GROUPED = r"[-+]?[1-9]\d{0,2}(?:[.,]\d{3})+"


class NumberStyle(StrEnum):
    """Which sign stands before the decimals."""

    POINT = "."
    COMMA = ","


@dataclass(frozen=True, eq=False)
class Numbers:
    """Numbers of a column.

    Attributes
    ----------
    values
        Decimal numbers; missing where a cell is blank or no number.
    unreadable
        Which cells are filled but no number.
    is_doubtful
        Whether a sign could stand before decimals as well as between thousands, throughout the column.
    """

    values: pd.Series
    unreadable: pd.Series
    is_doubtful: bool


def parse_numbers(cells: pd.Series, *, may_group: bool) -> Numbers:
    """Read a column of numbers, its decimal sign told from the whole column.

    Parameters
    ----------
    cells
        Numbers, texts or ``None``.
    may_group
        Whether a lone point before three digits may stand between thousands, as in ``1.250``: so for areas,
        never for coordinates.
    """
    is_text = cells.map(lambda cell: isinstance(cell, str)).astype(bool)
    values = pd.to_numeric(cells.where(~is_text), errors="coerce").astype("float64")
    written = _without_spaces(cells[is_text])
    is_doubtful = False
    if len(written):
        found = None if may_group else _read_plain(written)
        if found is None:
            style, is_doubtful = _style(written, may_group=may_group)
            found = _read(written, style)
        values[written.index] = found
    values = values.where(np.isfinite(values))
    return Numbers(values, cells.notna() & values.isna(), is_doubtful)


def number_style(cells: pd.Series) -> NumberStyle | None:
    """Return how most of a column's numbers are written; ``None`` where it holds mostly something else."""
    is_text = cells.map(lambda cell: isinstance(cell, str)).astype(bool)
    written = _without_spaces(cells[is_text])
    numeric = (~is_text).sum() + written.str.fullmatch(_NUMBER).sum()
    if not len(cells) or numeric < 0.8 * len(cells):
        return None
    return _style(written, may_group=False)[0] if len(written) else NumberStyle.POINT


def _without_spaces(cells: pd.Series) -> pd.Series:
    texts = cells.astype("str").str.strip()
    spaced = texts.str.contains(_SPACES, regex=True)
    return texts.where(~spaced, texts.str.replace(_SPACES, "", regex=True)) if spaced.any() else texts


def _style(written: pd.Series, *, may_group: bool) -> tuple[NumberStyle, bool]:
    """Return the decimal sign, and whether it was only presumed."""
    points, commas = written.str.count(r"\."), written.str.count(",")
    comma_last = written.str.rfind(",") > written.str.rfind(".")
    both = (points > 0) & (commas > 0)
    grouped = written.str.fullmatch(_GROUPED)
    says_comma = (both & comma_last) | (points > 1) | ((commas == 1) & (points == 0) & ~grouped)
    says_point = (both & ~comma_last) | (commas > 1) | ((points == 1) & (commas == 0) & ~grouped)
    if says_comma.any() or says_point.any():
        return (NumberStyle.COMMA if says_comma.sum() > says_point.sum() else NumberStyle.POINT), False
    lone_point, lone_comma = bool((points == 1).any()), bool((commas == 1).any())
    if lone_point and may_group:
        # 1.250 with nothing else to go by: Indonesian offices write points between thousands.
        return NumberStyle.COMMA, True
    return (NumberStyle.COMMA if lone_comma and not lone_point else NumberStyle.POINT), lone_comma and may_group


def _read_plain(written: pd.Series) -> pd.Series | None:
    """Read a column in which each number has at most one sign, the same throughout; ``None`` if it is not so."""
    has_comma = bool(written.str.contains(",", regex=False).any())
    if has_comma and bool(written.str.contains(".", regex=False).any()):
        return None
    plain = written.str.replace(",", ".", regex=False) if has_comma else written
    values = pd.to_numeric(plain, errors="coerce")
    return None if values.isna().any() else values


def _read(written: pd.Series, style: NumberStyle) -> pd.Series:
    other = "," if style is NumberStyle.POINT else "."
    # A sign of the other style is only taken out where it stands between thousands.
    grouping = rf"(?<=\d)\{other}(?=\d{{3}}(?:\D|$))"
    plain = written.str.replace(grouping, "", regex=True)
    # In a column of mixed styles the odd one out still has one meaning: a lone other sign before decimals.
    lone = (plain.str.count(rf"\{other}") == 1) & ~plain.str.contains(style.value, regex=False)
    plain = plain.where(~lone, plain.str.replace(other, style.value, regex=False))
    plain = plain.str.replace(style.value, ".", regex=False)
    return pd.to_numeric(
        plain.where(plain.str.fullmatch(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?")), errors="coerce"
    )
