"""The logic of findings: three statuses, put together so that a new fact never makes less certain.

``unknown`` stands for "``met`` or ``unmet``, nobody recorded which". The rules are Kleene's strong three-valued logic
(Introduction to Metamathematics, 1952, §64), in a world that is open: more places may exist than are listed, unless
somebody says that the list is complete.
"""

from __future__ import annotations

from collections.abc import Iterable

from planner.model.kinds import Status


def negated(status: Status) -> Status:
    """Return the status of the opposite statement."""
    return {Status.MET: Status.UNMET, Status.UNMET: Status.MET, Status.UNKNOWN: Status.UNKNOWN}[status]


def both(first: Status, second: Status) -> Status:
    """Return the status of two statements together: one that is not met decides, then one that is not known."""
    if Status.UNMET in (first, second):
        return Status.UNMET
    return Status.UNKNOWN if Status.UNKNOWN in (first, second) else Status.MET


def either(first: Status, second: Status) -> Status:
    """Return the status of at least one of two statements: one that is met decides, then one that is not known."""
    return negated(both(negated(first), negated(second)))


def every(statuses: Iterable[Status], *, complete: bool) -> Status:
    """Return the status of a statement about every place of a region.

    Parameters
    ----------
    statuses
        The statement's status for each place that is listed.
    complete
        Whether it is known that all places are listed. If not, one that nobody listed may be otherwise, so that the
        statement is never known to be met.
    """
    together = Status.MET if complete else Status.UNKNOWN
    for status in statuses:
        together = both(together, status)
    return together


def at_least(certain: float, possible: float, required: float) -> Status:
    """Return the status of "at least so many".

    The answer is ``met`` where what is certain is enough whatever else is true, ``unknown`` where it would be enough
    only with some of what is possible, and ``unmet`` where it would not be even with all of that. Hence one more place
    never turns ``met`` into anything else.

    Parameters
    ----------
    certain
        How much is known to count.
    possible
        How much more counts only if something is true that nobody recorded; infinite where more may exist than is
        listed.
    required
        How much is asked for.
    """
    if certain >= required:
        return Status.MET
    return Status.UNKNOWN if certain + possible >= required else Status.UNMET
