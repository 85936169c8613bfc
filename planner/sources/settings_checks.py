"""What is wrong with the meaning of a ``city.toml``: dates, sources, kinds, positions and files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

from planner.errors import LayerError, MissingFileError
from planner.model.kinds import FacilityKind
from planner.model.merging import FIELDS
from planner.model.tables import CROSSING_KINDS, EXCLUSION_KINDS, POINT_KINDS
from planner.sources.dates import is_date
from planner.sources.settings import (
    ANY_OTHER,
    SETTINGS_FILE,
    SKIP,
    FacilityColumns,
    FacilitySettings,
    GridColumns,
    GridSettings,
    KindSettings,
    Settings,
    TobaccoColumns,
    TobaccoSettings,
    is_raster,
)
from planner.texts import Text, text
from planner.texts.suggestion import nearest_known

MAX_FILE_BYTES = 200_000_000


def meaning_problems(settings: Settings) -> list[Text]:
    """Return what is wrong although the form is right, in the order of ``city.toml``."""
    problems = [
        *_complete_problems(settings),
        *_date_problems(settings),
        *_region_problems(settings),
        *_source_problems(settings),
        *_series_problems(settings),
        *_path_problems(settings),
    ]
    for place, layer in enumerate(settings.facilities, start=1):
        problems += [
            *_kind_problems(f"facilities[{place}]", layer),
            *_position_problems(f"facilities[{place}]", layer.columns),
        ]
    for key, points in settings.layers().items():
        if isinstance(points, TobaccoSettings):
            problems += [*_position_problems(key, points.columns), *_value_problems(key, points)]
    return [*problems, *_home_problems(settings), *_land_problems(settings), *_merging_problems(settings)]


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


def _complete_problems(settings: Settings) -> Iterator[Text]:
    # A misspelt kind would leave its list incomplete without a word.
    for place, kind in enumerate(settings.city.complete_kinds, start=1):
        yield from _unknown_kind(f"city.complete_kinds[{place}]", kind, [*FacilityKind, *POINT_KINDS])


def _date_problems(settings: Settings) -> Iterator[Text]:
    for name, source in settings.sources.items():
        if not is_date(source.date):
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


def _series_problems(settings: Settings) -> Iterator[Text]:
    """Refuse counts of two series in one: people who are registered and people who live there are not the same."""
    people = settings.population
    if people is None or people.scale_to is None:
        return
    series = [
        source.series
        for name in (people.source, people.scale_to.source)
        if (source := settings.sources.get(name)) is not None and source.series is not None
    ]
    if len(set(series)) > 1:
        yield text(
            "“population” counts people of the series “{first}”, and “population.scale_to” of the series “{second}”: "
            "choose one series for both, they must not be mixed",
            first=series[0],
            second=series[1],
        )


def _path_problems(settings: Settings) -> Iterator[Text]:
    for key, layer in settings.layers().items():
        yield from _path_problem(f"{key}.file", layer.file)


def _path_problem(key: str, file: str) -> Iterator[Text]:
    posix, windows = PurePosixPath(file), PureWindowsPath(file)
    absolute = posix.is_absolute() or bool(windows.anchor)
    if absolute or ".." in (*posix.parts, *windows.parts):
        yield text(
            "“{key}” is “{file}”, but must be a file inside the city folder, written without “..” and drive",
            key=key,
            file=file,
        )


def _merging_problems(settings: Settings) -> Iterator[Text]:
    merging = settings.merging
    if merging is None:
        return
    yield from _path_problem("merging.decisions", merging.decisions)
    if not merging.decisions.lower().endswith(".csv") or merging.decisions in {
        layer.file for layer in settings.layers().values()
    }:
        yield text(
            "“{key}” is “{file}”, but must be a CSV file of its own, such as decisions.csv",
            key="merging.decisions",
            file=merging.decisions,
        )
    for field in merging.fields:
        if field not in FIELDS:
            yield text(
                "the key “{key}” is not known; {hint}", key=f"merging.fields.{field}", hint=nearest_known(field, FIELDS)
            )
    orders = {"precedence": merging.precedence} | {f"fields.{field}": order for field, order in merging.fields.items()}
    for key, order in orders.items():
        yield from _order_problems(f"merging.{key}", order, settings)


def _order_problems(key: str, order: Sequence[str], settings: Settings) -> Iterator[Text]:
    for place, source in enumerate(order):
        if source not in settings.sources:
            yield text(
                "“{key}” names the source “{source}”, which is not under [sources]; {hint}",
                key=key,
                source=source,
                hint=nearest_known(source, settings.sources),
            )
        elif source in order[:place]:
            yield text("“{key}” names the source “{source}” twice: leave one out", key=key, source=source)


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


def _value_problems(key: str, layer: TobaccoSettings) -> Iterator[Text]:
    if bool(layer.kind_columns) != bool(layer.kinds):
        yield text("“{key}” needs “kind_columns” and “kinds” together", key=key)


def _position_problems(key: str, columns: FacilityColumns | GridColumns | TobaccoColumns) -> Iterator[Text]:
    halves = (columns.lon is None) != (columns.lat is None) or (columns.x is None) != (columns.y is None)
    if halves or (columns.lon is not None and columns.x is not None):
        yield text("“{key}.columns” must give a position as “lon” and “lat” or as “x” and “y”, both or none", key=key)


def _home_problems(settings: Settings) -> Iterator[Text]:
    if settings.population_grid is not None:
        yield from _grid_problems(settings.population_grid)
    for key, layer in (("buildings", settings.buildings), ("landuse", settings.landuse)):
        if layer is not None and (layer.columns.use is None) == bool(layer.homes):
            yield text("“{key}” needs “columns.use” and “homes” together", key=key)
    if settings.landuse is not None and not settings.landuse.homes:
        yield text("“{key}” has to name the values of residential land: set “homes”", key="landuse")


def _grid_problems(grid: GridSettings) -> Iterator[Text]:
    key = "population_grid"
    if is_raster(grid):
        if grid.columns != GridColumns() or grid.cell_size is not None:
            yield text("“{key}” is a raster, which has neither “columns” nor “cell_size”: delete them", key=key)
        return
    if grid.band is not None:
        yield text("“{key}” has a “band”, which only a raster has: delete it", key=key)
    if grid.columns.people is None:
        yield text("the key “{key}” is missing: it names the column of people", key=f"{key}.columns.people")
    yield from _position_problems(key, grid.columns)
    if (grid.columns.position is None) != (grid.cell_size is None):
        yield text("“{key}” needs “cell_size” if its columns give the centres of squares, and only then", key=key)


def _land_problems(settings: Settings) -> Iterator[Text]:
    for key, layer in settings.layers().items():
        if is_raster(layer) and layer.layer is not None:
            yield text("“{key}” is a raster, which has no “layer”: choose one with “band”", key=key)
    for place, outlines in enumerate(settings.outlines, start=1):
        if outlines.columns.facility is None:
            yield text(
                "the key “{key}” is missing: an outline has to say which facility it belongs to",
                key=f"outlines[{place}].columns.facility",
            )
    if settings.crossings is not None:
        yield from _listed_kind_problems("crossings", settings.crossings, CROSSING_KINDS)
    for place, exclusions in enumerate(settings.exclusions, start=1):
        yield from _listed_kind_problems(f"exclusions[{place}]", exclusions, EXCLUSION_KINDS)
    for place, parcels in enumerate(settings.parcels, start=1):
        for column, values in (("use", parcels.uses), ("owner", parcels.owners)):
            if values and getattr(parcels.columns, column) is None:
                yield text(
                    "“{key}” needs “{column}” to name the column of these values",
                    key=f"parcels[{place}].{column}s",
                    column=f"columns.{column}",
                )


def _listed_kind_problems(key: str, layer: KindSettings, known: Sequence[str]) -> Iterator[Text]:
    if (layer.kind is None) == (layer.columns.kind is None):
        yield text("“{key}” needs either “kind” or “columns.kind”, and not both", key=key)
    if (layer.columns.kind is None) != (not layer.kinds):
        yield text("“{key}” needs “columns.kind” and “kinds” together", key=key)
    given = {f"{key}.kinds.{value}": kind for value, kind in layer.kinds.items()}
    given |= {} if layer.kind is None else {f"{key}.kind": layer.kind}
    for place, kind in given.items():
        words = [*known, SKIP] if layer.kind is None else list(known)
        if kind not in words:
            yield text(
                "“{key}” is “{kind}”, which is not known here; {hint}",
                key=place,
                kind=kind,
                hint=nearest_known(kind, words),
            )
