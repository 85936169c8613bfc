"""The table of a field survey to fill in on the spot: every place, one fact a row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from planner.errors import OutputError
from planner.model.city import City
from planner.model.kinds import FacilityKind, Placement
from planner.model.labels import KIND_LABELS
from planner.model.rule import Rules
from planner.model.survey import GREEN_KINDS, PLACE_FACTS, SIGN_FACTS, SurveyFact
from planner.model.survey_labels import FACT_QUESTIONS
from planner.reports.folder import put_files
from planner.reports.sign_places import sign_places
from planner.texts import text, translate

TEMPLATE_FILE = "survey-template.csv"
SIGNS_FILE = "sign-survey-template.csv"
COLUMNS = [
    *("kecamatan", "place_name", "question", "value", "date", "office", "note"),
    *("fact", "facility_id", "kind", "lon", "lat"),
]
"""What is filled in stands before what tells the planner which row is which."""
SIGN_COLUMNS = [
    *("kecamatan", "kelurahan", "place_name", "place_kind", "question", "value", "date", "office", "note"),
    *("fact", "facility_id"),
]
"""As :data:`COLUMNS`; more is told of a place, of which there are many."""


def survey_template(city: City) -> pd.DataFrame:
    """Return the rows of the template: each park, play space and green space of the city with each question.

    Parameters
    ----------
    city
        The city.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`COLUMNS`, all texts, in the order of kecamatan and name; the questions in the language
        that is spoken, what is to be filled in blank.
    """
    facilities = city.facilities
    places = facilities[facilities["kind"].isin(GREEN_KINDS) & (facilities["placement"] != Placement.OUTSIDE)]
    places = places.assign(kecamatan=places["kecamatan_code"].map(city.regions.set_index("code")["name"]))
    places = places.sort_values(["kecamatan", "name", "id"])
    return _asked(pd.DataFrame(places[["kecamatan", "name", "id"]]), PLACE_FACTS)[COLUMNS]


def sign_template(city: City, rules: Rules) -> pd.DataFrame:
    """Return the rows of the template for signs: each place that has to be smoke-free with each question.

    Parameters
    ----------
    city
        The city.
    rules
        The rule catalogue with the city's changes.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`SIGN_COLUMNS`, all texts, in the order of kecamatan, kelurahan and name; what the place is and
        the questions in the language that is spoken, what is to be filled in blank.

    Raises
    ------
    planner.errors.RuleError
        If a rule that names the places is missing or can't be enforced.
    """
    places = sign_places(city, rules)
    kinds = places["kind"].map(lambda kind: translate(KIND_LABELS[FacilityKind(kind)]))
    return _asked(places.drop(columns=["kind", "lon", "lat"]).assign(place_kind=kinds), SIGN_FACTS)[SIGN_COLUMNS]


def _asked(places: pd.DataFrame, facts: Sequence[SurveyFact]) -> pd.DataFrame:
    """Return each place with each question, and blank cells to be filled in."""
    asked = pd.DataFrame(
        {"fact": [str(fact) for fact in facts], "question": [translate(FACT_QUESTIONS[fact]) for fact in facts]}
    )
    rows = places.rename(columns={"name": "place_name", "id": "facility_id"}).merge(asked, how="cross")
    columns = list(dict.fromkeys([*SIGN_COLUMNS, *COLUMNS]))
    return rows.reindex(columns=columns).replace(np.nan, None).astype("str")


def write_survey_template(content: bytes, folder: Path, name: str = TEMPLATE_FILE) -> Path:
    """Write the template, made into a file's content, and return its path.

    Raises
    ------
    planner.errors.OutputError
        If the file is there already, so that a filled-in one is never lost, or can't be written.
    """
    path = folder / name
    if path.exists():
        raise OutputError(text("{file} is there already and may be filled in: choose another folder.", file=str(path)))
    return put_files(folder, {name: content})[0]
