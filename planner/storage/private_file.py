"""Files that lie outside the program: secrets, and who may do what."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import planner
from planner.errors import MissingFileError, OutputError, PlannerError, SettingsError
from planner.texts import text

_OTHERS_WRITE = stat.S_IWOTH
_OTHERS_READ = stat.S_IRWXG | stat.S_IRWXO


def check_outside(path: Path) -> None:
    """Check that a file lies outside the program's own folder, where it could be handed on with the program.

    Raises
    ------
    planner.errors.SettingsError
        If it lies inside.
    """
    program = Path(planner.__file__).resolve().parents[1]
    if path.resolve().is_relative_to(program):
        raise SettingsError(
            text(
                "{file} lies inside the folder of the program, {folder}, with which it could be handed on: "
                "put it elsewhere.",
                file=str(path),
                folder=str(program),
            )
        )


def read_outside(path: Path, most_bytes: int, *, secret: bool) -> bytes:
    """Read a small file that lies outside the program.

    Parameters
    ----------
    path
        Where it lies.
    most_bytes
        How large it may be.
    secret
        Whether nobody but its owner may read it; nobody but its owner and group may change it in any case.

    Raises
    ------
    planner.errors.MissingFileError
        If there is no such file.
    planner.errors.SettingsError
        If it lies inside the program's folder, is open to others, too large or can't be read.
    """
    check_outside(path)
    try:
        if not path.is_file():
            raise MissingFileError(text("There is no file {file}: check the name.", file=str(path)))
        # Looked at through the open file, so that it can't be another one when it is read.
        with path.open("rb") as file:
            _check_mode(os.fstat(file.fileno()).st_mode, path, secret=secret)
            content = file.read(most_bytes + 1)
    except PlannerError:
        raise
    except OSError as error:
        raise SettingsError(
            text("{file} can't be read ({reason}).", file=str(path), reason=error.strerror or str(error))
        ) from error
    if len(content) > most_bytes:
        raise SettingsError(
            text("{file} is larger than {bytes} bytes: that is not what it is for.", file=str(path), bytes=most_bytes)
        )
    return content


def write_outside(path: Path, content: str) -> None:
    """Write a file that lies outside the program aside and put it in place; a new one is for nobody but its owner.

    Raises
    ------
    planner.errors.SettingsError
        If it lies inside the program's folder.
    planner.errors.OutputError
        If it can't be written.
    """
    check_outside(path)
    aside = path.with_name(f".{path.name}.new")
    try:
        mode = stat.S_IMODE(path.stat().st_mode) if path.is_file() else stat.S_IRUSR | stat.S_IWUSR
        aside.unlink(missing_ok=True)
        private = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
        with os.fdopen(private, "w", encoding="utf-8", newline="") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(mode)
        aside.replace(path)
    except OSError as error:
        raise OutputError(
            text(
                "{file} can't be written ({reason}): choose a folder where you may write.",
                file=str(path),
                reason=error.strerror or str(error),
            )
        ) from error


def _check_mode(mode: int, path: Path, *, secret: bool) -> None:
    if os.name == "nt":
        return
    if secret and mode & _OTHERS_READ:
        raise SettingsError(text("{file} is a secret that others can read: run “chmod 600 {file}”.", file=str(path)))
    if mode & _OTHERS_WRITE:
        raise SettingsError(
            text("{file} can be changed by anybody on this machine: run “chmod o-w {file}”.", file=str(path))
        )
