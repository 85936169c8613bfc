"""What a field survey saw becomes what is known of a place, with its date and office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from planner.model.city import Notice
from planner.model.kinds import Known
from planner.model.survey import SURVEY_SOURCE, SurveyFact, newest
from planner.model.survey_labels import FACT_LABELS
from planner.sources.survey.store import SURVEY_FILE
from planner.texts import Text, plural, text

AREA_TOLERANCE = 0.1
"""Two areas that differ by a smaller share than this are taken for the same, measured twice."""

_TOLD_FACTS = (SurveyFact.PUBLIC, SurveyFact.AREA)
"""What a survey tells that a source may know too."""

_DAY = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
"""A date that can be compared with a day letter by letter: a year, a month or a day."""


@dataclass(frozen=True, eq=False)
class Surveyed:
    """Facilities that know what a survey saw.

    Attributes
    ----------
    facilities
        The rows and order that were given; ``public``, ``area_m2`` and ``source_detail`` changed where the survey
        knows better. The very table that was given where the survey tells neither of the two facts.
    notices
        Where the survey and the source do not agree, and of which places the city knows nothing.
    """

    facilities: gpd.GeoDataFrame
    notices: tuple[Notice, ...]


def apply_survey(facilities: gpd.GeoDataFrame, survey: pd.DataFrame, titles: Mapping[str, str]) -> Surveyed:
    """Let a survey tell whether a place is public and how large it is.

    A fact of the survey holds where the source does not know it, and where the source is not newer than the
    visit. Being child-friendly is never changed: only the city designates.

    Parameters
    ----------
    facilities
        :data:`~planner.model.tables.FACILITIES`.
    survey
        :data:`~planner.model.survey.SURVEY`, by ids of the facilities.
    titles
        Title of each source by its id.
    """
    about_survey = (*_unheard_notices(facilities, survey), *_renamed_notices(facilities, survey))
    told = survey["fact"].isin(_TOLD_FACTS)
    if not told.any():
        return Surveyed(facilities, about_survey)
    holding = newest(survey[told])
    seen = {fact: _matched(facilities, holding[holding["fact"] == fact]) for fact in _TOLD_FACTS}
    public, area = seen[SurveyFact.PUBLIC], seen[SurveyFact.AREA]
    area_m2 = pd.to_numeric(area["value"]).astype("float64")
    recorded = facilities["public"].where(facilities["public"] != Known.UNKNOWN)
    public_holds = _holds(facilities, public, recorded)
    area_holds = _holds(facilities, area, facilities["area_m2"])
    changed = facilities.assign(
        public=facilities["public"].where(~public_holds, public["value"]),
        area_m2=facilities["area_m2"].where(~area_holds, area_m2),
        source_detail=_detail(facilities, public[public_holds], area[area_holds], titles),
    )
    differs = recorded.notna() & public["value"].notna() & (recorded != public["value"])
    gap_m2 = (area_m2 - facilities["area_m2"]).abs()
    return Surveyed(
        changed,
        (
            *about_survey,
            *_difference_notices(facilities, differs, SurveyFact.PUBLIC, public, public_holds),
            *_difference_notices(
                facilities, gap_m2 > AREA_TOLERANCE * facilities["area_m2"], SurveyFact.AREA, area, area_holds
            ),
        ),
    )


def _matched(facilities: gpd.GeoDataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return value, date and office of one fact of each facility, missing where the survey does not know it."""
    known = rows[rows["value"] != Known.UNKNOWN].set_index("facility_id")[["value", "date", "office"]]
    return known.reindex(facilities["id"]).set_axis(facilities.index)


def _holds(facilities: gpd.GeoDataFrame, seen: pd.DataFrame, recorded: pd.Series) -> pd.Series:
    """Say where the survey is believed: where nothing is recorded, or what is recorded is not newer."""
    of_when = facilities["source_date"].where(facilities["source_date"].str.fullmatch(_DAY).eq(True))
    older = of_when.isna() | (seen["date"] >= of_when)
    holds: pd.Series = seen["value"].notna() & (recorded.isna() | older)
    return holds


