"""Which files and rows prove it: the layers, the rows of the field survey, and the photos."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from planner.kla.indicators import Indicator, SurveyPart
from planner.kla.proofs import places_of_kind
from planner.model.assessment import Assessment
from planner.model.labels import KIND_LABELS
from planner.model.survey import PRINCIPLE_FACTS, REQUIREMENT_FACTS, SIGN_FACTS, SurveyFact
from planner.texts import Text, plural, text

PART_FACTS = {
    SurveyPart.SIGNS: SIGN_FACTS,
    SurveyPart.REQUIREMENTS: REQUIREMENT_FACTS,
    SurveyPart.PRINCIPLES: PRINCIPLE_FACTS,
}
"""The facts of each part of the survey."""


@dataclass(frozen=True)
class EvidenceFile:
    """Something to put before an evaluator.

    Attributes
    ----------
    name
        The source, file or photo.
    kind
        ``layer``, ``survey`` or ``photo``.
    sentence
        What is in it, and where it can be had.
    rows
        How many of its rows bear on the indicator.
    """

    name: str
    kind: str
    sentence: Text
    rows: int


def evidence_files(indicator: Indicator, assessment: Assessment) -> tuple[EvidenceFile, ...]:
    """Return the layers, survey rows and photos that bear on an indicator."""
    rows = survey_rows(indicator, assessment)
    return (*_layers(indicator, assessment), *_survey(rows), *_photos(indicator, assessment, rows))


def survey_rows(indicator: Indicator, assessment: Assessment) -> pd.DataFrame:
    """Return the rows of the field survey about an indicator's facts."""
    survey = assessment.city.survey
    facts = [str(fact) for part in indicator.survey_parts for fact in PART_FACTS[part] if fact != SurveyFact.PHOTO]
    return survey[survey["fact"].isin(facts)]


def _layers(indicator: Indicator, assessment: Assessment) -> list[EvidenceFile]:
    sources = {source.id: source for source in assessment.city.sources}
    found: list[EvidenceFile] = []
    for kind in indicator.kinds:
        counts = places_of_kind(assessment, kind)["source"].value_counts().sort_index()
        for name, rows in counts.items():
            source = sources.get(str(name))
            sentence = plural(
                "{kind}: {n} row, as of {date}; on the map and in the layer facilities of assessment.gpkg.",
                "{kind}: {n} rows, as of {date}; on the map and in the layer facilities of assessment.gpkg.",
                int(rows),
                kind=KIND_LABELS[kind],
                date=text("a day that is not known") if source is None else source.date,
            )
            found.append(EvidenceFile(str(name) if source is None else source.title, "layer", sentence, int(rows)))
    return found


def _survey(rows: pd.DataFrame) -> list[EvidenceFile]:
    if rows.empty:
        return []
    sentence = text(
        "{rows} answers at {places} places, from {first} to {last}, each with its office.",
        rows=len(rows),
        places=int(rows["facility_id"].nunique()),
        first=str(rows["date"].min()),
        last=str(rows["date"].max()),
    )
    return [EvidenceFile("survey.csv", "survey", sentence, len(rows))]


def _photos(indicator: Indicator, assessment: Assessment, rows: pd.DataFrame) -> list[EvidenceFile]:
    """Return the photos of the visits whose answers bear on the indicator, and those its rules rest on."""
    survey = assessment.city.survey
    photos = survey[(survey["fact"] == SurveyFact.PHOTO) & survey["visit"].isin(rows["visit"].dropna())]
    of_visit = photos[["value", "place_name", "date"]].set_axis(["photo", "place", "seen"], axis=1)
    judged = assessment.details.places
    of_rules = judged[judged["rule"].isin(indicator.rules) & judged["photo"].notna()]
    of_place = of_rules[["photo", "place_name", "seen"]].set_axis(["photo", "place", "seen"], axis=1)
    together = pd.concat([of_place, of_visit], ignore_index=True).drop_duplicates("photo").sort_values("photo")
    return [
        EvidenceFile(f"photos/{photo}", "photo", text("{place}, {date}", place=place, date=seen), 1)
        for photo, place, seen in together.astype("str").itertuples(index=False, name=None)
    ]
