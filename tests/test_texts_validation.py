"""Keys are written as their file has them; several problems are counted."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from planner.texts import Language, text, translate
from planner.texts.validation import Location, first_problem, key_path, known_keys


class Inner(BaseModel):
    """A table in a table."""

    name: str


class Outer(BaseModel):
    """A table that holds others in each way."""

    one: Inner
    many: tuple[Inner, ...]
    by_id: dict[str, Inner]
    perhaps: Inner | None = None


@pytest.mark.parametrize(
    ("location", "path"),
    [((), ""), (("city", "name"), "city.name"), (("facilities", 0, "columns", "id"), "facilities[1].columns.id")],
)
def test_blocks_are_counted_from_one(location: Location, path: str) -> None:
    assert key_path(location) == path


@pytest.mark.parametrize(
    ("location", "known"),
    [
        ((), ["one", "many", "by_id", "perhaps"]),
        (("one",), ["name"]),
        (("many", 3), ["name"]),
        (("by_id", "osm"), ["name"]),
        (("perhaps",), ["name"]),
    ],
)
def test_the_known_keys_are_those_of_the_place(location: Location, known: list[str]) -> None:
    assert known_keys(Outer, location) == known


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "f: a."), (2, "f: a (and 1 more problem after it)."), (3, "f: a (and 2 more problems after it).")],
)
def test_the_first_problem_is_said_and_the_others_counted(count: int, said: str) -> None:
    problems = [text("a"), text("b"), text("c")][:count]
    assert translate(first_problem("f", problems), Language.ENGLISH) == said
