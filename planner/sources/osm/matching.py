"""Tags to rules: which rule of a table fits an element first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

ANY_VALUE = "*"
"""In a rule: whatever the value of that key."""

MAX_NAME = 255
"""OpenStreetMap itself allows no longer value."""

_TOKEN = re.compile(r"[^\W\d_]+|\d+")

Tags = Mapping[str, str]
Tokens = tuple[str, ...]


def tokens(name: str) -> Tokens:
    """Cut a name into its words and numbers, in small letters: ``SDN001 Kota`` gives ``sdn``, ``001``, ``kota``."""
    return tuple(_TOKEN.findall(name[:MAX_NAME].casefold()))


def own_name(tags: Tags) -> str:
    """Return the name that an element goes by, or nothing."""
    return (tags.get("name") or tags.get("name:id") or tags.get("official_name") or "").strip()


@dataclass(frozen=True, eq=False)
class OsmRule:
    """One rule of a table.

    Attributes
    ----------
    id
        Its name in the table.
    outcome
        What an element is that fits.
    tags
        Every key must have one of its values.
    without
        No key may have one of its values.
    name_starts, name_has
        Words that the name must begin with, or hold; one of them is enough. Empty: any name, or none.
    explanations
        Why, by language.
    """

    id: str
    outcome: str
    tags: Mapping[str, frozenset[str]]
    without: Mapping[str, frozenset[str]]
    name_starts: tuple[Tokens, ...]
    name_has: tuple[Tokens, ...]
    explanations: Mapping[str, str]

    @property
    def first_key(self) -> str:
        """The key by which elements are looked up."""
        return next(iter(self.tags))

    def fits(self, tags: Tags, name: Tokens) -> bool:
        """Tell whether an element fits.

        Parameters
        ----------
        tags
            Its tags.
        name
            The words of its name.
        """
        value, wanted = tags.get(self.first_key), self.tags[self.first_key]
        # The first key is what a server is asked for, so its value must be just that: no list of values.
        return (
            value is not None
            and (ANY_VALUE in wanted or value in wanted)
            and all(_has(tags, key, values) for key, values in self.tags.items() if key != self.first_key)
            and not any(_has(tags, key, values) for key, values in self.without.items())
            and self._name_fits(name)
        )

    def _name_fits(self, name: Tokens) -> bool:
        if not self.name_starts and not self.name_has:
            return True
        return any(name[: len(phrase)] == phrase for phrase in self.name_starts) or any(
            _holds(name, phrase) for phrase in self.name_has
        )


@dataclass(frozen=True, eq=False)
class TagTable:
    """Rules, of which the first that fits wins.

    Attributes
    ----------
    rules
        In the order in which they are tried.
    """

    rules: tuple[OsmRule, ...]
    _by_key: Mapping[str, tuple[int, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        keys = dict.fromkeys(rule.first_key for rule in self.rules)
        by_key = {key: tuple(place for place, rule in enumerate(self.rules) if rule.first_key == key) for key in keys}
        object.__setattr__(self, "_by_key", by_key)

    def match(self, tags: Tags) -> OsmRule | None:
        """Return the first rule that fits an element, or ``None``."""
        places = sorted({place for key in tags for place in self._by_key.get(key, ())})
        if not places:
            return None
        name = tokens(own_name(tags))
        return next((self.rules[place] for place in places if self.rules[place].fits(tags, name)), None)

    def wanted(self, left_out: Collection[str]) -> Mapping[str, frozenset[str]]:
        """Return values by key such that every element that may be taken has one of them.

        Parameters
        ----------
        left_out
            Outcomes of rules that take nothing.
        """
        found: dict[str, frozenset[str]] = {}
        for rule in self.rules:
            if rule.outcome not in left_out:
                found[rule.first_key] = found.get(rule.first_key, frozenset()) | rule.tags[rule.first_key]
        return found


def _has(tags: Tags, key: str, values: frozenset[str]) -> bool:
    value = tags.get(key)
    if value is None:
        return False
    # "a;b" is how OpenStreetMap writes two values of one key.
    return ANY_VALUE in values or not values.isdisjoint(part.strip() for part in value.split(";"))


def _holds(name: Tokens, phrase: Tokens) -> bool:
    return any(name[start : start + len(phrase)] == phrase for start in range(len(name) - len(phrase) + 1))
