"""The output folder: every file is written aside and moved into place, so that none is ever half-written."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from planner.errors import OutputError, PlannerError
from planner.model.assessment import Assessment
from planner.texts import Language, Text, speak, text

JSON_FILE = "assessment.json"
GEOPACKAGE_FILE = "assessment.gpkg"
MAP_FILE = "map.html"

_TRIED_BYTES = 64 * 1024
_REASONS = {
    errno.ENOSPC: text("the disk is full"),
    errno.EDQUOT: text("your share of the disk is full"),
    errno.EROFS: text("the disk is read-only"),
    errno.EACCES: text("you may not write there"),
    errno.EPERM: text("you may not write there"),
}


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
    with aside_in(out) as aside:
        _write_all(assessment, aside, language, progress)
        return _move_all(aside, out, (JSON_FILE, GEOPACKAGE_FILE, MAP_FILE))


def check_folder(out: Path) -> None:
    """See that a folder can be written to, before long work is done for it.

    A little is written for a moment into the folder, or into the one it is to be made in.

    Raises
    ------
    planner.errors.OutputError
        If the folder, or one it lies in, is a file, a folder stands where an output is to be written, or
        nothing can be written there: it is read-only, or its disk is full.
    """
    with said_plainly(out):
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
        there = next(place for place in (out, *out.absolute().parents) if place.is_dir())
        with tempfile.TemporaryFile(prefix=".planner-", dir=there) as tried:
            tried.write(bytes(_TRIED_BYTES))


def put_files(out: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files into a folder, each in place of a former one, and return their paths.

    Where anything fails, the folder stays as it was.

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
    with aside_in(out) as aside:
        for name, content in contents.items():
            (aside / name).write_bytes(content)
        return _move_all(aside, out, tuple(contents))


@contextmanager
def said_plainly(out: Path) -> Iterator[None]:
    """Turn an error of the file system into one plain sentence."""
    try:
        yield
    except PlannerError:
        raise
    except OSError as error:
        reason = _reason(error, out)
        raise OutputError(
            text("{path} can't be written ({reason}): choose another folder.", path=str(out), reason=reason)
        ) from error


def _reason(error: OSError, out: Path) -> Text:
    """Return why nothing can be written; GDAL and SQLite don't tell a full disk from other errors."""
    there = next(place for place in (out, *out.absolute().parents) if place.is_dir())
    if error.errno is None and shutil.disk_usage(there).free < _TRIED_BYTES:
        return _REASONS[errno.ENOSPC]
    return _REASONS.get(error.errno or 0) or text("{reason}", reason=error.strerror or str(error))


@contextmanager
def aside_in(out: Path) -> Iterator[Path]:
    """Give a folder in which files are made before they are moved; what was made for nothing is removed again.

    Raises
    ------
    planner.errors.OutputError
        If the folder is a file, or nothing can be written into it.
    """
    check_folder(out)
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        with said_plainly(out):
            out.mkdir(parents=True, exist_ok=True)
            # Said before what was made is removed: only then is a full disk seen to be full.
            with tempfile.TemporaryDirectory(prefix=".planner-", dir=out) as aside, said_plainly(out):
                yield Path(aside)
    except BaseException:
        _remove_empty(made)
        raise


def _write_all(assessment: Assessment, folder: Path, language: Language, progress: Callable[[Text], None]) -> None:
    # Loaded only here: every command looks at its folder first, and few write these.
    from planner.reports.contract import assessment_json
    from planner.reports.geopackage import write_geopackage
    from planner.reports.webmap import map_html

    progress(text("Writing {file}", file=JSON_FILE))
    (folder / JSON_FILE).write_text(assessment_json(assessment, language), encoding="utf-8", newline="\n")
    progress(text("Writing {file}", file=GEOPACKAGE_FILE))
    write_geopackage(assessment, folder / GEOPACKAGE_FILE, language)
    progress(text("Writing {file}", file=MAP_FILE))
    with speak(language):
        (folder / MAP_FILE).write_text(map_html(assessment), encoding="utf-8", newline="\n")


def _move_all(aside: Path, out: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """Move the finished files into place; put the former ones back where one can't be moved."""
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
