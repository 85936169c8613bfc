"""Visits to signs as a phone sends them."""

from __future__ import annotations

import base64
from typing import Any

from planner.sources.survey.known import KnownPlaces

SCHOOL = "contoh:1"
KNOWN = KnownPlaces({SCHOOL: "SD Satu", "contoh:2": "SD Dua"}, lambda lon, lat: abs(lon - 110) < 1 and abs(lat + 5) < 1)
"""Two schools; the city lies around 110° E, 5° S."""


def name(number: int) -> str:
    """Return the name of a visit."""
    return f"{number:032x}"


def visit(number: int = 1, **told: object) -> dict[str, Any]:
    """Return a visit: what nobody says is a sign seen at SD Satu on 1 March 2026 by Dinkes."""
    return {
        "id": name(number),
        "place": SCHOOL,
        "found": None,
        "name": "SD Satu",
        "date": "2026-03-01",
        "office": "Dinkes",
        "note": "",
        "answers": {"smoke_free_sign": "yes", "sign_legible": "faded"},
        "photo": None,
        **told,
    }


def as_data(content: bytes) -> str:
    """Return a picture as a browser writes it."""
    return "data:image/jpeg;base64," + base64.b64encode(content).decode()
