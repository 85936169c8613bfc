"""The table of a field survey to fill in on the spot: every place, one fact a row."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from planner.errors import OutputError
from planner.model.city import City
from planner.model.kinds import Placement
from planner.model.survey import GREEN_KINDS, PLACE_FACTS
from planner.model.survey_labels import FACT_QUESTIONS
from planner.texts import text, translate

TEMPLATE_FILE = "survey-template.csv"
COLUMNS = [
    *("kecamatan", "place_name", "question", "value", "date", "office", "note"),
    *("fact", "facility_id", "kind", "lon", "lat"),
]
"""What is filled in stands before what tells the planner which row is which."""


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
    asked = pd.DataFrame(
        {
            "fact": [str(fact) for fact in PLACE_FACTS],
            "question": [translate(FACT_QUESTIONS[fact]) for fact in PLACE_FACTS],
        }
    )
    known = pd.DataFrame(places[["kecamatan", "name", "id"]]).rename(
        columns={"name": "place_name", "id": "facility_id"}
    )
    return known.merge(asked, how="cross").reindex(columns=COLUMNS).replace(np.nan, None).astype("str")


def write_survey_template(content: bytes, folder: Path) -> Path:
    """Write the template, made into a file's content, and return its path.

    Raises
    ------
    planner.errors.OutputError
        If the file is there already, so that a filled-in one is never lost, or can't be written.
    """
    path = folder / TEMPLATE_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise OutputError(
            text("{file} is there already and may be filled in: choose another folder.", file=str(path))
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            text("{path} can't be written ({reason}): choose another folder.", path=str(path), reason=reason)
        ) from error
    return path
