"""Where scenarios are kept: one file each, beside the city's data or, for the built-in city, with the user's."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from planner.errors import MissingFileError, OutputError, PlannerError, ScenarioError
from planner.model.scenario import Scenario
from planner.sources.builtin import builtin_city, is_builtin
from planner.sources.changing import changing, check_changeable
from planner.sources.scenarios.document import MAX_BYTES, read_scenario, scenario_toml
from planner.sources.settings_file import read_settings
from planner.texts import Text, text
from planner.texts.suggestion import nearest_known

SCENARIOS_VARIABLE = "PLANNER_SCENARIOS"
"""Environment variable that names the folder for the scenarios of the built-in city, one folder a city in it."""

FOLDER = "scenarios"
ENDING = ".toml"
MAX_SCENARIOS = 1000

_MAX_SLUG = 60
_NO_NAME = "scenario"
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")


@dataclass(frozen=True)
class StoredScenario:
    """A scenario's file.

    Attributes
    ----------
    path
        The file.
    scenario
        What it holds; ``None`` where it can't be read.
    problem
        Why it can't be read, in one plain sentence; ``None`` where it can.
    """

    path: Path
    scenario: Scenario | None
    problem: Text | None = None


def scenarios_folder(city: Path | None = None) -> Path:
    """Return the folder of a city's scenarios; it need not exist.

    Parameters
    ----------
    city
        The city folder; the built-in city if left out. That one can't be changed, so its scenarios lie in
        ``PLANNER_SCENARIOS`` or, where that is not set, among the user's data (``XDG_DATA_HOME``, else
        ``~/.local/share``).
    """
    folder = builtin_city() if city is None else city
    if not is_builtin(folder):
        check_changeable(folder)
        return folder / FOLDER
    named = os.environ.get(SCENARIOS_VARIABLE)
    if named:
        root = Path(named)
    else:
        home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
        root = Path(home) / "child-friendly-planner" / FOLDER
    return root / slug(read_settings(folder).city.code)


def slug(name: str) -> str:
    """Return a name that any file system takes: small letters, digits and hyphens, never a path."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").casefold()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_MAX_SLUG].strip("-")
    return f"{_NO_NAME}-{made}".rstrip("-") if not made or _RESERVED.fullmatch(made) else made


def list_scenarios(city: Path | None = None) -> tuple[StoredScenario, ...]:
    """Return every scenario of a city, in the order of their names; last those that can't be read.

    Parameters
    ----------
    city
        The city folder; the built-in city if left out.
    """
    return _listed(scenarios_folder(city))


def load_scenario(name: str, city: Path | None = None) -> Scenario:
    """Return a scenario by its name, capitals or not.

    Raises
    ------
    planner.errors.MissingFileError
        If the city has none of that name.
    planner.errors.ScenarioError
        If its file can't be read.
    """
    stored = _found(name, scenarios_folder(city))
    if stored.scenario is None:
        raise _unreadable(stored)
    return stored.scenario


def read_scenario_file(path: Path) -> Scenario:
    """Read a scenario from a file anywhere.

    Raises
    ------
    planner.errors.MissingFileError
        If there is no such file.
    planner.errors.ScenarioError
        If it can't be read.
    """
    if not path.is_file():
        raise MissingFileError(text("There is no file {file}: check its name.", file=str(path)))
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ScenarioError(
            text("{file} can't be read ({reason}).", file=str(path), reason=error.strerror or str(error))
        ) from error
    return read_scenario(content, path.name)


def save_scenario(
    scenario: Scenario, city: Path | None = None, *, replacing: bool = True, former: Scenario | None = None
) -> Path:
    """Write a scenario, whole or not at all, in place of a former one of its name.

    Parameters
    ----------
    scenario
        The scenario.
    city
        The city folder; the built-in city if left out.
    replacing
        Whether a former one may be replaced.
    former
        What its file has to hold still, so that nobody's change is overwritten unseen; anything, if left out.

    Returns
    -------
    The file.

    Raises
    ------
    planner.errors.OutputError
        If it can't be written, or there are too many.
    planner.errors.ScenarioError
        If there is one of that name and it may not be replaced, or it was changed or deleted since.
    """
    with _changing(scenarios_folder(city)) as folder:
        listed = _listed(folder)
        present = _of_name(scenario.name, listed)
        if present is not None and not replacing:
            raise _taken(scenario.name)
        if former is not None and (present is None or present.scenario != former):
            raise _changed_since(scenario.name)
        if present is None and len(listed) >= MAX_SCENARIOS:
            raise _too_many(folder)
        path = _free_path(scenario.name, folder) if present is None else present.path
        _write(path, scenario)
    return path


def export_scenario(scenario: Scenario, out: Path) -> Path:
    """Write a scenario into a folder, in place of a former file of its name, and return the file.

    Raises
    ------
    planner.errors.OutputError
        If it can't be written.
    """
    path = out / f"{slug(scenario.name)}{ENDING}"
    try:
        out.mkdir(parents=True, exist_ok=True)
        _write(path, scenario)
    except OSError as error:
        raise _unwritable(path, error) from error
    return path


