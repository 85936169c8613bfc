"""The places whose sign a survey looks for, with what was seen of it last."""

from __future__ import annotations

import pandas as pd

from planner.checks.basis import Basis
from planner.checks.each.smoke_free_signs.places import smoke_free_places
from planner.checks.each.smoke_free_signs.signs import KSTR_SIGN, place_results
from planner.model.assessment import Assessment
from planner.model.city import City
from planner.model.details import PLACE_RESULTS, no_details
from planner.model.rule import Rules
from planner.model.survey import SIGN_FACTS, SurveyFact, newest
from planner.model.survey_labels import FACT_LABELS
from planner.reports.survey_facts import value_told
from planner.texts import text, translate

DEGREE_DECIMALS = 6
"""A tenth of a metre."""


def sign_results(assessment: Assessment) -> pd.DataFrame:
    """Return what is said of the sign of each place that has to be smoke-free.

    The same rows as in the details of the assessment, but without working out the numbers of every other check.

    Returns
    -------
    :data:`~planner.model.details.PLACE_RESULTS`, without a row where signs were not checked.
    """
    if not assessment.findings_of(KSTR_SIGN):
        return no_details().places
    basis = Basis(assessment.city, assessment.rules, assessment.options.as_of)
    return PLACE_RESULTS.validate(place_results(basis))


def sign_places(city: City, rules: Rules) -> pd.DataFrame:
    """Return the places that have to be smoke-free, in the order of kecamatan, kelurahan and name.

    Parameters
    ----------
    city
        The city.
    rules
        The rule catalogue with the city's changes.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``name``, ``kind``; ``lon`` and ``lat`` in degrees on WGS 84, missing where no position is known;
        ``kelurahan`` and ``kecamatan`` by name, missing where not known; ``last``: what was seen of the sign last,
        in the language that is spoken, missing where nobody looked.

    Raises
    ------
    planner.errors.RuleError
        If a rule that names the places is missing or can't be enforced.
    """
    places = smoke_free_places(city, rules)
    names = city.regions.set_index("code")["name"]
    # A terminal may be an outline: its middle stands for it.
    degrees = city.facilities.set_index("id").loc[places["id"]].geometry.representative_point().to_crs("EPSG:4326")
    found = pd.DataFrame(
        {
            "id": places["id"],
            "name": places["name"],
            "kind": places["kind"],
            "lon": degrees.x.round(DEGREE_DECIMALS).to_numpy(),
            "lat": degrees.y.round(DEGREE_DECIMALS).to_numpy(),
            "kelurahan": places["kelurahan_code"].map(names),
            "kecamatan": places["kecamatan_code"].map(names),
            "last": places["id"].map(signs_told(city.survey)),
        }
    )
    return found.sort_values(["kecamatan", "kelurahan", "name", "id"]).reset_index(drop=True)


def signs_told(survey: pd.DataFrame) -> dict[str, str]:
    """Return what was seen of signs last, in words, by id of the place.

    Parameters
    ----------
    survey
        :data:`~planner.model.survey.SURVEY`.
    """
    order = {str(fact): place for place, fact in enumerate(SIGN_FACTS)}
    seen = newest(survey[survey["fact"].isin(list(order)) & (survey["fact"] != SurveyFact.PHOTO)])
    seen = seen.assign(order=seen["fact"].map(order)).sort_values(["facility_id", "order"])
    return {str(place): _told(rows) for place, rows in seen.groupby("facility_id", sort=True)}


def _told(rows: pd.DataFrame) -> str:
    facts = rows[["fact", "value"]].itertuples(index=False, name=None)
    answers = [
        translate(
            text("{fact}: {answer}", fact=FACT_LABELS[SurveyFact(fact)], answer=value_told(SurveyFact(fact), value))
        )
        for fact, value in facts
    ]
    last = rows.sort_values("date", kind="stable").iloc[-1]
    return translate(
        text("{answers} ({date}, {office})", answers="; ".join(answers), date=last["date"], office=last["office"])
    )
