"""The glossary: what the words of the planner, and of the law behind it, mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Titles = Mapping[str, str]
"""Words by language (``id``, ``en``)."""


@dataclass(frozen=True)
class Term:
    """One term.

    Attributes
    ----------
    group
        Name of the group it stands in.
    names
        The term by language.
    full
        What its letters stand for, or its official name, in Indonesian; empty where it has none.
    meanings
        One plain sentence by language.
    source
        The regulation, standard or guide that defines it, as it is to be printed; empty for the planner's own words.
    address
        Address of the page on which that was seen; empty where there is none.
    rules
        Ids of the rules that use it.
    """

    group: str
    names: Titles
    full: str
    meanings: Titles
    source: str
    address: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Glossary:
    """Every term.

    Attributes
    ----------
    groups
        Title of each group by its name, in the order in which they are shown.
    terms
        The terms, in the order of the groups, within a group as the file has them.
    """

    groups: Mapping[str, Titles]
    terms: tuple[Term, ...]
