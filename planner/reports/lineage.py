"""Where a place comes from, as people read it: its source, and every other source that has it too."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from planner.model.city import City, Source
from planner.model.labels import FIELD_LABELS
from planner.model.merging import ANY_FIELD
from planner.texts import Text, text, translate


def source_lines(city: City, rows: pd.DataFrame) -> pd.Series:
    """Return where each row comes from, in the language that is spoken.

    Parameters
    ----------
    city
        The city.
    rows
        Rows of :data:`~planner.model.tables.FACILITIES`.

    Returns
    -------
    What the row says itself, else its source, then the date and the row; by the index of ``rows``.
    """
    known = {source.id: source for source in city.sources}
    columns = ["source", "source_row", "source_detail", "source_date"]
    lines = [
        translate(_source_line(known.get(source), source, row, detail, date))
        for source, row, detail, date in rows[columns].itertuples(index=False, name=None)
    ]
    return pd.Series(lines, index=rows.index, dtype=object)


def also_in(city: City, facilities: gpd.GeoDataFrame) -> pd.Series:
    """Return which other records each place was merged from and what each of them gave; missing where none was.

    Parameters
    ----------
    city
        The city.
    facilities
        Rows of the city's facilities.

    Returns
    -------
    In the language that is spoken, by the index of ``facilities``.
    """
    if city.merging is None:
        return pd.Series(None, index=facilities.index, dtype=object)
    lineage = city.merging.lineage
    others = lineage[lineage["facility_id"].isin(facilities["id"]) & (lineage["record_id"] != lineage["facility_id"])]
    records = city.merging.records.set_index("id", drop=False)
    whole = others[others["field"] == ANY_FIELD]
    lines = source_lines(city, records.loc[whole["record_id"]])
    given = others[others["field"] != ANY_FIELD].groupby("record_id")["field"].agg(set)
    told = [_with_fields(line, given.get(record, frozenset())) for record, line in zip(lines.index, lines, strict=True)]
    by_place = pd.Series(told, index=whole["facility_id"].to_numpy(), dtype=object).groupby(level=0).agg("; ".join)
    lines_of_place: pd.Series = facilities["id"].map(by_place)
    return lines_of_place


def source_ids(city: City, facility_id: str) -> list[str]:
    """Return the sources that a place comes from, the one that gave its id first, each once."""
    if city.merging is not None and facility_id in set(city.merging.members):
        return list(dict.fromkeys(city.merging.records_of(facility_id)["source"]))
    own = city.facilities["id"] == facility_id
    return [str(source) for source in city.facilities.loc[own, "source"]]


def _with_fields(line: str, fields: set[str] | frozenset[str]) -> str:
    """Add to a source what it gave to the place."""
    names = [translate(label) for field, label in FIELD_LABELS.items() if field in fields]
    if not names:
        return line
    return translate(text("{source}: {fields}", source=line, fields=", ".join(names)))


def _source_line(source: Source | None, source_id: str, row: int, detail: object, date: object) -> Text:
    title = detail if isinstance(detail, str) and detail else source.title if source else source_id
    of_when = date if isinstance(date, str) and date else source.date if source else ""
    if not of_when:
        return text("{title} (row {row})", title=title, row=row)
    return text("{title}, {date} (row {row})", title=title, date=of_when, row=row)
