"""Sizes of paper, and where on a sheet the parts of a map stand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PaperSize(StrEnum):
    """A size of paper (ISO 216)."""

    A4 = "a4"
    A3 = "a3"


class Orientation(StrEnum):
    """Which way round the paper is held."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"


_LONG_SHORT_MM = {PaperSize.A4: (297.0, 210.0), PaperSize.A3: (420.0, 297.0)}
_MARGIN_MM = 10.0
_GRID_MM = 6.0
"""Room around the map for the numbers of the grid."""


@dataclass(frozen=True)
class Frame:
    """A rectangle on the sheet, in mm from its lower left corner."""

    left_mm: float
    bottom_mm: float
    width_mm: float
    height_mm: float

    @property
    def top_mm(self) -> float:
        """Upper edge."""
        return self.bottom_mm + self.height_mm

    @property
    def right_mm(self) -> float:
        """Right edge."""
        return self.left_mm + self.width_mm

    def within(self, width_mm: float, height_mm: float) -> tuple[float, float, float, float]:
        """Return left, bottom, width and height as shares of a sheet of a size."""
        return (
            self.left_mm / width_mm,
            self.bottom_mm / height_mm,
            self.width_mm / width_mm,
            self.height_mm / height_mm,
        )


@dataclass(frozen=True)
class Paper:
    """A sheet of paper.

    Attributes
    ----------
    size, orientation
        How large it is, and which way round.
    """

    size: PaperSize = PaperSize.A4
    orientation: Orientation = Orientation.LANDSCAPE

    @property
    def width_mm(self) -> float:
        """Width."""
        long, short = _LONG_SHORT_MM[self.size]
        return long if self.orientation is Orientation.LANDSCAPE else short

    @property
    def height_mm(self) -> float:
        """Height."""
        long, short = _LONG_SHORT_MM[self.size]
        return short if self.orientation is Orientation.LANDSCAPE else long

    @property
    def enlarged(self) -> float:
        """How much larger everything is drawn than on A4."""
        return 1.0 if self.size is PaperSize.A4 else 1.3

    @property
    def title(self) -> Frame:
        """Where the title stands."""
        height = 15.0 * self.enlarged
        return Frame(_MARGIN_MM, self.height_mm - _MARGIN_MM - height, self.width_mm - 2 * _MARGIN_MM, height)

    @property
    def foot(self) -> Frame:
        """Where the lines of sources stand."""
        return Frame(_MARGIN_MM, _MARGIN_MM, self.width_mm - 2 * _MARGIN_MM, 12.0 * self.enlarged)

    @property
    def panel(self) -> Frame:
        """Where legend, inset and scale stand: beside the map, or below it where the sheet is upright."""
        bottom = self.foot.top_mm + 3.0
        if self.orientation is Orientation.LANDSCAPE:
            width = 66.0 * self.enlarged
            return Frame(self.width_mm - _MARGIN_MM - width, bottom, width, self.title.bottom_mm - 2.0 - bottom)
        return Frame(_MARGIN_MM, bottom, self.width_mm - 2 * _MARGIN_MM, 66.0 * self.enlarged)

    @property
    def scale_bar(self) -> Frame:
        """Where scale bar and arrow stand, at the foot of the panel."""
        panel = self.panel
        width = 62.0 * self.enlarged if self.orientation is Orientation.PORTRAIT else panel.width_mm
        return Frame(panel.left_mm + panel.width_mm - width, panel.bottom_mm, width, 15.0 * self.enlarged)

    @property
    def inset(self) -> Frame:
        """Where the small map stands, above the scale bar."""
        panel, below = self.panel, self.scale_bar
        height = panel.top_mm - below.top_mm - 4.0
        if self.orientation is Orientation.LANDSCAPE:
            height = min(62.0 * self.enlarged, panel.height_mm * 0.45)
        return Frame(below.left_mm, below.top_mm, below.width_mm, height)

    @property
    def legend_width_mm(self) -> float:
        """Width of the legend, and of the notes below or beside it."""
        if self.orientation is Orientation.LANDSCAPE:
            return self.panel.width_mm
        return (self.panel.width_mm - self.inset.width_mm - 6.0) / 2.0

    @property
    def map(self) -> Frame:
        """Where the map itself stands."""
        left, top = _MARGIN_MM + _GRID_MM, self.title.bottom_mm - 2.0 - _GRID_MM
        if self.orientation is Orientation.LANDSCAPE:
            bottom = self.foot.top_mm + 3.0 + _GRID_MM
            return Frame(left, bottom, self.panel.left_mm - 4.0 - _GRID_MM - left, top - bottom)
        bottom = self.panel.top_mm + 3.0 + _GRID_MM
        return Frame(left, bottom, self.width_mm - _MARGIN_MM - _GRID_MM - left, top - bottom)
