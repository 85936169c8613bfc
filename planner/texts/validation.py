"""What is wrong with the form of a settings file, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from planner.texts.suggestion import nearest_known
from planner.texts.text import Text, plural, text

Location = Sequence[int | str]


def first_problem(file: object, problems: Sequence[Text]) -> Text:
    """Make one sentence of several problems of a file: the first in full, the others counted."""
    first, others = problems[0], len(problems) - 1
    if not others:
        return text("{file}: {problem}.", file=file, problem=first)
    more = plural("{n} more problem after it", "{n} more problems after it", others)
    return text("{file}: {problem} (and {more}).", file=file, problem=first, more=more)


def validation_problems(error: ValidationError, model: type[BaseModel]) -> list[Text]:
    """Say each problem that pydantic found in its own words.

    Parameters
    ----------
    error
        What pydantic found.
    model
        The model that was checked, which tells the known keys.
    """
    details = error.errors(include_url=False)
    # A mistyped key is also a missing one: name the mistyped one first, it is what has to be mended.
    ordered = sorted(details, key=lambda detail: detail["type"] != "extra_forbidden")
    return [_problem(detail, model) for detail in ordered]


def _problem(detail: ErrorDetails, model: type[BaseModel]) -> Text:
    location = detail["loc"]
    key = key_path(location)
    match detail["type"]:
        case "extra_forbidden":
            known = known_keys(model, location[:-1])
            return text(
                "the key “{key}” is not known; {hint}",
                key=key,
                hint=nearest_known(str(location[-1]), known),
            )
        case "missing":
            return text("the key “{key}” is missing", key=key)
        case "literal_error":
            expected = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
            return text(
                "“{key}” is “{value}”, but must be one of: {expected}",
                key=key,
                value=detail["input"],
                expected=expected,
            )
        case "string_type":
            return text("“{key}” is {value}, but must be a text in quotes", key=key, value=str(detail["input"]))
        case "string_too_short" | "too_short":
            return text("“{key}” is empty, but must hold something", key=key)
        case "bool_type":
            return text("“{key}” is {value}, but must be true or false", key=key, value=str(detail["input"]))
        case "tuple_type":
            return text("“{key}” must be a list in square brackets or, for [[facilities]], blocks", key=key)
        case _:
            return text("“{key}” must be a table of keys and values, not {value}", key=key, value=str(detail["input"]))


def key_path(location: Location) -> str:
    """Write the place of a key, such as ``facilities[2].columns.name``; blocks are counted from 1."""
    written = ""
    for piece in location:
        if isinstance(piece, int):
            written += f"[{piece + 1}]"
        else:
            written += f".{piece}" if written else piece
    return written


def known_keys(model: type[BaseModel], location: Location) -> list[str]:
    """Return the keys that are known at a place of the model."""
    for piece in location:
        field = model.model_fields.get(str(piece))
        if field is not None:
            model = next(_models_in(field.annotation), model)
    return list(model.model_fields)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Find the models inside an annotation such as ``dict[str, SourceSettings]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
