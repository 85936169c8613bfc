"""What is kept of one kabupaten or kota: its answers and findings, as files of a run's folder."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pandera.pandas as pa

from planner.model.assessment import Assessment
from planner.model.kinds import Level, Status
from planner.national.answering import ANSWERS, answers_of
from planner.sources.national import PROVINCE_LETTERS
from planner.sources.positions import WGS84
from planner.texts import Language, translate

KECAMATAN_FOLDER = "kecamatan"
FINDINGS_FOLDER = "findings"
ASSESSMENTS_FOLDER = "assessments"

_WORDS = pd.StringDtype(na_value=np.nan)


class DataFrom(StrEnum):
    """What a city was assessed from."""

    NATIONAL_LAYERS = "national_layers"
    CITY_FOLDER = "city_folder"


KECAMATAN = pa.DataFrameSchema(
    {
        **ANSWERS.columns,
        "data_from": pa.Column(_WORDS, pa.Check.isin([str(word) for word in DataFrom])),
        "geometry": pa.Column("geometry"),
    },
    strict=True,
    coerce=True,
    ordered=True,
)
"""One row a kecamatan: :data:`~planner.national.answering.ANSWERS`, what it was assessed from, and its outline in
WGS 84."""

FINDINGS = pa.DataFrameSchema(
    {
        "kabupaten_code": pa.Column(_WORDS),
        "kabupaten_name": pa.Column(_WORDS),
        "rule": pa.Column(_WORDS),
        "unit_level": pa.Column(_WORDS, pa.Check.isin([str(level) for level in Level])),
        "unit_code": pa.Column(_WORDS),
        "unit_name": pa.Column(_WORDS),
        "status": pa.Column(_WORDS, pa.Check.isin([str(status) for status in Status])),
        "reason": pa.Column(_WORDS),
        "reason_text": pa.Column(_WORDS),
        "value": pa.Column("float64", nullable=True),
        "required": pa.Column("float64", nullable=True),
    },
    strict=True,
    coerce=True,
    ordered=True,
)
"""One row a rule and region, as :class:`~planner.model.assessment.Finding` has them."""


@dataclass(frozen=True, eq=False)
class Partition:
    """What is kept of one kabupaten or kota.

    Attributes
    ----------
    code
        Its Kemendagri code.
    kecamatan
        :data:`KECAMATAN`.
    findings
        :data:`FINDINGS`.
    """

    code: str
    kecamatan: gpd.GeoDataFrame
    findings: pd.DataFrame


def partition_of(
    assessment: Assessment, data_from: DataFrom, language: Language, rules: Iterable[str] | None = None
) -> Partition:
    """Return what is kept of an assessment.

    Parameters
    ----------
    assessment
        The assessment of a kabupaten or kota.
    data_from
        What it was made from.
    language
        The language of the sentences.
    rules
        Ids of the rules of which the findings are kept; all if left out.
    """
    city = assessment.city
    answers = ANSWERS.validate(answers_of(city, assessment.rules, assessment.findings, language))
    outlines = city.regions_at(Level.KECAMATAN).to_crs(WGS84)
    table = gpd.GeoDataFrame(answers.assign(data_from=str(data_from)), geometry=outlines.geometry.array, crs=WGS84)
    kept = None if rules is None else frozenset(rules)
    rows = [
        {
            "kabupaten_code": city.code,
            "kabupaten_name": city.name,
            "rule": finding.rule,
            "unit_level": str(finding.unit_level),
            "unit_code": finding.unit_code,
            "unit_name": finding.unit_name,
            "status": str(finding.status),
            "reason": finding.reason,
            "reason_text": translate(finding.reason_text, language),
            "value": finding.value,
            "required": finding.required,
        }
        for finding in assessment.findings
        if kept is None or finding.rule in kept
    ]
    return Partition(
        city.code,
        gpd.GeoDataFrame(KECAMATAN.validate(table), crs=WGS84),
        FINDINGS.validate(pd.DataFrame(rows, columns=list(FINDINGS.columns))),
    )


def partition_files(partition: Partition) -> Mapping[str, bytes]:
    """Return the content of a partition's files by their places in the folder of a run, provinces as in Hive."""
    kecamatan, findings = io.BytesIO(), io.BytesIO()
    partition.kecamatan.to_parquet(kecamatan, index=False)
    partition.findings.to_parquet(findings, index=False)
    return {
        kecamatan_file(partition.code): kecamatan.getvalue(),
        findings_file(partition.code): findings.getvalue(),
    }


def kecamatan_file(code: str) -> str:
    """Return where the answers of a kabupaten lie in the folder of a run."""
    return f"{KECAMATAN_FOLDER}/province={code[:PROVINCE_LETTERS]}/{code}.parquet"


def findings_file(code: str) -> str:
    """Return where the findings of a kabupaten lie in the folder of a run."""
    return f"{FINDINGS_FOLDER}/province={code[:PROVINCE_LETTERS]}/{code}.parquet"


def assessment_file(code: str) -> str:
    """Return where the whole assessment of a city folder lies in the folder of a run."""
    return f"{ASSESSMENTS_FOLDER}/{code}.json"


def read_kecamatan(folder: Path, codes: Iterable[str]) -> gpd.GeoDataFrame:
    """Read the answers of some kabupaten.

    Parameters
    ----------
    folder
        The folder of a run.
    codes
        Kabupaten whose partitions are known to be whole.

    Returns
    -------
    :data:`KECAMATAN`, in the order of the codes.
    """
    table = _read([folder / kecamatan_file(code) for code in codes], KECAMATAN)
    shapes = gpd.GeoSeries.from_wkb(table["geometry"], crs=WGS84)
    return gpd.GeoDataFrame(KECAMATAN.validate(table.assign(geometry=shapes)), geometry="geometry", crs=WGS84)


def read_findings(folder: Path, codes: Iterable[str]) -> pd.DataFrame:
    """Read the findings of some kabupaten, :data:`FINDINGS`; parameters as :func:`read_kecamatan`."""
    return FINDINGS.validate(_read([folder / findings_file(code) for code in codes], FINDINGS))


def _read(files: list[Path], schema: pa.DataFrameSchema) -> pd.DataFrame:
    # Read by path, pandas would make a column of the folder's name.
    tables = [pd.read_parquet(io.BytesIO(file.read_bytes())) for file in files]
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(schema.columns))
