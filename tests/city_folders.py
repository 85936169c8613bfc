"""City folders to break: the starter's drawn city, with a file changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import PlannerError
from planner.ingest import load_city
from planner.sources.starter import write_starter
from planner.texts import Language, translate

SETTINGS = "city.toml"
REGIONS = "contoh_kelurahan.geojson"
PEOPLE = "contoh_penduduk.csv"
FACILITIES = "contoh_fasilitas.csv"
STREETS = "contoh_jalan.geojson"


def drawn_city(folder: Path) -> Path:
    """Write the starter's drawn city: 2 × 2 kelurahan of 0.015 degrees, from 110° E, 5.03° S."""
    city = folder / "kota"
    write_starter(city)
    return city


def rewrite(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a text in a file, everywhere."""
    path = folder / file
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")


def sentence(error: PlannerError) -> str:
    """Return an error's sentence in English."""
    return translate(error.message, Language.ENGLISH)


def refusal(folder: Path, kind: type[PlannerError]) -> str:
    """Load a city folder that can't be used, and return the sentence that says why."""
    with pytest.raises(kind) as caught:
        load_city(folder)
    assert type(caught.value) is kind
    said = sentence(caught.value)
    assert "\n" not in said
    assert said.endswith((".", ").", ")"))
    return said
