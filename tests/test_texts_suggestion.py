"""The nearest known word is named, or all of them."""

from __future__ import annotations

import pytest

from planner.texts import Language, translate
from planner.texts.suggestion import nearest_known


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("nmae", "the nearest known one is “name”"),
        ("CODE", "the nearest known one is “code”"),
        ("xyz", "known are: name, code"),
    ],
)
def test_nearest_known(word: str, said: str) -> None:
    assert translate(nearest_known(word, ["name", "code"]), Language.ENGLISH) == said
