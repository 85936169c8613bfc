"""Degrees, minutes and seconds as people write them: ``1°14'30" LS``, ``S 1 14 30``, ``116° 49,5' BT``."""

from __future__ import annotations

import pandas as pd

_HEMISPHERE = r"LINTANG\s*SELATAN|LINTANG\s*UTARA|BUJUR\s*TIMUR|BUJUR\s*BARAT|LS|LU|BT|BB|N|S|E|W|U|T|B"
_VALUE = r"\d{1,3}(?:[.,]\d+)?"
_PART = r"\d{1,2}(?:[.,]\d+)?"
ANGLE = (
    rf"(?P<before>{_HEMISPHERE})?\s*[.:]?\s*(?P<sign>[-+–−])?\s*(?P<degrees>{_VALUE})\s*(?:[°º˚⁰*:]|D(?:EG)?|DERAJAT|\s)\s*"
    rf"(?:(?P<minutes>{_PART})\s*(?:['′’‘´`:]|M(?:ENIT)?|\s|$)?\s*"
    rf"(?:(?P<seconds>{_PART})\s*(?:[\"″”“]|['′’‘´`]{{2}}|DETIK)?\s*)?)?"
    rf"(?P<after>{_HEMISPHERE})?"
)
"""One angle in capital letters."""
LONGEST_ANGLE = 80
# The letter s of 1d14m30s stands for seconds, not for south.
_LETTERED = r"(?<=\d)\s*D(?:EG)?\s*(\d[\d.,]*)\s*M(?:IN)?\s*(\d[\d.,]*)\s*S(?:EC)?"
_NEGATIVE = ("LS", "S", "LINTANGSELATAN", "BB", "W", "B", "BUJURBARAT")
_MARKED = r"[°º˚⁰]|\d\s*(?:LS|LU|BT|BB|D|N|S|E|W)\b|^\s*(?:LS|LU|BT|BB|N|S|E|W)\b"
_SPACED = r"[-+]?\d{1,3}\s+\d{1,2}\s+\d{1,2}(?:[.,]\d+)?|[-+]?\d{1,3}:\d{1,2}:\d{1,2}(?:[.,]\d+)?"


def has_angles(cells: pd.Series) -> bool:
    """Whether most filled cells hold degrees, minutes and seconds."""
    texts = cells[cells.map(lambda cell: isinstance(cell, str)).astype(bool)].astype("str")
    if texts.empty or len(texts) < 0.5 * len(cells):
        return False
    upper = _upper(texts)
    marked = upper.str.contains(_MARKED, regex=True) & upper.str.fullmatch(rf"\s*{ANGLE}\s*")
    return bool((marked | upper.str.fullmatch(_SPACED)).mean() > 0.5)


def parse_angles(cells: pd.Series) -> pd.Series:
    """Return decimal degrees, south and west negative; missing where a cell holds no angle.

    Minutes and seconds have to lie below 60.
    """
    parts = _upper(cells.astype("str")).str.extract(rf"^\s*{ANGLE}\s*$")
    degrees, minutes, seconds = (
        pd.to_numeric(parts[part].str.replace(",", ".", regex=False), errors="coerce")
        for part in ("degrees", "minutes", "seconds")
    )
    size = degrees + minutes.fillna(0) / 60 + seconds.fillna(0) / 3600
    hemisphere = parts["before"].fillna(parts["after"]).str.replace(r"\s", "", regex=True)
    is_negative = hemisphere.isin(_NEGATIVE) | parts["sign"].isin(["-", "–", "−"])
    possible = (size <= 180) & (minutes.fillna(0) < 60) & (seconds.fillna(0) < 60) & cells.notna()
    return size.where(~is_negative, -size).where(possible).astype("float64")


def _upper(texts: pd.Series) -> pd.Series:
    # What is far too long for an angle is not compared: some patterns take long over long texts.
    short = texts.str.strip().where(texts.str.len() <= LONGEST_ANGLE, "")
    return short.str.upper().str.replace(_LETTERED, "°\\1'\\2\"", regex=True)
