"""The closed lists of words: kinds of facility, age tiers, levels and statuses."""

from __future__ import annotations

from enum import StrEnum


class FacilityKind(StrEnum):
    """What a facility is. A facility has one kind."""

    PARK = "park"
    PLAYGROUND = "playground"
    RTH = "rth"
    PROTECTED_FOREST = "protected_forest"
    SCHOOL_PAUD = "school_paud"
    SCHOOL_SD = "school_sd"
    SCHOOL_SMP = "school_smp"
    SCHOOL_SMA = "school_sma"
    SCHOOL_SMK = "school_smk"
    SCHOOL_SLB = "school_slb"
    PUSKESMAS = "puskesmas"
    PUSTU = "pustu"
    POSYANDU = "posyandu"
    HOSPITAL = "hospital"
    CLINIC = "clinic"
    WORSHIP = "worship"
    LIBRARY = "library"
    CHILD_INFORMATION = "child_information"
    CREATIVITY_CENTRE = "creativity_centre"
    CHILDCARE = "childcare"
    CHILD_HOME = "child_home"
    PUSPAGA = "puspaga"
    UPTD_PPA = "uptd_ppa"
    POLICE_CHILD_DESK = "police_child_desk"
    CHILD_TASK_FORCE = "child_task_force"
    CHILD_PROTECTION = "child_protection"
    GOVERNMENT_OFFICE = "government_office"
    SPORT = "sport"
    TERMINAL = "terminal"
    PUBLIC_PLACE = "public_place"


PLAY_KINDS = (FacilityKind.PARK, FacilityKind.PLAYGROUND)
"""Kinds that can be, or become, a child-friendly park. Protected forest and other RTH never are."""

SCHOOL_KINDS = tuple(kind for kind in FacilityKind if kind.value.startswith("school_"))
"""Every level of school."""

PROTECTION_KINDS = (
    FacilityKind.PUSPAGA,
    FacilityKind.UPTD_PPA,
    FacilityKind.POLICE_CHILD_DESK,
    FacilityKind.CHILD_TASK_FORCE,
    FacilityKind.CHILD_PROTECTION,
)
"""Services that protect children; the last is one of which nobody said more."""

CHILD_FRIENDLY_PARK = "child_friendly_park"
"""What is reached in the headline figure: a facility of a play kind, public, designated child-friendly."""


class AgeTier(StrEnum):
    """A band of children's ages in completed years, both ends included."""

    EARLY = "0-5"
    PRIMARY = "6-11"
    SECONDARY = "12-17"

    @property
    def column(self) -> str:
        """Name of the column that counts this tier's children."""
        return "children_" + self.value.replace("-", "_")

    @property
    def ages(self) -> range:
        """The tier's ages in completed years."""
        first, last = self.value.split("-")
        return range(int(first), int(last) + 1)


ALL_CHILDREN = "0-17"
"""The name, in results, of all age tiers together."""

CHILDREN_COLUMNS = [tier.column for tier in AgeTier]
"""The columns that count children, youngest first."""


class Level(StrEnum):
    """A level of region."""

    CITY = "city"
    KECAMATAN = "kecamatan"
    KELURAHAN = "kelurahan"


class Status(StrEnum):
    """What a finding says. ``unknown`` is a result: what nobody recorded is neither met nor a failure."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


class Designation(StrEnum):
    """What is known of a place being designated child-friendly (RBRA)."""

    YES = "yes"
    NO = "no"
    CLAIMED = "claimed"
    UNKNOWN = "unknown"


class Known(StrEnum):
    """An answer that may not have been recorded."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Placement(StrEnum):
    """How a facility came to its region."""

    POSITION = "position"
    """Its position lies in the region."""
    DECLARED = "declared"
    """It has no position; its source names the region."""
    OUTSIDE = "outside"
    """Its position lies outside the city: it belongs to no region and nobody is counted as walking to it."""
    UNPLACED = "unplaced"
    """It has neither a position nor a known region."""
