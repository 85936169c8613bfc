"""What commands say apart from their result, and the statuses they end with."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from planner.errors import OptionError
from planner.texts import Text, text, translate

DONE = 0
BROKEN = 1
UNUSABLE = 2
INFEASIBLE = 3
INTERRUPTED = 130
"""Exit statuses: done; a mistake in this program; the input is unusable; nothing feasible; stopped by hand."""


def say(sentence: str) -> None:
    """Write one line for the person at the terminal, apart from the result."""
    print(sentence, file=sys.stderr, flush=True)


def progress(what: Text) -> None:
    """Say what is being done now."""
    say(translate(text("{what} …", what=what)))


def one_of(word: str, known: Sequence[str], option: str) -> str:
    """Return a word if it is one of those that are known.

    Raises
    ------
    planner.errors.OptionError
        If it is not.
    """
    if word in known:
        return word
    raise OptionError(
        text("{option} is one of {known}, not “{word}”.", option=option, known=", ".join(known), word=word)
    )
