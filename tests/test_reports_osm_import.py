"""What an import from OpenStreetMap brought, in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planner.model.city import Notice
from planner.reports.osm_import import LAND_LABELS, import_lines
from planner.sources.osm.importing import Imported
from planner.sources.osm.naming import LAND_LAYERS
from planner.sources.osm.write import WrittenLayers
from planner.texts import Language, text, translate

NOTHING = Imported(
    title="OpenStreetMap, pulau.osm.pbf",
    date="2025-06-30",
    facilities={},
    twice=(),
    covered={},
    unwanted={},
    left_out=[],
    streets=None,
    refused=0,
    land={},
    kept=(),
    former_streets=None,
    notices=(),
    written=WrittenLayers(Path("a.gpkg"), Path("b.gpkg")),
)


def lines(imported: Imported, language: Language = Language.ENGLISH) -> list[str]:
    return [translate(line, language) for line in import_lines(imported, language)]


def test_what_is_not_there_is_not_told() -> None:
    assert lines(NOTHING) == ["OpenStreetMap, pulau.osm.pbf, as of 2025-06-30", "No streets are brought in."]


def test_what_may_count_twice_is_a_warning() -> None:
    told = lines(replace(NOTHING, facilities={"park": 1}, twice=("park",)))
    assert told[2:4] == ["1 facility is brought in:", "  1 × park (park)"]
    assert "may count twice: park." in told[4]


def test_further_layers_are_counted() -> None:
    told = lines(replace(NOTHING, land={"crossings": 3, "exclusions": 2}, kept=("buildings",)))
    assert told[2:] == [
        "3 × crossings, signals, footbridges and underpasses",
        "2 × rivers, water and protected land, where nothing is proposed",
        "The city has a layer of its own, which stays: buildings, by which children are spread over their region.",
    ]


def test_every_further_layer_has_a_name() -> None:
    assert set(LAND_LABELS) == set(LAND_LAYERS)


def test_notices_come_last() -> None:
    notice = Notice("osm_broken_way", "OpenStreetMap", text("One way is broken."))
    assert lines(replace(NOTHING, notices=(notice,)))[-1] == "One way is broken."


@pytest.mark.parametrize(
    ("language", "says"), [(Language.ENGLISH, "  2 × Disused."), (Language.INDONESIAN, "2 × Usang.")]
)
def test_a_rule_explains_itself_in_the_language_that_is_spoken(language: Language, says: str) -> None:
    told = lines(replace(NOTHING, left_out=[(2, {"id": "Usang.", "en": "Disused."})]), language)
    assert told[-1].strip() == says.strip()
