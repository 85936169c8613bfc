"""What an output says of its making: enough to make the same output again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

import planner
from planner.errors import LayerError, PlannerError
from planner.model.city import City
from planner.model.options import Options
from planner.reports.identity import identity
from planner.reports.plan_document import options_document
from planner.sources.scenarios.document import MAX_BYTES as MAX_SCENARIO
from planner.sources.scenarios.document import scenario_toml
from planner.texts import Language, Text, current_language, text
from planner.texts.validation import key_path

SCHEMA_NUMBER = 1
"""Number of the form of ``assessment.json``; a file of a higher one was written by a newer planner."""

_Word = Annotated[str, StringConstraints(strict=True, max_length=500)]


class Asked:
    """What is asked of an output beside the city and the options: each kind has a frozen dataclass of its own.

    Attributes
    ----------
    kind
        The word for the kind of output, as files say it. It never changes.
    """

    kind: ClassVar[str]
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


_A = TypeVar("_A", bound=Asked)


@dataclass(frozen=True)
class Provenance:
    """How an output was made.

    Attributes
    ----------
    version
        The planner's version.
    city_code, city_name
        The city.
    fingerprint
        The state of the city's data, and of the scenario's changes if there are any.
    language
        The language that it is written in.
    options
        What was chosen.
    scenario
        The scenario that the city was changed by, as TOML; ``None`` for the city as it is.
    output
        Which output it is: its kind, and what else was asked of it. Not yet checked.
    """

    version: str
    city_code: str
    city_name: str
    fingerprint: str
    language: Language
    options: Options
    scenario: str | None = None
    output: Mapping[str, Any] = field(default_factory=dict)


class _CityForm(BaseModel):
    model_config = ConfigDict(frozen=True)

    code: _Word
    name: _Word


class _Form(BaseModel):
    """What is read of a file; whatever else it holds is left alone."""

    model_config = ConfigDict(frozen=True)

    version: _Word
    language: Language
    fingerprint: _Word
    city: _CityForm
    options: dict[str, Any]
    scenario: Annotated[str, StringConstraints(strict=True, max_length=MAX_SCENARIO)] | None = None
    output: dict[str, Any] = {}


def provenance_document(city: City, options: Options, asked: Asked | None = None) -> dict[str, Any]:
    """Return how an output in the spoken language is made, by the names that ``assessment.json`` has for it.

    Parameters
    ----------
    city
        What the output is about.
    options
        What was chosen.
    asked
        Which output it is; ``assessment.json`` itself does not say it.
    """
    own = city.scenario
    scenario = None if own is None else scenario_toml(replace(own, options=options))
    made = Provenance(
        planner.__version__, city.code, city.name, city.fingerprint, current_language(), options, scenario
    )
    return derived_document(made, asked)


def derived_document(made: Provenance, asked: Asked | None) -> dict[str, Any]:
    """Return how an output in the spoken language is made that this planner makes of what another output says.

    Parameters
    ----------
    made
        How that one was made.
    asked
        Which output it is.
    """
    return {
        "schema": SCHEMA_NUMBER,
        "version": planner.__version__,
        "id": identity(made.fingerprint, made.options),
        "language": str(current_language()),
        "fingerprint": made.fingerprint,
        "options": options_document(made.options),
        "city": {"code": made.city_code, "name": made.city_name},
        **({} if made.scenario is None else {"scenario": made.scenario}),
        **({} if asked is None else {"output": asked_document(asked)}),
    }


def how_made(city: City, options: Options, asked: Asked) -> str:
    """Return the same as JSON on one line of plain ASCII, which the description of any format can hold."""
    return json.dumps(provenance_document(city, options, asked))


def derived_how_made(made: Provenance, asked: Asked) -> str:
    """Return what :func:`derived_document` returns as JSON on one line of plain ASCII."""
    return json.dumps(derived_document(made, asked))


def asked_document(asked: Asked) -> dict[str, Any]:
    """Return what is asked of an output, as plain words, numbers and lists."""
    return {"kind": asked.kind, **_form_of(type(asked)).dump_python(asked, mode="json")}


def read_asked(type_: type[_A], made: Provenance, path: Path) -> _A:
    """Return what was asked of an output, if it is exactly what is written.

    Parameters
    ----------
    type_
        What an output of its kind is asked for.
    made
        What the output says.
    path
        The file it stood in.

    Raises
    ------
    planner.errors.LayerError
        If something is missing, impossible, or can't be repeated by this version.
    """
    parameters = {name: value for name, value in made.output.items() if name != "kind"}
    try:
        asked: _A = _form_of(type_).validate_python(parameters)
    except ValidationError as error:
        raise _refused(error, "output", path) from error
    if asked_document(asked) != made.output:
        raise LayerError(_other_options(made.version, path))
    return asked


def provenance_of(document: Mapping[str, Any], path: Path) -> Provenance:
    """Return what a document says of its making.

    Parameters
    ----------
    document
        What :func:`provenance_document` returned when the file was written, or so somebody says.
    path
        The file it stood in.

    Raises
    ------
    planner.errors.LayerError
        If something is missing, impossible, or can't be repeated by this version.
    """
    if not isinstance(document.get("schema"), int) or "options" not in document:
        raise foreign(path)
    if document["schema"] > SCHEMA_NUMBER:
        raise LayerError(text("{file} was written by a newer planner: use that one.", file=str(path)))
    try:
        form = _Form.model_validate(document)
    except ValidationError as error:
        raise _refused(error, "", path) from error
    return Provenance(
        form.version,
        form.city.code,
        form.city.name,
        form.fingerprint,
        form.language,
        _options(form, path),
        form.scenario,
        form.output,
    )


def parsed(content: str, path: Path) -> dict[str, Any]:
    """Return the JSON object that a text is.

    Raises
    ------
    planner.errors.LayerError
        If it is none.
    """
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise foreign(path) from error
    if not isinstance(document, dict):
        raise foreign(path)
    return document


def damaged(path: Path, key: str) -> LayerError:
    """Return the error that a part of an output is missing or impossible."""
    return LayerError(
        text("{file} is damaged: “{key}” is missing or can't be so. Take another copy.", file=str(path), key=key)
    )


def foreign(path: Path) -> LayerError:
    """Return the error that a file is none of the planner's, or no longer says so."""
    return LayerError(
        text(
            "{file} does not say how the planner made it: give a file as the planner wrote it, not one that another "
            "program saved.",
            file=str(path),
        )
    )


def _form_of(type_: type[_A]) -> TypeAdapter[_A]:
    return TypeAdapter(type_)


def _refused(error: ValidationError, within: str, path: Path) -> LayerError:
    """Return what is wrong with a value: in its own words where it has some."""
    first = error.errors(include_url=False)[0]
    problem = first.get("ctx", {}).get("error")
    if isinstance(problem, PlannerError):
        return LayerError(text("{file}: {problem}", file=str(path), problem=problem.message))
    return damaged(path, key_path([within, *first["loc"]] if within else list(first["loc"])))


def _options(form: _Form, path: Path) -> Options:
    """Return the options, if they are exactly what is written: none left out, none too much, none reinterpreted."""
    try:
        options = TypeAdapter(Options).validate_python(form.options)
    except ValidationError as error:
        raise _refused(error, "options", path) from error
    if options_document(options) != form.options:
        raise LayerError(_other_options(form.version, path))
    return options


def _other_options(version: str, path: Path) -> Text:
    return text(
        "{file} was written by version {version}, whose options this one ({own}) can't repeat exactly: use that "
        "version.",
        file=str(path),
        version=version,
        own=planner.__version__,
    )
