"""A scenario as a TOML document, and back."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import asdict
from enum import Enum
from typing import Any

import tomlkit
from pydantic import ValidationError

from planner.errors import PlannerError, ScenarioError
from planner.model.options import Options
from planner.model.scenario import (
    CHANGE_KINDS,
    AddFacility,
    Change,
    CloseFacility,
    Grow,
    GrowthTable,
    MoveFacility,
    Scenario,
    UpgradeFacility,
)
from planner.sources.scenarios.form import (
    FORMAT,
    AddForm,
    ChangeForm,
    CloseForm,
    GrowForm,
    MoveForm,
    ScenarioForm,
    UpgradeForm,
    form_problem,
)
from planner.sources.scenarios.growth import growth_csv, growth_table
from planner.texts import Text, text

MAX_BYTES = 8_000_000


def scenario_toml(scenario: Scenario) -> str:
    """Return a scenario as TOML, keys always in the same order, so that a diff shows what changed."""
    document = tomlkit.document()
    document.update({"format": FORMAT, "name": scenario.name, "date": scenario.date, "note": scenario.note})
    document["city"] = {"code": scenario.city_code, "fingerprint": scenario.city_fingerprint}
    document["options"] = _options(scenario.options)
    if scenario.changes:
        changes = tomlkit.aot()
        for change in scenario.changes:
            changes.append(_change(change))
        document["changes"] = changes
    return tomlkit.dumps(document)


def read_scenario(content: bytes, file: str) -> Scenario:
    """Read a scenario.

    Parameters
    ----------
    content
        What stands in its file.
    file
        What the file is called.

    Raises
    ------
    planner.errors.ScenarioError
        If it is too large, no TOML, or a key or value in it is missing, unknown or wrong; names the key.
    """
    table = _read_toml(content, file)
    written = table.get("format")
    if isinstance(written, int) and written > FORMAT:
        raise ScenarioError(
            text(
                "{file} was written by a newer planner (format {format}): install that one.", file=file, format=written
            )
        )
    try:
        form = ScenarioForm.model_validate(table)
    except ValidationError as error:
        raise ScenarioError(text("{file}: {problem}", file=file, problem=form_problem(error))) from error
    changes = tuple(_read_change(own, number, file) for number, own in enumerate(form.changes, start=1))
    try:
        return Scenario(form.name, form.city.code, form.city.fingerprint, form.date, changes, form.options, form.note)
    except ScenarioError as error:
        raise ScenarioError(text("{file}: {problem}", file=file, problem=error.message)) from error


def growth_hash(table: GrowthTable) -> str:
    """Return the hash of a table of growth and of what is said of its source."""
    told = "\0".join([table.title, table.date, table.licence, growth_csv(table)])
    return hashlib.sha256(told.encode("utf-8")).hexdigest()


def _plain(value: Any) -> Any:
    """Return what TOML can hold: no enums, no tuples, and no key without a value."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {key: _plain(own) for key, own in value.items() if own is not None}
    if isinstance(value, list | tuple):
        return [_plain(own) for own in value]
    return value


def _options(options: Options) -> dict[str, Any]:
    # All of them, also those left as they are: the file means the same when a default changes.
    plain: dict[str, Any] = _plain(asdict(options))
    return plain


def _change(change: Change) -> tomlkit.items.Table:
    table = tomlkit.table()
    table["change"] = str(CHANGE_KINDS[type(change)])
    if not isinstance(change, Grow):
        table.update(_plain(asdict(change)))
        return table
    source = change.table
    table.update({"year": change.year, "title": source.title, "date": source.date, "licence": source.licence})
    table["sha256"] = growth_hash(source)
    table["table"] = _readable(growth_csv(source))
    return table


def _readable(rows: str) -> tomlkit.items.String:
    """Write rows as they are, line by line, unless something in them needs to be escaped."""
    plain = "'''" not in rows and rows.replace("\n", "").isprintable()
    return tomlkit.string(rows, literal=plain, multiline=plain)


def _read_toml(content: bytes, file: str) -> dict[str, Any]:
    if len(content) > MAX_BYTES:
        raise ScenarioError(
            text("{file} is larger than {most} bytes, too much for a scenario.", file=file, most=MAX_BYTES)
        )
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ScenarioError(
            text("{file} is not written in UTF-8: save it again with that encoding.", file=file)
        ) from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        raise ScenarioError(
            text(
                "{file} can't be read at line {line}: check the quotes, brackets and “=” there, "
                "and that no key is written twice.",
                file=file,
                line=int(place.group(1)) if place else 1 + content.count(b"\n"),
            )
        ) from error


def _read_change(form: ChangeForm, number: int, file: str) -> Change:
    try:
        match form:
            case AddForm():
                return AddFacility(**form.model_dump(exclude={"change"}))
            case MoveForm():
                return MoveFacility(form.id, form.lon, form.lat)
            case UpgradeForm():
                return UpgradeFacility(form.id)
            case CloseForm():
                return CloseFacility(form.id)
            case GrowForm():
                return _read_growth(form, file)
    except PlannerError as error:
        raise ScenarioError(_in_change(file, number, error.message)) from error


def _read_growth(form: GrowForm, file: str) -> Grow:
    # TOML takes the line break behind the opening quotes away, and the last line keeps its own.
    table = growth_table(form.table.encode("utf-8"), file, title=form.title, date=form.date, licence=form.licence)
    if growth_hash(table) != form.sha256:
        raise ScenarioError(
            text(
                "the table of growth is not the one that was taken from “{title}”: "
                "it was changed afterwards; take it from its source again.",
                title=form.title,
            )
        )
    return Grow(table, form.year)


def _in_change(file: str, number: int, problem: Text) -> Text:
    return text("{file}, changes[{number}]: {problem}", file=file, number=str(number), problem=problem)
