"""The rule catalogue: read from its TOML files, checked, and changed for a city."""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from planner.errors import MissingFileError, RuleError
from planner.model.rule import WHOLE_RULE, Rule, Rules, RuleStatus
from planner.rules.addresses import is_address
from planner.rules.builtin import builtin_data
from planner.rules.citing import printable
from planner.texts import Text, text
from planner.texts.suggestion import nearest_known
from planner.texts.validation import first_problem, validation_problems

_CERTAINTY = re.compile(r"(Q|Q2|M|C)(_[a-z_]+)?")
_HEADER = re.compile(r"^\[([^\[\].]+)\]", re.MULTILINE)
Words = Annotated[str, Field(min_length=1)]


def _written(value: object) -> object:
    # A day without quotes is a date in TOML, and means the same here.
    return str(value) if isinstance(value, dt.date) else value


DayText = Annotated[str, BeforeValidator(_written), Field(min_length=1)]


class _Entry(BaseModel):
    """One rule as its file has it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title_id: Words
    title_en: Words
    status: Words
    certainty: Annotated[dict[str, Words], Field(min_length=1)]
    citation: Words
    source: str = ""
    checked: DayText
    city: str = ""
    note: str = ""
    unknown: tuple[Words, ...] = ()
    numbers: dict[str, object] = {}
    units: dict[str, Words] = {}


def load_rules(folder: Path | None = None, *, today: dt.date | None = None) -> Rules:
    """Read the rule catalogue.

    Parameters
    ----------
    folder
        Folder of its TOML files, one a theme; the built-in catalogue if left out.
    today
        The day after which nothing can have been checked. If left out, the day that the computer says; of the built-in
        catalogue none, so that the planner also works on a computer whose clock is behind.

    Returns
    -------
    planner.model.rule.Rules
        Rules by id, in the order of files and then of rules in their file.

    Raises
    ------
    planner.errors.MissingFileError
        If the folder holds no catalogue.
    planner.errors.RuleError
        If a file can't be read, or a rule is incomplete, unknown in status or certainty, lacks a unit or the address
        of its source, was checked on no day or in the future, or has the id of another.
    """
    if folder is None:
        folder, latest = builtin_data() / "rules", today
    else:
        folder, latest = Path(folder), today or dt.date.today()
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise MissingFileError(text("There is no rule catalogue in {folder}: check the path.", folder=folder))
    rules: dict[str, Rule] = {}
    for path in paths:
        for rule in _read_theme(path, latest):
            if rule.id in rules:
                raise RuleError(
                    text(
                        "The rule {rule} stands in {first}.toml and again in {second}.toml: delete or rename one.",
                        rule=rule.id,
                        first=rules[rule.id].theme,
                        second=rule.theme,
                    )
                )
            rules[rule.id] = rule
    return MappingProxyType(rules)


def apply_changes(rules: Rules, changes: Mapping[str, Mapping[str, object]]) -> Rules:
    """Put a city's own numbers into the catalogue.

    Parameters
    ----------
    rules
        The catalogue; stays as it is.
    changes
        Rule id to name of number to value, as under ``[rules]`` in ``city.toml``.

    Returns
    -------
    planner.model.rule.Rules
        The catalogue with the changes, each named in :attr:`~planner.model.rule.Rule.changed`.

    Raises
    ------
    planner.errors.RuleError
        If there is no such rule or number, the rule must never be used, or the value is of another type.
    """
    changed, usable = dict(rules), printable(rules)
    for rule_id, values in changes.items():
        if rule_id not in usable:
            raise RuleError(
                text(
                    "city.toml changes the rule “{rule}”, which the catalogue does not have; {hint}.",
                    rule=rule_id,
                    hint=nearest_known(rule_id, usable),
                )
            )
        changed[rule_id] = _change(rules[rule_id], values)
    return MappingProxyType(changed)


def _change(rule: Rule, values: Mapping[str, object]) -> Rule:
    for name, value in values.items():
        if name not in rule.numbers:
            raise RuleError(
                text(
                    "city.toml changes “rules.{rule}.{name}”, which the rule does not have; {hint}.",
                    rule=rule.id,
                    name=name,
                    hint=nearest_known(name, rule.numbers),
                )
            )
        _check_same_type(rule, name, value)
    before = {name: rule.numbers[name] for name in values} | dict(rule.before)
    return replace(rule, numbers=MappingProxyType({**rule.numbers, **values}), before=MappingProxyType(before))


def _check_same_type(rule: Rule, name: str, value: object) -> None:
    before = rule.numbers[name]
    # What the catalogue does not know is a number that nobody has seen yet.
    if before is None or _is_number(before):
        if not _is_number(value) or not math.isfinite(float(str(value))) or float(str(value)) < 0:
            raise RuleError(
                text(
                    "city.toml sets “rules.{rule}.{name}” to “{value}”, "
                    "but a number from 0 belongs there, without quotes.",
                    rule=rule.id,
                    name=name,
                    value=str(value),
                )
            )
    elif type(value) is not type(before):
        raise RuleError(
            text(
                "city.toml sets “rules.{rule}.{name}” to “{value}”, but something like “{before}” belongs there.",
                rule=rule.id,
                name=name,
                value=str(value),
                before=str(before),
            )
        )


def _read_theme(path: Path, latest: dt.date | None) -> list[Rule]:
    try:
        written = path.read_bytes().decode("utf-8-sig")
        _refuse_repeated(path, written)
        content = tomllib.loads(written)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleError(
            text("{file} can't be read: it is not valid TOML in UTF-8 ({detail}).", file=path.name, detail=str(error))
        ) from error
    return [_read_rule(path, rule_id, entry, latest) for rule_id, entry in content.items()]


def _refuse_repeated(path: Path, written: str) -> None:
    """Refuse a rule that stands twice in one file: TOML's own words for it say nothing of rules."""
    headers = [header.strip() for header in _HEADER.findall(written)]
    for place, header in enumerate(headers):
        if header in headers[:place]:
            raise RuleError(
                text(
                    "The rule {rule} stands twice in {file}: delete or rename one.",
                    rule=header,
                    file=path.name,
                )
            )


