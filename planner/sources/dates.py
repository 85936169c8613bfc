"""Dates as files write them: a year, a month or a day."""

from __future__ import annotations

import datetime as dt
import re

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def is_date(written: str) -> bool:
    """Say whether words are a year, a month or a day, such as 2025, 2025-12 or 2025-12-31."""
    parts = _DATE.fullmatch(written)
    if parts is None:
        return False
    year, month, day = (int(part) if part else 1 for part in parts.groups())
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True
