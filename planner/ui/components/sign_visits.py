"""What was recorded of signs today, visit by visit."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from planner.model.city import City
from planner.model.survey import SIGN_FACTS, SurveyFact
from planner.model.survey_labels import FACT_LABELS
from planner.reports.survey_facts import value_told
from planner.sources.survey.rows import latest_today
from planner.texts import plural, text, translate
from planner.ui.components.markup import Content, Html, table

_SHOWN = ("visit", "facility_id", "place_name", "office", "fact", "value")


@dataclass(frozen=True)
class RecordedVisit:
    """One visit to a sign.

    Attributes
    ----------
    id
        The name under which it can be taken back.
    place
        What the place is called.
    answers
        What was seen, in words.
    office
        The office.
    """

    id: str
    place: str
    answers: str
    office: str


def recorded_today(city: City) -> list[RecordedVisit]:
    """Return the visits to signs of today, or of yesterday where the day has begun elsewhere, the last one first.

    A visit that also recorded something else, as to a park, is none of them.
    """
    survey = city.survey
    other = set(survey.loc[~survey["fact"].isin(list(SIGN_FACTS)), "visit"].dropna())
    first = (pd.Timestamp(latest_today()) - pd.Timedelta(days=1)).strftime("%Y-%m-%d")
    recent = survey[survey["visit"].notna() & (survey["date"] >= first)]
    seen: dict[tuple[str, str], list[tuple[object, str, str, str]]] = {}
    for visit, place, *row in zip(*(recent[column].tolist() for column in _SHOWN), strict=True):
        if visit not in other:
            seen.setdefault((visit, place), []).append(tuple(row))
    names = dict(zip(city.facilities["id"].tolist(), city.facilities["name"].tolist(), strict=True))
    told = functools.cache(_told)
    visits = []
    for (visit, place), rows in seen.items():
        called, office, _, _ = rows[0]
        answers = "; ".join(told(fact, value) for _, _, fact, value in rows)
        visits.append(RecordedVisit(visit, str(names.get(place, called)), answers, office))
    return visits[::-1]


def visit_names(visits: Sequence[RecordedVisit]) -> dict[str, str]:
    """Return what may be taken back, in words, by the name under which it can be: a table is taken back as a whole."""
    together: dict[str, list[RecordedVisit]] = {}
    for visit in visits:
        together.setdefault(visit.id, []).append(visit)
    return {
        name: f"{rows[0].place} ({rows[0].office})"
        if len(rows) == 1
        else translate(
            plural(
                "{n} place handed in together ({office})",
                "{n} places handed in together ({office})",
                len(rows),
                office=rows[0].office,
            )
        )
        for name, rows in together.items()
    }


def visits_table(visits: Sequence[RecordedVisit]) -> Html:
    """Return visits as a table."""
    heads = {"place": text("Place"), "answers": text("What was seen"), "office": text("Office")}
    rows: list[dict[str, Content]] = [
        {"place": visit.place, "answers": visit.answers, "office": visit.office} for visit in visits
    ]
    return table(text("Recorded today"), heads, rows, prose=True)


def _told(fact: str, value: str) -> str:
    if fact == SurveyFact.PHOTO:
        return translate(FACT_LABELS[SurveyFact.PHOTO])
    seen = SurveyFact(fact)
    return translate(text("{fact}: {answer}", fact=FACT_LABELS[seen], answer=value_told(seen, value)))
