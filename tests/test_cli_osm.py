"""``planner import osm``: out of an extract or live, with one plain sentence where it can't be."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from drawn_extract import MOMENT
from drawn_osm_city import CITY_TOML, drawn_osm_city, write_osm
from overpass_server import Extract, serving
from stores import Backend

from planner.cli import main
from planner.ingest import load_city
from planner.model.person import ONE_DESK
from planner.sources.osm import live
from planner.sources.osm.overpass import OsmService
from planner.storage.postgis import DATABASE_VARIABLE
from planner.storage.records import Deed


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main([*words, "--language", "en"])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return drawn_osm_city(tmp_path / "kota")


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    return write_osm(tmp_path / "pulau.osm.pbf")


def test_an_extract_is_brought_in_and_the_counts_are_told(
    city: Path, extract: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said, progress = run(capsys, "import", "osm", str(city), "--extract", str(extract))
    assert status == 0
    assert said.splitlines() == [
        "OpenStreetMap, pulau.osm.pbf, as of 2025-06-30",
        "2 street lines that may be walked are brought in; 1 may not be walked.",
        "They stand in for streets.geojson, which stays in the folder.",
        "2 facilities are brought in:",
        "  1 × play space (playground)",
        "  1 × library (library)",
        "Not brought in, because the city has another source for the kind (--kinds brings them all the same):",
        "  1 × park (park)",
        "Left out by a rule:",
        "  1 × Marked as no longer in use.",
        f"Next: planner assess {city} --out out",
    ]
    assert "Copying the city out of the extract …" in progress
    assert len(load_city(city).streets) == 2


def test_live_brings_in_the_same(
    city: Path, extract: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, "import", "osm", str(drawn_osm_city(tmp_path / "lain")), "--extract", str(extract))
    with serving(Extract(extract), MOMENT) as server:
        service = partial(OsmService, overpass_url=server.url + "/api", nominatim_url=server.url)
        monkeypatch.setattr(live, "OsmService", service)
        status, said, progress = run(capsys, "import", "osm", str(city))
    assert status == 0
    assert said.startswith("OpenStreetMap, as of 2025-06-30\n2 street lines")
    assert "Fetching piece 1 of 3 …" in progress
    one, other = load_city(city), load_city(tmp_path / "lain")
    assert one.facilities["id"].tolist() == other.facilities["id"].tolist()
    assert one.streets.geometry.geom_equals(other.streets.geometry).all()


def files_below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_working_city_takes_it_in_as_one_change(
    backend: Backend, extract: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv(DATABASE_VARIABLE, backend.address)
    work = backend.workspace(drawn_osm_city(tmp_path / "kota"))
    first = files_below(work.newest()[1])
    status, said, told = run(capsys, "import", "osm", backend.city, "--extract", str(extract))
    assert status == 0, told
    assert f"Next: planner assess {backend.city} --out out" in said
    number, folder = work.newest()
    assert number == 2
    assert work.store.revisions()[0].deed is Deed.IMPORT
    assert files_below(folder) - first == {"openstreetmap.gpkg", "openstreetmap_ground.gpkg"}
    plain = drawn_osm_city(tmp_path / "lain")
    run(capsys, "import", "osm", str(plain), "--extract", str(extract))
    assert load_city(folder).facilities["id"].tolist() == load_city(plain).facilities["id"].tolist()
    # The same once more changes nothing, and it can be taken back.
    assert run(capsys, "import", "osm", backend.city, "--extract", str(extract))[0] == 0
    assert work.store.revision() == 2
    work.undo(ONE_DESK, 2)
    assert files_below(work.newest()[1]) == first
    work.store.close()


def test_what_servers_answer_is_not_kept_in_the_folder_of_a_working_city(
    backend: Backend, extract: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv(DATABASE_VARIABLE, backend.address)
    work = backend.workspace(drawn_osm_city(tmp_path / "kota"))
    run(capsys, "rules", backend.city)
    with serving(Extract(extract), MOMENT) as server:
        service = partial(OsmService, overpass_url=server.url + "/api", nominatim_url=server.url)
        monkeypatch.setattr(live, "OsmService", service)
        assert run(capsys, "import", "osm", backend.city)[0] == 0
    assert work.store.revision() == 2
    assert list((tmp_path / "cache" / "osm").iterdir()) == [tmp_path / "cache" / "osm" / work.store.identity]
    assert not list((tmp_path / "cache" / "cities").rglob("*osm-cache*"))
    work.store.close()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--extract", "nowhere.osm.pbf"], "nowhere.osm.pbf"),
        (["--extract", "a.osm.pbf", "--place", "Kota"], "--place"),
        (["--extract", "a.osm.pbf", "--kinds", "parks"], "park"),
        (["--only", "streets", "--kinds", "park"], "--only"),
        (["--only", "trees"], "--only"),
    ],
)
def test_what_can_not_be_used_is_one_sentence_and_changes_nothing(
    words: list[str], says: str, city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, result, said = run(capsys, "import", "osm", str(city), *words)
    assert (status, result) == (2, "")
    sentences = [line for line in said.splitlines() if not line.endswith("…")]
    assert len(sentences) == 1
    assert says in sentences[0]
    assert (city / "city.toml").read_text(encoding="utf-8") == CITY_TOML
    assert not (city / "openstreetmap.gpkg").exists()


def test_the_built_in_city_can_not_be_changed_but_copied(extract: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, said = run(capsys, "import", "osm", "--extract", str(extract))
    assert status == 2
    assert "planner copy-city" in said


def test_stopping_leaves_the_folder_as_it_was(
    city: Path, extract: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(path.name for path in city.iterdir())

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("planner.sources.osm.write._write", stopped)
    status, _, said = run(capsys, "import", "osm", str(city), "--extract", str(extract))
    assert status == 130
    assert said.splitlines()[-1] == "Stopped; nothing was left half-written."
    assert sorted(path.name for path in city.iterdir() if path.name != ".city.toml.lock") == before


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "osm", "--help", "--language", "en"]) == 0
    assert "planner import osm my-city --extract" in capsys.readouterr().out
