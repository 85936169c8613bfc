"""A kept assessment as a JSON text, and the way back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Annotated, Any, Literal

import pandas as pd
import pandera.errors
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StringConstraints, ValidationError

from planner.errors import LayerError
from planner.model.details import MEASURES, Unit
from planner.model.history import KeptFinding, KeptOptions, KeptReach, Snapshot
from planner.model.kinds import Level, Status
from planner.texts import text
from planner.texts.validation import key_path

FORMAT = 1
"""Number of the form; a file of a higher one was written by a newer planner."""

MAX_BYTES = 20_000_000
"""Largest file that is read: ten times what a city of fifty kecamatan keeps."""

_MEASURE_COLUMNS = list(MEASURES.columns)
_ID_LENGTH = 8

_Word = Annotated[str, StringConstraints(strict=True, max_length=500)]
_Number = Annotated[float, Field(allow_inf_nan=False)]
_Share = Annotated[float, Field(ge=0, le=1)]
_Count = Annotated[int, Field(strict=True, ge=0)]


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _CityForm(_Form):
    code: _Word
    name: _Word
    fingerprint: _Word


class _OptionsForm(_Form):
    threshold_min: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    barrier: StrictBool
    slope: StrictBool


class _FindingForm(_Form):
    rule: _Word
    level: Level
    code: _Word
    name: _Word
    status: Status
    reason: _Word
    value: _Number | None
    required: _Number | None


class _MeasureForm(_Form):
    rule: _Word
    level: Level
    code: _Word
    subject: _Word
    measure: _Word
    value: _Number | None
    unit: Unit


class _ReachForm(_Form):
    level: Level
    code: _Word
    kind: _Word
    children: _Count
    children_within: _Count
    share: _Share | None


class _SnapshotForm(_Form):
    format: Literal[1]
    version: _Word
    day: dt.date
    kept_at: AwareDatetime
    city: _CityForm
    options: _OptionsForm
    findings: tuple[_FindingForm, ...]
    measures: tuple[_MeasureForm, ...]
    reach: tuple[_ReachForm, ...]


def snapshot_json(snapshot: Snapshot) -> str:
    """Return a kept assessment as JSON text, in a stable order and without NaN."""
    return json.dumps(_document(snapshot), ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def snapshot_id(snapshot: Snapshot) -> str:
    """Return a name made of what was found: the same findings of the same data have the same, whenever kept."""
    found = {name: part for name, part in _document(snapshot).items() if name not in {"kept_at", "version"}}
    told = json.dumps(found, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode("utf-8")).hexdigest()[:_ID_LENGTH]


def read_snapshot(content: bytes, name: str) -> Snapshot:
    """Read a kept assessment.

    Parameters
    ----------
    content
        The file's content.
    name
        What the file is called in sentences.

    Raises
    ------
    planner.errors.LayerError
        If it is none, was written by a newer planner, or is damaged.
    """
    try:
        parsed = json.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise LayerError(
            text("{file} is no kept assessment, or is damaged: it is no JSON text. Remove it.", file=name)
        ) from error
    if isinstance(parsed, dict) and isinstance(parsed.get("format"), int) and parsed["format"] > FORMAT:
        raise LayerError(text("{file} was written by a newer planner: use that one, or remove the file.", file=name))
    try:
        form = _SnapshotForm.model_validate(parsed)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        raise _damaged(name, key_path(list(first["loc"])) or "format") from error
    try:
        return _snapshot(form)
    except pandera.errors.SchemaError as error:
        raise _damaged(name, "measures") from error


def _damaged(name: str, key: str) -> LayerError:
    return LayerError(
        text(
            "{file} is no kept assessment, or is damaged: “{key}” is missing or can't be so. Remove it.",
            file=name,
            key=key,
        )
    )


def _document(snapshot: Snapshot) -> dict[str, Any]:
    measures = snapshot.measures.astype(object).where(snapshot.measures.notna(), None)
    return {
        "format": FORMAT,
        "version": snapshot.version,
        "day": snapshot.day.isoformat(),
        "kept_at": snapshot.kept_at.isoformat(),
        "city": {"code": snapshot.city_code, "name": snapshot.city_name, "fingerprint": snapshot.fingerprint},
        "options": vars(snapshot.options),
        "findings": [vars(finding) for finding in snapshot.findings],
        "measures": measures.to_dict("records"),
        "reach": [vars(reach) for reach in snapshot.reach],
    }


def _snapshot(form: _SnapshotForm) -> Snapshot:
    rows = [row.model_dump(mode="json") for row in form.measures]
    return Snapshot(
        day=form.day,
        kept_at=form.kept_at.astimezone(dt.UTC),
        city_code=form.city.code,
        city_name=form.city.name,
        fingerprint=form.city.fingerprint,
        version=form.version,
        options=KeptOptions(**form.options.model_dump()),
        findings=tuple(KeptFinding(**row.model_dump()) for row in form.findings),
        measures=MEASURES.validate(pd.DataFrame(rows, columns=_MEASURE_COLUMNS)),
        reach=tuple(KeptReach(**row.model_dump()) for row in form.reach),
    )
