"""Colours that every map shares, on screen, on paper and in QGIS: safe for the colour-blind."""

from __future__ import annotations

from planner.model.kinds import Status

STATUS_COLOURS = {Status.MET: "#00795a", Status.UNMET: "#b34700", Status.UNKNOWN: "#5c5c5c"}

SHARE_EDGES = (0.0, 0.1, 0.25, 0.5, 0.75)
"""Shares above an edge, up to and with the next one, are drawn alike; a share of 0 is drawn alone."""

SHARE_COLOURS = ("#fbf7ea", "#d9d9ea", "#b3b5d6", "#8a86bd", "#64569f", "#3f1f7a")
NO_CHILDREN_COLOUR = "#ffffff"
