"""A city folder becomes a city: read, checked, cleaned, and every row placed in its region."""

from __future__ import annotations

from pathlib import Path

from planner.ingest.regions import Progress, read_city_outline
from planner.ingest.surveyed import fingerprint, with_survey
from planner.ingest.unsurveyed import Unsurveyed, read_unsurveyed
from planner.model.city import City
from planner.sources.builtin import builtin_city
from planner.sources.survey.store import read_survey

__all__ = [
    "Progress",
    "Unsurveyed",
    "fingerprint",
    "load_city",
    "read_city_outline",
    "read_unsurveyed",
    "with_survey",
]


def load_city(folder: Path | None = None, *, progress: Progress | None = None) -> City:
    """Read a city folder.

    Parameters
    ----------
    folder
        The city folder; the built-in city if left out.
    progress
        Is told what is being done.

    Raises
    ------
    planner.errors.PlannerError
        If the folder can't be used: a file is missing, ``city.toml`` or a layer is wrong.
    """
    folder = builtin_city() if folder is None else Path(folder)
    survey = read_survey(folder)
    return with_survey(read_unsurveyed(folder, survey, progress=progress), survey, folder)
