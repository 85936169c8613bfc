"""What is recorded of a facility, as people read it: the same facts on the map, in tables and beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import geopandas as gpd
import pandas as pd

from planner.model.city import City, Source
from planner.model.kinds import PLAY_KINDS, Known, Placement
from planner.model.labels import DESIGNATION_LABELS, KIND_LABELS, KNOWN_LABELS, PLACEMENT_LABELS
from planner.texts import Text, text, translate

Word = TypeVar("Word", bound=str)


def capitalised(words: str) -> str:
    """Return words with a capital first letter, the others as they are."""
    return words[:1].upper() + words[1:]


def facility_facts(city: City, facilities: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return what is recorded of each place, in the language that is spoken.

    Parameters
    ----------
    city
        The city.
    facilities
        Rows of the city's facilities.

    Returns
    -------
    pandas.DataFrame
        One row a place, in the order and with the index of ``facilities``; one column a fact, named in words;
        ``None`` where nothing is recorded.
    """
    of_play = facilities["kind"].isin(PLAY_KINDS)
    names = city.regions.set_index("code")["name"]
    facts = {
        translate(text("Kind")): _labels(facilities["kind"], KIND_LABELS),
        translate(text("Kecamatan")): facilities["kecamatan_code"].map(names),
        translate(text("Kelurahan")): facilities["kelurahan_code"].map(names),
        translate(text("Placed")): _labels(facilities["placement"], PLACEMENT_LABELS).where(
            facilities["placement"] != Placement.POSITION
        ),
        translate(text("Child-friendly")): _labels(facilities["child_friendly"], DESIGNATION_LABELS).where(of_play),
        translate(text("Basis of the designation")): facilities["child_friendly_basis"],
        translate(text("Open to the public")): _labels(facilities["public"], KNOWN_LABELS).where(
            of_play | (facilities["public"] != Known.UNKNOWN)
        ),
        translate(text("Area")): _each(facilities["area_m2"], lambda area_m2: text("{area} m²", area=round(area_m2))),
        translate(text("Capacity")): _each(
            facilities["capacity"], lambda capacity: text("{number}", number=round(capacity))
        ),
        translate(text("Address")): facilities["address"],
        translate(text("Position")): facilities["position_quality"],
        translate(text("Note")): facilities["note"],
        translate(text("Source")): _source_lines(city, facilities),
    }
    table = pd.DataFrame({label: values.astype(object) for label, values in facts.items()}, index=facilities.index)
    return table.where(table.notna() & (table != ""), None)


def _labels(words: pd.Series, labels: Mapping[Word, Text]) -> pd.Series:
    """Return what words of a closed list are called."""
    return words.map({word: capitalised(translate(label)) for word, label in labels.items()})


def _each(numbers: pd.Series, sentence: Callable[[float], Text]) -> pd.Series:
    """Return numbers as the language writes them."""
    return numbers.map({number: translate(sentence(number)) for number in numbers.dropna().unique()})


def _source_lines(city: City, facilities: gpd.GeoDataFrame) -> pd.Series:
    """Return where each row comes from: what it says itself, else its source, then the date and the row."""
    known = {source.id: source for source in city.sources}
    columns = ["source", "source_row", "source_detail", "source_date"]
    lines = [
        translate(_source_line(known.get(source), source, row, detail, date))
        for source, row, detail, date in facilities[columns].itertuples(index=False, name=None)
    ]
    return pd.Series(lines, index=facilities.index, dtype=object)


def _source_line(source: Source | None, source_id: str, row: int, detail: object, date: object) -> Text:
    title = detail if isinstance(detail, str) and detail else source.title if source else source_id
    of_when = date if isinstance(date, str) and date else source.date if source else ""
    if not of_when:
        return text("{title} (row {row})", title=title, row=row)
    return text("{title}, {date} (row {row})", title=title, date=of_when, row=row)
