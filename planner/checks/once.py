"""What several checks ask of the same city is worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from planner.model.city import City

Found = TypeVar("Found")


def once_a_city(make: Callable[[City], Found]) -> Callable[[City], Found]:
    """Return a function that works something out once for each city, and forgets it with the city.

    A city never changes; what is found is given to everybody who asks, and must not be changed either.

    Parameters
    ----------
    make
        Works it out.
    """
    known: WeakKeyDictionary[City, Found] = WeakKeyDictionary()

    @wraps(make)
    def found(city: City) -> Found:
        if city not in known:
            known[city] = make(city)
        return known[city]

    return found
