"""The glossary that comes with the planner: one file in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from planner.errors import MissingFileError, RuleError
from planner.model.glossary import Glossary, Term
from planner.rules.builtin import builtin_data
from planner.texts import Text, text
from planner.texts.validation import first_problem, validation_problems

FILE = "glossary.toml"
Words = Annotated[str, Field(min_length=1)]
Address = Annotated[str, Field(pattern=r"^(https://\S+)?$")]


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class _Group(_Form):
    title_id: Words
    title_en: Words


class _Term(_Form):
    group: Words
    term_id: Words
    term_en: Words
    full: str = ""
    meaning_id: Words
    meaning_en: Words
    source: str = ""
    address: Address = ""
    rules: tuple[Words, ...] = ()


class _File(_Form):
    groups: dict[str, _Group]
    terms: tuple[_Term, ...]


def load_glossary(path: Path | None = None) -> Glossary:
    """Read the glossary.

    Parameters
    ----------
    path
        The file; the built-in one if left out.

    Raises
    ------
    planner.errors.MissingFileError
        If there is no such file.
    planner.errors.RuleError
        If it can't be read, or a term is incomplete, stands twice, or names a group that is not there.
    """
    path = builtin_data() / FILE if path is None else path
    if not path.is_file():
        raise MissingFileError(text("There is no glossary {file}: check the path.", file=str(path)))
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
    groups = {name: MappingProxyType({"id": one.title_id, "en": one.title_en}) for name, one in content.groups.items()}
    terms = tuple(_term(one) for name in groups for one in content.terms if one.group == name)
    return Glossary(MappingProxyType(groups), terms)


def _problems(content: _File) -> Iterator[Text]:
    seen = set()
    for one in content.terms:
        if one.group not in content.groups:
            yield text("“{term}” names the group “{group}”, which is not there", term=one.term_id, group=one.group)
        if one.term_id.casefold() in seen:
            yield text("“{term}” stands there twice: delete one", term=one.term_id)
        seen.add(one.term_id.casefold())


def _term(one: _Term) -> Term:
    return Term(
        group=one.group,
        names=MappingProxyType({"id": one.term_id, "en": one.term_en}),
        full=one.full,
        meanings=MappingProxyType({"id": one.meaning_id, "en": one.meaning_en}),
        source=one.source,
        address=one.address,
        rules=one.rules,
    )
