"""The parts of a city that its rules are about, and the places that each counts."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from planner.texts import Text, text


class Domain(StrEnum):
    """A part of the city. The first five are the city's own "lima bidang", not the five legal clusters of KLA."""

    SCHOOLS = "schools"
    HEALTH = "health"
    WORSHIP = "worship"
    PARKS = "parks"
    GREEN_SPACE = "green_space"
    SMOKE_FREE = "smoke_free"
    PROTECTION = "protection"


DOMAIN_LABELS: Mapping[Domain, Text] = {
    Domain.SCHOOLS: text("schools"),
    Domain.HEALTH: text("health"),
    Domain.WORSHIP: text("places of worship"),
    Domain.PARKS: text("parks and play spaces"),
    Domain.GREEN_SPACE: text("green open space (RTH)"),
    Domain.SMOKE_FREE: text("smoke-free areas (KSTR)"),
    Domain.PROTECTION: text("child protection"),
}
"""Name of each part."""
