"""What several checks ask of the same city is worked out once."""

from __future__ import annotations

import gc
from dataclasses import replace

from drawn_plan import drawn_city

from planner.checks.once import once_a_city
from planner.model.city import City


def test_each_city_is_asked_once_and_forgotten_with_the_city() -> None:
    asked: list[str] = []

    @once_a_city
    def named(city: City) -> list[str]:
        """Name a city."""
        asked.append(city.name)
        return [city.name]

    first, second = drawn_city(), replace(drawn_city(), name="Lain")
    assert named(first) is named(first)
    assert named(second) == ["Lain"]
    assert asked == [first.name, "Lain"]
    assert named.__doc__ == "Name a city."
    del second
    gc.collect()
    assert named(replace(first, name="Lain")) == ["Lain"]
    assert asked == [first.name, "Lain", "Lain"]
