"""How ``city.toml`` names the layers: which lines change, and which stay."""

from __future__ import annotations

import tomllib

import pytest
from drawn_extract import CITY
from drawn_osm_city import write_osm

from planner.errors import SettingsError
from planner.sources.osm.extract import read_extract
from planner.sources.osm.layers import OsmLayers
from planner.sources.osm.naming import Named, kinds_of, name_layers
from planner.sources.settings import FacilitySettings

NAMED = Named(("library",), streets=True)


@pytest.fixture(scope="module")
def layers(tmp_path_factory: pytest.TempPathFactory) -> OsmLayers:
    return read_extract(write_osm(tmp_path_factory.mktemp("osm") / "kota.osm.pbf"), CITY)


def named(content: str, layers: OsmLayers, what: Named = NAMED) -> str:
    return name_layers(content, layers, "osm", what)


def test_what_stands_there_stays_and_the_block_follows(layers: OsmLayers) -> None:
    before = '# kota\n[city]\nname = "A" # nama\n'
    after = named(before, layers)
    assert after.startswith(before)
    assert list(tomllib.loads(after)) == ["city", "sources", "facilities", "streets"]


def test_remarks_around_replaced_streets_stay(layers: OsmLayers) -> None:
    own = '[streets]\nfile = "a.gpkg"\nsource = "b"\ncrs = "EPSG:1"\n# satu\n'
    before = own + '[streets.columns]\nname = "n"\n# dua\n[rules]\n'
    after = named(before, layers)
    assert after.index("# before: a.gpkg, source b") < after.index("# satu") < after.index("# dua")
    assert tomllib.loads(after)["streets"] == {
        "file": "osm.gpkg",
        "layer": "streets",
        "source": "osm",
        "columns": {"name": "name", "street_class": "street_class"},
    }


def test_streets_written_on_one_line_are_replaced_too(layers: OsmLayers) -> None:
    after = named('streets = { file = "a.gpkg", source = "b" }\n[rules]\n', layers)
    assert tomllib.loads(after)["streets"]["file"] == "osm.gpkg"


def test_streets_that_are_not_wanted_stay(layers: OsmLayers) -> None:
    before = '[streets]\nfile = "a.gpkg"\nsource = "b"\n'
    after = named(before, layers, Named(("library",), streets=False))
    assert tomllib.loads(after)["streets"]["file"] == "a.gpkg"


def test_naming_twice_is_naming_once(layers: OsmLayers) -> None:
    once = named('[streets]\nfile = "a.gpkg"\nsource = "b"\n', layers)
    assert named(once, layers) == once


@pytest.mark.parametrize(
    "content",
    [
        '[sources.osm]\ntitle = "own"\n',
        '# >>> planner import: osm\n[[facilities]]\nfile = "osm.csv"\n# <<< planner import: osm\n',
    ],
)
def test_a_name_that_belongs_to_something_else_is_refused(content: str, layers: OsmLayers) -> None:
    with pytest.raises(SettingsError):
        named(content, layers)


def test_the_kinds_of_a_layer() -> None:
    columns = {"name": "n"}
    one = FacilitySettings.model_validate({"file": "a", "source": "b", "columns": columns, "kind": "park"})
    some = FacilitySettings.model_validate(
        {"file": "a", "source": "b", "columns": columns, "kind_columns": ["k"], "kinds": {"x": "rth", "*": "skip"}}
    )
    assert (kinds_of(one), kinds_of(some)) == ({"park"}, {"rth"})
