"""The tables of an assessment: what has no geometry."""

from __future__ import annotations

import json

import pandas as pd

import planner
from planner.model.assessment import Assessment
from planner.model.city import City
from planner.model.options import Options
from planner.model.tables import LINEAGE
from planner.reports.identity import identity
from planner.reports.plan_document import options_document
from planner.reports.scoreboard.table import finding_table
from planner.texts import Text, current_language, translate


def assessment_tables(assessment: Assessment) -> dict[str, pd.DataFrame]:
    """Return each table by its name, in the order of files, in the language that is spoken.

    They are ``access`` (every measure of every region, kind and age tier), ``findings``, ``sources``, ``figures``
    where others published some, ``lineage`` where records of one place were merged, and ``about``. Words are words and
    numbers are numbers: nothing in them is a :class:`~planner.texts.Text`. Reports of violence against children stand
    in none of them.
    """
    city = assessment.city
    tables = {
        "access": assessment.access,
        "findings": finding_table(city, assessment.rules, assessment.findings),
        "sources": _sources(city),
    }
    if city.figures is not None:
        tables["figures"] = city.figures
    if city.merging is not None:
        tables["lineage"] = city.merging.lineage[list(LINEAGE.columns)]
    return {**tables, "about": about_table(city, assessment.options)}


def detail_tables(assessment: Assessment) -> dict[str, pd.DataFrame]:
    """Return what stands behind the findings, which takes a while to work out: ``measures`` and ``places``."""
    return {"measures": assessment.details.measures, "places": _said(assessment.details.places)}


def about_table(city: City, options: Options) -> pd.DataFrame:
    """Return what tells this assessment from any other: one row a fact, ``name`` and ``value``."""
    facts = {
        "assessment_id": identity(city.fingerprint, options),
        "city_code": city.code,
        "city_name": city.name,
        "as_of": options.as_of.isoformat(),
        "program": "planner",
        "program_version": planner.__version__,
        "fingerprint": city.fingerprint,
        "options": json.dumps(options_document(options), sort_keys=True, ensure_ascii=False),
        "crs": city.crs.to_string(),
        "language": str(current_language()),
    }
    return pd.DataFrame({"name": list(facts), "value": list(facts.values())}, dtype="str")


def plain_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Return counts that may be missing as numbers that may be: GDAL knows whole numbers only without gaps."""
    return table.astype(dict.fromkeys(table.select_dtypes("Int64").columns, "float64"))


def _said(places: pd.DataFrame) -> pd.DataFrame:
    reasons = [translate(reason) if isinstance(reason, Text) else None for reason in places["reason_text"]]
    return places.assign(reason_text=pd.Series(reasons, index=places.index, dtype="str"))


def _sources(city: City) -> pd.DataFrame:
    columns = ["id", "title", "date", "licence", "rows", "note"]
    rows = [[getattr(source, column) for column in columns] for source in city.sources]
    return pd.DataFrame(rows, columns=columns).astype({"rows": "int64"} | dict.fromkeys(set(columns) - {"rows"}, "str"))
