"""The output folder: every file is written aside and moved into place, so that none is ever half-written."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from planner.errors import OutputError
from planner.model.assessment import Assessment
from planner.reports.contract import assessment_json
from planner.reports.geopackage import write_geopackage
from planner.reports.webmap import map_html
from planner.texts import Language, Text, speak, text

JSON_FILE = "assessment.json"
GEOPACKAGE_FILE = "assessment.gpkg"
MAP_FILE = "map.html"


def _silent(_: Text) -> None:
    """Tell nobody."""


def write_outputs(
    assessment: Assessment, out: Path, language: Language, progress: Callable[[Text], None] = _silent
) -> tuple[Path, ...]:
    """Write ``assessment.json``, ``assessment.gpkg`` and ``map.html`` into a folder.

    Files of these names that are there already are replaced, all other files are left alone. Where anything
    fails, the folder stays as it was.

    Parameters
    ----------
    assessment
        What to write.
    out
        The folder; made where it is missing.
    language
        The language of the sentences.
    progress
        Is told what is being done.

    Returns
    -------
    tuple of pathlib.Path
        The files.

    Raises
    ------
    planner.errors.OutputError
        If the folder is a file, or it or a file in it can't be written.
    """
    check_folder(out)
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        with said_plainly(out):
            out.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".planner-", dir=out) as aside:
                _write_all(assessment, Path(aside), language, progress)
                return _move_all(Path(aside), out)
    except BaseException:
        _remove_empty(made)
        raise


def check_folder(out: Path) -> None:
    """See that a folder can be written to, before long work is done for it.

    Raises
    ------
    planner.errors.OutputError
        If the folder, or one it lies in, is a file, or a folder stands where an output is to be written.
    """
    for place in (out, *out.parents):
        if place.exists() and not place.is_dir():
            raise OutputError(
                text("{path} is a file, so nothing can be written into it: name a folder instead.", path=str(place))
            )
    for name in (JSON_FILE, GEOPACKAGE_FILE, MAP_FILE):
        if (out / name).is_dir():
            raise OutputError(
                text("{path} is a folder where a file is to be written: rename or remove it.", path=str(out / name))
            )


def put_files(out: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files into a folder, each in place of a former one, and return their paths.

    Parameters
    ----------
    out
        The folder; made where it is missing.
    contents
        What is in each file, by its name.

    Raises
    ------
    planner.errors.OutputError
        If the folder is a file, or a file in it can't be written.
    """
    check_folder(out)
    with said_plainly(out):
        out.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            aside = out / f".{name}.new"
            aside.write_bytes(content)
            aside.replace(out / name)
    return tuple(out / name for name in contents)


@contextmanager
def said_plainly(out: Path) -> Iterator[None]:
    """Turn an error of the file system into one plain sentence."""
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            text("{path} can't be written ({reason}): choose another folder.", path=str(out), reason=reason)
        ) from error


def _write_all(assessment: Assessment, folder: Path, language: Language, progress: Callable[[Text], None]) -> None:
    progress(text("Writing {file}", file=JSON_FILE))
    (folder / JSON_FILE).write_text(assessment_json(assessment, language), encoding="utf-8", newline="\n")
    progress(text("Writing {file}", file=GEOPACKAGE_FILE))
    write_geopackage(assessment, folder / GEOPACKAGE_FILE, language)
    progress(text("Writing {file}", file=MAP_FILE))
    with speak(language):
        (folder / MAP_FILE).write_text(map_html(assessment), encoding="utf-8", newline="\n")


def _move_all(aside: Path, out: Path) -> tuple[Path, ...]:
    """Move the finished files into place; put the former ones back where one can't be moved."""
    names = (JSON_FILE, GEOPACKAGE_FILE, MAP_FILE)
    former = aside / "former"
    former.mkdir()
    moved: list[str] = []
    try:
        for name in names:
            if (out / name).exists():
                (out / name).replace(former / name)
            moved.append(name)
            (aside / name).replace(out / name)
    except BaseException:
        for name in moved:
            (out / name).unlink(missing_ok=True)
            if (former / name).exists():
                (former / name).replace(out / name)
        raise
    return tuple(out / name for name in names)


def _remove_empty(folders: list[Path]) -> None:
    """Remove folders that were made for nothing, the innermost first."""
    for folder in folders:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
