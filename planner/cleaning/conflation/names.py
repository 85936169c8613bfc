"""Names of places as people write them, taken apart so that two ways of writing one name become equal.

``SDN 001``, ``SD Negeri 1`` and ``SD N 01 Contoh`` are one name; ``SDN 001 Contoh Kota`` and ``SDN 001
Contoh Timur`` are two. Which words are the city's own is told by whoever calls: the code knows no city.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from planner.cleaning.conflation.vocabulary import ARTICLES, PHRASES, SCHOOL_DESIGNATORS, SPELLINGS

_LONGEST_PHRASE = max(len(phrase.split()) for phrase in PHRASES)
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_APOSTROPHES = re.compile("['`\u2018\u2019\u02bc]")
_WORD = re.compile(r"[A-Z]+|[0-9]+")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
_DOUBLED = re.compile(r"([A-Z])\1+")


def plain_words(name: str) -> tuple[str, ...]:
    """Return the words and numbers of a name in capitals, without accents, marks and remarks in brackets."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name)).encode("ascii", "ignore").decode().upper()
    return tuple(_WORD.findall(_IN_BRACKETS.sub(" ", plain)) or _WORD.findall(plain))


def spelling_key(word: str) -> str:
    """Return what the spellings of one word have in common: ``KATHOLIK`` and ``KATOLIK`` give the same."""
    for written, sound in SPELLINGS:
        word = word.replace(written, sound)
    return _DOUBLED.sub(r"\1", word)


@dataclass(frozen=True)
class CityWords:
    """The words of names that a city shares: its own name, its kecamatan and its kelurahan.

    Parameters
    ----------
    city
        Names of the city, as in ``("Kota Contoh", "Contoh")``. They tell nothing about a place and are left out.
    kecamatan
        Names of the kecamatan. One in a place's name says where it is, but is no part of its own name.
    kelurahan
        Names of the kelurahan, whose words count for less than other words of a name.
    """

    city: Sequence[str] = ()
    kecamatan: Sequence[str] = ()
    kelurahan: Sequence[str] = ()
    _phrases: Mapping[tuple[str, ...], str | None] = field(init=False, repr=False, compare=False)
    locality_keys: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        phrases: dict[tuple[str, ...], str | None] = {plain_words(name): None for name in self.city}
        # The kecamatan after the city: where both have one name, the more telling meaning stays.
        phrases |= {plain_words(name): name for name in self.kecamatan}
        object.__setattr__(self, "_phrases", phrases)
        words = (word for name in self.kelurahan for word in plain_words(name))
        object.__setattr__(self, "locality_keys", frozenset(spelling_key(PHRASES.get(word) or word) for word in words))

    def take_out(self, words: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
        """Return the words without the city's name and its kecamatan, and the kecamatan that was named."""
        rest: list[str] = []
        named = None
        longest = max(map(len, self._phrases), default=0)
        position = 0
        while position < len(words):
            for length in range(longest, 0, -1):
                phrase = words[position : position + length]
                if len(phrase) == length and phrase in self._phrases:
                    named = self._phrases[phrase] or named
                    position += length
                    break
            else:
                rest.append(words[position])
                position += 1
        return tuple(rest), named


@dataclass(frozen=True)
class PlaceName:
    """A name taken apart.

    Attributes
    ----------
    written
        The name as it was written.
    words
        Its own words, in its order, by :func:`spelling_key`; empty for a name like ``Masjid``.
    numbers
        Its numbers in their order, Roman ones too, without leading zeros.
    designators
        What it says the place is: ``sd``, ``puskesmas``, ``masjid``.
    kecamatan
        The kecamatan it names, or ``None``.
    """

    written: str
    words: tuple[str, ...]
    numbers: tuple[int, ...]
    designators: frozenset[str]
    kecamatan: str | None

    @property
    def key(self) -> str:
        """The same for each way of writing one name, whatever the spaces; empty if it has no words or numbers."""
        return " ".join(filter(None, ("".join(self.words), *map(str, self.numbers))))

    @property
    def is_campus(self) -> bool:
        """Whether it names several levels of school at once."""
        return len(self.designators & SCHOOL_DESIGNATORS) > 1


def read_name(name: str, city: CityWords) -> PlaceName:
    """Take a name apart.

    Parameters
    ----------
    name
        The name as written.
    city
        The words of names that its city shares.
    """
    words, kecamatan = city.take_out(plain_words(name))
    own: list[str] = []
    designators: set[str] = set()
    for word in _expand(words):
        if word.islower():
            designators.add(word)
        else:
            own.append(word)
    return PlaceName(
        written=name,
        words=tuple(spelling_key(word) for word in _join_articles([w for w in own if not _is_number(w)])),
        numbers=tuple(_number(word) for word in own if _is_number(word)),
        designators=frozenset(designators),
        kecamatan=kecamatan,
    )


def _expand(words: tuple[str, ...]) -> list[str]:
    """Write abbreviations out, the longest known phrase first."""
    written: list[str] = []
    position = 0
    while position < len(words):
        for length in range(_LONGEST_PHRASE, 0, -1):
            phrase = " ".join(words[position : position + length])
            if phrase in PHRASES and position + length <= len(words):
                written += PHRASES[phrase].split()
                position += length
                break
        else:
            written.append(words[position])
            position += 1
    return written


def _join_articles(words: list[str]) -> list[str]:
    """Join an Arabic article to its word, and leave out single letters unless there is nothing else."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in ARTICLES:
            joined[-1] += word
        else:
            joined.append(word)
    return [word for word in joined if len(word) > 1] or joined


def _is_number(word: str) -> bool:
    return word.isdigit() or _ROMAN.fullmatch(word) is not None


def _number(word: str) -> int:
    if word.isdigit():
        # No place has a number of more digits; a longer one is cut, so that it stays quick to read.
        return int(word[:18])
    digits = [_ROMAN_DIGITS[letter] for letter in word]
    return sum(-d if d < after else d for d, after in zip(digits, [*digits[1:], 0], strict=True))
