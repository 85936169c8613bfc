"""What was recorded of signs today, visit by visit."""

from __future__ import annotations

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
    survey = city.survey[city.survey["visit"].notna()]
    other = survey.loc[~survey["fact"].isin(list(SIGN_FACTS)), "visit"]
    first = (pd.Timestamp(latest_today()) - pd.Timedelta(days=1)).strftime("%Y-%m-%d")
    signs = survey[(survey["date"] >= first) & ~survey["visit"].isin(other)]
    names = city.facilities.set_index("id")["name"]
    visits = []
    for (visit, place), rows in signs.groupby(["visit", "facility_id"], sort=False):
        answers = [_told(fact, value) for fact, value in rows[["fact", "value"]].itertuples(index=False, name=None)]
        name = names.get(place, rows["place_name"].iloc[0])
        visits.append(RecordedVisit(str(visit), str(name), "; ".join(answers), str(rows["office"].iloc[0])))
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
