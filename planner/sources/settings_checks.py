"""What is wrong with the meaning of a ``city.toml``: dates, sources, kinds, positions and files."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from planner.errors import LayerError, MissingFileError
from planner.model.kinds import FacilityKind
from planner.sources.settings import ANY_OTHER, SETTINGS_FILE, SKIP, FacilitySettings, Settings
from planner.texts import Text, text
from planner.texts.suggestion import nearest_known

MAX_FILE_BYTES = 200_000_000
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def meaning_problems(settings: Settings) -> list[Text]:
    """Return what is wrong although the form is right, in the order of ``city.toml``."""
    problems = [
        *_date_problems(settings),
        *_region_problems(settings),
        *_source_problems(settings),
        *_path_problems(settings),
    ]
    for place, layer in enumerate(settings.facilities, start=1):
        problems += [*_kind_problems(f"facilities[{place}]", layer), *_position_problems(f"facilities[{place}]", layer)]
    return problems


def check_files(folder: Path, settings: Settings) -> None:
    """Check that every named file is there and of a size that can be read.

    Raises
    ------
    planner.errors.MissingFileError
        If a file does not exist.
    planner.errors.LayerError
        If a file is too large.
    """
    for key, layer in settings.layers().items():
        path = folder / layer.file
        if not path.is_file():
            beside = [
                str(other.relative_to(folder)) for other in sorted(folder.glob("*.*")) if other.name != SETTINGS_FILE
            ]
            raise MissingFileError(
                text(
                    "The file “{file}”, named by “{key}” in {settings}, is not in the city folder; {hint}.",
                    file=layer.file,
                    key=f"{key}.file",
                    settings=folder / SETTINGS_FILE,
                    hint=nearest_known(layer.file, beside),
                )
            )
        if path.stat().st_size > MAX_FILE_BYTES:
            raise LayerError(
                text(
                    "{file} is larger than {limit} MB: cut it to the city before using it.",
                    file=layer.file,
                    limit=MAX_FILE_BYTES // 1_000_000,
                )
            )


def _is_date(written: str) -> bool:
    parts = _DATE.fullmatch(written)
    if parts is None:
        return False
    year, month, day = (int(part) if part else 1 for part in parts.groups())
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _date_problems(settings: Settings) -> Iterator[Text]:
    for name, source in settings.sources.items():
        if not _is_date(source.date):
            yield text(
                "“{key}” is “{value}”, but must be a year, a month or a day such as 2025, 2025-12 or 2025-12-31",
                key=f"sources.{name}.date",
                value=source.date,
            )


def _region_problems(settings: Settings) -> Iterator[Text]:
    if settings.regions.level == "kecamatan":
        return
    for name in ("kecamatan_code", "kecamatan"):
        if getattr(settings.regions.columns, name) is None:
            yield text(
                "the key “{key}” is missing: a kelurahan has to say which kecamatan it belongs to",
                key=f"regions.columns.{name}",
            )


def _source_problems(settings: Settings) -> Iterator[Text]:
    for key, layer in settings.layers().items():
        if layer.source not in settings.sources:
            yield text(
                "“{key}” names the source “{source}”, which is not under [sources]; {hint}",
                key=f"{key}.source",
                source=layer.source,
                hint=nearest_known(layer.source, settings.sources),
            )


def _path_problems(settings: Settings) -> Iterator[Text]:
    for key, layer in settings.layers().items():
        posix, windows = PurePosixPath(layer.file), PureWindowsPath(layer.file)
        absolute = posix.is_absolute() or bool(windows.anchor)
        if absolute or ".." in (*posix.parts, *windows.parts):
            yield text(
                "“{key}” is “{file}”, but must be a file inside the city folder, written without “..” and drive",
                key=f"{key}.file",
                file=layer.file,
            )


def _kind_problems(key: str, layer: FacilitySettings) -> Iterator[Text]:
    if (layer.kind is None) == (not layer.kind_columns):
        yield text("“{key}” needs either “kind” or “kind_columns”, and not both", key=key)
    if bool(layer.kind_columns) != bool(layer.kinds):
        yield text("“{key}” needs “kind_columns” and “kinds” together", key=key)
    if layer.kind is not None:
        yield from _unknown_kind(f"{key}.kind", layer.kind, list(FacilityKind))
    for value, kind in layer.kinds.items():
        yield from _unknown_kind(f"{key}.kinds.{value}", kind, [*FacilityKind, SKIP])
    if set(layer.kinds) == {ANY_OTHER}:
        yield text("“{key}.kinds” names no value but “*”: use “kind” instead", key=key)


def _unknown_kind(key: str, kind: str, known: list[str]) -> Iterator[Text]:
    if kind not in known:
        yield text(
            "“{key}” is “{kind}”, which is no kind of facility; {hint}",
            key=key,
            kind=kind,
            hint=nearest_known(kind, [str(word) for word in known]),
        )


def _position_problems(key: str, layer: FacilitySettings) -> Iterator[Text]:
    columns = layer.columns
    halves = (columns.lon is None) != (columns.lat is None) or (columns.x is None) != (columns.y is None)
    if halves or (columns.lon is not None and columns.x is not None):
        yield text("“{key}.columns” must give a position as “lon” and “lat” or as “x” and “y”, both or none", key=key)
