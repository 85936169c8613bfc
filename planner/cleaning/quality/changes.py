"""What a delivery changes: counts by kind and kecamatan, and falls that a person has to confirm."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from planner.cleaning.quality.report import Change, Freshness
from planner.model.city import City
from planner.model.kinds import Level
from planner.model.labels import KIND_LABELS
from planner.texts import Percent, Text, text

FALL_TO_CONFIRM = 0.2
"""A kind that falls by more than this share needs a person's confirmation."""


def compare(previous: pd.DataFrame, accepted: pd.DataFrame, city: City) -> tuple[Change, ...]:
    """Return the counts before and after by kind and kecamatan, in the order of kinds and codes.

    Parameters
    ----------
    previous, accepted
        ``kind`` and ``kecamatan_code`` of the last delivery and of this one.
    city
        Whose kecamatan they are.
    """
    kecamatan = city.regions_at(Level.KECAMATAN)
    names = dict(zip(kecamatan["code"], kecamatan["name"], strict=True))
    counts = (
        pd.DataFrame({"before": _counts(previous), "after": _counts(accepted)}).fillna(0).astype("int64").sort_index()
    )
    return tuple(
        Change(str(kind), str(code), str(names.get(code, "")), int(before), int(after))
        for (kind, code), before, after in counts.itertuples()
    )


def _counts(facilities: pd.DataFrame) -> pd.Series:
    keys = [facilities["kind"].astype(object), facilities["kecamatan_code"].astype(object).fillna("")]
    return facilities.groupby(keys).size()


def falls(changes: tuple[Change, ...]) -> tuple[Text, ...]:
    """Return a sentence for each kind that vanishes or falls by more than :data:`FALL_TO_CONFIRM`."""
    totals: dict[str, tuple[int, int]] = {}
    for change in changes:
        before, after = totals.get(change.kind, (0, 0))
        totals[change.kind] = before + change.before, after + change.after
    sentences = []
    for kind, (before, after) in totals.items():
        if before and not after:
            sentences.append(
                text("{kind}: there were {before}, and now there is none.", kind=KIND_LABELS[kind], before=before)
            )
        elif before and after < (1 - FALL_TO_CONFIRM) * before:
            sentences.append(
                text(
                    "{kind}: there were {before}, and now there are {after}, {share} fewer.",
                    kind=KIND_LABELS[kind],
                    before=before,
                    after=after,
                    share=Percent(1 - after / before),
                )
            )
    return tuple(sentences)


def freshness(dates: pd.Series) -> Freshness:
    """Return the first and last of some dates, and how many are missing."""
    known = dates.dropna().astype("str")
    if known.empty:
        return Freshness("", "", len(dates))
    return Freshness(str(known.min()), str(known.max()), int(dates.isna().sum()))


def previous_delivery(city: City, source: str) -> gpd.GeoDataFrame | None:
    """Return the facilities that the city has from a source; ``None`` where it has none."""
    own = city.facilities[city.facilities["source"] == source]
    return None if own.empty else own
