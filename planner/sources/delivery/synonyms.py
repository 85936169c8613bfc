"""Words that offices use for columns, kinds and answers: read from data, so that they can be added to."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from planner.model.kinds import FacilityKind
from planner.rules.builtin import builtin_data
from planner.sources.delivery.fields import Field

_BOUNDARY = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[0-9a-z?]+")

_LONGEST_NAME = 200

Words = tuple[str, ...]


@dataclass(frozen=True)
class FieldWords:
    """What columns of one field are called: known names, and words that rule it out."""

    names: tuple[Words, ...]
    without: frozenset[str]


@dataclass(frozen=True)
class Synonyms:
    """Everything that the tables in ``data/import/`` say.

    Attributes
    ----------
    columns
        Names of columns by field.
    kinds
        Kind of facility by the words for it.
    answers
        What an answer means (``yes``, ``no``, ``claimed`` or ``unknown``), by the answer in small letters.
    blanks
        What means a blank cell, in small letters.
    totals
        How a row of totals begins, in small letters.
    abbreviations
        Full word by its abbreviation, in names of places.
    months
        Number of the month by its name, in small letters.
    crs
        Name and codes of the CRS that offices use besides the usual ones.
    """

    columns: Mapping[Field, FieldWords]
    kinds: Mapping[Words, FacilityKind]
    answers: Mapping[str, str]
    blanks: frozenset[str]
    totals: frozenset[str]
    abbreviations: Mapping[str, str]
    months: Mapping[str, int]
    crs: tuple[tuple[str, tuple[str, ...]], ...]


def plain_words(written: str) -> Words:
    """Return the words of a name in small letters, without accents, punctuation and camel case."""
    spaced = _BOUNDARY.sub(" ", written)
    if not spaced.isascii():
        spaced = unicodedata.normalize("NFKD", spaced.replace("²", "2")).encode("ascii", "ignore").decode()
    return tuple(_WORD.findall(spaced.lower()))


@cache
def load_synonyms(folder: Path | None = None) -> Synonyms:
    """Read the tables of synonyms; the built-in ones if no folder is given."""
    folder = folder or builtin_data() / "import"
    columns, kinds, words, crs = (_read(folder / f"{name}.toml") for name in ("columns", "kinds", "words", "crs"))
    return Synonyms(
        columns={
            Field(field): FieldWords(tuple(map(plain_words, table["words"])), frozenset(table["without"]))
            for field, table in columns.items()
        },
        kinds={plain_words(word): FacilityKind(kind) for kind, listed in kinds.items() for word in listed},
        answers={word: meaning for meaning, listed in words["answers"].items() for word in listed},
        blanks=frozenset(words["blank"]["words"]),
        totals=frozenset(words["totals"]["words"]),
        abbreviations={short: word for word, listed in words["abbreviations"].items() for short in listed},
        months={name: int(month) for month, listed in words["months"].items() for name in listed},
        crs=tuple((table["name"], tuple(table["codes"])) for table in crs.values()),
    )


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def kind_of(written: str, synonyms: Synonyms) -> FacilityKind | None:
    """Return the kind that a text means: the whole text, or else the longest words of a kind within it."""
    written = written[:_LONGEST_NAME]
    words = plain_words(written)
    if words in synonyms.kinds:
        return synonyms.kinds[words]
    for key in (written.strip().casefold(), "_".join(words)):
        if key in set(FacilityKind):
            return FacilityKind(key)
    within = [known for known in synonyms.kinds if _contains(words, known)]
    if not within:
        return None
    longest = max(map(len, within))
    kinds = {synonyms.kinds[known] for known in within if len(known) == longest}
    return kinds.pop() if len(kinds) == 1 else None


def _contains(words: Words, part: Words) -> bool:
    return any(words[start : start + len(part)] == part for start in range(len(words) - len(part) + 1))


def fields_named(written: str, synonyms: Synonyms) -> Iterable[tuple[Field, float]]:
    """Return the fields that a column of this name can hold, each with a confidence between 0 and 1."""
    words = plain_words(written)
    for field, known in synonyms.columns.items():
        if known.without & set(words):
            continue
        if words in known.names:
            yield field, 1.0
        elif any("".join(words) == "".join(name) for name in known.names):
            yield field, 0.95
        else:
            lengths = [len(name) for name in known.names if words[: len(name)] == name]
            if lengths:
                # "luas taman baru" begins with known words: the more of them, the surer.
                yield field, 0.6 + 0.2 * max(lengths) / len(words)
