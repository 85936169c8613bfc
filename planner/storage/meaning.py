"""What a row says of its subject, so that two answers can be told from one answer given twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planner.model.person import Collection
from planner.sources.survey.rows import new_place_id
from planner.storage.records import Body

BETWEEN = "|"

_SAYS: Mapping[Collection, str] = {
    Collection.SURVEY: "value",
    Collection.MERGES: "answer",
    Collection.SCENARIOS: "document",
    Collection.FILES: "sha256",
}
"""The cell in which a row says what it says."""


def subject_of(collection: Collection, body: Body, name: str) -> str:
    """Return what a row speaks of.

    Parameters
    ----------
    collection
        What it belongs to.
    body
        Its cells.
    name
        Its file's name, where it stands for a file.
    """
    match collection:
        case Collection.SURVEY:
            return f"{_place(body)}{BETWEEN}{body.get('fact') or ''}"
        case Collection.MERGES:
            return BETWEEN.join(sorted(str(body.get(column) or "") for column in ("id_a", "id_b")))
        case Collection.SCENARIOS | Collection.FILES:
            return name


def newest_meaning(collection: Collection, bodies: Iterable[Body]) -> tuple[str, ...]:
    """Return what holds of one subject: the same for rows that say the same.

    Parameters
    ----------
    collection
        What the rows belong to.
    bodies
        The rows of one subject, in their order. Of survey facts and decisions the one of the newest day holds, of one
        day the last one.
    """
    body = standing(collection, bodies)
    return () if body is None else (str(body.get(_SAYS[collection])),)


def standing(collection: Collection, bodies: Iterable[Body]) -> Body | None:
    """Return the row of one subject that holds; ``None`` where there is none.

    Parameters
    ----------
    collection, bodies
        As in :func:`newest_meaning`.
    """
    rows = list(bodies)
    if not rows:
        return None
    return _newest(rows) if collection in (Collection.SURVEY, Collection.MERGES) else rows[-1]


def _newest(rows: list[Body]) -> Body:
    """Return the row of the newest day; days are written alike, year first."""
    return max(enumerate(rows), key=lambda each: (str(each[1].get("date") or ""), each[0]))[1]


def _place(body: Body) -> str:
    known = body.get("facility_id")
    if known:
        return str(known)
    name, kind, lon, lat = (str(body.get(column) or "") for column in ("place_name", "kind", "lon", "lat"))
    try:
        return new_place_id(name, kind, float(lon), float(lat))
    except ValueError:
        # The survey's own check says what is wrong with such a position.
        return BETWEEN.join((name, kind, lon, lat))
