"""Shares with how far they may be off, as people read them."""

from __future__ import annotations

import math

from planner.texts import Percent, Text, text

FINE_BELOW = 0.1
"""A share is written with a decimal only if its whole range lies below this: more would look surer than it is."""


def share_with_range(share: float, low: float, high: float) -> Text:
    """Return a share with its range, such as ``49% (41% to 55%)``; the share alone where the range says nothing more.

    Parameters
    ----------
    share
        The share that is shown, from 0 to 1.
    low, high
        Its range; not a number where none was found.
    """
    most = share if math.isnan(high) else high
    decimals = 1 if 0 < most < FINE_BELOW else 0
    shown = Percent(share, decimals)
    if math.isnan(low) or math.isnan(high) or round(low, 2 + decimals) == round(high, 2 + decimals):
        return text("{share}", share=shown)
    return text("{share} ({low} to {high})", share=shown, low=Percent(low, decimals), high=Percent(high, decimals))