def _read_rule(path: Path, rule_id: str, content: object, latest: dt.date | None) -> Rule:
    where = f"{path.name}, {rule_id}"
    if not isinstance(content, dict):
        raise RuleError(
            text("{file}: “{rule}” is no rule; write it as a table under [{rule}].", file=path.name, rule=rule_id)
        )
    if isinstance(content.get("certainty"), str):
        content = {**content, "certainty": {WHOLE_RULE: content["certainty"]}}
    try:
        entry = _Entry.model_validate(content)
    except ValidationError as error:
        raise RuleError(first_problem(where, validation_problems(error, _Entry))) from error
    problems = [*_standing_problems(entry, latest), *_number_problems(entry)]
    if problems:
        raise RuleError(first_problem(where, problems))
    unknown = dict.fromkeys(entry.unknown)
    return Rule(
        id=rule_id,
        theme=path.stem,
        titles=MappingProxyType({"id": entry.title_id, "en": entry.title_en}),
        status=RuleStatus(entry.status),
        certainty=MappingProxyType(dict(entry.certainty)),
        citation=entry.citation,
        numbers=MappingProxyType({**entry.numbers, **unknown}),
        units=MappingProxyType(dict(entry.units)),
        note=entry.note,
        source=entry.source,
        checked=entry.checked,
        city=entry.city,
    )


def _standing_problems(entry: _Entry, latest: dt.date | None) -> Iterator[Text]:
    """Say what is wrong with how binding and how sure a rule is, and with where and when it was seen."""
    if entry.status not in list(RuleStatus):
        known = [str(status) for status in RuleStatus]
        yield text(
            "“{status}” is no status of a rule; {hint}", status=entry.status, hint=nearest_known(entry.status, known)
        )
    for part, letter in entry.certainty.items():
        if not _CERTAINTY.fullmatch(letter):
            yield text("the certainty of “{part}” is “{letter}”, but must be Q, Q2, M or C", part=part, letter=letter)
    if not entry.source and any(letter.startswith("Q") for letter in entry.certainty.values()):
        yield text("“source” is missing: a rule of certainty Q or Q2 needs the address of the page it was read on")
    if not entry.source and not entry.note:
        yield text("“source” and “note” are both missing: a rule without an address has to say in its note why")
    if entry.source and not is_address(entry.source):
        yield text("“source” is “{source}”, but must be an address that begins with https://", source=entry.source)
    yield from _day_problems(entry.checked, latest)


def _day_problems(checked: str, latest: dt.date | None) -> Iterator[Text]:
    try:
        day = dt.datetime.strptime(checked, "%Y-%m-%d").date()
    except ValueError:
        yield text("“checked” is “{day}”, but must be a day such as 2026-03-31", day=checked)
        return
    if latest is not None and day > latest:
        yield text("“checked” is {day}, which lies in the future: correct it, or the clock of this computer", day=day)


def _number_problems(entry: _Entry) -> Iterator[Text]:
    """Say which numbers lack a unit, and which units and unknowns do not fit the numbers."""
    for name, value in entry.numbers.items():
        if _holds_number(value) and name not in entry.units:
            yield text("the number “{name}” has no unit: add it under “units”", name=name)
    for name in entry.units:
        if name not in entry.numbers and name not in entry.unknown:
            yield text(
                "“units” names “{name}”, which is no number of the rule; {hint}",
                name=name,
                hint=nearest_known(name, [*entry.numbers, *entry.unknown]),
            )
    for name in entry.unknown:
        if name in entry.numbers:
            yield text("“{name}” is both a number and unknown: delete one of them", name=name)
        if name not in entry.units:
            yield text("the number “{name}” is not known, but its unit is: add it under “units”", name=name)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _holds_number(value: object) -> bool:
    if isinstance(value, dict):
        return any(_holds_number(inner) for inner in value.values())
    if isinstance(value, list):
        return any(_holds_number(inner) for inner in value)
    return _is_number(value)
