"""Two questions, answered for every kecamatan of the country by the code that assesses a city."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pandera.pandas as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planner.checks.basis import Basis
from planner.checks.each.puskesmas import PUSKESMAS_KEC
from planner.checks.enforcement import enforceable, required_number
from planner.checks.registry import all_checks
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.kinds import FacilityKind, Level, Placement, Status
from planner.model.rule import Rules
from planner.national.cities import Nation
from planner.national.land_reach import land_share_within
from planner.texts import Language, translate

SCHOOL_RULE = "SD"

_WORDS = pd.StringDtype(na_value=np.nan)

ANSWERS = pa.DataFrameSchema(
    {
        "kabupaten_code": pa.Column(_WORDS),
        "kabupaten_name": pa.Column(_WORDS),
        "kecamatan_code": pa.Column(_WORDS, unique=True),
        "kecamatan_name": pa.Column(_WORDS),
        "puskesmas_status": pa.Column(_WORDS, pa.Check.isin([str(status) for status in Status])),
        "puskesmas_reason": pa.Column(_WORDS),
        "puskesmas_reason_text": pa.Column(_WORDS),
        "puskesmas": pa.Column("int64", pa.Check.ge(0)),
        "puskesmas_maybe": pa.Column("int64", pa.Check.ge(0)),
        "schools_sd": pa.Column("int64", pa.Check.ge(0)),
        "sd_radius_m": pa.Column("float64", pa.Check.gt(0)),
        "land_share_sd": pa.Column("float64", pa.Check.in_range(0, 1), nullable=True),
    },
    strict=True,
    coerce=True,
    ordered=True,
)
"""One row a kecamatan. ``puskesmas`` are those whose position lies in it, ``puskesmas_maybe`` those of which nobody
knows in which kecamatan they are and that may be in its kabupaten. ``land_share_sd`` is the share of its land, not of
its children, from which a primary school (SD) lies within ``sd_radius_m`` in a straight line; at least so much, since
schools without a usable position are not counted, and empty where no school is listed in or near the kabupaten."""


def answer(city: City, rules: Rules, as_of: dt.date, language: Language = Language.INDONESIAN) -> pd.DataFrame:
    """Answer both questions for one city: one task, which needs no other city.

    Parameters
    ----------
    city
        A kabupaten or kota.
    rules
        The rule catalogue.
    as_of
        The day as of which the city is judged.
    language
        The language of ``puskesmas_reason_text``.

    Returns
    -------
    pandas.DataFrame
        :data:`ANSWERS`, in the order of codes.

    Raises
    ------
    planner.errors.RuleError
        If a rule is missing or can't be enforced.
    """
    return answers_of(city, rules, all_checks()[PUSKESMAS_KEC].find(Basis(city, rules, as_of)), language)


def answers_of(city: City, rules: Rules, findings: Iterable[Finding], language: Language) -> pd.DataFrame:
    """Answer both questions for a city whose rules were checked already; as :func:`answer`.

    Parameters
    ----------
    city
        A kabupaten or kota.
    rules
        The rule catalogue that its findings were made by.
    findings
        Its findings, among them those of ``PUSKESMAS_KEC``.
    language
        The language of ``puskesmas_reason_text``.
    """
    kecamatan = city.regions_at(Level.KECAMATAN)
    radius_m = required_number(enforceable(rules, SCHOOL_RULE), "radius_m")
    schools = city.facilities[city.facilities["kind"] == FacilityKind.SCHOOL_SD]
    puskesmas = city.facilities[city.facilities["kind"] == FacilityKind.PUSKESMAS]
    of_finding = {finding.unit_code: finding for finding in findings if finding.rule == PUSKESMAS_KEC}
    told = [of_finding[str(code)] for code in kecamatan["code"]]
    return pd.DataFrame(
        {
            "kabupaten_code": city.code,
            "kabupaten_name": city.name,
            "kecamatan_code": kecamatan["code"],
            "kecamatan_name": kecamatan["name"],
            "puskesmas_status": [str(finding.status) for finding in told],
            "puskesmas_reason": [finding.reason for finding in told],
            "puskesmas_reason_text": [translate(finding.reason_text, language) for finding in told],
            "puskesmas": _counted(puskesmas, kecamatan["code"]),
            "puskesmas_maybe": int((puskesmas["placement"] == Placement.UNPLACED).sum()),
            "schools_sd": _counted(schools, kecamatan["code"]),
            "sd_radius_m": radius_m,
            # Where no school at all is listed, the list is silent: that is no land without a school.
            "land_share_sd": np.nan if schools.empty else land_share_within(kecamatan, schools.geometry, radius_m),
        }
    )


def answer_all(
    cities: Iterable[City], rules: Rules, as_of: dt.date, language: Language = Language.INDONESIAN
) -> pd.DataFrame:
    """Answer both questions for many cities.

    Parameters
    ----------
    cities
        The cities, each looked at by itself.
    rules
        The rule catalogue.
    as_of
        The day as of which they are judged.
    language
        The language of the sentences.

    Returns
    -------
    pandas.DataFrame
        :data:`ANSWERS`, city by city.
    """
    answers = [answer(city, rules, as_of, language) for city in cities]
    if not answers:
        return ANSWERS.validate(pd.DataFrame(columns=list(ANSWERS.columns)))
    return ANSWERS.validate(pd.concat(answers, ignore_index=True))


def fewest_without(answers: pd.DataFrame, nation: Nation) -> int:
    """Return of how many kecamatan at least it is known that no puskesmas of the list lies in them.

    Each single one may be where a puskesmas is whose kecamatan nobody knows; but each of those lies in one alone.

    Parameters
    ----------
    answers
        :data:`ANSWERS` of the whole country.
    nation
        The country.
    """
    without = answers[answers["puskesmas"] == 0]
    kind = nation.facilities["kind"].to_numpy(dtype=object)
    maybe = nation.maybe_in[kind[nation.maybe_in["facility"]] == FacilityKind.PUSKESMAS]
    kabupaten = {code: row for row, code in enumerate(nation.codes)}
    # Kabupaten that share such a puskesmas make one group, within which it can fill one gap.
    first = maybe.groupby("facility")["kabupaten"].transform("first").map(kabupaten)
    links = coo_array(
        (np.ones(len(maybe)), (first, maybe["kabupaten"].map(kabupaten))), shape=(len(kabupaten), len(kabupaten))
    )
    groups, group_of = connected_components(links, directed=False)
    gaps = np.bincount(group_of[without["kabupaten_code"].map(kabupaten)], minlength=groups)
    once = maybe.drop_duplicates("facility")
    fill = np.bincount(group_of[once["kabupaten"].map(kabupaten)], minlength=groups)
    return int(np.maximum(gaps - fill, 0).sum())


def _counted(places: pd.DataFrame, codes: pd.Series) -> np.ndarray:
    """Return how many places lie in each kecamatan."""
    return codes.map(places["kecamatan_code"].value_counts()).fillna(0).to_numpy(dtype="int64")
