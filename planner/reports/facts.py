"""What is recorded of a facility, as people read it: the same facts on the map, in tables and beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import geopandas as gpd
import pandas as pd

from planner.model.city import City
from planner.model.kinds import PLAY_KINDS, Known, Placement
from planner.model.labels import DESIGNATION_LABELS, KIND_LABELS, KNOWN_LABELS, PLACEMENT_LABELS
from planner.model.survey import SurveyFact
from planner.model.survey_labels import FACT_LABELS
from planner.reports.lineage import also_in, source_lines
from planner.reports.survey_facts import survey_told
from planner.texts import Text, text, translate

Word = TypeVar("Word", bound=str)

_TOLD_ALREADY: Mapping[SurveyFact, tuple[str, Text]] = {
    SurveyFact.PUBLIC: ("public", text("Open to the public")),
    SurveyFact.AREA: ("area_m2", text("Area")),
}
"""Facts of a survey that are facts of every facility too: their column and what it is called."""


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
        translate(text("Pupils")): _each(facilities["pupils"], lambda pupils: text("{number}", number=round(pupils))),
        translate(text("Address")): facilities["address"],
        translate(text("Position")): facilities["position_quality"],
        translate(text("Note")): facilities["note"],
        translate(text("Source")): source_lines(city, facilities),
    }
    facts = _with_survey(facts, city, facilities) | {translate(text("Also in")): also_in(city, facilities)}
    table = pd.DataFrame({label: values.astype(object) for label, values in facts.items()}, index=facilities.index)
    return table.where(table.notna() & (table != ""), None)


def _with_survey(facts: dict[str, pd.Series], city: City, facilities: gpd.GeoDataFrame) -> dict[str, pd.Series]:
    """Add what was seen on the spot before the source; to what the survey itself told, its date and office."""
    seen = survey_told(city, facilities["id"])
    source = translate(text("Source"))
    told = {label: values for label, values in facts.items() if label != source}
    known = set(seen["fact"])
    for fact in SurveyFact:
        if fact not in known:
            continue
        rows = seen[seen["fact"] == fact].set_index("facility_id")
        line = facilities["id"].map(rows["told"].map(capitalised))
        if fact in _TOLD_ALREADY:
            column, label = _TOLD_ALREADY[fact]
            value = facilities["id"].map(rows["value"]).astype(facilities[column].dtype)
            told[translate(label)] = line.where(value == facilities[column], facts[translate(label)])
        else:
            told[capitalised(translate(FACT_LABELS[fact]))] = line
    return told | {source: facts[source]}


def _labels(words: pd.Series, labels: Mapping[Word, Text]) -> pd.Series:
    """Return what words of a closed list are called."""
    return words.map({word: capitalised(translate(label)) for word, label in labels.items()})


def _each(numbers: pd.Series, sentence: Callable[[float], Text]) -> pd.Series:
    """Return numbers as the language writes them."""
    return numbers.map({number: translate(sentence(number)) for number in numbers.dropna().unique()})


def short_name(name: str, city_name: str) -> str:
    """Leave out of a region's name the word that it shares with the city, which makes columns and maps wide."""
    return name.removeprefix(f"{city_name.split()[-1]} ") if city_name.strip() else name


def clipped(words: str, most: int) -> str:
    """Return words of at most a length, the cut marked: a name of any length has to fit its place."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
