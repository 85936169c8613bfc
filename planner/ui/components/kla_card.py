"""One indicator of KLA as a card: what is proven, share, trend, evidence, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from planner.kla.evidence import IndicatorEvidence, KlaEvidence
from planner.kla.proofs import Proof
from planner.reports.kla import words
from planner.reports.kla.document import CARD_HEADS
from planner.texts import Text, plural, text
from planner.ui.components.markup import Content, Html, bullets, element, joined, table
from planner.ui.components.views import inset

MISSING_SHOWN = 4
"""How many missing things are shown at once; the others open below."""


def indicator_card(evidence: KlaEvidence, one: IndicatorEvidence) -> Html:
    """Return the card of an indicator."""
    return element(
        "section",
        element("h3", words.indicator_title(one.indicator)),
        element("p", words.certainty_line(one.indicator), css="note"),
        _proven(one.proofs),
        _published(one),
        element("h4", CARD_HEADS["missing"]),
        _missing([words.missing_line(missing) for missing in one.missing]),
        _evidence(one),
        joined(_checklist(evidence, name) for name in one.indicator.checklists),
        css="kla",
    )


def _proven(proofs: Sequence[Proof]) -> Html:
    if not proofs:
        return joined([element("h4", CARD_HEADS["proven"]), element("p", words.NOTHING)])
    trends = any(proof.former for proof in proofs)
    heads: dict[str, Content] = {"statement": CARD_HEADS["statement"], "share": CARD_HEADS["share"]}
    if trends:
        heads["trend"] = CARD_HEADS["trend"]
    rows: list[dict[str, Content]] = [
        {
            "statement": joined(
                [words.proof_line(proof), element("span", proof.citation, css="beside") if proof.citation else None]
            ),
            "share": words.share_line(proof),
            "trend": words.trend_line(proof),
        }
        for proof in proofs
    ]
    return table(CARD_HEADS["proven"], heads, rows, prose=True)


def _published(one: IndicatorEvidence) -> Html | None:
    if one.figures.empty:
        return None
    return inset(element("p", words.PUBLISHED), bullets(words.figure_lines(one)))


def _missing(lines: Sequence[Text]) -> Html:
    if not lines:
        return element("p", words.NOTHING)
    more = lines[MISSING_SHOWN:]
    if not more:
        return bullets(lines)
    summary = element("summary", plural("{n} more", "{n} more", len(more)))
    return joined([bullets(lines[:MISSING_SHOWN]), element("details", summary, bullets(more))])


def _evidence(one: IndicatorEvidence) -> Html:
    if not one.files:
        return element("p", text("No layer, survey row or photo can be put forward yet."), css="note")
    files = (joined([element("strong", file.name), ": ", file.sentence]) for file in one.files)
    return element("details", element("summary", CARD_HEADS["evidence"]), bullets(files))


def _checklist(evidence: KlaEvidence, name: str) -> Html:
    checklist = evidence.indicators.checklists[name]
    items = bullets(words.in_language(item) for item in checklist.items)
    summary = element("summary", text("Items of {checklist}", checklist=words.in_language(checklist.titles)))
    return element("details", summary, items, element("p", words.checklist_note(checklist), css="note"))
