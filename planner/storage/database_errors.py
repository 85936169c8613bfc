"""What a database refuses, said plainly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from planner.errors import BusyError, PlannerError, StorageError
from planner.texts import Text, text

_NO_RIGHT = "42501"
_BUSY = ("55P03", "57014", "40P01", "40001", "53300")
"""SQLSTATE of PostgreSQL: lock not available, statement stopped, deadlock, not serialisable, too many connections."""

_FULL = ("53100",)
_READ_ONLY = ("25006",)


@contextmanager
def plain_errors(address: str) -> Iterator[None]:
    """Say plainly what a database refuses.

    Parameters
    ----------
    address
        How the store is called in sentences.

    Raises
    ------
    planner.errors.BusyError
        If others keep it from being used: it can be tried again.
    planner.errors.StorageError
        If it can't be used.
    """
    try:
        yield
    except PlannerError:
        raise
    except DBAPIError as error:
        if _is_busy(error):
            raise BusyError(
                text("{store} is being written by others: try again in a moment.", store=address)
            ) from error
        raise StorageError(_sentence(error, address)) from error
    except PoolTimeoutError as error:
        raise BusyError(text("{store} is used by too many at once: try again in a moment.", store=address)) from error
    except ValueError as error:
        raise StorageError(
            text("{store} is damaged ({reason}): restore a backup.", store=address, reason=type(error).__name__)
        ) from error
    except SQLAlchemyError as error:
        raise StorageError(
            text(
                "{store} can't be used ({reason}): what was confirmed before stays.",
                store=address,
                reason=type(error).__name__,
            )
        ) from error


def said(error: DBAPIError) -> str:
    """Return the first line of what the database said: it names no value of a row."""
    lines = str(error.orig).strip().splitlines()
    return lines[0].rstrip(" .:") if lines else type(error.orig).__name__


def _sentence(error: DBAPIError, address: str) -> Text:
    state, words = _state(error), said(error)
    if error.connection_invalidated:
        return text(
            "The connection to {store} was lost: what was confirmed before stays; see in the history whether your last "
            "change is there, then go on.",
            store=address,
        )
    if state == _NO_RIGHT:
        return text("You may not do this in {store} ({reason}): ask who administers it.", store=address, reason=words)
    if state in _READ_ONLY or "readonly" in words:
        return text("{store} can only be read: ask for the right to write, or copy it elsewhere.", store=address)
    if state in _FULL or "disk is full" in words:
        return text(
            "There is no room left for {store}: nothing was changed; free some space, then go on.", store=address
        )
    if "not a database" in words:
        return text(
            "{store} is no GeoPackage, or it is damaged: name another file, or restore a backup.", store=address
        )
    if "malformed" in words:
        return text("{store} is damaged ({reason}): restore a backup.", store=address, reason=words)
    return text("{store} can't be used ({reason}): what was confirmed before stays.", store=address, reason=words)


def _is_busy(error: DBAPIError) -> bool:
    return _state(error) in _BUSY or "locked" in said(error).casefold()


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""
