"""One task of a run: one kabupaten or kota, assessed from the national layers or from its own city folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from planner.assess import assess
from planner.checks.each.puskesmas import PUSKESMAS_KEC
from planner.checks.each.service_supply.service import SUPPLY_RULES
from planner.errors import LayerError, PlannerError
from planner.ingest import load_city
from planner.model.options import Options
from planner.model.rule import Rules
from planner.national.cities import Piece, city_of
from planner.national.partitions import DataFrom, assessment_file, partition_files, partition_of
from planner.rules.catalogue import load_rules
from planner.sources.national import HEALTH_TYPES, SCHOOL_LEVELS
from planner.texts import Language, text, translate

LISTED_KINDS = frozenset(SCHOOL_LEVELS.values()) | frozenset(HEALTH_TYPES.values())
"""Kinds of facility that the national layers list."""

LISTED_RULES = (
    PUSKESMAS_KEC,
    *(rule.rule for rule in SUPPLY_RULES if rule.judged and LISTED_KINDS.intersection(rule.kinds)),
)
"""Rules of which the findings from the national layers are kept. Of parks, signs or posyandu the layers list none: what
a rule says of them there would tell nothing of the city, and a programme for parks would seem to fail everywhere."""


@dataclass(frozen=True)
class BatchOptions:
    """What was chosen for all cities of a run.

    Attributes
    ----------
    as_of
        The day as of which the cities are judged.
    language
        The language of the sentences that are kept.
    threshold_min
        Walking time within which a place counts as reached, in minutes; only a city folder says who lives where.
    """

    as_of: dt.date
    language: Language
    threshold_min: float = 10.0


@dataclass(frozen=True, eq=False)
class CityTask:
    """All that a worker needs for one city.

    Attributes
    ----------
    code
        Its Kemendagri code.
    ground
        What the national layers hold of it, or its city folder, which the worker has to see under the same path.
    options
        What was chosen.
    key
        Fingerprint of input, options and program; a finished partition bears it.
    """

    code: str
    ground: Piece | Path
    options: BatchOptions
    key: str

    @property
    def weight(self) -> float:
        """How much work it is beside others: its kecamatan, and as many as twenty kabupaten for a city folder."""
        return 300.0 if isinstance(self.ground, Path) else float(len(self.ground.kecamatan))


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came of a task.

    Attributes
    ----------
    code
        The city.
    files
        Content of its partition by the place in the folder of the run; empty where it failed.
    problem
        Why it failed, in one plain sentence; empty where it did not.
    """

    code: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    problem: str = ""


def assess_city(task: CityTask) -> Outcome:
    """Assess one city. This is what a worker runs, and it needs no other city.

    A city that can't be used is told in the language of the run: an error with its deferred text can't be sent from
    process to process.
    """
    try:
        return Outcome(task.code, _files(task))
    except PlannerError as error:
        return Outcome(task.code, problem=translate(error.message, task.options.language))


def _files(task: CityTask) -> Mapping[str, bytes]:
    options = Options(threshold_min=task.options.threshold_min, as_of=task.options.as_of)
    language = task.options.language
    if isinstance(task.ground, Piece):
        assessment = assess(city_of(task.ground), _rules(), options)
        return partition_files(partition_of(assessment, DataFrom.NATIONAL_LAYERS, language, LISTED_RULES))
    # Only a city folder needs what the views of an assessment bring with them.
    from planner.reports.contract import assessment_json

    city = load_city(task.ground)
    if city.code != task.code:
        raise LayerError(
            text(
                "The folder {folder} is of the city {found}, but the table of cities has it as {code}: mend the table.",
                folder=str(task.ground),
                found=city.code,
                code=task.code,
            )
        )
    assessment = assess(city, _rules(), options)
    files = partition_files(partition_of(assessment, DataFrom.CITY_FOLDER, language))
    return {**files, assessment_file(task.code): assessment_json(assessment, language).encode("utf-8")}


@cache
def _rules() -> Rules:
    """Return the catalogue, read once in each worker."""
    return load_rules()
