"""A delivery: one file from an office, opened without trusting it."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from planner.errors import LayerError, MissingFileError
from planner.sources.delivery.archives import check_archive, unpack
from planner.sources.delivery.limits import LIMITS, MEGABYTE, Limits
from planner.sources.delivery.reader.answer import Cell, ReadLayer
from planner.sources.delivery.reading import read_apart
from planner.sources.delivery.recognise import Format, recognise
from planner.sources.delivery.text_tables import read_text_table
from planner.texts import Text, text
from planner.texts.suggestion import nearest_known

_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_SUFFIXES = {
    Format.WORKBOOK: ".xlsx",
    Format.OLD_WORKBOOK: ".xls",
    Format.GEOJSON: ".geojson",
    Format.KML: ".kml",
    Format.GEOPACKAGE: ".gpkg",
    Format.FLATGEOBUF: ".fgb",
    Format.SHAPEFILE: ".shp",
}
_FORMS = {
    Format.WORKBOOK: "workbook",
    Format.OLD_WORKBOOK: "workbook",
    Format.GEOJSON: "geojson",
    Format.KML: "kml",
    Format.PACKED_KML: "kml",
}
_REMARKS = {
    "macros": text("{file} holds macros; they were not run, only the cells were read."),
    "network_links": text("{file} links to other files on the network; they were not fetched."),
}


@dataclass(frozen=True, eq=False)
class RawLayer:
    """One layer or sheet of a delivery, as it is written.

    Attributes
    ----------
    name
        What the file calls it.
    columns
        Names of the columns; ``None`` for a sheet or text table, whose header is one of its rows.
    rows
        Cells, row by row: texts, numbers or ``None``.
    shapes
        One geometry for each row, ``None`` where it has none; ``None`` for a sheet or text table.
    broken_shapes
        Which rows have a shape that can't be read.
    crs
        What the file says of its CRS; ``None`` if nothing.
    encoding, separator
        How a text table is written; empty for anything else.
    """

    name: str
    columns: tuple[str, ...] | None
    rows: Sequence[Sequence[Cell]]
    shapes: npt.NDArray[np.object_] | None = None
    broken_shapes: npt.NDArray[np.bool_] | None = None
    crs: str | None = None
    encoding: str = ""
    separator: str = ""


@dataclass(frozen=True, eq=False)
class Delivery:
    """One file from an office.

    Attributes
    ----------
    file
        Its name, without folders.
    format
        Its form, told by its content.
    layers
        Its layers or visible sheets that are not empty.
    notices
        What was noticed while it was opened.
    fingerprint
        Hash of its bytes.
    """

    file: str
    format: Format
    layers: tuple[RawLayer, ...]
    notices: tuple[Text, ...]
    fingerprint: str

    def layer(self, name: str | None = None) -> RawLayer:
        """Return a layer by its name; the only one if no name is given.

        Raises
        ------
        planner.errors.LayerError
            If there is no such layer, or several and none is named.
        """
        names = [layer.name for layer in self.layers]
        if name is None and len(names) == 1:
            return self.layers[0]
        if name in names:
            return self.layers[names.index(name)]
        if name is None:
            raise LayerError(
                text("{file} holds several layers: choose one of {known}.", file=self.file, known=", ".join(names))
            )
        raise LayerError(
            text("{file} has no layer “{layer}”; {hint}.", file=self.file, layer=name, hint=nearest_known(name, names))
        )


def open_delivery(path: Path, limits: Limits = LIMITS) -> Delivery:
    """Open a delivered file: tell its form by its content, refuse what is unsafe, and read its layers.

    The file is only read; what has to be unpacked goes into a private folder that is gone when this returns.

    Parameters
    ----------
    path
        The file. A bare ``.shp`` takes the parts beside it along.
    limits
        What is refused as too much.

    Raises
    ------
    planner.errors.MissingFileError
        If it does not exist.
    planner.errors.LayerError
        If it is too large, unsafe, damaged, of no known form, or empty.
    """
    if not path.is_file():
        raise MissingFileError(text("There is no file {file}: check the path.", file=path))
    _check_size(path, limits)
    form = recognise(path)
    layers, notices = _read(path, form, limits)
    filled = tuple(layer for layer in layers if layer.rows)
    if not filled:
        raise LayerError(text("{file} is empty: it holds no row.", file=path.name))
    for layer in filled:
        _check_extent(layer, path.name, limits)
    fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return Delivery(path.name, form, filled, notices, fingerprint)


def _check_size(path: Path, limits: Limits) -> None:
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise LayerError(
            text(
                "{file} has {size} MB, more than the {limit} MB that are allowed: cut it to the city, "
                "or raise the limit.",
                file=path.name,
                size=-(-size // MEGABYTE),
                limit=limits.file_bytes // MEGABYTE,
            )
        )


def _read(path: Path, form: Format, limits: Limits) -> tuple[list[RawLayer], tuple[Text, ...]]:
    if form is Format.TABLE:
        table = read_text_table(path)
        rows: list[list[Cell]] = [[cell or None for cell in row] for row in table.rows]
        filled = rows if any(any(row) for row in rows) else []
        return [RawLayer(path.stem, None, filled, encoding=table.encoding, separator=table.separator)], ()
    with tempfile.TemporaryDirectory(prefix="delivery-", ignore_cleanup_errors=True) as folder:
        workspace = Path(folder)
        paths = _private_copies(path, form, workspace, limits)
        found = read_apart(_FORMS.get(form, "vector"), paths, workspace, path.name, limits)
    codes = list(dict.fromkeys(code for layer in found for code in layer.remarks))
    notices = tuple(Text(_REMARKS[code].template, {"file": path.name}) for code in codes)
    # A single layer goes by the name of the file that the office chose, not by that of our copy.
    single = path.stem if len(found) == 1 and form not in (Format.WORKBOOK, Format.OLD_WORKBOOK) else None
    return [_raw(layer, single) for layer in found], notices


def _private_copies(path: Path, form: Format, workspace: Path, limits: Limits) -> list[Path]:
    """Copy what is to be read into the workspace, under names and endings of our own."""
    if form in (Format.WORKBOOK, Format.PACKED_KML, Format.PACKED_SHAPEFILE):
        check_archive(path, limits)
    if form is Format.PACKED_KML:
        return unpack(path, workspace, (".kml",))
    if form is Format.PACKED_SHAPEFILE:
        return [part for part in unpack(path, workspace, _SHAPEFILE_PARTS) if part.suffix == ".shp"]
    copy = workspace / f"layer{_SUFFIXES[form]}"
    shutil.copyfile(path, copy)
    if form is Format.SHAPEFILE:
        for part in sorted(path.parent.glob("*.*")):
            if part.stem == path.stem and part.suffix.lower() in _SHAPEFILE_PARTS[1:] and part.is_file():
                _check_size(part, limits)
                shutil.copyfile(part, copy.with_suffix(part.suffix.lower()))
    return [copy]


def _raw(layer: ReadLayer, name: str | None) -> RawLayer:
    shapes, broken = None, None
    if layer.shapes is not None:
        written = np.array([shape or None for shape in layer.shapes], dtype=object)
        shapes = shapely.force_2d(shapely.from_wkb(written, on_invalid="ignore"))
        is_given = np.array([shape is not None for shape in layer.shapes], dtype=bool)
        broken = is_given & shapely.is_missing(shapes)
    columns = None if layer.columns is None else tuple(layer.columns)
    return RawLayer(name or layer.name, columns, layer.rows, shapes, broken, layer.crs)


def _check_extent(layer: RawLayer, file: str, limits: Limits) -> None:
    width = len(layer.columns) if layer.columns is not None else max(map(len, layer.rows))
    if len(layer.rows) > limits.rows or width > limits.columns:
        raise LayerError(
            text(
                "{file} has {rows} rows and {columns} columns, more than the {most_rows} and {most_columns} that are "
                "allowed: cut it to the city.",
                file=file,
                rows=len(layer.rows),
                columns=width,
                most_rows=limits.rows,
                most_columns=limits.columns,
            )
        )
