"""The tables below the cards of KLA: indicators elsewhere, the city's own five fields, and the ranks."""

from __future__ import annotations

from planner.kla.evidence import KlaEvidence
from planner.model.domain import DOMAIN_LABELS
from planner.reports.facts import capitalised
from planner.reports.kla import words
from planner.reports.kla.document import BAND_HEADS, FIELD_HEADS
from planner.texts import plural, text, translate
from planner.ui.components.markup import Content, Html, table


def elsewhere_table(evidence: KlaEvidence) -> Html:
    """Return the indicators that have no place on the map, with how sure each is."""
    heads: dict[str, Content] = {
        "title": text("Indicator"),
        "group": text("Cluster"),
        "certainty": text("How sure"),
    }
    rows: list[dict[str, Content]] = [
        {
            "title": words.indicator_title(indicator),
            "group": words.group_title(evidence, indicator),
            "certainty": words.certainty_line(indicator),
        }
        for indicator in evidence.elsewhere
    ]
    caption = plural("{n} indicator", "{n} indicators", len(evidence.elsewhere))
    return table(caption, heads, rows, prose=True)


def fields_table(evidence: KlaEvidence) -> Html:
    """Return the city's own five fields, apart from the clusters."""
    names = ("field", "places", "met", "unmet", "unknown")
    rows: list[dict[str, Content]] = [
        {
            "field": capitalised(translate(DOMAIN_LABELS[field.domain])),
            "places": field.places,
            "met": field.met,
            "unmet": field.unmet,
            "unknown": field.unknown,
        }
        for field in evidence.fields
    ]
    caption = text("Places listed, and findings of the rules of each field")
    return table(caption, dict(zip(names, FIELD_HEADS, strict=True)), rows, numbers=names[1:])


def bands_table(evidence: KlaEvidence) -> Html:
    """Return the ranks and their points."""
    rows: list[dict[str, Content]] = [
        {"name": words.band_name(band), "points": text("{least}–{most}", least=band.least, most=band.most)}
        for band in evidence.bands
    ]
    return table(words.bands_caption(evidence), dict(zip(("name", "points"), BAND_HEADS, strict=True)), rows)
