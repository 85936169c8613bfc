"""How alike two names are: their words weighed by how rare they are, each allowed a slip of the pen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist

from planner.cleaning.conflation.names import CityWords, PlaceName

SLIP = 0.85
"""Two words this alike (1 minus the share of letters to insert or delete) are one word with a slip in it."""

SPACING_SLIP = 0.92
"""Two names this alike when written without spaces, with the spaces set differently, are one name."""

LEAST_WEIGHT = 0.1
"""Weight of a word that every name has; a word that only one name has weighs 1."""

LOCALITY_WEIGHT = 0.3
"""A word of a kelurahan's name weighs this much of what its rarity gives."""

BOTH_NAMELESS = 0.6
ONE_NAMELESS = 0.5
"""Likeness where both names, or one, only say what the place is (``Taman``): no evidence for or against."""

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]


def rarity(names: Sequence[PlaceName], city: CityWords) -> pd.Series:
    """Return the weight of each word: ``log((1 + n) / (1 + names that have it)) / log(1 + n)``, never below 0.1.

    This is the inverse document frequency of text search, scaled to 1. Words of kelurahan weigh less.

    Parameters
    ----------
    names
        All names among which a word is rare or common.
    city
        Knows the words of kelurahan.
    """
    words = pd.Series([sorted(set(name.words)) for name in names], dtype=object).explode().dropna()
    count = words.value_counts()
    weight = (np.log((1 + len(names)) / (1 + count)) / np.log(1 + max(len(names), 1))).clip(lower=LEAST_WEIGHT)
    local = weight.index.isin(city.locality_keys)
    return pd.Series(np.where(local, weight * LOCALITY_WEIGHT, weight), index=weight.index)


def likeness(names: Sequence[PlaceName], left: Positions, right: Positions, weights: pd.Series) -> Floats:
    """Return how alike the names of each pair are, from 0 to 1.

    The weight of the words and numbers that both have, over the weight of all (a soft Dice coefficient): a word
    counts for both if the other name has it or one with a slip in it. Numbers weigh 1.

    Parameters
    ----------
    names
        All names.
    left, right
        Positions among the names, one of each a pair.
    weights
        From :func:`rarity`.
    """
    tokens = _tokens(names, weights)
    shared, total = _shared_weight(tokens, left, right)
    alike = np.divide(shared, total, out=np.zeros(len(left)), where=total > 0)
    nameless = np.array([not (name.words or name.numbers) for name in names], dtype=bool)
    count = nameless[left].astype(int) + nameless[right]
    alike = np.select([count == 2, count == 1], [BOTH_NAMELESS, ONE_NAMELESS], np.maximum(alike, 0.0))
    return np.where(_spaced_differently(names, left, right), 1.0, alike)


def _tokens(names: Sequence[PlaceName], weights: pd.Series) -> pd.DataFrame:
    """Return one row for each word or number of each name: ``name``, ``token``, ``weight``."""
    listed = [sorted({*name.words, *map(str, name.numbers)}) for name in names]
    tokens = pd.DataFrame({"name": np.arange(len(names)), "token": pd.Series(listed, dtype=object)})
    tokens = tokens.explode("token").dropna(subset="token")
    return tokens.assign(weight=tokens["token"].map(weights).fillna(1.0).astype(float))


def _shared_weight(tokens: pd.DataFrame, left: Positions, right: Positions) -> tuple[Floats, Floats]:
    """Return the weight of the tokens that the two names of each pair share, and of all their tokens."""
    pairs = pd.DataFrame({"pair": np.arange(len(left)), "left": left, "right": right})
    both = pairs.merge(tokens, left_on="left", right_on="name").merge(
        tokens, left_on="right", right_on="name", suffixes=("_left", "_right")
    )
    both["same"] = _token_likeness(both["token_left"], both["token_right"])
    shared = np.zeros(len(left))
    for side in ("left", "right"):
        best = both.groupby(["pair", f"token_{side}"], sort=False).agg({"same": "max", f"weight_{side}": "first"})
        gain = (best["same"] * best[f"weight_{side}"]).groupby(level="pair").sum()
        shared[gain.index.to_numpy()] += gain.to_numpy()
    weight = tokens.groupby("name")["weight"].sum()
    total = pairs["left"].map(weight).fillna(0) + pairs["right"].map(weight).fillna(0)
    return shared, total.to_numpy()


def _token_likeness(left: pd.Series, right: pd.Series) -> Floats:
    """Return 1 for equal tokens, how alike two words with a slip are, 0 for the rest."""
    distinct = pd.DataFrame({"left": left, "right": right}).drop_duplicates()
    numeric = distinct["left"].str.isdigit() | distinct["right"].str.isdigit()
    alike = cpdist(distinct["left"], distinct["right"], scorer=fuzz.ratio, score_cutoff=100 * SLIP, dtype=np.float32)
    equal = (distinct["left"] == distinct["right"]).to_numpy()
    distinct["same"] = np.where(equal, 1.0, np.where(numeric, 0.0, alike / 100))
    merged = pd.DataFrame({"left": left, "right": right}).merge(distinct, how="left", on=["left", "right"])
    return merged["same"].to_numpy()


def _spaced_differently(names: Sequence[PlaceName], left: Positions, right: Positions) -> npt.NDArray[np.bool_]:
    """Say which pairs are one name with other spaces (``Assadiyah``, ``As Sadiyah``)."""
    joined = np.array(["".join(name.words) for name in names], dtype=object)
    counts = np.array([len(name.words) for name in names])
    numbers = np.array([str(name.numbers) for name in names], dtype=object)
    candidates = (counts[left] != counts[right]) & (numbers[left] == numbers[right])
    candidates &= (joined[left] != "") & (joined[right] != "")
    alike = np.zeros(len(left))
    chosen = np.flatnonzero(candidates)
    alike[chosen] = cpdist(joined[left[chosen]], joined[right[chosen]], scorer=fuzz.ratio) / 100
    return alike >= SPACING_SLIP
