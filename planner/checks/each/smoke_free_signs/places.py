"""Which places have to be smoke-free: the words of the rules, and the kinds of facility that they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import pandas as pd

from planner.checks.enforcement import enforceable
from planner.checks.words import words_named
from planner.model.city import City
from planner.model.kinds import PROTECTION_KINDS, SCHOOL_KINDS, FacilityKind, Placement
from planner.model.rule import Rule, Rules, applies_to
from planner.texts import Text, text

KTR_PLACES = "KTR_PLACES"
"""The national list."""
CITY_LISTS = "KSTR_PLACES"
"""What the id of a city's own list begins with."""

_HEALTH = (
    FacilityKind.PUSKESMAS,
    FacilityKind.PUSTU,
    FacilityKind.POSYANDU,
    FacilityKind.HOSPITAL,
    FacilityKind.CLINIC,
)
_OFFICES = (FacilityKind.GOVERNMENT_OFFICE, *PROTECTION_KINDS)
_PUBLIC = (
    FacilityKind.PUBLIC_PLACE,
    FacilityKind.PARK,
    FacilityKind.LIBRARY,
    FacilityKind.CHILD_INFORMATION,
    FacilityKind.CREATIVITY_CENTRE,
    FacilityKind.CHILDCARE,
    FacilityKind.CHILD_HOME,
)

KINDS_OF_WORD: Mapping[str, tuple[FacilityKind, ...]] = MappingProxyType(
    {
        "faskes": _HEALTH,
        "sekolah": SCHOOL_KINDS,
        "belajar_mengajar": SCHOOL_KINDS,
        "bermain_anak": (FacilityKind.PLAYGROUND, FacilityKind.PARK),
        "ibadah": (FacilityKind.WORSHIP,),
        "olahraga": (FacilityKind.SPORT,),
        "angkutan_umum": (FacilityKind.TERMINAL,),
        "kantor_pemerintah": _OFFICES,
        "tempat_kerja": _OFFICES,
        "tempat_umum": _PUBLIC,
        "lainnya": _PUBLIC,
    }
)
"""The kinds of facility that a word of a rule means. Green space that is no park is left out: nobody says of it that
people go there. Workplaces other than public offices, and vehicles, are no facilities."""

WORD_LABELS: Mapping[str, Text] = MappingProxyType(
    {
        "faskes": text("health facilities"),
        "sekolah": text("schools"),
        "belajar_mengajar": text("places of teaching"),
        "bermain_anak": text("children's play places"),
        "ibadah": text("places of worship"),
        "olahraga": text("sports areas"),
        "angkutan_umum": text("public transport"),
        "kantor_pemerintah": text("government offices"),
        "tempat_kerja": text("workplaces"),
        "tempat_umum": text("public places"),
        "lainnya": text("other places that are set"),
    }
)
"""Name of each word of a rule."""


def place_lists(city: City, rules: Rules) -> tuple[Rule, ...]:
    """Return the rules that say which places have to be smoke-free in a city: its own first, then the national one.

    Raises
    ------
    planner.errors.RuleError
        If one is missing, can't be enforced, or names a kind of place that is not known.
    """
    own = [rule.id for rule in rules.values() if rule.id.startswith(CITY_LISTS) and applies_to(rule, city.code)]
    found = tuple(enforceable(rules, rule_id) for rule_id in (*own, KTR_PLACES))
    for rule in found:
        words_of(rule)
    return found


def words_of(rule: Rule) -> tuple[str, ...]:
    """Return the kinds of place that a rule names.

    Raises
    ------
    planner.errors.RuleError
        If it names none, or one that is not known.
    """
    return words_named(rule, "places", KINDS_OF_WORD)


def smoke_free_kinds(city: City, rules: Rules) -> tuple[FacilityKind, ...]:
    """Return the kinds of facility that have to be smoke-free in a city, in the order of kinds.

    Raises
    ------
    planner.errors.RuleError
        As :func:`place_lists`.
    """
    meant = {kind for rule in place_lists(city, rules) for word in words_of(rule) for kind in KINDS_OF_WORD[word]}
    return tuple(kind for kind in FacilityKind if kind in meant)


COLUMNS = ["id", "name", "kind", "child_friendly", "kelurahan_code", "kecamatan_code"]


def smoke_free_places(city: City, rules: Rules) -> pd.DataFrame:
    """Return the :data:`COLUMNS` of the facilities that have to be smoke-free, but for those outside the city.

    Raises
    ------
    planner.errors.RuleError
        As :func:`place_lists`.
    """
    facilities = city.facilities
    meant = facilities["kind"].isin(smoke_free_kinds(city, rules)) & (facilities["placement"] != Placement.OUTSIDE)
    return pd.DataFrame(facilities.loc[meant, COLUMNS]).reset_index(drop=True)


def unlisted_words(kinds: Iterable[str], lists: tuple[Rule, ...]) -> list[Text]:
    """Return the names of the words, of one meaning the first, that mean none of the given kinds of facility."""
    listed = set(kinds)
    labels: dict[tuple[FacilityKind, ...], Text] = {}
    for word in (word for rule in lists for word in words_of(rule)):
        labels.setdefault(KINDS_OF_WORD[word], WORD_LABELS[word])
    return [label for meant, label in labels.items() if listed.isdisjoint(meant)]
