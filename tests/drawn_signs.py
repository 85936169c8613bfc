"""The drawn assessment with places whose KSTR signs were looked at, or not.

+-----------+-----------+
| Muara     | Bukit     |    2 km × 2 km each; Bukit has 60 children, Muara 100
+-----------+-----------+
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import geopandas as gpd
import pandas as pd

from planner.model.assessment import Assessment
from planner.model.details import MEASURES, PLACE_RESULTS, Details
from planner.model.rule import Rule, RuleStatus
from planner.model.tables import FACILITIES
from planner.texts import text
from tests.drawn_assessment import METRIC, drawn_assessment, facility, point

MUARA, BUKIT = "90.01.01.1001", "90.01.02.1001"

Seen = tuple[str, str, tuple[float, float] | None, str | None, str, str]
"""Id, name, metres from the south-western corner, kelurahan, status and reason."""

PLACES: tuple[Seen, ...] = (
    ("s:1", "SD Satu", (100, 1000), MUARA, "unmet", "sign_faded"),
    ("s:2", "SD Dua", (900, 1000), MUARA, "unknown", "not_surveyed"),
    ("s:3", "SD Tiga", (500, 1000), MUARA, "unmet", "no_sign"),
    ("s:4", "SD Empat", None, MUARA, "unmet", "sign_obscured"),
    ("s:5", "SD Lima", (1500, 1000), MUARA, "met", "sign_good"),
    ("b:1", "SD Enam", (2500, 500), BUKIT, "unknown", "survey_out_of_date"),
    ("b:2", "SD Tujuh", (2500, 900), BUKIT, "unmet", "sign_not_visible"),
    ("x:1", "SD Delapan", None, None, "unknown", "not_surveyed"),
)
"""In Muara three signs have to be done, in Bukit one."""


def signs_assessment(places: Sequence[Seen] = PLACES, **changes: object) -> Assessment:
    """Return the drawn assessment with these places as primary schools, and what is said of their signs."""
    base = drawn_assessment()
    rows = [
        facility(
            place,
            "school_sd",
            name,
            None if spot is None else point(*spot),
            kelurahan_code=region,
            kecamatan_code=None if region is None else region[:8],
            placement="position" if spot else "declared" if region else "unplaced",
            address="Jl. Contoh 1" if place == "s:1" else None,
            source_row=row,
        )
        for row, (place, name, spot, region, _, _) in enumerate(places, 1)
    ]
    facilities = gpd.GeoDataFrame(rows, geometry="geometry", crs=METRIC)[list(FACILITIES.columns)]
    city = dataclasses.replace(base.city, facilities=FACILITIES.validate(facilities))
    details = Details(_measures(places), _said(places))
    rules = {rule: _rule(rule, radius_m) for rule, radius_m in (("TOBACCO_SALE", 200), ("TOBACCO_AD_OUTDOOR", 500))}
    changes = {"city": city, "look_closer": lambda: details, "rules": {**base.rules, **rules}} | changes
    return dataclasses.replace(base, **changes)  # type: ignore[arg-type]


def _rule(rule_id: str, radius_m: float) -> Rule:
    return Rule(
        id=rule_id,
        theme="smoke_free",
        titles={"id": rule_id, "en": rule_id},
        status=RuleStatus.ENFORCE,
        certainty={"radius_m": "Q"},
        citation="PP 28/2024",
        numbers={"radius_m": radius_m, "from": ["satuan_pendidikan"]},
        units={"radius_m": "m"},
    )


def _said(places: Sequence[Seen]) -> pd.DataFrame:
    rows = [
        {
            "rule": "KSTR_SIGN",
            "place_id": place,
            "place_name": name,
            "kind": "school_sd",
            "kelurahan_code": region,
            "kecamatan_code": None if region is None else region[:8],
            "status": status,
            "reason": reason,
            "reason_text": text("Because of {reason}.", reason=reason),
            "seen": None if status == "unknown" else "2026-03-01",
            "photo": None,
        }
        for place, name, _, region, status, reason in places
    ]
    return PLACE_RESULTS.validate(pd.DataFrame(rows, columns=list(PLACE_RESULTS.columns)))


def _measures(places: Sequence[Seen]) -> pd.DataFrame:
    """Count the signs of the city, each kecamatan and each kelurahan as the check does."""
    counted = {"signs_good": "met", "signs_bad": "unmet", "signs_unknown": "unknown"}
    rows = []
    for level, length in (("city", 5), ("kecamatan", 8), ("kelurahan", 13)):
        codes = sorted({"90.01"} if level == "city" else {place[3][:length] for place in places if place[3]})
        for code in codes:
            own = [place for place in places if level == "city" or (place[3] or "").startswith(code)]
            for subject in ("", "school_sd"):
                values = {"places": len(own)}
                values |= {name: sum(place[4] == status for place in own) for name, status in counted.items()}
                rows += [("KSTR_SIGN", level, code, subject, name, value, "count") for name, value in values.items()]
    return MEASURES.validate(pd.DataFrame(rows, columns=list(MEASURES.columns)))
