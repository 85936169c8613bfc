"""Reading ``city.toml``."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pydantic import ValidationError

from planner.errors import MissingFileError, SettingsError
from planner.sources.settings import SETTINGS_FILE, Settings
from planner.sources.settings_checks import check_files, meaning_problems
from planner.texts import text
from planner.texts.validation import first_problem, validation_problems


def read_settings(folder: Path) -> Settings:
    """Read and check the ``city.toml`` of a city folder.

    Raises
    ------
    planner.errors.MissingFileError
        If the folder, its ``city.toml`` or a file named in it does not exist.
    planner.errors.SettingsError
        If ``city.toml`` can't be read, or a key or value in it is wrong.
    """
    path = folder / SETTINGS_FILE
    try:
        settings = Settings.model_validate(_read_toml(path))
    except ValidationError as error:
        raise SettingsError(first_problem(path, validation_problems(error, Settings))) from error
    problems = meaning_problems(settings)
    if problems:
        raise SettingsError(first_problem(path, problems))
    check_files(folder, settings)
    return settings


def _read_toml(path: Path) -> dict[str, object]:
    if not path.parent.is_dir():
        raise MissingFileError(text("There is no city folder {folder}: check the path.", folder=path.parent))
    if not path.is_file():
        raise MissingFileError(
            text(
                "The folder {folder} has no {file}: write one, or make a starter folder with “planner new-city”.",
                folder=path.parent,
                file=SETTINGS_FILE,
            )
        )
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(
            text("{file} is not written in UTF-8: save it again with that encoding.", file=path)
        ) from error
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place.group(1)) if place else len(content.splitlines())
        raise SettingsError(
            text(
                "{file} can't be read at line {line}: check the quotes, brackets and “=” there, "
                "and that no key is written twice.",
                file=path,
                line=line,
            )
        ) from error
