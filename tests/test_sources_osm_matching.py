"""Which rule of a table fits an element."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.sources.osm.matching import OsmRule, TagTable, own_name, tokens


def rule(
    outcome: str,
    tags: dict[str, list[str]],
    *,
    without: dict[str, list[str]] | None = None,
    name_starts: list[str] | None = None,
    name_has: list[str] | None = None,
) -> OsmRule:
    return OsmRule(
        id=outcome,
        outcome=outcome,
        tags={key: frozenset(values) for key, values in tags.items()},
        without={key: frozenset(values) for key, values in (without or {}).items()},
        name_starts=tuple(map(tokens, name_starts or [])),
        name_has=tuple(map(tokens, name_has or [])),
        explanations={"id": "karena", "en": "because"},
    )


TABLE = TagTable(
    (
        rule("closed", {"highway": ["*"], "access": ["private", "no"]}, without={"foot": ["yes"]}),
        rule("path", {"highway": ["footway", "path"]}),
        rule("primary", {"amenity": ["school"]}, name_starts=["SD", "Sekolah Dasar"]),
        rule("clinic", {"amenity": ["clinic", "school"]}, name_has=["puskesmas"]),
    )
)


def outcome(**tags: str) -> str | None:
    found = TABLE.match(tags)
    return found.outcome if found else None


def test_a_name_is_cut_where_letters_meet_digits() -> None:
    assert tokens("SDN001 Kota-Baru (Gn. Sari)") == ("sdn", "001", "kota", "baru", "gn", "sari")
    assert tokens("Ökumene ١٢") == ("ökumene", "١٢")
    assert tokens("") == ()


def test_the_first_rule_that_fits_wins() -> None:
    assert outcome(highway="footway", access="private") == "closed"
    assert outcome(highway="footway", access="private", foot="yes") == "path"
    assert outcome(highway="footway") == "path"
    assert outcome(highway="motorway") is None
    assert outcome(building="yes") is None


def test_only_keys_after_the_first_may_hold_lists() -> None:
    # A server that is asked for highway=footway does not give highway=footway;steps, so an extract must not either.
    assert outcome(highway="footway;steps") is None
    assert outcome(highway="footway", access="delivery; private") == "closed"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SD Negeri 1", "primary"),
        ("sekolah dasar 2", "primary"),
        ("SDN 1", None),
        ("Yayasan SD", None),
        ("Eks Puskesmas Lama", "clinic"),
        ("", None),
    ],
)
def test_names_are_compared_by_whole_words(name: str, expected: str | None) -> None:
    assert outcome(amenity="school", name=name) == expected


def test_an_element_without_name_goes_by_its_other_names() -> None:
    assert own_name({"name:id": " Taman ", "official_name": "Taman Kota"}) == "Taman"
    assert own_name({"official_name": "Taman Kota"}) == "Taman Kota"
    assert own_name({}) == ""


def test_a_name_of_any_length_is_read_quickly() -> None:
    assert outcome(amenity="school", name="SD " + "x1" * 100_000) == "primary"


VALUES = st.sampled_from(["footway", "path", "private", "no", "yes", "school", "clinic", "SD 1", "puskesmas"])
TAGS = st.dictionaries(st.sampled_from(["highway", "access", "foot", "amenity", "name"]), VALUES)


@given(tags=TAGS, order=st.randoms())
def test_the_order_of_tags_does_not_matter(tags: dict[str, str], order: object) -> None:
    shuffled = list(tags.items())
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert TABLE.match(dict(shuffled)) is TABLE.match(tags)


@given(tags=TAGS)
def test_whatever_is_taken_has_a_wanted_tag(tags: dict[str, str]) -> None:
    """Asking for the wanted tags alone misses nothing."""
    wanted = TABLE.wanted({"closed"})
    found = TABLE.match(tags)
    if found is not None and found.outcome != "closed":
        assert any(key in wanted and ({"*", value} & wanted[key]) for key, value in tags.items())
