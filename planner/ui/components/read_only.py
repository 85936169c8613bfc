"""What a page shows in the place of its questions where the city that came with the planner is looked at."""

from __future__ import annotations

from planner.texts import Text, text
from planner.ui.components.markup import bullets, element, show
from planner.ui.components.views import inset


def show_read_only(then: Text) -> None:
    """Say how to come to a city that can be changed.

    Parameters
    ----------
    then
        What to do in it.
    """
    steps = [
        text("Make a working copy of the city: planner copy-city kota.gpkg"),
        text("Open it: planner app kota.gpkg"),
        then,
    ]
    show(inset(element("p", text("The built-in city can't be changed. Work on a copy of it:")), bullets(steps)))
