"""What the closed lists of words are called in front of people."""

from __future__ import annotations

from collections.abc import Mapping

from planner.model.assessment import DemandMethod
from planner.model.kinds import (
    ALL_CHILDREN,
    CHILD_FRIENDLY_PARK,
    AgeTier,
    Designation,
    FacilityKind,
    Known,
    Level,
    Placement,
    Status,
)
from planner.model.merging import DESIGNATION, IDENTITY, POSITION, PUBLIC
from planner.model.options import CandidateSource, Exclusion
from planner.model.person import Role
from planner.texts import Text, text

KIND_LABELS: Mapping[str, Text] = {
    CHILD_FRIENDLY_PARK: text("child-friendly park (RBRA)"),
    FacilityKind.PARK: text("park"),
    FacilityKind.PLAYGROUND: text("play space"),
    FacilityKind.RTH: text("green space (RTH)"),
    FacilityKind.PROTECTED_FOREST: text("protected forest"),
    FacilityKind.SCHOOL_PAUD: text("kindergarten (PAUD/TK)"),
    FacilityKind.SCHOOL_SD: text("primary school (SD)"),
    FacilityKind.SCHOOL_SMP: text("lower secondary school (SMP)"),
    FacilityKind.SCHOOL_SMA: text("upper secondary school (SMA)"),
    FacilityKind.SCHOOL_SMK: text("vocational school (SMK)"),
    FacilityKind.SCHOOL_SLB: text("special school (SLB)"),
    FacilityKind.PUSKESMAS: text("puskesmas"),
    FacilityKind.PUSTU: text("pustu"),
    FacilityKind.POSYANDU: text("posyandu"),
    FacilityKind.HOSPITAL: text("hospital"),
    FacilityKind.CLINIC: text("clinic"),
    FacilityKind.WORSHIP: text("place of worship"),
    FacilityKind.LIBRARY: text("library"),
    FacilityKind.CHILD_INFORMATION: text("child information centre (PISA)"),
    FacilityKind.CREATIVITY_CENTRE: text("children's creativity centre (PKA)"),
    FacilityKind.CHILDCARE: text("daycare (TARA)"),
    FacilityKind.CHILD_HOME: text("children's home (LKSA)"),
    FacilityKind.PUSPAGA: text("family learning centre (Puspaga)"),
    FacilityKind.UPTD_PPA: text("protection unit for women and children (UPTD PPA)"),
    FacilityKind.POLICE_CHILD_DESK: text("women and children's desk of the police (Unit PPA)"),
    FacilityKind.CHILD_TASK_FORCE: text("child-protection task force (Satgas PPA)"),
    FacilityKind.CHILD_PROTECTION: text("child-protection service"),
    FacilityKind.GOVERNMENT_OFFICE: text("government office"),
    FacilityKind.SPORT: text("sports place"),
    FacilityKind.TERMINAL: text("terminal or stop of public transport"),
    FacilityKind.PUBLIC_PLACE: text("public place"),
    "tobacco_outlet": text("shop that may sell tobacco"),
    "billboard": text("billboard"),
}
"""Name of each kind of facility, of what the headline figure reaches, and of what else a check looks at, in the
singular."""

STATUS_LABELS: Mapping[Status, Text] = {
    Status.MET: text("met"),
    Status.UNMET: text("not met"),
    Status.UNKNOWN: text("not known"),
}

STATUS_SIGNS: Mapping[Status, str] = {Status.MET: "✓", Status.UNMET: "✕", Status.UNKNOWN: "?"}
"""A sign for each status, so that it is never told by colour alone."""

TIER_LABELS: Mapping[str, Text] = {
    ALL_CHILDREN: text("all children (0–17 years)"),
    AgeTier.EARLY: text("0–5 years"),
    AgeTier.PRIMARY: text("6–11 years"),
    AgeTier.SECONDARY: text("12–17 years"),
}

LEVEL_LABELS: Mapping[Level, Text] = {
    Level.CITY: text("city"),
    Level.KECAMATAN: text("kecamatan"),
    Level.KELURAHAN: text("kelurahan"),
}

DESIGNATION_LABELS: Mapping[Designation, Text] = {
    Designation.YES: text("designated child-friendly (RBRA)"),
    Designation.NO: text("not child-friendly"),
    Designation.CLAIMED: text("claimed, not verified"),
    Designation.UNKNOWN: text("not recorded"),
}

KNOWN_LABELS: Mapping[Known, Text] = {
    Known.YES: text("yes"),
    Known.NO: text("no"),
    Known.UNKNOWN: text("not recorded"),
}

PLACEMENT_LABELS: Mapping[Placement, Text] = {
    Placement.POSITION: text("by its position"),
    Placement.DECLARED: text("as its source says; its position is not known"),
    Placement.OUTSIDE: text("its position lies outside the city"),
    Placement.UNPLACED: text("neither position nor region is known"),
}

FIELD_LABELS: Mapping[str, Text] = {
    IDENTITY: text("kind"),
    "name": text("name"),
    POSITION: text("position"),
    "declared": text("kecamatan and kelurahan as a source says"),
    DESIGNATION: text("designation"),
    PUBLIC: text("whether it is public"),
    "area_m2": text("area"),
    "capacity": text("capacity"),
    "pupils": text("pupils"),
    "address": text("address"),
    "note": text("note"),
}
"""Name of each group of fields that one record gives to a facility."""

DEMAND_LABELS: Mapping[DemandMethod, Text] = {
    DemandMethod.POPULATION_GRID: text("a population grid"),
    DemandMethod.BUILDINGS: text("the outlines of buildings"),
    DemandMethod.RESIDENTIAL_LAND: text("residential land"),
    DemandMethod.EVERYDAY_PLACES: text("everyday places"),
    DemandMethod.STREETS: text("residential streets"),
    DemandMethod.AREA: text("the area alone"),
    DemandMethod.NONE: text("nothing"),
}
"""What children are spread by within their regions."""

CANDIDATE_SOURCE_LABELS: Mapping[str, Text] = {
    CandidateSource.UPGRADES: text("existing places to upgrade"),
    CandidateSource.PARCELS: text("municipal parcels"),
    CandidateSource.GREEN_SPACE: text("green space (RTH)"),
    CandidateSource.SCHOOL_YARDS: text("school yards, after lessons"),
    CandidateSource.STREET_SIDE: text("points beside streets, without a known plot"),
}
"""Where places that a plan may choose from come from."""

EXCLUSION_LABELS: Mapping[str, Text] = {
    Exclusion.RIVER_SETBACK: text("setback of a river"),
    Exclusion.PROTECTED_FOREST: text("protected forest or mangrove"),
    Exclusion.WATER: text("water"),
    Exclusion.FLOOD: text("floods"),
    Exclusion.SLOPE: text("steep slope"),
    Exclusion.MIN_AREA: text("too small"),
    "must_not": text("not wanted"),
}
"""Why a place is left out, in a few words; ``must_not`` is a person's decision."""

ROLE_LABELS: Mapping[Role, Text] = {
    Role.VIEWER: text("viewer"),
    Role.SURVEYOR: text("surveyor"),
    Role.PLANNER: text("planner"),
    Role.ADMIN: text("administrator"),
}
