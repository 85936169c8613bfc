"""The evidence as a document to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

import jinja2

import planner
from planner.kla.evidence import IndicatorEvidence, KlaEvidence
from planner.model.domain import DOMAIN_LABELS
from planner.reports.facts import capitalised
from planner.reports.kla import words
from planner.texts import Text, current_language, text, translate

_PAGES = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True)

_FINGERPRINT_SIGNS = 12

FIELD_HEADS = (text("Field"), text("Places listed"), text("Met"), text("Not met"), text("Not known"))
BAND_HEADS = (text("Rank"), text("Points"))
CARD_HEADS: Mapping[str, Text] = {
    "proven": text("What the data prove"),
    "statement": text("Statement"),
    "share": text("Count and share"),
    "trend": text("Trend"),
    "published": words.PUBLISHED,
    "evidence": text("Evidence to put forward"),
    "missing": text("Still missing"),
}
"""Headings of a card."""


def kla_html(evidence: KlaEvidence, provenance: str = "") -> str:
    """Return the evidence as one HTML page for A4 paper, in the language that is spoken.

    Parameters
    ----------
    evidence
        What to write.
    provenance
        The element that says how the page is made.
    """
    assessment = evidence.assessment
    city = assessment.city
    return _PAGES.get_template("document.html").render(
        language=current_language(),
        version=planner.__version__,
        provenance=provenance,
        title=translate(words.TITLE),
        city=city.name,
        over=translate(
            text(
                "{city}, as of {day}. Data: {fingerprint}.",
                city=city.name,
                day=assessment.options.as_of,
                fingerprint=city.fingerprint[:_FINGERPRINT_SIGNS],
            )
        ),
        no_score=translate(words.NO_SCORE),
        trend_note=translate(words.trend_note(evidence)),
        nothing=translate(words.NOTHING),
        trend=words.has_trend(evidence),
        heads={name: translate(head) for name, head in CARD_HEADS.items()},
        cards=list(_cards(evidence)),
        elsewhere_title=translate(words.ELSEWHERE_TITLE),
        elsewhere_note=translate(words.ELSEWHERE),
        elsewhere=[
            {
                "title": translate(words.indicator_title(indicator)),
                "note": translate(words.certainty_line(indicator)),
            }
            for indicator in evidence.elsewhere
        ],
        fields_title=translate(words.FIELDS_TITLE),
        fields_note=translate(words.FIELDS_APART),
        field_heads=_translated(FIELD_HEADS),
        fields=[
            [
                capitalised(translate(DOMAIN_LABELS[field.domain])),
                *_translated(text("{n}", n=count) for count in (field.places, field.met, field.unmet, field.unknown)),
            ]
            for field in evidence.fields
        ],
        bands_title=translate(words.BANDS_TITLE),
        bands_caption=translate(words.bands_caption(evidence)),
        band_heads=_translated(BAND_HEADS),
        bands=[
            [words.band_name(band), translate(text("{least}–{most}", least=band.least, most=band.most))]
            for band in evidence.bands
        ],
        published_note=translate(words.PUBLISHED if len(evidence.published) else words.NO_PUBLISHED),
        published=_translated(words.published_lines(evidence)),
        sources_title=translate(text("Sources")),
        sources=[
            translate(text("{title}, {date} ({licence})", title=of.title, date=of.date, licence=of.licence))
            for of in city.sources
        ],
    )


def _translated(sentences: Iterable[Text]) -> list[str]:
    return [translate(sentence) for sentence in sentences]


def _cards(evidence: KlaEvidence) -> Iterable[Mapping[str, object]]:
    """Yield a card for each indicator on the map, the first of each group with the group's title."""
    for _, group in groupby(evidence.on_map, key=lambda one: one.indicator.group):
        for place, one in enumerate(group):
            title = words.group_title(evidence, one.indicator) if place == 0 else ""
            yield {"group": title, **_card(evidence, one)}


def _card(evidence: KlaEvidence, one: IndicatorEvidence) -> Mapping[str, object]:
    checklists = [evidence.indicators.checklists[name] for name in one.indicator.checklists]
    return {
        "title": translate(words.indicator_title(one.indicator)),
        "certainty": translate(words.certainty_line(one.indicator)),
        "proofs": [
            {
                "line": translate(words.proof_line(proof)),
                "share": translate(words.share_line(proof)),
                "trend": translate(words.trend_line(proof)),
                "citation": "" if proof.citation is None else translate(proof.citation),
            }
            for proof in one.proofs
        ],
        "figures": _translated(words.figure_lines(one)),
        "files": [f"{file.name}: {translate(file.sentence)}" for file in one.files],
        "missing": _translated(words.missing_line(missing) for missing in one.missing),
        "checklists": [
            {
                "title": words.in_language(checklist.titles),
                "names": "; ".join(words.in_language(item) for item in checklist.items),
                "note": translate(words.checklist_note(checklist)),
            }
            for checklist in checklists
        ],
    }
