"""The first look at a delivered layer: its columns, how they are written, and its first rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.errors import LayerError
from planner.sources.delivery.angles import has_angles
from planner.sources.delivery.delivery import Delivery, RawLayer
from planner.sources.delivery.headers import LONGEST_NAME, find_header, unique_names
from planner.sources.delivery.numbers import NumberStyle, number_style
from planner.sources.delivery.recognise import Format
from planner.sources.delivery.synonyms import load_synonyms
from planner.texts import Text, text

_FIRST_ROWS = 10
_SAMPLES = 5
_LOOKED_AT = 2_000


@dataclass(frozen=True)
class PreviewColumn:
    """One column: its name, how many cells are filled, a few of its values, and how it writes numbers.

    Attributes
    ----------
    name
        As it is written; made different from the others where two are the same.
    filled
        Number of cells that are not blank.
    samples
        Its first different values.
    number_style
        How its numbers are written; ``None`` where it holds no numbers.
    is_angle
        Whether it holds degrees, minutes and seconds.
    """

    name: str
    filled: int
    samples: tuple[str, ...]
    number_style: NumberStyle | None
    is_angle: bool


@dataclass(frozen=True, eq=False)
class Preview:
    """A delivered layer with its header found.

    Attributes
    ----------
    file, layer, format
        The file, the layer in it, and the form of the file.
    header_row
        The row of the sheet that holds the names of the columns, from 1; ``None`` where the form has its own.
    first_row
        The row of the sheet with the first data, from 1; ``None`` likewise.
    encoding, separator
        How a text table is written; empty for anything else.
    columns
        Its columns that are not blank throughout.
    cells
        All rows, indexed by row from 1, with the columns' names. Blank rows are left out and keep their number.
    shapes
        Geometry of each row, ``None`` where it has none; ``None`` where the form has no shapes.
    broken_shapes
        Which rows have a shape that can't be read; ``None`` where the form has no shapes.
    shape_kinds
        How many shapes of each type there are.
    crs
        What the file says of its CRS; ``None`` if nothing.
    crowded_rows
        Rows with more cells than the header.
    notices
        What was noticed.
    """

    file: str
    layer: str
    format: Format
    header_row: int | None
    first_row: int | None
    encoding: str
    separator: str
    columns: tuple[PreviewColumn, ...]
    cells: pd.DataFrame
    shapes: npt.NDArray[np.object_] | None
    broken_shapes: npt.NDArray[np.bool_] | None
    shape_kinds: tuple[tuple[str, int], ...]
    crs: str | None
    crowded_rows: tuple[int, ...]
    notices: tuple[Text, ...]

    @property
    def first_rows(self) -> pd.DataFrame:
        """The first rows, as they are written."""
        return self.cells.head(_FIRST_ROWS)

    def line(self, row: int) -> int | None:
        """Return the row of the sheet in which a data row stands."""
        return None if self.first_row is None else self.first_row + row - 1


def preview(delivery: Delivery, layer: str | None = None, *, header_row: int | None = None) -> Preview:
    """Look at a layer of a delivery.

    Parameters
    ----------
    delivery
        The opened file.
    layer
        Which layer or sheet; the only one if left out.
    header_row
        The row of a sheet that holds the names of the columns, from 1; searched for if left out.

    Raises
    ------
    planner.errors.LayerError
        If the layer does not exist, has no header or holds no row below it.
    """
    raw = delivery.layer(layer)
    notices = list(delivery.notices)
    if raw.encoding and not raw.encoding.startswith("UTF-8"):
        notices.append(
            text("{file} is written in {encoding}; it was read as that.", file=delivery.file, encoding=raw.encoding)
        )
    if raw.columns is not None:
        names, start, header = unique_names([name.strip()[:LONGEST_NAME] for name in raw.columns], notices), 0, None
    else:
        found = find_header(raw.rows, delivery.file, load_synonyms(), header_row)
        notices += found.notices
        names, start, header = found.names, found.first_row - 1, found.row
    cells, crowded = _table(raw, names, start)
    if cells.empty:
        raise LayerError(text("{file} is empty: it has a header but no row below it.", file=delivery.file))
    columns = tuple(column for name in names if (column := _column(name, cells[name])) is not None)
    return Preview(
        file=delivery.file,
        layer=raw.name,
        format=delivery.format,
        header_row=header,
        first_row=None if header is None else start + 1,
        encoding=raw.encoding,
        separator=raw.separator,
        columns=columns,
        cells=cells[[column.name for column in columns]],
        shapes=raw.shapes,
        # Rows of a layer with shapes are all kept, so that they stand side by side.
        broken_shapes=raw.broken_shapes,
        shape_kinds=_shape_kinds(raw.shapes),
        crs=raw.crs,
        crowded_rows=crowded,
        notices=tuple(notices),
    )


def _table(raw: RawLayer, names: tuple[str, ...], start: int) -> tuple[pd.DataFrame, tuple[int, ...]]:
    width = len(names)
    body = raw.rows[start:]
    crowded = [place for place, row in enumerate(body, start=1) if len(row) > width and any(row[width:])]
    cells = [[*row[:width], *[None] * (width - len(row))] for row in body]
    table = pd.DataFrame(cells, columns=list(names), index=pd.RangeIndex(1, len(cells) + 1, name="row"), dtype=object)
    blanks = [form for word in load_synonyms().blanks for form in (word, word.upper(), word.capitalize())]
    for name in names:
        table[name] = table[name].mask(table[name].isin(["", *blanks]), None)
    if raw.shapes is None:
        table = table[table.notna().any(axis=1)]
    return table, tuple(crowded)


def _column(name: str, cells: pd.Series) -> PreviewColumn | None:
    filled = cells[cells.notna()]
    is_made_up = name.startswith("(") and name.endswith(")")
    if filled.empty and is_made_up:
        return None
    looked_at = filled.head(_LOOKED_AT)
    samples = tuple(looked_at.astype("str").str.slice(0, 80).drop_duplicates().head(_SAMPLES))
    return PreviewColumn(name, len(filled), samples, number_style(looked_at), has_angles(looked_at))


def _shape_kinds(shapes: npt.NDArray[np.object_] | None) -> tuple[tuple[str, int], ...]:
    if shapes is None:
        return ()
    kinds = Counter(shapely.get_type_id(shapes).tolist())
    return tuple((_SHAPE_NAMES[kind], count) for kind, count in sorted(kinds.items()))


_SHAPE_NAMES = {-1: "", **{int(kind): kind.name for kind in shapely.GeometryType if kind >= 0}}
