"""Who may do what: a table of email, role and office that lies outside the program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from planner.errors import OutputError, PlannerError, SettingsError
from planner.model.person import Actor, Role
from planner.sources.lock import locked
from planner.sources.tables import parse_table
from planner.storage.private_file import check_outside, read_outside, write_outside
from planner.texts import Text, text

MEMBERS_VARIABLE = "PLANNER_MEMBERS"
EVERYBODY = "*"
"""Stands in the place of an email for everybody whom the provider signs in; they may only look."""

COLUMNS = ("email", "role", "office")
MOST_BYTES = 1_000_000
MOST_ROWS = 10_000
EMAIL_CHARACTERS = 254
OFFICE_CHARACTERS = 80

Members = Mapping[str, Actor]
"""Role and office of each member, by email in small letters."""


def load_members(path: Path) -> Members:
    """Read the table of members; again only when its file has changed.

    Raises
    ------
    planner.errors.PlannerError
        If the file is not there, lies in the program's folder, can be changed by anybody, is too large or no such
        table; names the row.
    """
    try:
        seen = path.stat()
    except OSError:
        # Reading says what is wrong with it.
        return _read(path)
    return _load(path, (seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino))


def actor_of(members: Members, email: str) -> Actor | None:
    """Return role and office of somebody who is signed in; ``None`` if the table knows nothing of them."""
    return members.get(_plain(email)) or members.get(EVERYBODY)


def set_member(path: Path, email: str, role: str, office: str) -> None:
    """Add somebody to the table, or change their role and office; makes the table if there is none.

    Raises
    ------
    planner.errors.PlannerError
        If the table or what is given is unusable, nobody would be left to administer, or it can't be written.
    """
    key, office = _plain(email), office.strip()
    problem = _problem(key, role, office)
    if problem is not None:
        raise SettingsError(problem)
    with _changing(path):
        members = _read(path) if path.exists() else {}
        _write(path, {**members, key: Actor(Role(role), office)})


def remove_member(path: Path, email: str) -> None:
    """Take somebody out of the table.

    Raises
    ------
    planner.errors.PlannerError
        If the table is unusable, does not know them, nobody would be left to administer, or it can't be written.
    """
    key = _plain(email)
    with _changing(path):
        members = _read(path)
        if key not in members:
            raise SettingsError(text("{file} has no row with this email: check the spelling.", file=str(path)))
        _write(path, {other: actor for other, actor in members.items() if other != key})


@lru_cache(maxsize=8)
def _load(path: Path, seen: tuple[int, ...]) -> Members:
    return _read(path)


def _read(path: Path) -> Members:
    table = parse_table(read_outside(path, MOST_BYTES, secret=False), str(path))
    missing = [column for column in COLUMNS if column not in table.columns]
    if missing:
        raise SettingsError(
            text("{file} lacks the column {columns}: add it.", file=str(path), columns=", ".join(missing))
        )
    if len(table) > MOST_ROWS:
        raise SettingsError(text("{file} has more than {rows} rows.", file=str(path), rows=MOST_ROWS))
    members: dict[str, Actor] = {}
    rows: dict[str, int] = {}
    for row, *cells in table[list(COLUMNS)].fillna("").itertuples(name=None):
        email, role, office = (str(cell) for cell in cells)
        key = _plain(email)
        problem = _problem(key, role, office)
        if key in rows:
            problem = text("the same email stands in row {other} already; keep one of them.", other=rows[key])
        if problem is not None:
            raise SettingsError(text("{file}, row {row}: {problem}", file=str(path), row=row, problem=problem))
        members[key], rows[key] = Actor(Role(role), office), row
    return members


def _plain(email: str) -> str:
    """Return an email as it is compared: of ASCII only small letters, so that no look-alike letter becomes another."""
    stripped = email.strip()
    return stripped.lower() if stripped.isascii() else stripped


def _problem(email: str, role: str, office: str) -> Text | None:
    """Return what is wrong with a row, without repeating anybody's email."""
    name, at, domain = email.partition("@")
    whole = bool(at and name and domain) and "@" not in domain and email.isascii() and email.isprintable()
    if email != EVERYBODY and (not whole or " " in email or len(email) > EMAIL_CHARACTERS):
        return text("the email is none; write one such as office@example.org, or * for everybody who signs in.")
    if role not in set(Role):
        return text("the role is one of {roles}, not “{role}”.", roles=", ".join(Role), role=role)
    if email == EVERYBODY and role != Role.VIEWER:
        return text("everybody who signs in (*) can only be {role}.", role=Role.VIEWER)
    if not office or len(office) > OFFICE_CHARACTERS or not office.isprintable():
        return text("the office is missing, or longer than {most} characters.", most=OFFICE_CHARACTERS)
    return None


@contextmanager
def _changing(path: Path) -> Iterator[None]:
    """Keep other writers of the table waiting, and say plainly what the file system refuses."""
    check_outside(path)
    try:
        with locked(path):
            yield
    except PlannerError:
        raise
    except OSError as error:
        raise OutputError(
            text("{file} can't be written ({reason}).", file=str(path), reason=error.strerror or str(error))
        ) from error


def _write(path: Path, members: Members) -> None:
    if not any(actor.role == Role.ADMIN for actor in members.values()):
        raise SettingsError(
            text("{file} would have no {role} left: name another one first.", file=str(path), role=Role.ADMIN)
        )
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows((email, str(actor.role), actor.office) for email, actor in sorted(members.items()))
    write_outside(path, written.getvalue())
