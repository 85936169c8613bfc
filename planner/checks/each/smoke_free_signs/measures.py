"""How many places have to be smoke-free, and how many of their signs are good."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from planner.checks.basis import Basis
from planner.checks.each.smoke_free_signs.places import KINDS_OF_WORD, smoke_free_kinds, smoke_free_places, words_of
from planner.checks.each.smoke_free_signs.signs import KSTR_SIGN, PlaceSign, sign_states
from planner.checks.enforcement import enforceable
from planner.checks.play import known_for_play, seen_until
from planner.model.details import MEASURES, Unit
from planner.model.kinds import FacilityKind, Known, Level, Status
from planner.texts import Text, text

COUNTS: Mapping[str, Text] = MappingProxyType(
    {
        "places": text("places that have to be smoke-free"),
        "signs_good": text("places with a good sign"),
        "signs_bad": text("places with a bad sign or none"),
        "signs_unknown": text("places whose sign is not known"),
        "photos_out_of_date": text("places whose newest photo is out of date"),
    }
)
SHARES: Mapping[str, Text] = MappingProxyType(
    {
        "share_good": text("share of all places that are known to have a good sign"),
        "share_good_of_surveyed": text("share with a good sign, of the places whose sign is known"),
    }
)
_GENERAL = ("tempat_kerja", "tempat_umum", "lainnya")
"""Words that also mean what a narrower word of the same rule means."""


def measure_signs(basis: Basis) -> pd.DataFrame:
    """Return :data:`~planner.model.details.MEASURES` of KSTR_SIGN.

    For the city, each kecamatan and each kelurahan, and in it for all places (no subject) and each kind of facility
    that has a place there; of the city also each kind that has none.

    Raises
    ------
    planner.errors.RuleError
        If a rule is missing, can't be enforced, or names a kind of place that is not known.
    """
    states = pd.DataFrame(sign_states(basis), columns=PlaceSign._fields)
    counted = pd.DataFrame(
        {
            "places": 1,
            "signs_good": states["status"] == Status.MET,
            "signs_bad": states["status"] == Status.UNMET,
            "signs_unknown": states["status"] == Status.UNKNOWN,
            "photos_out_of_date": states["photo_stale"],
        }
    ).astype("int64")
    tables = []
    for level in Level:
        code = basis.city.code if level is Level.CITY else states[f"{level}_code"]
        every_region = [basis.city.code] if level is Level.CITY else basis.city.regions_at(level)["code"].tolist()
        wanted = pd.MultiIndex.from_product([every_region, [""]])
        if level is Level.CITY:
            wanted = pd.MultiIndex.from_product(
                [every_region, ["", *map(str, smoke_free_kinds(basis.city, basis.rules))]]
            )
        groups = [
            counted.assign(code=code, subject=subject).groupby(["code", "subject"]).sum()
            for subject in ("", states["kind"])
        ]
        sums = pd.concat(groups)
        sums = sums.reindex(wanted.append(sums.index).unique(), fill_value=0).sort_index()
        tables.append(_long(sums.assign(**_shares(sums)), level))
    return pd.concat(tables, ignore_index=True)


def measure_places(rule_id: str, basis: Basis) -> pd.DataFrame:
    """Return :data:`~planner.model.details.MEASURES` of a list of places: how many of each of its words are listed.

    A place counts under the narrowest word: a park under ``bermain_anak`` where it is known to be for children's play,
    else under ``tempat_umum``.

    Raises
    ------
    planner.errors.RuleError
        If the rule is missing, can't be enforced, or names a kind of place that is not known.
    """
    words = sorted(words_of(enforceable(basis.rules, rule_id)), key=_GENERAL.__contains__)
    word_of_kind: dict[str, str] = {}
    for word in words:
        for kind in KINDS_OF_WORD[word]:
            word_of_kind.setdefault(kind, word)
    places = smoke_free_places(basis.city, basis.rules)
    counted = places["kind"].map(word_of_kind)
    public = next((one for one in words if one in _GENERAL and FacilityKind.PARK in KINDS_OF_WORD[one]), None)
    if public is not None:
        play = known_for_play(places, seen_until(basis.city.survey, basis.as_of))
        counted = counted.mask((places["kind"] == FacilityKind.PARK) & (play != Known.YES), public)
    counts = counted.value_counts().reindex(words, fill_value=0)
    table = pd.DataFrame({"subject": counts.index, "value": counts.to_numpy(dtype="float64")})
    table = table.assign(rule=rule_id, level=Level.CITY, code=basis.city.code, measure="places", unit=Unit.COUNT)
    return table[list(MEASURES.columns)]


def _shares(sums: pd.DataFrame) -> dict[str, pd.Series]:
    surveyed = sums["signs_good"] + sums["signs_bad"]
    return {
        # Nothing divided by nothing is not known.
        "share_good": sums["signs_good"] / sums["places"],
        "share_good_of_surveyed": sums["signs_good"] / surveyed,
    }


def _long(table: pd.DataFrame, level: Level) -> pd.DataFrame:
    """Return one row a number, in the order of regions, subjects and measures."""
    rows = pd.Series(table.rename_axis(index=["code", "subject"]).stack(), name="value")
    long = rows.rename_axis(["code", "subject", "measure"]).reset_index().assign(rule=KSTR_SIGN, level=level)
    units = dict.fromkeys(COUNTS, Unit.COUNT) | dict.fromkeys(SHARES, Unit.SHARE)
    return long.assign(unit=long["measure"].map(units))[list(MEASURES.columns)]