def _detail(
    facilities: gpd.GeoDataFrame, public: pd.DataFrame, area: pd.DataFrame, titles: Mapping[str, str]
) -> pd.Series:
    """Add to where a row comes from that the survey told something of it, when, and which office it was."""
    told = pd.concat([public, area]).sort_values("date", kind="stable")
    told = told[~told.index.duplicated(keep="last")].reindex(facilities.index)
    own = facilities["source"] == SURVEY_SOURCE
    from_source = facilities["source_detail"].fillna(facilities["source"].map(dict(titles)))
    addition = from_source + " (+ " + SURVEY_FILE + " " + told["date"] + ", " + told["office"] + ")"
    detail: pd.Series = facilities["source_detail"].where(told["value"].isna() | own, addition)
    return detail


def _unheard_notices(facilities: gpd.GeoDataFrame, survey: pd.DataFrame) -> list[Notice]:
    """Name the places of the survey that the city does not have; their rows stay in the survey."""
    unheard = survey.loc[~survey["facility_id"].isin(facilities["id"]), ["facility_id", "row"]]
    rows: dict[str, list[int]] = defaultdict(list)
    for place, row in zip(unheard["facility_id"].tolist(), unheard["row"].tolist(), strict=True):
        rows[place].append(row)
    return [
        Notice(
            "survey_of_unknown_facility",
            place,
            plural(
                "{file}, row {row}: the city has no place with the id {id}, so {n} fact of it counts nowhere; "
                "correct the id.",
                "{file}, row {row}: the city has no place with the id {id}, so {n} facts of it count nowhere; "
                "correct the id.",
                len(own),
                file=SURVEY_FILE,
                row=own[0],
                id=place,
            ),
        )
        for place, own in rows.items()
    ]


def _renamed_notices(facilities: gpd.GeoDataFrame, survey: pd.DataFrame) -> list[Notice]:
    """Name the places that are called otherwise than at the visit: an id may have come to mean another place."""
    names = dict(zip(facilities["id"].tolist(), facilities["name"].tolist(), strict=True))
    columns = (survey[column].tolist() for column in ("facility_id", "place_name", "row"))
    first: dict[tuple[str, str], int] = {}
    for place, then, row in zip(*columns, strict=True):
        if isinstance(then, str) and place in names and then.casefold() != names[place].casefold():
            first.setdefault((place, then), row)
    return [
        Notice(
            "survey_of_renamed_facility",
            place,
            text(
                "{file}, row {row}: the survey calls {id} “{then}”, the city now calls it “{now}”; "
                "check that it is still the same place.",
                file=SURVEY_FILE,
                row=row,
                id=place,
                then=then,
                now=names[place],
            ),
        )
        for (place, then), row in first.items()
    ]


def _difference_notices(
    facilities: gpd.GeoDataFrame, differs: pd.Series, fact: SurveyFact, seen: pd.DataFrame, holds: pd.Series
) -> list[Notice]:
    """Say where the survey and the source do not agree, and which of them is believed."""
    if not differs.any():
        return []
    beside = pd.DataFrame({column: facilities.loc[differs, column] for column in ("id", "name", "source_date")})
    beside = beside.join(seen).join(holds.rename("holds"))
    columns = ["id", "name", "source_date", "date", "office", "holds"]
    return [
        Notice("survey_differs", place, _difference(name, fact, of_when, date, office, believed=believed))
        for place, name, of_when, date, office, believed in beside[columns].itertuples(index=False, name=None)
    ]


def _difference(name: str, fact: SurveyFact, of_when: object, date: str, office: str, *, believed: bool) -> Text:
    shown = {"name": name, "fact": FACT_LABELS[fact], "date": date, "office": office, "of_when": of_when or "–"}
    if believed:
        return text(
            "{name}: the survey of {date} ({office}) does not agree with the source of {of_when} on “{fact}”; "
            "the survey counts, as it is not older.",
            **shown,
        )
    return text(
        "{name}: the survey of {date} ({office}) does not agree with the source of {of_when} on “{fact}”; "
        "the source counts, as it is newer.",
        **shown,
    )
