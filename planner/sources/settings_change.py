"""Changing ``city.toml`` by a program: its comments stay, and what the planner could not read is never written."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pydantic import ValidationError

from planner.errors import MissingFileError, SettingsError
from planner.sources.settings import SETTINGS_FILE, Settings
from planner.sources.settings_checks import meaning_problems
from planner.texts import text
from planner.texts.validation import first_problem, validation_problems


def read_settings_text(folder: Path) -> str:
    """Return the ``city.toml`` of a city folder as it is written.

    Raises
    ------
    planner.errors.MissingFileError
        If there is none.
    planner.errors.SettingsError
        If it can't be read.
    """
    path = folder / SETTINGS_FILE
    if not path.is_file():
        raise MissingFileError(text("{folder} is no city folder: it has no {file}.", folder=folder, file=SETTINGS_FILE))
    try:
        content = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        tomllib.loads(content)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(text("{file} can't be read: mend it before bringing a layer.", file=path)) from error
    return content


def split_block(content: str, source_id: str) -> tuple[str, str]:
    """Return the lines that an import wrote for a source, empty if there are none, and everything else."""
    begin, end = _marks(source_id)
    found = re.search(rf"\n?^{re.escape(begin)}$.*?^{re.escape(end)}$\n?", content, re.MULTILINE | re.DOTALL)
    if found is None:
        return "", content
    return found.group().strip("\n") + "\n", content[: found.start()] + content[found.end() :]


def mark_block(lines: str, source_id: str) -> str:
    """Put the marks around lines by which :func:`split_block` finds them again."""
    begin, end = _marks(source_id)
    return f"{begin}\n{lines}{end}\n"


def join_block(others: str, block: str) -> str:
    """Put a block behind everything else."""
    return f"{others.rstrip()}\n\n{block}" if block else others


def check_settings_text(content: str, folder: Path) -> Settings:
    """Check that the planner can read a changed ``city.toml``, and return what it says.

    Raises
    ------
    planner.errors.SettingsError
        If it can't be read, or a key or value in it is wrong.
    """
    path = folder / SETTINGS_FILE
    try:
        settings = Settings.model_validate(tomllib.loads(content))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            text(
                "{file} can't take a layer at its end: write its layers as [[facilities]] "
                "and its sources as [sources.NAME].",
                file=path,
            )
        ) from error
    except ValidationError as error:
        raise SettingsError(first_problem(path, validation_problems(error, Settings))) from error
    problems = meaning_problems(settings)
    if problems:
        raise SettingsError(first_problem(path, problems))
    return settings


def _marks(source_id: str) -> tuple[str, str]:
    return f"# >>> planner import: {source_id}", f"# <<< planner import: {source_id}"
