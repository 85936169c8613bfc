"""Names of regions as people write them, matched to the regions they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_PREFIXES = frozenset({"KEC", "KECAMATAN", "KEL", "KELURAHAN", "DESA", "DISTRIK"})


def _words(name: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    words = re.findall(r"[A-Z0-9]+", plain)
    return tuple(words[1:] if len(words) > 1 and words[0] in _PREFIXES else words)


def _abbreviates(short: str, long: str) -> bool:
    """Whether a word starts with the same letter and has no letters but those of the other, in its order."""
    if not long.startswith(short[:1]):
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def match_name(name: str, known: Sequence[str]) -> int | None:
    """Find the one known name that a written name means.

    Case, spaces, punctuation and a leading ``Kec.`` or ``Kelurahan`` don't matter (``Gunungsari ilir`` is
    ``Gunung Sari Ilir``). Where no name is equal, each word may be abbreviated (``GN. SARI ILIR``). Spelling
    mistakes are not guessed at.

    Returns
    -------
    Position among the known names; ``None`` if none is meant, or more than one could be.
    """
    words = _words(name)
    if not words:
        return None
    candidates = [_words(other) for other in known]
    equal = [i for i, other in enumerate(candidates) if "".join(other) == "".join(words)]
    if equal:
        return equal[0] if len(equal) == 1 else None
    longer = [
        i for i, other in enumerate(candidates) if len(other) == len(words) and all(map(_abbreviates, words, other))
    ]
    return longer[0] if len(longer) == 1 else None
