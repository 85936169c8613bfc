"""The 24 indicators of the KLA evaluation, and the checklists of facilities behind them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from planner.errors import MissingFileError, RuleError
from planner.model.kinds import FacilityKind
from planner.rules.builtin import builtin_data
from planner.texts import Text, text
from planner.texts.validation import first_problem, validation_problems

FILE = "indicators.toml"
FROM_MEMORY = "M"
Words = Annotated[str, Field(min_length=1)]
Certainty = Literal["Q", "Q2", "M", "C"]
Titles = Mapping[str, str]
"""Words by language (``id``, ``en``)."""


class SurveyPart(StrEnum):
    """A part of the field survey that proves something of an indicator."""

    SIGNS = "signs"
    REQUIREMENTS = "requirements"
    PRINCIPLES = "principles"


@dataclass(frozen=True)
class Measured:
    """Two numbers that a check measures of the city: how many, of how many.

    Attributes
    ----------
    rule
        Id of the rule.
    count, total, unknown
        Names of the numbers; ``unknown`` is of how many of the total nobody knows.
    """

    rule: str
    count: str
    total: str
    unknown: str


@dataclass(frozen=True)
class Checklist:
    """What a kind of facility is looked at for before it is called child-friendly: names of items only.

    Attributes
    ----------
    id
        What it is called in short, such as ``PRAP``.
    titles
        Title by language.
    kinds
        Kinds of facility that it is for.
    certainty
        How sure the items are, as in the rule catalogue.
    citation, address
        Where they were seen; no address where it is not known.
    note
        What a reader has to know.
    items
        The items, each by language.
    """

    id: str
    titles: Titles
    kinds: tuple[FacilityKind, ...]
    certainty: str
    citation: str
    address: str
    note: str
    items: tuple[Titles, ...]


@dataclass(frozen=True)
class Indicator:
    """One indicator of the evaluation.

    Attributes
    ----------
    number
        Its number, from 1.
    group
        Institutions or one of the five clusters: a key of :attr:`Indicators.groups`.
    titles
        Title by language.
    number_certainty, wording_certainty
        How sure its number and its wording are, as in the rule catalogue.
    citation, address
        Where it was seen; no address where it is not known.
    kinds, rules, survey_parts, reach, measures
        What in the planner is its evidence: kinds of facility, ids of rules, parts of the field survey, kinds of
        place that children reach, and numbers that checks measure.
    figures
        Words in the subjects of published figures to be put beside it.
    checklists
        Ids of the checklists behind it.
    beyond
        What it asks for that the planner can't keep, by language.
    """

    number: int
    group: str
    titles: Titles
    number_certainty: str
    wording_certainty: str
    citation: str
    address: str
    kinds: tuple[FacilityKind, ...]
    rules: tuple[str, ...]
    survey_parts: tuple[SurveyPart, ...]
    reach: tuple[str, ...]
    measures: tuple[Measured, ...]
    figures: tuple[str, ...]
    checklists: tuple[str, ...]
    beyond: tuple[Titles, ...]

    @property
    def on_map(self) -> bool:
        """Whether the planner holds anything that proves something of it."""
        return bool(self.kinds or self.rules)

    @property
    def confirmed(self) -> bool:
        """Whether both its number and its wording were seen in a source."""
        return FROM_MEMORY not in (self.number_certainty, self.wording_certainty)


@dataclass(frozen=True)
class Indicators:
    """Every indicator, and what they refer to.

    Attributes
    ----------
    groups
        Title of the institutions and of each cluster, in the order of the evaluation.
    indicators
        The indicators by number.
    checklists
        The checklists by id.
    """

    groups: Mapping[str, Titles]
    indicators: tuple[Indicator, ...]
    checklists: Mapping[str, Checklist]


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class _Words(_Form):
    id: Words
    en: Words


class _Titled(_Form):
    title_id: Words
    title_en: Words


class _Checklist(_Titled):
    kinds: tuple[FacilityKind, ...]
    certainty: Certainty
    citation: Words
    address: str = ""
    note: str = ""
    items: tuple[_Words, ...]


class _Measured(_Form):
    rule: Words
    count: Words
    total: Words
    unknown: Words


class _Indicator(_Titled):
    number: int
    group: Words
    number_certainty: Certainty
    wording_certainty: Certainty
    citation: Words
    address: str = ""
    kinds: tuple[FacilityKind, ...] = ()
    rules: tuple[Words, ...] = ()
    facts: tuple[SurveyPart, ...] = ()
    reach: tuple[Words, ...] = ()
    measures: tuple[_Measured, ...] = ()
    figures: tuple[Words, ...] = ()
    checklists: tuple[Words, ...] = ()
    beyond: tuple[_Words, ...] = ()


class _File(_Form):
    groups: dict[str, _Titled]
    indicators: tuple[_Indicator, ...]
    checklists: dict[str, _Checklist]


def load_indicators(path: Path | None = None) -> Indicators:
    """Read the indicators.

    Parameters
    ----------
    path
        The file; the built-in one if left out.

    Raises
    ------
    planner.errors.MissingFileError
        If there is no such file.
    planner.errors.RuleError
        If it can't be read, or an indicator is incomplete, stands twice, or names what the file does not have.
    """
    path = builtin_data() / "kla" / FILE if path is None else path
    if not path.is_file():
        raise MissingFileError(text("There is no list of indicators {file}: check the path.", file=str(path)))
    try:
        content = _File.model_validate(tomllib.loads(path.read_bytes().decode("utf-8-sig")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleError(
            text("{file} can't be read: it is not valid TOML in UTF-8 ({detail}).", file=path.name, detail=str(error))
        ) from error
    except ValidationError as error:
        raise RuleError(first_problem(path.name, validation_problems(error, _File))) from error
    problems = list(_problems(content))
    if problems:
        raise RuleError(first_problem(path.name, problems))
    return Indicators(
        MappingProxyType({name: _titles(group) for name, group in content.groups.items()}),
        tuple(_indicator(entry) for entry in sorted(content.indicators, key=lambda entry: entry.number)),
        MappingProxyType({name: _checklist(name, entry) for name, entry in content.checklists.items()}),
    )


def _problems(content: _File) -> Iterator[Text]:
    numbers = [entry.number for entry in content.indicators]
    for number in sorted({number for number in numbers if numbers.count(number) > 1}):
        yield text("indicator {number} stands there twice: delete or renumber one", number=number)
    for entry in content.indicators:
        if entry.group not in content.groups:
            yield text(
                "indicator {number} names the group “{group}”, which is not there",
                number=entry.number,
                group=entry.group,
            )
        for name in entry.checklists:
            if name not in content.checklists:
                yield text(
                    "indicator {number} names the checklist “{name}”, which is not there",
                    number=entry.number,
                    name=name,
                )


def _indicator(entry: _Indicator) -> Indicator:
    return Indicator(
        number=entry.number,
        group=entry.group,
        titles=_titles(entry),
        number_certainty=entry.number_certainty,
        wording_certainty=entry.wording_certainty,
        citation=entry.citation,
        address=entry.address,
        kinds=entry.kinds,
        rules=entry.rules,
        survey_parts=entry.facts,
        reach=entry.reach,
        measures=tuple(Measured(one.rule, one.count, one.total, one.unknown) for one in entry.measures),
        figures=entry.figures,
        checklists=entry.checklists,
        beyond=tuple(_words(words) for words in entry.beyond),
    )


def _checklist(name: str, entry: _Checklist) -> Checklist:
    return Checklist(
        id=name,
        titles=_titles(entry),
        kinds=entry.kinds,
        certainty=entry.certainty,
        citation=entry.citation,
        address=entry.address,
        note=entry.note,
        items=tuple(_words(words) for words in entry.items),
    )


def _titles(entry: _Titled) -> Titles:
    return MappingProxyType({"id": entry.title_id, "en": entry.title_en})


def _words(words: _Words) -> Titles:
    return MappingProxyType({"id": words.id, "en": words.en})
