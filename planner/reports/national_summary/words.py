"""What the figures of a country are called, and what a reader has to know of them."""

from __future__ import annotations

from collections.abc import Mapping

from planner.national.partitions import DataFrom
from planner.reports.national_summary.figures import Summary
from planner.reports.national_summary.sheet import sources_sentence
from planner.texts import Text, plural, text

TITLE = text("Kabupaten and kota of Indonesia: what is known of facilities for children")

DATA_FROM_LABELS: Mapping[str, Text] = {
    DataFrom.NATIONAL_LAYERS: text("national layers"),
    DataFrom.CITY_FOLDER: text("the city's own folder"),
}

RANKING_HEADS: Mapping[str, Text] = {
    "rule": text("Rule"),
    "code": text("Code"),
    "name": text("Kabupaten or kota"),
    "kecamatan": text("Kecamatan"),
    "met": text("Met"),
    "unmet": text("Not met"),
    "unknown": text("Not known"),
    "share_met": text("Share known to be met"),
    "share_at_most": text("Share met at most"),
    "place_best": text("Place, at best"),
    "place_worst": text("Place, at worst"),
}
"""Columns of the ranking."""

KABUPATEN_HEADS: Mapping[str, Text] = {
    "code": text("Code"),
    "name": text("Kabupaten or kota"),
    "province": text("Code of the province"),
    "kecamatan": text("Kecamatan"),
    "puskesmas": text("Puskesmas known to lie in one of its kecamatan"),
    "puskesmas_maybe": text("Puskesmas that may lie in it"),
    "schools_sd": text("Primary schools known to lie in one of its kecamatan"),
    "share_land_sd": text("Share of land near a primary school, at least"),
    "data_from": text("Assessed from"),
}

RULE_HEADS: Mapping[str, Text] = {
    "rule": text("Rule"),
    "title": text("Title"),
    "level": text("Level"),
    "cities": text("Cities with a finding"),
    "met": text("Met"),
    "unmet": text("Not met"),
    "unknown": text("Not known"),
    "citation": text("Source"),
}

KECAMATAN_HEADS: Mapping[str, Text] = {
    "kabupaten_code": text("Code of the kabupaten or kota"),
    "kabupaten_name": text("Kabupaten or kota"),
    "kecamatan_code": text("Code"),
    "kecamatan_name": text("Kecamatan"),
    "status": text("Puskesmas in it"),
    "puskesmas_reason_text": text("Why"),
    "puskesmas": text("Puskesmas known to lie in it"),
    "schools_sd": text("Primary schools known to lie in it"),
    "share_land_sd": text("Share of land near a primary school, at least"),
    "data_from": text("Assessed from"),
}

FAILED_HEADS: Mapping[str, Text] = {
    "code": text("Code"),
    "name": text("Kabupaten or kota"),
    "problem": text("What is wrong"),
}

HOW_RANKED = text(
    "The order is by the share of kecamatan that are known to meet the rule. What is not known is no failure: a place "
    "is a range, from where a city would stand if all that is unknown in it were met and in the others not, to the "
    "other way round. Cities whose ranges overlap can't be told apart."
)

LIMITS = (
    text("Lists and outlines are of different years: a new puskesmas is missing, a new kecamatan has none yet."),
    text("Land is not children: much land without a school is forest, and the distance is a straight line."),
    text("Parks, signs and people are not in the national layers: of rules that need them nothing is said."),
)


def counts_sentence(summary: Summary) -> Text:
    """Say what was assessed and what was not."""
    assessed = plural(
        "{n} kabupaten or kota with {kecamatan} kecamatan was assessed.",
        "{n} kabupaten and kota with {kecamatan} kecamatan were assessed.",
        int(summary.kecamatan["kabupaten_code"].nunique()),
        kecamatan=len(summary.kecamatan),
    )
    if not summary.failed:
        return assessed
    return plural(
        "{assessed} {n} could not be, and is listed below.",
        "{assessed} {n} could not be, and are listed below.",
        len(summary.failed),
        assessed=assessed,
    )


def about(summary: Summary) -> tuple[Text, ...]:
    """Return what stands at the head of the page and on the first sheet of the workbook."""
    fewest: tuple[Text, ...] = ()
    if summary.fewest_without is not None:
        fewest = (text("At least {n} kecamatan have none of the puskesmas of the list.", n=summary.fewest_without),)
    return (
        text("As of {day}.", day=summary.as_of),
        counts_sentence(summary),
        *fewest,
        HOW_RANKED,
        *LIMITS,
        sources_sentence(summary),
    )
