"""The rule catalogue: read from its TOML files, checked, and changed for a city."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from planner.errors import MissingFileError, RuleError
from planner.model.rule import Rule, Rules, RuleStatus
from planner.rules.builtin import builtin_data
from planner.texts import Text, text
from planner.texts.suggestion import nearest_known
from planner.texts.validation import first_problem, validation_problems

WHOLE_RULE = "all"
"""Name, in a rule's certainty, of the rule as a whole."""

_CERTAINTY = re.compile(r"(Q|Q2|M|C)(_[a-z_]+)?")
Words = Annotated[str, Field(min_length=1)]


class _Entry(BaseModel):
    """One rule as its file has it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title_id: Words
    title_en: Words
    status: Words
    certainty: dict[str, Words]
    citation: Words
    note: str = ""
    unknown: tuple[Words, ...] = ()
    numbers: dict[str, object] = {}
    units: dict[str, Words] = {}


def load_rules(folder: Path | None = None) -> Rules:
    """Read the rule catalogue.

    Parameters
    ----------
    folder
        Folder of its TOML files, one a theme; the built-in catalogue if left out.

    Returns
    -------
    planner.model.rule.Rules
        Rules by id, in the order of files and then of rules in their file.

    Raises
    ------
    planner.errors.MissingFileError
        If the folder holds no catalogue.
    planner.errors.RuleError
        If a file can't be read, or a rule is incomplete, unknown in status or certainty, lacks a unit, or
        has the id of another.
    """
    folder = builtin_data() / "rules" if folder is None else Path(folder)
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise MissingFileError(text("There is no rule catalogue in {folder}: check the path.", folder=folder))
    rules: dict[str, Rule] = {}
    for path in paths:
        for rule in _read_theme(path):
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
        If there is no such rule or number, or the value is of another type.
    """
    changed = dict(rules)
    for rule_id, values in changes.items():
        if rule_id not in rules:
            raise RuleError(
                text(
                    "city.toml changes the rule “{rule}”, which the catalogue does not have; {hint}.",
                    rule=rule_id,
                    hint=nearest_known(rule_id, rules),
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


def _read_theme(path: Path) -> list[Rule]:
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleError(
            text("{file} can't be read: it is not valid TOML in UTF-8 ({detail}).", file=path.name, detail=str(error))
        ) from error
    return [_read_rule(path, rule_id, entry) for rule_id, entry in content.items()]


def _read_rule(path: Path, rule_id: str, content: object) -> Rule:
    where = f"{path.name}, {rule_id}"
    if isinstance(content, dict) and isinstance(content.get("certainty"), str):
        content = {**content, "certainty": {WHOLE_RULE: content["certainty"]}}
    try:
        entry = TypeAdapter(_Entry).validate_python(content)
    except ValidationError as error:
        raise RuleError(first_problem(where, validation_problems(error, _Entry))) from error
    problems = list(_problems(entry))
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
    )


def _problems(entry: _Entry) -> Iterator[Text]:
    if entry.status not in list(RuleStatus):
        known = [str(status) for status in RuleStatus]
        yield text(
            "“{status}” is no status of a rule; {hint}", status=entry.status, hint=nearest_known(entry.status, known)
        )
    for part, letter in entry.certainty.items():
        if not _CERTAINTY.fullmatch(letter):
            yield text("the certainty of “{part}” is “{letter}”, but must be Q, Q2, M or C", part=part, letter=letter)
    for name, value in entry.numbers.items():
        if _holds_number(value) and name not in entry.units:
            yield text("the number “{name}” has no unit: add it under “units”", name=name)
    for name in entry.units:
        if name not in entry.numbers:
            yield text(
                "“units” names “{name}”, which is no number of the rule; {hint}",
                name=name,
                hint=nearest_known(name, entry.numbers),
            )
    for name in entry.unknown:
        if name in entry.numbers:
            yield text("“{name}” is both a number and unknown: delete one of them", name=name)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _holds_number(value: object) -> bool:
    if isinstance(value, dict):
        return any(_holds_number(inner) for inner in value.values())
    if isinstance(value, list):
        return any(_holds_number(inner) for inner in value)
    return _is_number(value)
