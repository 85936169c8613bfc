"""Log lines: one JSON object a line, which says what happened and where, and never a value out of the data.

Messages and tracebacks hold whatever went wrong with them: names of places, of surveyors and of children, addresses,
what somebody typed. So no message is written at all. Of a record of this program its event and a few facts of closed
kinds are written, and of any other its logger and its line of code, where its message can be read. Of an error its
type and the lines of code that it went through are written.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from types import TracebackType
from typing import Any

MOST_FRAMES = 30
"""How many lines of code of an error are written; the last ones."""

_WORD = re.compile(r"[A-Za-z0-9_.-]{1,60}")
"""What a word of ours may look like: a name of a person or place has a blank in it, an address an @."""

_OFFICE = re.compile(r"[\w .()&-]{1,80}")


class Event(StrEnum):
    """What a line may be about."""

    STARTED = "service_started"
    STOPPED = "service_stopped"
    PAGE_DRAWN = "page_drawn"
    PAGE_REFUSED = "page_refused"
    """A page ended in one plain sentence, because of something that a user can mend."""
    PAGE_FAILED = "page_failed"
    SEARCH_FAILED = "search_failed"
    EDITED = "edited"
    CONFLICT = "edit_conflict"
    WORKER_RESTARTED = "worker_restarted"
    HEALTHY = "healthy"
    UNHEALTHY = "unhealthy"
    UNCAUGHT = "uncaught_error"
    FOREIGN = "foreign_record"
    """Something that a library said; the line of code says what."""


@dataclass(frozen=True)
class Happened:
    """What a record of this program says.

    Attributes
    ----------
    event
        What happened.
    page
        The page's name in the address.
    check
        The health check it is about.
    deed
        Why the city was changed.
    office, role
        Of whoever did it, from the table of members: never the name of a person.
    revision
        Revision of the working city.
    port
        Port that is listened on.
    duration_s
        How long it took, in seconds.
    """

    event: Event
    page: str | None = None
    check: str | None = None
    deed: str | None = None
    office: str | None = None
    role: str | None = None
    revision: int | None = None
    port: int | None = None
    duration_s: float | None = None

    def __str__(self) -> str:
        return json.dumps(self.facts())

    def facts(self) -> dict[str, str | int | float]:
        """Return what is written of it; a word that can't be one of ours is left out."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        kept = {name: value for name, value in given.items() if _may_be_written(name, value)}
        return {name: round(value, 4) if isinstance(value, float) else value for name, value in kept.items()}


def begin(level: int = logging.INFO) -> None:
    """Write each record of this process, a library's too, as a line of JSON on stderr; once is enough.

    Parameters
    ----------
    level
        The least level of this program's own records; of libraries, warnings are the least.
    """
    if logging.getLogRecordFactory() is make_record:
        return
    logging.setLogRecordFactory(make_record)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda died: _uncaught(died.exc_type, died.exc_value, died.exc_traceback)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("planner").setLevel(level)


def line(record: logging.LogRecord) -> str:
    """Return a record as a line of JSON.

    Parameters
    ----------
    record
        As it was made, with its message and its error.
    """
    moment = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
    said: dict[str, Any] = {"time": moment, "level": record.levelname.lower()}
    if isinstance(record.msg, Happened):
        said |= record.msg.facts()
    else:
        said |= {"event": Event.FOREIGN, "logger": record.name, "where": f"{record.module}:{record.lineno}"}
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    if error is not None:
        said |= {"error": [type(one).__qualname__ for one in _chain(error)], "frames": _frames(error)}
    return json.dumps(said, ensure_ascii=True)


def _may_be_written(name: str, value: object) -> bool:
    if isinstance(value, str):
        return bool((_OFFICE if name == "office" else _WORD).fullmatch(value))
    return isinstance(value, int | float)


def make_record(
    name: str,
    level: int,
    path: str,
    number: int,
    message: object,
    arguments: Any,
    caught: Any,
    function: str | None = None,
    stack: str | None = None,
    **more: Any,
) -> logging.LogRecord:
    """Make a record whose message is already its line, so that no handler has anything else to write."""
    made = logging.LogRecord(name, level, path, number, message, arguments, caught, function, None, **more)
    made.msg, made.args, made.exc_info = line(made), (), None
    return made


def _uncaught(kind: type[BaseException], error: BaseException | None, traceback: TracebackType | None) -> None:
    if error is None or issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    logging.getLogger(__name__).critical(Happened(Event.UNCAUGHT), exc_info=(kind, error, traceback))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, and those that led to it."""
    seen: set[int] = set()
    step: BaseException | None = error
    while step is not None and id(step) not in seen:
        seen.add(id(step))
        yield step
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)


def _frames(error: BaseException) -> list[str]:
    """Return the lines of code that an error went through, without what they held."""
    frames, step = [], error.__traceback__
    while step is not None:
        code = step.tb_frame
        frames.append(f"{code.f_globals.get('__name__', '?')}:{step.tb_lineno}:{code.f_code.co_name}")
        step = step.tb_next
    return frames[-MOST_FRAMES:]
