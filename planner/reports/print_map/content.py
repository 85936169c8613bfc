"""What a map shows, whatever sheet it is drawn on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from matplotlib.artist import Artist
from matplotlib.axes import Axes

from planner.texts import Text


@dataclass(frozen=True)
class MapLabel:
    """A name on the map.

    Attributes
    ----------
    words
        What is written.
    x_m, y_m
        What it is of, in the city's metric CRS.
    strong
        Whether it is written large and bold.
    beside
        Whether it stands beside its point, where a sign is drawn, and not on it.
    badge
        The shape that the words stand in, as matplotlib names it; empty for words alone. A badge that would cover
        another one stands beside its point.
    """

    words: str
    x_m: float
    y_m: float
    strong: bool = False
    beside: bool = False
    badge: str = ""


@dataclass(frozen=True)
class Content:
    """What a map shows.

    Attributes
    ----------
    title, subtitle
        What it is about, and how it is to be read, in a line each.
    draw
        Draws it on axes in metres; lines and signs are larger by the given factor.
    keys
        Signs of the legend, each with its label.
    labels
        Names, those that must not be missed first.
    notes
        What a reader has to know, below the legend.
    """

    title: Text
    subtitle: Text
    draw: Callable[[Axes, float], None]
    keys: tuple[Artist, ...]
    labels: tuple[MapLabel, ...] = ()
    notes: tuple[Text, ...] = field(default=())
