"""The two maps of a country: what is known of puskesmas, and how much land is near a primary school."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from planner.reports.national_summary.figures import Summary, puskesmas_shares
from planner.reports.national_summary.sheet import NOTHING_KNOWN, CountryMap, ShownClass
from planner.texts import Percent, Text, plural, text

_PUSKESMAS_COLOURS = ("#fde9b5", "#f6c667", "#8fc49c", "#3f9a86", "#0f5c6e")
_LAND_COLOURS = ("#f3e6cf", "#e3c48d", "#b9c98b", "#6aa77b", "#226a64")
_STEPS = (0.25, 0.5, 0.75)
_LAND_STEPS = (0.2, 0.4, 0.6, 0.8)


class Subject(StrEnum):
    """What a map is about; also the name of its file."""

    PUSKESMAS = "puskesmas"
    LAND_NEAR_SCHOOL = "land-near-school"


def map_of(subject: Subject, summary: Summary) -> CountryMap:
    """Return what a map shows."""
    if subject is Subject.PUSKESMAS:
        return _puskesmas(summary)
    return _land(summary)


def _puskesmas(summary: Summary) -> CountryMap:
    shares = puskesmas_shares(summary)
    outlines = summary.kabupaten.reindex(shares.index)
    met = shares["share_met"].to_numpy(dtype=np.float64)
    judged = (shares["met"] + shares["unmet"]).to_numpy() > 0
    of_class = 1 + np.searchsorted(_STEPS, met, side="right")
    of_class = np.where(met == 1.0, len(_STEPS) + 2, of_class)
    of_class = np.where(judged, of_class, 0)
    classes = [
        ShownClass(NOTHING_KNOWN, text("nothing known"), "///"),
        *(
            ShownClass(colour, text("{low} to below {high}", low=Percent(low), high=Percent(high)))
            for colour, low, high in zip(_PUSKESMAS_COLOURS, (0.0, *_STEPS), (*_STEPS, 1.0), strict=False)
        ),
        ShownClass(_PUSKESMAS_COLOURS[-1], text("every kecamatan")),
    ]
    unknown, unmet = int(shares["unknown"].sum()), int(shares["unmet"].sum())
    notes = [
        text("In brackets: how many kabupaten and kota."),
        text(
            "{met} kecamatan have a puskesmas; of {unknown} it is not known, {unmet} are known to have none.",
            met=int(shares["met"].sum()),
            unknown=unknown,
            unmet=unmet,
        ),
        text("What is not known is no failure: the lists do not say that they are complete, and many lack a position."),
    ]
    if summary.fewest_without is not None:
        notes.append(text("At least {n} kecamatan have none of the puskesmas of the list.", n=summary.fewest_without))
    return CountryMap(
        text("Kecamatan that are known to have a puskesmas"),
        text("Share of the kecamatan of each kabupaten and kota (PP 47/2016: one in every kecamatan)"),
        outlines,
        of_class.astype(np.intp),
        classes,
        outlines,
        (*notes, *_left_out(summary)),
    )


def _land(summary: Summary) -> CountryMap:
    share = summary.kecamatan["land_share_sd"].to_numpy(dtype=np.float64)
    of_class = np.where(np.isnan(share), 0, 1 + np.searchsorted(_LAND_STEPS, share, side="right"))
    bounds = (0.0, *_LAND_STEPS, 1.0)
    classes = [
        ShownClass(NOTHING_KNOWN, text("no school listed"), "///"),
        *(
            ShownClass(colour, text("{low} up to {high}", low=Percent(low), high=Percent(high)))
            for colour, low, high in zip(_LAND_COLOURS, bounds[:-1], bounds[1:], strict=True)
        ),
    ]
    radius_m = float(summary.kecamatan["sd_radius_m"].max())
    notes = (
        text("In brackets: how many kecamatan."),
        text(
            "Straight line of {radius_m} m. Each share is at least so much: schools without a position do not count.",
            radius_m=radius_m,
        ),
        text("Land is not children: much land without a school is forest. A measure without a pass mark."),
    )
    return CountryMap(
        text("Land near a primary school"),
        text("Share of the land of each kecamatan from which a listed primary school (SD) is near"),
        summary.drawn,
        of_class.astype(np.intp),
        classes,
        summary.kabupaten,
        (*notes, *_left_out(summary)),
    )


def _left_out(summary: Summary) -> tuple[Text, ...]:
    if not summary.failed:
        return ()
    return (
        plural(
            "{n} kabupaten or kota could not be assessed and is left blank.",
            "{n} kabupaten and kota could not be assessed and are left blank.",
            len(summary.failed),
        ),
    )
