"""The evidence as a table: one row a statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from planner.kla.evidence import IndicatorEvidence, KlaEvidence
from planner.kla.proofs import Proof
from planner.reports.kla.words import (
    ELSEWHERE,
    figure_lines,
    group_title,
    in_language,
    missing_line,
    proof_line,
    trend_line,
)
from planner.texts import Text, text, translate

TABLE_HEADS: Mapping[str, Text] = {
    "indicator": text("Indicator"),
    "title": text("Title"),
    "group": text("Cluster"),
    "number_certainty": text("Certainty of the number"),
    "wording_certainty": text("Certainty of the wording"),
    "part": text("Part"),
    "name": text("Name"),
    "statement": text("Statement"),
    "count": text("Count"),
    "total": text("Of"),
    "share": text("Share"),
    "unknown": text("Not known"),
    "estimate": text("Reckoned"),
    "trend": text("Trend"),
    "source": text("Source"),
}
"""Columns, as they are called in front of people. There is no score among them."""

PARTS: Mapping[str, Text] = {
    "proven": text("proven"),
    "published": text("published by others"),
    "evidence": text("evidence"),
    "missing": text("missing"),
    "elsewhere": text("not on the map"),
}
"""What a row says."""


def kla_table(evidence: KlaEvidence) -> pd.DataFrame:
    """Return the evidence in the language that is spoken, indicator by indicator.

    Parameters
    ----------
    evidence
        The evidence.

    Returns
    -------
    pandas.DataFrame
        Columns as in :data:`TABLE_HEADS`; numbers only where something was counted.
    """
    rows = [row for one in evidence.on_map for row in _rows(evidence, one)]
    for indicator in evidence.elsewhere:
        common = _common(evidence, IndicatorEvidence(indicator, (), evidence.published.head(0), (), ()))
        rows.append({**common, "part": translate(PARTS["elsewhere"]), "statement": translate(ELSEWHERE)})
    table = pd.DataFrame(rows).reindex(columns=list(TABLE_HEADS))
    # Counts stay whole numbers where other rows have none.
    table = table.astype({"count": "Int64", "total": "Int64", "unknown": "Int64", "share": "float64"})
    return table.sort_values("indicator", kind="stable", ignore_index=True)


def _common(evidence: KlaEvidence, one: IndicatorEvidence) -> dict[str, object]:
    indicator = one.indicator
    return {
        "indicator": indicator.number,
        "title": in_language(indicator.titles),
        "group": group_title(evidence, indicator),
        "number_certainty": indicator.number_certainty,
        "wording_certainty": indicator.wording_certainty,
    }


def _rows(evidence: KlaEvidence, one: IndicatorEvidence) -> Iterator[dict[str, object]]:
    common = _common(evidence, one)
    for proof in one.proofs:
        yield {**common, "part": translate(PARTS["proven"]), **_proof(proof)}
    for figure in figure_lines(one):
        yield {**common, "part": translate(PARTS["published"]), "statement": translate(figure)}
    for file in one.files:
        yield {
            **common,
            "part": translate(PARTS["evidence"]),
            "name": file.name,
            "statement": translate(file.sentence),
            "count": file.rows,
        }
    for missing in one.missing:
        yield {
            **common,
            "part": translate(PARTS["missing"]),
            "name": missing.code,
            "statement": translate(missing_line(missing)),
        }


def _proof(proof: Proof) -> dict[str, object]:
    return {
        "name": proof.name,
        "statement": translate(proof_line(proof)),
        "count": proof.now.count,
        "total": proof.now.total,
        "share": None if proof.now.share is None else round(proof.now.share, 4),
        "unknown": proof.unknown,
        "estimate": translate(text("yes")) if proof.estimate else "",
        "trend": translate(trend_line(proof)),
        "source": "" if proof.citation is None else translate(proof.citation),
    }
