"""How alike two names are."""

from __future__ import annotations

import math

import numpy as np
import pytest

from planner.cleaning.conflation.names import read_name
from planner.cleaning.conflation.similarity import BOTH_NAMELESS, ONE_NAMELESS, likeness, rarity
from tests.drawn_records import CONTOH


def _alike(one: str, other: str, *others: str) -> float:
    names = [read_name(name, CONTOH) for name in (one, other, *others)]
    return float(likeness(names, np.array([0]), np.array([1]), rarity(names, CONTOH))[0])


def test_rare_words_weigh_more_than_common_ones() -> None:
    # 4 names: MASJID is a designator; NURUL stands in 3 of them, IMAN in 1.
    names = [read_name(f"Masjid {name}", CONTOH) for name in ("Nurul Iman", "Nurul Huda", "Nurul Falah", "Taqwa")]

    weights = rarity(names, CONTOH)

    assert weights["NURUL"] == pytest.approx(math.log(5 / 4) / math.log(5))  # 0.139
    assert weights["IMAN"] == pytest.approx(math.log(5 / 2) / math.log(5))  # 0.569
    # Shared is NURUL on both sides, of all four words: 2·0.139 / (2·0.139 + 2·0.569).
    assert likeness(names, np.array([0]), np.array([1]), weights)[0] == pytest.approx(0.139 / (0.139 + 0.569), abs=1e-3)


def test_words_of_kelurahan_weigh_less() -> None:
    names = [read_name(name, CONTOH) for name in ("SD Damai Melati", "SD Ceria")]

    weights = rarity(names, CONTOH)

    assert weights["DAMAI"] == pytest.approx(0.3 * weights["MELATI"])


def test_equal_names_are_alike_whatever_their_order_and_weight() -> None:
    assert _alike("SMP Bina Bangsa", "SMP Bangsa Bina", "SMP Bina", "SMP Bangsa") == pytest.approx(1.0)


def test_a_slip_of_the_pen_still_counts_and_another_word_does_not() -> None:
    assert _alike("SD Bhayangkara", "SD Bhayangkari") == pytest.approx(0.9, abs=0.05)
    assert _alike("SD Melati", "SD Mawar") == 0.0


def test_numbers_allow_no_slip() -> None:
    assert _alike("SDN 12345678", "SDN 12345679") < 0.5


def test_spaces_do_not_matter() -> None:
    assert _alike("SMP Tri Sukses Generasi", "SMP Trisukses Generasi") == 1.0


def test_names_that_only_say_what_the_place_is_prove_nothing() -> None:
    assert _alike("Taman", "Taman (tanpa nama)") == BOTH_NAMELESS
    assert _alike("Taman", "Taman Melati") == ONE_NAMELESS


def test_no_pairs_give_no_figures() -> None:
    names = [read_name("SD Melati", CONTOH)]
    none = np.empty(0, dtype=np.intp)

    assert len(likeness(names, none, none, rarity(names, CONTOH))) == 0
