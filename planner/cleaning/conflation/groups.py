"""Pairs that are one place become groups, each with at most one record of a source."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planner.cleaning.conflation.matching import Verdict

AMBIGUOUS_WITHIN = 0.03
"""Where two records of one source fit a record this equally well, a person is asked."""

Positions = npt.NDArray[np.intp]


def with_ambiguous_asked(pairs: pd.DataFrame) -> pd.Series:
    """Return the verdicts, ``ask`` where two places of one source fit a record about equally well.

    Parameters
    ----------
    pairs
        Rows of :func:`planner.cleaning.conflation.matching.judge` with ``a`` and ``b``, the records' positions.
    """
    same = pairs[(pairs["verdict"] == Verdict.SAME) & ~pairs["one_source"]]
    place = _places_of_one_source(pairs)
    ambiguous = pd.Series(False, index=pairs.index)
    for one, other in (("a", "b"), ("b", "a")):
        fits = pd.DataFrame(
            {
                "record": same[one],
                "source": same[f"source_{other}"],
                "place": same[other].map(place).fillna(-1 - same[other]),
                "score": same["score"],
            }
        )
        best = fits.groupby(["record", "source", "place"])["score"].max().reset_index()
        # The two best places of a source: where they are equally good, neither is taken without asking.
        best = best.sort_values("score", ascending=False, kind="stable")
        rank = best.groupby(["record", "source"]).cumcount()
        first = best[rank == 0].set_index(["record", "source"])["score"]
        second = best[rank == 1].set_index(["record", "source"])["score"]
        near = (first.loc[second.index] - second) <= AMBIGUOUS_WITHIN
        contested = first[second.index[near]]
        top = contested.reindex(pd.MultiIndex.from_frame(fits[["record", "source"]])).to_numpy()
        ambiguous.loc[fits.index] |= fits["score"].to_numpy() >= top - AMBIGUOUS_WITHIN
    return pairs["verdict"].mask(ambiguous, Verdict.ASK.value)


def _places_of_one_source(pairs: pd.DataFrame) -> Mapping[int, int]:
    """Return a common number for the records of one source that are one place."""
    twice = pairs[(pairs["verdict"] == Verdict.SAME) & pairs["one_source"]]
    if twice.empty:
        return {}
    size = int(twice[["a", "b"]].to_numpy().max()) + 1
    links = coo_array((np.ones(len(twice)), (twice["a"], twice["b"])), shape=(size, size))
    number = connected_components(links, directed=False)[1]
    involved = np.unique(twice[["a", "b"]].to_numpy())
    return dict(zip(involved.tolist(), number[involved].tolist(), strict=True))


def group(count: int, pairs: pd.DataFrame, yes: Positions, no: Positions) -> Positions:
    """Return the group of each record: the position of its first member.

    Pairs are joined from the best to the least. Two groups become one only if each record of the one may be the
    same place as each of the other, so that no chain of likenesses joins what is different, and no group has two
    records of one source unless they are one place themselves. What a person joined stays joined unless a person's
    no stands against it.

    Parameters
    ----------
    count
        How many records there are.
    pairs
        Rows of :func:`planner.cleaning.conflation.matching.judge` with ``a`` and ``b``, the records' positions in
        the order of their ids, ``a`` before ``b``.
    yes, no
        Pairs that a person decided, as two columns of positions.
    """
    undecided = pairs[~among(pairs, np.vstack([yes, no]), count)]
    same = undecided[undecided["verdict"] == Verdict.SAME]
    may_be = undecided[(undecided["verdict"] == Verdict.SAME) | ~undecided["one_source"]]
    refused = set(map(tuple, no.tolist()))
    joinable = set(map(tuple, yes.tolist())) | set(map(tuple, may_be[["a", "b"]].to_numpy().tolist()))
    # Positions follow the ids, so that equal scores are settled alike however the input is ordered.
    order = np.lexsort((same["b"], same["a"], -same["score"]))
    head = list(range(count))
    members = [[record] for record in range(count)]
    for links, decided in ((yes, True), (same[["a", "b"]].to_numpy()[order], False)):
        for one, other in links.tolist():
            first, second = sorted((head[one], head[other]))
            if first == second:
                continue
            across = {(min(x, y), max(x, y)) for x in members[first] for y in members[second]}
            if across.isdisjoint(refused) and (decided or across <= joinable):
                for record in members[second]:
                    head[record] = first
                members[first] += members[second]
    return np.array(head, dtype=np.intp)


def among(pairs: pd.DataFrame, decided: Positions, count: int) -> npt.NDArray[np.bool_]:
    """Say which pairs are among those decided."""
    number = pairs["a"].to_numpy() * count + pairs["b"].to_numpy()
    return np.isin(number, decided[:, 0] * count + decided[:, 1])
