"""A city with what its survey tells of its places."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd

from planner.cleaning.survey import apply_survey
from planner.ingest.unsurveyed import Unsurveyed
from planner.model.city import City, Source
from planner.model.merging import Merging
from planner.model.survey import SURVEY_SOURCE
from planner.model.tables import FACILITIES
from planner.sources.settings import SETTINGS_FILE, Settings
from planner.sources.survey.store import SURVEY_FILE

_TOLD = FACILITIES.select_columns(["public", "area_m2", "source_detail"])
"""What a survey may change of facilities."""


def with_survey(unsurveyed: Unsurveyed, survey: pd.DataFrame, folder: Path) -> City:
    """Return a city with what its survey tells of its places.

    Parameters
    ----------
    unsurveyed
        The city before.
    survey
        The survey, with the same places found by it as when the city was read.
    folder
        The city folder, for its fingerprint.
    """
    before, settings = unsurveyed.city, unsurveyed.settings
    if before.merging is not None:
        survey = _survey_of_places(survey, before.merging)
    sources = (*before.sources, *_survey_source(survey, settings))
    surveyed = apply_survey(before.facilities, survey, {source.id: source.title for source in sources})
    first = unsurveyed.notices_before
    return replace(
        before,
        facilities=_checked(surveyed.facilities, before.facilities),
        sources=sources,
        notices=(*before.notices[:first], *surveyed.notices, *before.notices[first:]),
        fingerprint=fingerprint(folder, settings),
        survey=survey,
    )


def _checked(surveyed: gpd.GeoDataFrame, before: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Check what a survey told of facilities that were checked before."""
    if surveyed is before:
        return before
    # The other columns are those of the facilities before.
    told = _TOLD.validate(pd.DataFrame({column: surveyed[column] for column in _TOLD.columns}))
    return surveyed.assign(**told)


def _survey_of_places(survey: pd.DataFrame, merging: Merging) -> pd.DataFrame:
    """Let what was seen of a record count for the place that it went into."""
    place = survey["facility_id"].map(merging.members)
    return survey.assign(facility_id=survey["facility_id"].where(place.isna(), place))


def _survey_source(survey: pd.DataFrame, settings: Settings) -> tuple[Source, ...]:
    """Return the field survey as a source, where there is one; ``city.toml`` may give its title and licence."""
    if survey.empty:
        return ()
    named = settings.sources.get(SURVEY_SOURCE)
    offices = ", ".join(sorted(survey["office"].unique()))
    return (
        Source(
            id=SURVEY_SOURCE,
            title=named.title if named else SURVEY_FILE,
            date=str(survey["date"].max()),
            licence=named.licence if named else "–",
            rows=len(survey),
            note=named.note if named and named.note else offices,
        ),
    )


def fingerprint(folder: Path, settings: Settings) -> str:
    """Return 16 hexadecimal digits that tell one state of a city folder from another.

    Parameters
    ----------
    folder
        The city folder.
    settings
        Its ``city.toml``, which names the files. What persons decided or saw counts too, where there is any. The table
        of reports does not: no assessment looks at it, and a few small counts could be guessed back from a hash.
    """
    digest = hashlib.sha256()
    files = [layer.file for key, layer in settings.layers().items() if key != "child_reports"]
    recorded = [SURVEY_FILE, *([settings.merging.decisions] if settings.merging else [])]
    recorded = [name for name in recorded if (folder / name).is_file()]
    for name in dict.fromkeys([SETTINGS_FILE, *files, *recorded]):
        content = (folder / name).read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
