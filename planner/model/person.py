"""Who works with the planner: an office and a role, never the name of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do; each role may also do what those before it may."""

    VIEWER = "viewer"
    SURVEYOR = "surveyor"
    PLANNER = "planner"
    ADMIN = "admin"


class Collection(StrEnum):
    """What is kept of a working city."""

    SURVEY = "survey"
    """What an office saw on the spot, one fact a row; KSTR signs too."""
    MERGES = "merges"
    """What was decided about two records of one place."""
    SCENARIOS = "scenarios"
    FILES = "files"
    """Every other file of the city folder: ``city.toml``, layers, photos, deliveries, kept assessments."""


NEEDED_ROLE: Mapping[Collection, Role] = {
    Collection.SURVEY: Role.SURVEYOR,
    Collection.MERGES: Role.PLANNER,
    Collection.SCENARIOS: Role.PLANNER,
    Collection.FILES: Role.PLANNER,
}
"""The least role that may change each collection; photos of a survey are changed with it."""


@dataclass(frozen=True)
class Actor:
    """Who does something.

    Attributes
    ----------
    role
        What they may do.
    office
        Their office; empty on one desk, where nobody signs in.
    """

    role: Role
    office: str = ""

    def may_change(self, collection: Collection) -> bool:
        """Say whether the role may change a collection."""
        return self.at_least(NEEDED_ROLE[collection])

    def at_least(self, role: Role) -> bool:
        """Say whether the role is another one or above it."""
        order = list(Role)
        return order.index(self.role) >= order.index(role)


ONE_DESK = Actor(Role.ADMIN)
"""Who works alone on their own machine."""
