"""Packed files, unpacked without letting them write elsewhere or swell."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath

from planner.errors import LayerError
from planner.sources.delivery.limits import MEGABYTE, Limits
from planner.texts import text

_CHUNK = 1 << 20
_MAX_RATIO = 200
"""A member that swells by more than this, and is large, is a bomb: tables of blanks stay far below."""
_RATIO_MATTERS_BYTES = 20 * MEGABYTE


def check_archive(path: Path, limits: Limits) -> None:
    """Read a packed file through once and refuse what is unsafe, without writing anything.

    The sizes that it declares are not believed: they are counted.

    Raises
    ------
    planner.errors.LayerError
        If it holds too many files, swells too much, has a path that leads outside, a link or a password, or
        is damaged.
    """
    total = 0
    with _opened(path) as archive:
        members = archive.infolist()
        if len(members) > limits.members:
            raise LayerError(
                text(
                    "{file} holds {count} files, more than the {limit} that are allowed: pack only the layer.",
                    file=path.name,
                    count=len(members),
                    limit=limits.members,
                )
            )
        for member in members:
            _check_member(member, path)
            _check_swelling(member.file_size, max(member.compress_size, 1), path, limits)
        for member in members:
            size = 0
            for chunk in _chunks(archive, member):
                size, total = size + len(chunk), total + len(chunk)
                _check_swelling(size, max(member.compress_size, 1), path, limits)
                _check_total(total, path, limits)


def unpack(path: Path, folder: Path, endings: tuple[str, ...]) -> list[Path]:
    """Write the members with certain endings into a folder, under plain names of our own.

    Call :func:`check_archive` first. Folders inside the packed file become part of the name, so that two
    files of one name stay apart.

    Returns
    -------
    list of pathlib.Path
        The files written, in the order of their names.
    """
    written = []
    with _opened(path) as archive:
        for member in archive.infolist():
            inner = PurePosixPath(member.filename.replace("\\", "/"))
            is_hidden = inner.name.startswith(".") or "__MACOSX" in inner.parts
            if member.is_dir() or is_hidden or inner.suffix.lower() not in endings:
                continue
            stem = " – ".join([*inner.parts[:-1], inner.stem])[-120:].replace("/", "")
            target = folder / f"{stem}{inner.suffix.lower()}"
            with target.open("wb") as file:
                for chunk in _chunks(archive, member):
                    file.write(chunk)
            written.append(target)
    return sorted(written)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise LayerError(
            text("{file} is a damaged or cut-off packed file: ask for the file again.", file=path.name)
        ) from error


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as content:
        while chunk := content.read(_CHUNK):
            yield chunk


def _check_member(member: zipfile.ZipInfo, path: Path) -> None:
    posix, windows = PurePosixPath(member.filename), PureWindowsPath(member.filename)
    leads_out = posix.is_absolute() or bool(windows.anchor) or ".." in (*posix.parts, *windows.parts)
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    if leads_out or is_link or "\x00" in member.orig_filename:
        raise LayerError(
            text(
                "{file} is not safe: it holds “{member}”, which leads outside the packed file; nothing was unpacked.",
                file=path.name,
                member=member.filename[:100],
            )
        )
    if member.flag_bits & 0x1:
        raise LayerError(
            text("{file} is protected by a password: save it without one and bring it again.", file=path.name)
        )


def _check_swelling(size: int, packed: int, path: Path, limits: Limits) -> None:
    if size > _RATIO_MATTERS_BYTES and size / packed > _MAX_RATIO:
        raise LayerError(
            text(
                "{file} is not safe: it swells to many times its size when unpacked; it was not unpacked.",
                file=path.name,
            )
        )
    _check_total(size, path, limits)


def _check_total(size: int, path: Path, limits: Limits) -> None:
    if size > limits.unpacked_bytes:
        raise LayerError(
            text(
                "{file} is larger than {limit} MB once unpacked: cut it to the city before bringing it.",
                file=path.name,
                limit=limits.unpacked_bytes // MEGABYTE,
            )
        )
