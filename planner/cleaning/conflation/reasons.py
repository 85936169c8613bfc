"""Why two records are, may be or are not one place, in words."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from planner.model.labels import KIND_LABELS
from planner.texts import Text, text

_AGREE_FROM = 0.95
_ALIKE_FROM = 0.50
_KILOMETRE_FROM_M = 1000.0


def reasons(pairs: pd.DataFrame) -> list[Text]:
    """Return the reason of each pair.

    Parameters
    ----------
    pairs
        Rows of :func:`planner.cleaning.conflation.matching.judge`.
    """
    return [_reason(pair) for pair in pairs.itertuples(index=False)]


def decided(office: str, date: str, why: str) -> Text:
    """Return the reason of a pair that a person decided."""
    if not why:
        return text("Decided by {office} on {date}.", office=office, date=date)
    return text("Decided by {office} on {date}: {why}", office=office, date=date, why=why)


def _reason(pair: Any) -> Text:
    sentence = text("{kinds}, {distance}, {names}.", kinds=_kinds(pair), distance=_distance(pair), names=_names(pair))
    for remark in _remarks(pair):
        sentence = text("{sentences} {more}", sentences=sentence, more=remark)
    return sentence


def _kinds(pair: Any) -> Text:
    if not pair.kinds_differ:
        return text("Same kind")
    return text("Kinds {kind} and {other}", kind=KIND_LABELS[pair.kind_a], other=KIND_LABELS[pair.kind_b])


def _distance(pair: Any) -> Text:
    if math.isnan(pair.distance_m):
        return text("distance not known")
    if pair.distance_m < _KILOMETRE_FROM_M:
        return text("{metres} m apart", metres=round(pair.distance_m))
    return text("{kilometres} km apart", kilometres=round(pair.distance_m / 1000, 1))


def _names(pair: Any) -> Text:
    if pair.numbers_differ:
        return text("numbers differ: {name} / {other}", name=pair.name_a, other=pair.name_b)
    if pair.likeness >= _AGREE_FROM:
        return text("names agree: {name} = {other}", name=pair.name_a, other=pair.name_b)
    if pair.likeness >= _ALIKE_FROM:
        return text("names are alike: {name} ~ {other}", name=pair.name_a, other=pair.name_b)
    return text("names differ: {name} / {other}", name=pair.name_a, other=pair.name_b)


def _remarks(pair: Any) -> Iterable[Text]:
    if pair.outweighs and not pair.distance_m <= pair.reach_m:
        yield text("Each source has this name only once, so it outweighs the distance.")
    if pair.kecamatan_differ:
        yield text(
            "One is said to lie in {kecamatan}, the other in {other}.",
            kecamatan=pair.kecamatan_a,
            other=pair.kecamatan_b,
        )
    if pair.designators_differ:
        yield text("The names say different things of what the place is.")
    if pair.localities_differ:
        yield text("The names say different kelurahan or neighbourhoods.")
    if pair.campus:
        yield text("One name stands for several levels of school.")
    if pair.one_source:
        yield text("Both come from one source.")
