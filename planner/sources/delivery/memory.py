"""What was decided about a source, kept in the city folder for its next delivery."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import tomlkit
from pydantic import BaseModel, ConfigDict, ValidationError

from planner.errors import SettingsError
from planner.model.kinds import FacilityKind
from planner.sources.delivery.crs import Reading
from planner.sources.delivery.fields import AreaUnit, Field
from planner.sources.delivery.mapping import ColumnGuess, ColumnMapping
from planner.texts import text

DELIVERIES = "deliveries"
"""Folder, inside the city folder, of what is remembered and kept for undoing."""
MEMORY_FILE = "mapping.toml"


@dataclass(frozen=True)
class Memory:
    """How a delivered layer was read.

    Attributes
    ----------
    file
        What it was called.
    mapping
        Which column holds what.
    reading
        How coordinates were read; ``None`` where the layer had none.
    columns
        Names of all columns, in their order.
    """

    file: str
    mapping: ColumnMapping
    reading: Reading | None
    columns: tuple[str, ...]


class _Saved(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    columns: tuple[str, ...]
    fields: dict[Field, str]
    kind: FacilityKind | None = None
    kinds: dict[str, str] = {}
    area_unit: AreaUnit = AreaUnit.SQUARE_METRE
    crs: str | None = None
    swapped: bool = False


def remember(city_folder: Path, source: str, memory: Memory) -> Path:
    """Save what was decided about a source.

    Returns
    -------
    pathlib.Path
        The file written.
    """
    document = tomlkit.document()
    document.add(
        tomlkit.comment(f"{memory.file}: columns and what they hold; used at the next delivery of this source.")
    )
    document["columns"] = list(memory.columns)
    document["file"] = memory.file
    mapping, reading = memory.mapping, memory.reading
    if mapping.kind is not None:
        document["kind"] = str(mapping.kind)
    document["area_unit"] = str(mapping.area_unit)
    if reading is not None:
        document["crs"] = reading.crs
        document["swapped"] = reading.swapped
    document["fields"] = {str(guess.field): guess.column for guess in mapping.guesses}
    document["kinds"] = dict(mapping.kinds)
    path = city_folder / DELIVERIES / source / MEMORY_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".new")
    aside.write_text(tomlkit.dumps(document), encoding="utf-8")
    aside.replace(path)
    return path


def recall(city_folder: Path, source: str) -> Memory | None:
    """Return what was decided about a source; ``None`` if it was never delivered.

    Raises
    ------
    planner.errors.SettingsError
        If the file was changed into something that can't be read.
    """
    path = city_folder / DELIVERIES / source / MEMORY_FILE
    if not path.is_file():
        return None
    try:
        saved = _Saved.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            text("{file} can't be read: delete it, and the columns are guessed anew.", file=path)
        ) from error
    reason = text("It was so at the last delivery.")
    guesses = tuple(ColumnGuess(field, column, 1.0, reason) for field, column in saved.fields.items())
    mapping = ColumnMapping(guesses, saved.kind, saved.kinds, area_unit=saved.area_unit)
    return Memory(saved.file, mapping, None if saved.crs is None else Reading(saved.crs, saved.swapped), saved.columns)