def rename_scenario(name: str, new_name: str, city: Path | None = None) -> Path:
    """Give a scenario another name, and return its file.

    Raises
    ------
    planner.errors.PlannerError
        If there is none of that name, the new name is taken or no name, or nothing can be written.
    """
    with _changing(scenarios_folder(city)) as folder:
        former = _found(name, folder)
        if former.scenario is None:
            raise _unreadable(former)
        other = _of_name(new_name, _listed(folder))
        if other is not None and other.path != former.path:
            raise _taken(new_name)
        renamed = replace(former.scenario, name=new_name)
        path = _free_path(new_name, folder, own=former.path)
        _write(path, renamed)
        if path != former.path:
            former.path.unlink()
    return path


def copy_scenario(name: str, new_name: str, city: Path | None = None) -> Path:
    """Write a scenario once more under another name, and return the file.

    Raises
    ------
    planner.errors.PlannerError
        If there is none of that name, the new name is taken or no name, or nothing can be written.
    """
    return save_scenario(replace(load_scenario(name, city), name=new_name), city, replacing=False)


def delete_scenario(name: str, city: Path | None = None) -> None:
    """Delete a scenario.

    Parameters
    ----------
    name
        Its name, or the name of its file, by which also one that can't be read is deleted.
    city
        The city folder; the built-in city if left out.

    Raises
    ------
    planner.errors.MissingFileError
        If the city has none of that name.
    planner.errors.OutputError
        If it can't be deleted.
    """
    with _changing(scenarios_folder(city)) as folder:
        _found(name, folder).path.unlink()


@contextmanager
def _changing(folder: Path) -> Iterator[Path]:
    """Hold the lock of a folder of scenarios, which is made where it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    with changing(folder / FOLDER):
        yield folder


def _listed(folder: Path) -> tuple[StoredScenario, ...]:
    """Read the scenarios of a folder, in the order of names; a link may lead anywhere and is no scenario."""
    if not folder.is_dir():
        return ()
    files = sorted(path for path in folder.glob(f"*{ENDING}") if path.is_file() and not path.is_symlink())
    stored = [_stored(path) for path in files[:MAX_SCENARIOS]]
    return tuple(
        sorted(stored, key=lambda one: (one.scenario is None, one.scenario.name.casefold() if one.scenario else ""))
    )


def _stored(path: Path) -> StoredScenario:
    try:
        return StoredScenario(path, read_scenario_file(path))
    except PlannerError as error:
        return StoredScenario(path, None, error.message)


def _of_name(name: str, listed: Sequence[StoredScenario]) -> StoredScenario | None:
    folded = name.strip().casefold()
    return next((one for one in listed if one.scenario and one.scenario.name.strip().casefold() == folded), None)


def _found(name: str, folder: Path) -> StoredScenario:
    """Return a scenario by its name or else by the name of its file."""
    listed = _listed(folder)
    found = _of_name(name, listed) or next((one for one in listed if name in (one.path.name, one.path.stem)), None)
    if found is not None:
        return found
    names = [one.scenario.name for one in listed if one.scenario]
    if not names:
        raise MissingFileError(
            text(
                "There is no scenario “{name}”: none is saved for this city (in {folder}).",
                name=name,
                folder=str(folder),
            )
        )
    raise MissingFileError(text("There is no scenario “{name}”; {hint}.", name=name, hint=nearest_known(name, names)))


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(text("{file} can't be written ({reason}).", file=str(path), reason=error.strerror or str(error)))


def _unreadable(stored: StoredScenario) -> ScenarioError:
    return ScenarioError(stored.problem or text("{file} can't be read.", file=str(stored.path)))


def _changed_since(name: str) -> ScenarioError:
    return ScenarioError(
        text(
            "“{name}” was changed or deleted in another window since it was opened here, so nothing was written. "
            "Save yours as a copy under another name, or take the saved one instead.",
            name=name,
        )
    )


def _taken(name: str) -> ScenarioError:
    return ScenarioError(text("There is a scenario “{name}” already: choose another name, or delete it.", name=name))


def _free_path(name: str, folder: Path, own: Path | None = None) -> Path:
    """Return a file for a name: different names may make the same one, so it may get a number."""
    made = slug(name)
    for number in range(1, MAX_SCENARIOS + 1):
        path = folder / (f"{made}{ENDING}" if number == 1 else f"{made}-{number}{ENDING}")
        if path == own or not (path.exists() or path.is_symlink()):
            return path
    raise _too_many(folder)


def _too_many(folder: Path) -> OutputError:
    return OutputError(
        text("{folder} holds {most} scenarios, which is the most: delete some.", folder=str(folder), most=MAX_SCENARIOS)
    )


def _write(path: Path, scenario: Scenario) -> None:
    aside = path.with_name(f".{path.name}.new")
    try:
        with aside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(scenario_toml(scenario))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
