"""The form of a scenario's file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr, ValidationError
from pydantic_core import ErrorDetails

from planner.errors import PlannerError
from planner.model.kinds import FacilityKind
from planner.model.options import Options
from planner.model.scenario import ChangeKind
from planner.texts import Text, text
from planner.texts.suggestion import nearest_known
from planner.texts.validation import key_path

FORMAT = 1
"""Number of the form; a file of a higher one was written by a newer planner."""

_UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
_TAGS = frozenset(str(kind) for kind in ChangeKind)


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CityForm(_Table):
    """The city that a scenario was made for, and its state then."""

    code: StrictStr
    fingerprint: StrictStr


class AddForm(_Table):
    """A place to add."""

    change: Literal["add"]
    id: StrictStr
    kind: FacilityKind
    name: StrictStr
    lon: float
    lat: float
    child_friendly: StrictBool = False
    capacity: float | None = None
    area_m2: float | None = None


class MoveForm(_Table):
    """An added place to move."""

    change: Literal["move"]
    id: StrictStr
    lon: float
    lat: float


class UpgradeForm(_Table):
    """A place to make child-friendly."""

    change: Literal["upgrade"]
    id: StrictStr


class CloseForm(_Table):
    """A place to close."""

    change: Literal["close"]
    id: StrictStr


class GrowForm(_Table):
    """A year of a table of growth, the table as CSV, and the hash of what it says and where it comes from."""

    change: Literal["grow"]
    year: int
    title: StrictStr
    date: StrictStr
    licence: StrictStr
    sha256: StrictStr
    table: StrictStr


ChangeForm = AddForm | MoveForm | UpgradeForm | CloseForm | GrowForm


class ScenarioForm(_Table):
    """A whole file."""

    format: Literal[1]
    name: StrictStr
    date: StrictStr
    note: StrictStr = ""
    city: CityForm
    options: Options
    changes: tuple[Annotated[ChangeForm, Field(discriminator="change")], ...] = ()


def form_problem(error: ValidationError) -> Text:
    """Say the first thing that is wrong with a file's form, with its key, in a sentence."""
    details = error.errors(include_url=False)
    # A mistyped key is also a missing one: what is mistyped has to be mended.
    return _told(min(details, key=lambda detail: detail["type"] not in _UNKNOWN))


def _told(detail: ErrorDetails) -> Text:
    # Which kind a change is stands between its number and its keys.
    key = key_path([piece for piece in detail["loc"] if piece not in _TAGS])
    value, context = str(detail["input"]), detail.get("ctx", {})
    match detail["type"]:
        case "value_error" if isinstance(context["error"], PlannerError):
            return text("in “{key}”: {problem}", key=key, problem=context["error"].message)
        case kind if kind in _UNKNOWN:
            return text("the key “{key}” is not known.", key=key)
        case "missing":
            return text("the key “{key}” is missing.", key=key)
        case "union_tag_not_found":
            return text("the key “{key}” is missing.", key=f"{key}.change")
        case "union_tag_invalid":
            return _not_one_of(f"{key}.change", str(context["tag"]), context["expected_tags"])
        case "enum" | "literal_error":
            return _not_one_of(key, value, context["expected"])
        case "string_type":
            return text("“{key}” is {value}, but must be a text in quotes.", key=key, value=value)
        case "bool_type" | "bool_parsing":
            return text("“{key}” is {value}, but must be true or false.", key=key, value=value)
        case kind if kind.startswith(("float_", "int_", "finite_")):
            return text("“{key}” is “{value}”, but must be a number.", key=key, value=value)
        case _:
            return text("“{key}” can't be {value}.", key=key, value=value)


def _not_one_of(key: str, value: str, expected: str) -> Text:
    # Pydantic writes the words as a list: 'a', 'b' or 'c'.
    words = [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
    return text("“{key}” is “{value}”, but {hint}.", key=key, value=value, hint=nearest_known(value, words))
