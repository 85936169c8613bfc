"""What someone may have meant: the nearest known word."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from planner.texts.text import Text, text


def nearest_known(word: str, known: Iterable[str]) -> Text:
    """Name the known word nearest to a mistyped one, or all of them where none is near.

    Parameters
    ----------
    word
        What was written.
    known
        What could have been meant.
    """
    words = list(dict.fromkeys(known))
    by_folded_word = {candidate.casefold(): candidate for candidate in reversed(words)}
    near = difflib.get_close_matches(word.casefold(), by_folded_word, n=1, cutoff=0.6)
    if near:
        return text("the nearest known one is “{nearest}”", nearest=by_folded_word[near[0]])
    return text("known are: {known}", known=", ".join(words))
