"""Which records are the same place: by kind, distance and name.

A pair's score is the likeness of its names, from 0 to 1 (:mod:`~planner.cleaning.conflation.similarity`), less what
speaks against it:

- 0.10 for each doubling of the distance beyond :data:`REACH_M`, which grows by what rounding may have moved the
  positions; half of it where the name outweighs the distance (a registered kind, each source has the name once, and
  no kecamatan differs);
- 0.35 where a position is missing; half of it where the name outweighs that;
- 0.40 where both names say a kecamatan and it differs; 0.20 where only what a source declares differs;
- 0.30 where both names say what the place is and it differs (``Masjid``, ``Musholla``);
- 0.30 where both names have words of kelurahan but none in common;
- 0.05 where one is a park and the other a play space.

Two different numbers make two places, whatever the rest says. From :data:`SAME_FROM` a pair is the same place, from
:data:`ASK_FROM` a person is asked. A name of several levels of school, and kinds that are near but not the same
(a clinic and a hospital), are never merged without asking.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from planner.cleaning.conflation.candidates import Bools, Candidates, Floats, Positions, candidate_pairs
from planner.cleaning.conflation.kinds import FREELY_MIXED
from planner.cleaning.conflation.names import CityWords
from planner.cleaning.conflation.similarity import likeness

SAME_FROM = 0.72
ASK_FROM = 0.50

REACH_M = 100.0
"""Two exact positions this close may lie on one lot: distance says nothing against them."""

DISTANCE_COST = 0.10
NO_POSITION_COST = 0.35
NAMED_KECAMATAN_COST = 0.40
DECLARED_KECAMATAN_COST = 0.20
DESIGNATOR_COST = 0.30
LOCALITY_COST = 0.30
MIXED_KIND_COST = 0.05
OUTWEIGHED = 0.5

DUPLICATE_M = 30.0
"""Within one source only records of one name this close are the same place: a source seldom lists a place twice."""


class Verdict(StrEnum):
    """What a pair of records is."""

    SAME = "same"
    ASK = "ask"
    DIFFERENT = "different"


def match(records: gpd.GeoDataFrame, city: CityWords) -> pd.DataFrame:
    """Return the pairs of records that are, or may be, the same place.

    Parameters
    ----------
    records
        :data:`~planner.model.tables.FACILITIES` of all sources.
    city
        The words of names that the city shares.

    Returns
    -------
    The table of :func:`judge`, without the pairs that are different, in the order of ids.
    """
    candidates = Candidates.of(records, city)
    judged = judge(candidates, *candidate_pairs(candidates))
    return judged[judged["verdict"] != Verdict.DIFFERENT].reset_index(drop=True)


def judge(candidates: Candidates, left: Positions, right: Positions) -> pd.DataFrame:
    """Judge pairs of records.

    Parameters
    ----------
    candidates
        The records.
    left, right
        Positions of the records, one of each a pair.

    Returns
    -------
    One row a pair: ``id``, ``name``, ``kind``, ``source`` and ``kecamatan`` of both (``_a``, ``_b``),
    ``distance_m`` (missing where a position is) and ``reach_m`` in metres, ``likeness``, and what was found:
    ``outweighs`` (the name outweighs the distance), ``one_source``, ``one_key``, ``numbers_differ``,
    ``kecamatan_differ``, ``kecamatan_named``, ``designators_differ``, ``localities_differ``, ``kinds_differ``,
    ``campus``; ``score`` and ``verdict``.
    """
    pairs = _facts(candidates, left, right)
    pairs["score"] = _score(pairs)
    pairs["verdict"] = _verdict(pairs)
    return pairs


def _facts(candidates: Candidates, left: Positions, right: Positions) -> pd.DataFrame:
    records, names = candidates.records, candidates.names
    key, kecamatan = records["key"].to_numpy(dtype=object), candidates.kecamatan
    named = np.array([name.kecamatan is not None for name in names], dtype=bool)
    words = [frozenset(name.words) for name in names]
    localities = [own & candidates.locality_keys for own in words]
    has_more = np.array(
        [bool(name.numbers or own - candidates.locality_keys) for name, own in zip(names, words, strict=True)],
        dtype=bool,
    )
    sole, there = candidates.sole, candidates.sole_in_kecamatan
    campus = np.array([name.is_campus for name in names], dtype=bool)
    pairs = pd.DataFrame(
        {
            f"{column}_{side}": records[column].to_numpy(dtype=object)[rows]
            for column in ("id", "name", "kind", "source")
            for side, rows in (("a", left), ("b", right))
        }
    )
    kecamatan_differ = _compare([{said} if said else set() for said in kecamatan], left, right, _contradict)
    return pairs.assign(
        kecamatan_a=kecamatan[left],
        kecamatan_b=kecamatan[right],
        distance_m=shapely.distance(candidates.points[left], candidates.points[right]),
        reach_m=REACH_M + candidates.error_m[left] + candidates.error_m[right],
        likeness=likeness(names, left, right, candidates.weights),
        one_source=pairs["source_a"] == pairs["source_b"],
        one_key=(key[left] == key[right]) & (key[left] != ""),
        numbers_differ=_compare([set(name.numbers) for name in names], left, right, _contradict),
        kecamatan_differ=kecamatan_differ,
        kecamatan_named=named[left] & named[right],
        designators_differ=_compare([name.designators for name in names], left, right, _have_nothing_in_common),
        localities_differ=_compare(localities, left, right, _have_nothing_in_common) & has_more[left] & has_more[right],
        kinds_differ=pairs["kind_a"] != pairs["kind_b"],
        campus=campus[left] | campus[right],
        outweighs=candidates.registered[left]
        & ~kecamatan_differ
        & (key[left] == key[right])
        & (sole[left] & sole[right] | (there[left] & there[right] & (kecamatan[left] == kecamatan[right]))),
    )


def _have_nothing_in_common(one: AbstractSet[object], other: AbstractSet[object]) -> bool:
    return bool(one) and bool(other) and one.isdisjoint(other)


def _contradict(one: AbstractSet[object], other: AbstractSet[object]) -> bool:
    """Say whether each has something that the other lacks; ``Kartika 3`` may be ``Kartika V-3``."""
    return not (one <= other or other <= one)


def _compare(
    sets: Sequence[AbstractSet[object]],
    left: Positions,
    right: Positions,
    rule: Callable[[AbstractSet[object], AbstractSet[object]], bool],
) -> Bools:
    """Apply a rule to the sets of each pair."""
    # Each distinct pair of sets is compared once: there are far fewer of them than pairs of records.
    number = {own: position for position, own in enumerate(dict.fromkeys(map(frozenset, sets)))}
    codes = np.array([number[frozenset(own)] for own in sets], dtype=np.int64)
    distinct = list(number)
    pairs, which = np.unique(codes[left] * len(distinct) + codes[right], return_inverse=True)
    found = [
        rule(distinct[one], distinct[other])
        for one, other in zip(*np.divmod(pairs, max(len(distinct), 1)), strict=True)
    ]
    return np.array(found, dtype=bool)[which]


def _score(pairs: pd.DataFrame) -> Floats:
    distance_m = pairs["distance_m"].to_numpy()
    doublings = np.log2(np.maximum(distance_m / pairs["reach_m"].to_numpy(), 1.0))
    far = np.where(np.isnan(distance_m), NO_POSITION_COST, DISTANCE_COST * doublings)
    far = np.where(pairs["outweighs"], OUTWEIGHED * far, far)
    kecamatan = np.where(pairs["kecamatan_named"], NAMED_KECAMATAN_COST, DECLARED_KECAMATAN_COST)
    cost = (
        far
        + kecamatan * pairs["kecamatan_differ"]
        + DESIGNATOR_COST * pairs["designators_differ"]
        + LOCALITY_COST * pairs["localities_differ"]
        + MIXED_KIND_COST * pairs["kinds_differ"]
    )
    score = np.maximum(pairs["likeness"] - cost, 0.0)
    # Ten digits: what summing in another order leaves behind must not decide.
    kept: Floats = np.where(pairs["numbers_differ"], 0.0, score)
    return kept.round(10)


def _verdict(pairs: pd.DataFrame) -> pd.Series:
    freely = pairs["kind_a"].isin(FREELY_MIXED) & pairs["kind_b"].isin(FREELY_MIXED)
    never_alone = pairs["campus"] | (pairs["kinds_differ"] & ~freely)
    once = ~pairs["one_source"]
    # Within one source: an equal name right beside it, or nothing.
    twice = pairs["one_source"] & pairs["one_key"] & (pairs["distance_m"] <= DUPLICATE_M)
    same = (pairs["score"] >= SAME_FROM) & ~never_alone & (once | twice)
    beside = pairs["one_source"] & pairs["one_key"] & (pairs["distance_m"] <= pairs["reach_m"])
    beside &= ~pairs["kecamatan_differ"]
    ask = (pairs["score"] >= ASK_FROM) & (once | beside)
    return pd.Series(
        np.select([same, ask], [Verdict.SAME.value, Verdict.ASK.value], Verdict.DIFFERENT.value), index=pairs.index
    ).astype(object)
