"""Evidence for the evaluation of a Kota Layak Anak, indicator by indicator. Never a score."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from planner.checks.registry import all_checks
from planner.kla.files import EvidenceFile, evidence_files
from planner.kla.indicators import Indicator, Indicators
from planner.kla.missing import Missing, missing_of
from planner.kla.proofs import Proof, places_of_kind, proofs_of
from planner.model.assessment import Assessment
from planner.model.domain import Domain
from planner.model.history import Snapshot
from planner.model.kinds import PLAY_KINDS, SCHOOL_KINDS, FacilityKind, Status
from planner.model.tables import FIGURES

BANDS_RULE = "KLA_BANDS"
SCORE_FIGURES = ("Kota Layak Anak", "KLA")
"""Words in the subjects of published scores and ranks."""

FIELD_KINDS: Mapping[Domain, tuple[FacilityKind, ...]] = {
    Domain.SCHOOLS: SCHOOL_KINDS,
    Domain.HEALTH: (
        FacilityKind.PUSKESMAS,
        FacilityKind.PUSTU,
        FacilityKind.POSYANDU,
        FacilityKind.HOSPITAL,
        FacilityKind.CLINIC,
    ),
    Domain.WORSHIP: (FacilityKind.WORSHIP,),
    Domain.PARKS: PLAY_KINDS,
    Domain.GREEN_SPACE: (FacilityKind.RTH,),
}
"""The city's own five fields ("lima bidang") and their places: not the five legal clusters."""


@dataclass(frozen=True, eq=False)
class IndicatorEvidence:
    """What is known of one indicator.

    Attributes
    ----------
    indicator
        The indicator.
    proofs
        What the data prove.
    figures
        :data:`~planner.model.tables.FIGURES`: what others published, never the planner's own.
    files
        Layers, survey rows and photos to put before an evaluator.
    missing
        What is still missing.
    """

    indicator: Indicator
    proofs: tuple[Proof, ...]
    figures: pd.DataFrame
    files: tuple[EvidenceFile, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class Field:
    """One of the city's own five fields.

    Attributes
    ----------
    domain
        The field.
    places
        How many places of it are listed.
    met, unmet, unknown
        How many findings of its rules say so.
    rules
        The rules that were applied.
    """

    domain: Domain
    places: int
    met: int
    unmet: int
    unknown: int
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Band:
    """A rank of the evaluation: for orientation, never worked out.

    Attributes
    ----------
    name
        Its name, as in the rule.
    least, most
        The points it begins and ends with, both included.
    """

    name: str
    least: int
    most: int


@dataclass(frozen=True, eq=False)
class KlaEvidence:
    """Everything that the planner can say for the evaluation.

    Attributes
    ----------
    assessment
        What it rests on.
    indicators
        The indicators, and what they refer to.
    on_map
        What is known of the indicators that have a place on the map.
    elsewhere
        The other indicators: of these the planner can prove nothing.
    fields
        The city's own five fields.
    bands
        The ranks; empty where the catalogue lacks them.
    published
        :data:`~planner.model.tables.FIGURES`: scores that were published of the city.
    """

    assessment: Assessment
    indicators: Indicators
    on_map: tuple[IndicatorEvidence, ...]
    elsewhere: tuple[Indicator, ...]
    fields: tuple[Field, ...]
    bands: tuple[Band, ...]
    published: pd.DataFrame


def kla_evidence(assessment: Assessment, indicators: Indicators, kept: Sequence[Snapshot] = ()) -> KlaEvidence:
    """Return what an assessment proves for the evaluation.

    Parameters
    ----------
    assessment
        The assessment.
    indicators
        The indicators.
    kept
        Assessments of the same city that were kept.
    """
    return KlaEvidence(
        assessment=assessment,
        indicators=indicators,
        on_map=tuple(
            IndicatorEvidence(
                indicator=indicator,
                proofs=proofs_of(indicator, assessment, kept),
                figures=_figures(assessment, indicator.figures),
                files=evidence_files(indicator, assessment),
                missing=missing_of(indicator, indicators.checklists, assessment),
            )
            for indicator in indicators.indicators
            if indicator.on_map
        ),
        elsewhere=tuple(indicator for indicator in indicators.indicators if not indicator.on_map),
        fields=tuple(_field(domain, kinds, assessment) for domain, kinds in FIELD_KINDS.items()),
        bands=_bands(assessment),
        published=_figures(assessment, SCORE_FIGURES),
    )


def _figures(assessment: Assessment, words: tuple[str, ...]) -> pd.DataFrame:
    """Return the published figures whose subject has one of some words, whole and in any case."""
    figures = assessment.city.figures
    if figures is None or not words:
        return pd.DataFrame(columns=list(FIGURES.columns))
    either = "|".join(re.escape(word) for word in words)
    return figures[figures["subject"].str.contains(rf"\b(?:{either})\b", case=False, regex=True)].reset_index(drop=True)


def _field(domain: Domain, kinds: tuple[FacilityKind, ...], assessment: Assessment) -> Field:
    rules = {rule for rule, check in all_checks().items() if check.domain is domain}
    findings = [finding for finding in assessment.findings if finding.rule in rules]
    statuses = [finding.status for finding in findings]
    return Field(
        domain=domain,
        places=sum(len(places_of_kind(assessment, kind)) for kind in kinds),
        met=statuses.count(Status.MET),
        unmet=statuses.count(Status.UNMET),
        unknown=statuses.count(Status.UNKNOWN),
        rules=tuple(dict.fromkeys(finding.rule for finding in findings)),
    )


def _bands(assessment: Assessment) -> tuple[Band, ...]:
    rule = assessment.rules.get(BANDS_RULE)
    bands = None if rule is None else rule.numbers.get("bands")
    if not isinstance(bands, Mapping):
        return ()
    return tuple(Band(str(name), int(least), int(most)) for name, (least, most) in bands.items())
