"""Visits that a phone without network took along in a file, handed in later."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from planner.errors import LayerError, MissingFileError
from planner.sources.changing import check_changeable
from planner.sources.survey.known import KnownPlaces
from planner.sources.survey.visits import Received, receive_visits
from planner.texts import text

VISITS_FORMAT = "planner-sign-visits"
VISITS_VERSION = 1
VISITS_ENDING = ".json"

MAX_VISITS_BYTES = 100_000_000


def import_visits(
    folder: Path, file: Path, city_code: str, known: KnownPlaces, *, today: dt.date | None = None
) -> Received:
    """Keep the visits of a file in the survey of a city folder: each that can be kept, once.

    Parameters
    ----------
    folder
        The city folder; not the built-in one.
    file
        A file that the form without network wrote.
    city_code
        Code of the city of the folder: a file of another city is refused.
    known
        The places of the city.
    today
        As in :func:`planner.sources.survey.visits.receive_visits`.

    Raises
    ------
    planner.errors.PlannerError
        If the file is none of those, or the folder can't be changed.
    """
    check_changeable(folder)
    if not file.is_file():
        raise MissingFileError(text("There is no file {file}: check its name.", file=str(file)))
    if file.stat().st_size > MAX_VISITS_BYTES:
        raise LayerError(
            text("{file} is larger than {limit} MB: no survey is.", file=file.name, limit=MAX_VISITS_BYTES // 10**6)
        )
    return receive_visits(folder, _visits(file.read_bytes(), file.name, city_code), known, today=today)


def visits_of(content: bytes) -> list[object]:
    """Return what a file holds, unchecked; nothing where it is none of those."""
    try:
        written = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        return []
    visits = written.get("visits") if isinstance(written, dict) else None
    return visits if isinstance(visits, list) else []


def _visits(content: bytes, file: str, city_code: str) -> list[object]:
    try:
        written = json.loads(content.decode("utf-8-sig"))
    # Brackets inside brackets without end are told by a RecursionError.
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise LayerError(
            text("{file} can't be read: take the file that the form for signs saved, as it is.", file=file)
        ) from error
    if not isinstance(written, dict) or written.get("format") != VISITS_FORMAT:
        raise LayerError(text("{file} is not a file that the form for signs saved: choose that one.", file=file))
    if written.get("version") != VISITS_VERSION:
        raise LayerError(
            text("{file} was saved by a form of another version: open the form anew and save it again.", file=file)
        )
    if written.get("city") != city_code:
        raise LayerError(
            text(
                "{file} was recorded in the city with the code “{code}”, this one has “{own}”: hand it in there.",
                file=file,
                code=str(written.get("city"))[:40],
                own=city_code,
            )
        )
    visits = written.get("visits")
    if not isinstance(visits, list) or not visits:
        raise LayerError(text("{file} holds no visit: record one first.", file=file))
    return visits
