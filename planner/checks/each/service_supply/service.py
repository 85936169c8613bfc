"""Which rules ask for a facility for so many people, and which places count."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.domain import Domain
from planner.model.kinds import AgeTier, FacilityKind

SUPPORTING = "pop"
"""The number of a rule that says how many people support one facility."""

RADIUS = "radius_m"


@dataclass(frozen=True)
class SupplyRule:
    """A rule that asks for one facility for so many people.

    Attributes
    ----------
    rule
        Id of the rule.
    domain
        What part of the city it is about.
    order
        Where its findings stand.
    counts
        Kinds that count.
    may_count
        Kinds of which some, or all, may count; the city's lists do not tell which.
    judged
        Whether each kecamatan is judged by it. A rule for more people than a kecamatan has is only measured.
    """

    rule: str
    domain: Domain
    order: int
    counts: tuple[FacilityKind, ...]
    may_count: tuple[FacilityKind, ...] = ()
    judged: bool = True

    @property
    def kinds(self) -> tuple[FacilityKind, ...]:
        """All kinds that are looked at."""
        return self.counts + self.may_count


SUPPLY_RULES = (
    SupplyRule("PUSKESMAS", Domain.HEALTH, 43, (FacilityKind.PUSKESMAS,)),
    SupplyRule("PUSTU", Domain.HEALTH, 44, (FacilityKind.PUSTU,)),
    # A balai pengobatan is a small public clinic; the lists have clinics of every sort.
    SupplyRule("BALAI_PENGOBATAN", Domain.HEALTH, 45, (), (FacilityKind.CLINIC,)),
    SupplyRule("POSYANDU", Domain.HEALTH, 46, (FacilityKind.POSYANDU,)),
    SupplyRule("RUMAH_SAKIT", Domain.HEALTH, 47, (FacilityKind.HOSPITAL,), judged=False),
    SupplyRule("TK", Domain.SCHOOLS, 50, (FacilityKind.SCHOOL_PAUD,)),
    SupplyRule("SD", Domain.SCHOOLS, 51, (FacilityKind.SCHOOL_SD,)),
    SupplyRule("SMP", Domain.SCHOOLS, 53, (FacilityKind.SCHOOL_SMP,)),
    # Vocational schools take the same ages; what was seen of the standard does not say that it counts them.
    SupplyRule("SMA", Domain.SCHOOLS, 54, (FacilityKind.SCHOOL_SMA,), (FacilityKind.SCHOOL_SMK,)),
    # A taman bacaan is a small library; the lists have libraries of every sort.
    SupplyRule("TAMAN_BACAAN", Domain.SCHOOLS, 55, (), (FacilityKind.LIBRARY,)),
)
"""Rules for the people of a region. Special schools (SLB) are of every level and count for none."""

WORSHIP_RULES = tuple(
    SupplyRule(rule, Domain.WORSHIP, order, (), (FacilityKind.WORSHIP,))
    for order, rule in enumerate(("MUSHOLLA", "MESJID_WARGA", "MESJID_KELURAHAN", "MESJID_KECAMATAN"), start=60)
)
"""Rules for the places of worship of one religion: the lists have those of all religions together."""


@dataclass(frozen=True)
class PupilGroup:
    """Schools whose pupils are counted together.

    Attributes
    ----------
    rule
        The rule beside which they are told.
    subject
        Stable name of the group.
    kinds
        Their kinds.
    tier
        The age tier that goes to them and to no other school; ``None`` where no tier does.
    """

    rule: str
    subject: str
    kinds: tuple[FacilityKind, ...]
    tier: AgeTier | None = None


def _alone(rule: str, kind: FacilityKind, tier: AgeTier | None = None) -> PupilGroup:
    return PupilGroup(rule, str(kind), (kind,), tier)


SECONDARY_SCHOOLS = "secondary_schools"

PUPIL_GROUPS = (
    _alone("TK", FacilityKind.SCHOOL_PAUD),
    _alone("SD", FacilityKind.SCHOOL_SD, AgeTier.PRIMARY),
    _alone("SMP", FacilityKind.SCHOOL_SMP),
    _alone("SMA", FacilityKind.SCHOOL_SMA),
    _alone("SMA", FacilityKind.SCHOOL_SMK),
    # 12 to 14 and 15 to 17 years can't be told apart: only the whole tier is counted.
    PupilGroup(
        "SMP",
        SECONDARY_SCHOOLS,
        (FacilityKind.SCHOOL_SMP, FacilityKind.SCHOOL_SMA, FacilityKind.SCHOOL_SMK),
        AgeTier.SECONDARY,
    ),
)
