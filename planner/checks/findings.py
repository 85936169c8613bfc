"""How a finding is put together: the region, what is said of it, and the places that this rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.kinds import Level, Status
from planner.texts import Text


@dataclass(frozen=True)
class RegionUnit:
    """A region that a finding is about.

    Attributes
    ----------
    level, code, name
        Which region.
    kecamatan_code
        The kecamatan it lies in, or is; empty for the whole city.
    """

    level: Level
    code: str
    name: str
    kecamatan_code: str = ""


@dataclass(frozen=True)
class Said:
    """What is said of a region.

    Attributes
    ----------
    reason
        Stable name of the reason, in snake_case.
    reason_text
        The reason in one plain sentence.
    remedy
        What would change it; ``None`` where the rule is met.
    evidence
        Ids of the facilities that it rests on.
    """

    reason: str
    reason_text: Text
    remedy: Text | None = None
    evidence: Sequence[str] = ()


def region_units(city: City, level: Level) -> tuple[RegionUnit, ...]:
    """Return the regions of one level in the order of their codes; of the city level the city itself."""
    if level is Level.CITY:
        return (RegionUnit(Level.CITY, city.code, city.name),)
    # One by one: for the few regions of a city much quicker than by a table, and every check asks.
    columns = [city.regions[column].tolist() for column in ("level", "code", "name", "kecamatan_code")]
    rows = sorted((code, name, kecamatan) for own, code, name, kecamatan in zip(*columns, strict=True) if own == level)
    return tuple(RegionUnit(level, str(code), str(name), str(kecamatan)) for code, name, kecamatan in rows)


def finding(
    rule: str, unit: RegionUnit, status: Status, said: Said, *, value: float | None, required: float | None
) -> Finding:
    """Return the finding of a rule on one region."""
    return Finding(
        rule=rule,
        unit_level=unit.level,
        unit_code=unit.code,
        unit_name=unit.name,
        status=status,
        reason=said.reason,
        reason_text=said.reason_text,
        value=value,
        required=required,
        evidence=tuple(said.evidence),
        remedy=said.remedy,
    )
