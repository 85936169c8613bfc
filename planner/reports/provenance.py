"""What an output says of its making, and the way back: enough to make the same output again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

import planner
from planner.errors import LayerError, MissingFileError, PlannerError
from planner.model.assessment import Assessment
from planner.model.options import Options
from planner.reports.geopackage_about import HEADER, about_of
from planner.reports.identity import assessment_id
from planner.reports.plan_document import options_document
from planner.texts import Language, Text, text
from planner.texts.validation import key_path

SCHEMA_NUMBER = 1
"""Number of the form of ``assessment.json``; a file of a higher one was written by a newer planner."""

MAX_BYTES = 200_000_000
"""Largest file that is read: a hundred times what one city writes."""

BLOCK_ID = "planner-provenance"
"""Id of the element in which a page says how it was made."""

_BLOCK = re.compile(rf'<script type="application/json" id="{BLOCK_ID}">(.*?)</script>', re.DOTALL)

_Word = Annotated[str, StringConstraints(strict=True, max_length=500)]


class OutputKind(StrEnum):
    """Files that say enough of their making to be made again."""

    DOCUMENT = "assessment.json"
    PAGE = "map.html"
    GEOPACKAGE = "assessment.gpkg"


@dataclass(frozen=True)
class Provenance:
    """How an output was made.

    Attributes
    ----------
    kind
        Which output it is.
    version
        The planner's version.
    city_code, city_name
        The city.
    fingerprint
        The state of the city's data.
    language
        The language that it is written in.
    options
        What was chosen.
    """

    kind: OutputKind
    version: str
    city_code: str
    city_name: str
    fingerprint: str
    language: Language
    options: Options


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


def provenance_document(assessment: Assessment, language: Language) -> dict[str, Any]:
    """Return how an output of an assessment is made, by the names that ``assessment.json`` has for it.

    Parameters
    ----------
    assessment
        What the output shows.
    language
        The language that it is written in.
    """
    city = assessment.city
    return {
        "schema": SCHEMA_NUMBER,
        "version": planner.__version__,
        "id": assessment_id(assessment),
        "language": str(language),
        "fingerprint": city.fingerprint,
        "options": options_document(assessment.options),
        "city": {"code": city.code, "name": city.name},
    }


def read_output(path: Path) -> str:
    """Return the text of a file that somebody gave.

    Raises
    ------
    planner.errors.MissingFileError
        If there is none.
    planner.errors.LayerError
        If it can't be read, is too large or no text.
    """
    if not path.is_file():
        raise MissingFileError(text("There is no file {file}.", file=str(path)))
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise LayerError(text("{file} can't be read ({reason}).", file=str(path), reason=reason)) from error
    if len(content) > MAX_BYTES:
        raise LayerError(text("{file} is too large for an output of the planner.", file=str(path)))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _foreign(path) from error


def read_provenance(path: Path) -> Provenance:
    """Read from an output how it was made. Nothing in it is run.

    Parameters
    ----------
    path
        An ``assessment.json``, a ``map.html`` or an ``assessment.gpkg``, whatever its name is now.

    Raises
    ------
    planner.errors.MissingFileError
        If there is no such file.
    planner.errors.LayerError
        If it is no such output, is damaged, or was written by a newer planner.
    """
    if _is_geopackage(path):
        about = about_of(path)
        if about is None:
            raise _foreign(path)
        return provenance_of(about, path, OutputKind.GEOPACKAGE)
    content = read_output(path)
    block = None if content.lstrip().startswith("{") else _BLOCK.search(content)
    if block is None:
        return provenance_of(parsed_document(content, path), path)
    return provenance_of(parsed_document(block[1], path), path, OutputKind.PAGE)


def provenance_of(document: Mapping[str, Any], path: Path, kind: OutputKind = OutputKind.DOCUMENT) -> Provenance:
    """Return what a document says of its making.

    Parameters
    ----------
    document
        What :func:`parsed_document` returned.
    path
        The file it stood in.
    kind
        Which output that is.

    Raises
    ------
    planner.errors.LayerError
        If something is missing, impossible, or can't be repeated by this version.
    """
    try:
        form = _Form.model_validate(document)
    except ValidationError as error:
        key = key_path(list(error.errors(include_url=False, include_context=False)[0]["loc"]))
        raise damaged(path, key) from error
    return Provenance(
        kind, form.version, form.city.code, form.city.name, form.fingerprint, form.language, _options(form, path)
    )


def parsed_document(content: str, path: Path) -> dict[str, Any]:
    """Return the JSON object that a text is.

    Raises
    ------
    planner.errors.LayerError
        If it is none, has no version, or was written by a newer planner.
    """
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _foreign(path) from error
    if not isinstance(document, dict) or not isinstance(document.get("schema"), int) or "options" not in document:
        raise _foreign(path)
    if document["schema"] > SCHEMA_NUMBER:
        raise LayerError(text("{file} was written by a newer planner: use that one.", file=str(path)))
    return document


def damaged(path: Path, key: str) -> LayerError:
    """Return the error that a part of an output is missing or impossible."""
    return LayerError(
        text("{file} is damaged: “{key}” is missing or can't be so. Take another copy.", file=str(path), key=key)
    )


def _is_geopackage(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(HEADER)) == HEADER
    except OSError:
        # What can't be opened is told by who reads it as a text.
        return False


def _options(form: _Form, path: Path) -> Options:
    """Return the options, if they are exactly what is written: none left out, none too much, none reinterpreted."""
    try:
        options = TypeAdapter(Options).validate_python(form.options)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        problem = first.get("ctx", {}).get("error")
        if isinstance(problem, PlannerError):
            raise LayerError(text("{file}: {problem}", file=str(path), problem=problem.message)) from error
        raise damaged(path, key_path(["options", *first["loc"]])) from error
    if options_document(options) != form.options:
        raise LayerError(_other_options(form, path))
    return options


def _other_options(form: _Form, path: Path) -> Text:
    return text(
        "{file} was written by version {version}, whose options this one ({own}) can't repeat exactly: use that "
        "version.",
        file=str(path),
        version=form.version,
        own=planner.__version__,
    )


def _foreign(path: Path) -> LayerError:
    return LayerError(
        text(
            "{file} does not say how the planner made it: give an assessment.json, a map.html or an assessment.gpkg.",
            file=str(path),
        )
    )
