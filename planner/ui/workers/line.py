"""The line before the workers: whoever asks for much lets others go first."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Generic, TypeVar

from planner.errors import BusyError
from planner.texts import plural

MOST_OF_ONE = 2
"""How many of one person's tasks may wait."""

MOST = 20
"""How many tasks may wait in all."""

Waiting = TypeVar("Waiting")


class Line(Generic[Waiting]):
    """What waits, taken in turns: one of each person, then the next of each.

    Parameters
    ----------
    most_of_one
        How many of one person may wait.
    most
        How many may wait in all.
    """

    def __init__(self, most_of_one: int = MOST_OF_ONE, most: int = MOST) -> None:
        self._most_of_one, self._most = most_of_one, most
        self._own: OrderedDict[str, deque[Waiting]] = OrderedDict()

    def __len__(self) -> int:
        """Return how many wait."""
        return sum(len(own) for own in self._own.values())

    def put(self, one: Waiting, who: str) -> None:
        """Put something at the end of somebody's own line.

        Parameters
        ----------
        one
            What has to wait.
        who
            Whose it is; what is nobody's is always let in.

        Raises
        ------
        planner.errors.BusyError
            If too much waits already.
        """
        if who and len(self._own.get(who, ())) >= self._most_of_one:
            raise BusyError(
                plural(
                    "{n} of your searches waits already: stop it, or come back when it is done.",
                    "{n} of your searches wait already: stop one, or come back when one is done.",
                    self._most_of_one,
                )
            )
        if who and len(self) >= self._most:
            raise BusyError(
                plural(
                    "The computer is busy: {n} search waits already. Try again in some minutes.",
                    "The computer is busy: {n} searches wait already. Try again in some minutes.",
                    len(self),
                )
            )
        self._own.setdefault(who, deque()).append(one)

    def take(self, may: Callable[[Waiting], bool]) -> Waiting | None:
        """Take out the next one that may begin; ``None`` where there is none."""
        for one in self.in_order():
            if may(one):
                self.remove(one)
                return one
        return None

    def remove(self, one: Waiting) -> bool:
        """Take something out, and say whether it was there; who had a turn comes last then."""
        for who, own in self._own.items():
            if one in own:
                own.remove(one)
                self._own.move_to_end(who)
                if not own:
                    del self._own[who]
                return True
        return False

    def in_order(self) -> list[Waiting]:
        """Return all that wait, in the order in which they begin if all may."""
        longest = max((len(own) for own in self._own.values()), default=0)
        return [own[turn] for turn in range(longest) for own in self._own.values() if turn < len(own)]
