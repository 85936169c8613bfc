"""Figures of a city that others go on changing: the newest there are are shown while newer ones are made."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from planner.errors import PlannerError
from planner.logs import Event, Happened
from planner.model.assessment import Assessment
from planner.model.options import Options

KEPT = 6
"""How many assessments are kept; each is some 20 MB, and those that newer ones of the same kind followed go first."""

LONGEST_REST_S = 60.0
"""No figures are older than this, the time that it takes to make them, and the time before somebody asked."""

_log = logging.getLogger(__name__)

Line = tuple[str, Options]
"""A city, whatever a survey says of it, and what was chosen."""


@dataclass(frozen=True, eq=False)
class Dated:
    """An assessment, and when the city was as it shows.

    Attributes
    ----------
    assessment
        The figures.
    at
        When they were asked for, in the time of this machine.
    """

    assessment: Assessment
    at: dt.datetime


class Figures:
    """Assessments of all states of a city that are still kept; newer ones are made one at a time.

    Parameters
    ----------
    rest
        Says how long to rest after making some, as a multiple of the time that took: pages need the computer too.
    """

    def __init__(self, rest: Callable[[], float]) -> None:
        self._rest = rest
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[Line, str], Dated] = OrderedDict()
        self._newest: dict[Line, str] = {}
        self._wanted: OrderedDict[Line, tuple[str, Callable[[], Assessment]]] = OrderedDict()
        self._in_work: tuple[Line, str] | None = None
        self._failed: tuple[Line, str] | None = None
        self._making = False

    def of(self, line: Line, state: str) -> Dated | None:
        """Return the figures of just this state of a city, if they are kept.

        Parameters
        ----------
        line
            What all states have in common.
        state
            The city's fingerprint.
        """
        with self._lock:
            return self._kept.get((line, state))

    def any_of(self, city: str) -> bool:
        """Say whether any figures of a city are kept, whatever was chosen."""
        with self._lock:
            return any(city == line[0] for line in self._newest)

    def before(self, line: Line, state: str) -> Dated | None:
        """Return the newest figures of another state of a city; ``None`` where those of this state can't be made."""
        with self._lock:
            return None if (line, state) == self._failed else self._kept.get((line, self._newest.get(line, "")))

    def keep(self, line: Line, state: str, assessment: Assessment, at: dt.datetime | None = None) -> Dated:
        """Keep the figures of a state of a city; they are the newest now."""
        dated = Dated(assessment, at or dt.datetime.now())
        with self._lock:
            self._kept[line, state] = dated
            self._newest[line] = state
            if len(self._kept) > KEPT:
                self._forget_one()
        return dated

    def _forget_one(self) -> None:
        """Forget the oldest that newer ones of its line followed, or the oldest of all if each is the newest."""
        former = (key for key in self._kept if self._newest.get(key[0]) != key[1])
        line, state = next(former, next(iter(self._kept)))
        del self._kept[line, state]
        if self._newest.get(line) == state:
            del self._newest[line]

    def want(self, line: Line, state: str, make: Callable[[], Assessment]) -> None:
        """Have the figures of a state of a city made; nobody wants those of an earlier state any more.

        Parameters
        ----------
        line, state
            As in :meth:`of`.
        make
            Makes them, elsewhere.
        """
        with self._lock:
            if (line, state) in self._kept or (line, state) == self._in_work:
                return
            self._wanted[line] = state, make
            if self._making:
                return
            self._making = True
        threading.Thread(target=self._go_on, name="figures", daemon=True).start()

    def _go_on(self) -> None:
        """Make what is wanted, one after the other."""
        while True:
            with self._lock:
                self._in_work = None
                if not self._wanted:
                    self._making = False
                    return
                line, (state, make) = self._wanted.popitem(last=False)
                self._in_work = line, state
            begun, at = time.monotonic(), dt.datetime.now()
            try:
                self.keep(line, state, make(), at)
            except PlannerError as error:
                # A page makes them itself then, and says what is wrong.
                _log.warning(Happened(Event.SEARCH_FAILED), exc_info=error)
                self._failed = line, state
            time.sleep(min(LONGEST_REST_S, self._rest() * (time.monotonic() - begun)))
