"""A folder into a store and out of it again: the same rows, the same files, the same assessment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from city_folders import drawn_city, sentence
from stores import Backend, settle

from planner.assess import assess
from planner.errors import StorageError
from planner.ingest import load_city
from planner.model.person import Collection
from planner.reports.contract import assessment_json
from planner.storage.checkout import KEPT
from planner.storage.folder import read_folder, write_folder
from planner.storage.records import Row
from planner.storage.workspace import StoredWorkspace
from planner.texts import Language


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_comes_out_as_it_went_in(backend: Backend, tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    (folder / "photos").mkdir()
    (folder / "photos" / "a.jpg").write_bytes(bytes(range(256)) * 40)
    city = backend.workspace(folder)
    number, newest = city.newest()
    assert number == 1
    assert contents(newest) == contents(folder)
    assert read_folder(newest).rows == read_folder(folder).rows


def test_the_checkout_is_assessed_as_the_folder(backend: Backend, tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    newest = backend.workspace(folder).newest()[1]
    one, other = (assessment_json(assess(load_city(city)), Language.ENGLISH) for city in (folder, newest))
    assert one == other


def test_the_builtin_city_goes_through_a_store(backend: Backend, balikpapan_folder: Path) -> None:
    newest = backend.workspace(balikpapan_folder).newest()[1]
    assert read_folder(newest).rows == read_folder(balikpapan_folder).rows
    assert load_city(newest).fingerprint == load_city(balikpapan_folder).fingerprint


def test_each_revision_has_its_folder_and_old_ones_go(backend: Backend, tmp_path: Path) -> None:
    city = backend.workspace(drawn_city(tmp_path))
    first = city.newest()[1]
    for number in range(KEPT + 1):
        settle(city, "catatan.txt", str(number).encode())
        city.newest()
    assert not first.exists()
    assert (city.newest()[1] / "catatan.txt").read_bytes() == str(KEPT).encode()


def test_a_private_copy_that_goes_meanwhile_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    city = Backend("geopackage", tmp_path).workspace(drawn_city(tmp_path))
    root, listed = city.newest()[1].parent, Path.iterdir

    def iterdir(folder: Path) -> Iterator[Path]:
        yield from listed(folder)
        if folder == root:
            # Seen, and removed by whoever made it before it is looked at.
            yield root / ".aside-of-somebody-else"

    monkeypatch.setattr(Path, "iterdir", iterdir)
    settle(city, "catatan.txt", b"1")
    assert city.newest()[0] == 2


def test_a_copy_that_went_on_by_itself_is_not_taken_for_the_first(backend: Backend, tmp_path: Path) -> None:
    """A restored backup has the identity and the numbers of the first, but may get other revisions."""
    city = backend.workspace(drawn_city(tmp_path))
    other = backend.beside()
    from planner.storage.transfer import fill_from

    twin = StoredWorkspace(other.create(fill_from(backend.open())), tmp_path / "cache")
    settle(city, "catatan.txt", b"satu")
    settle(twin, "catatan.txt", b"dua")
    assert (city.newest()[0], twin.newest()[0]) == (2, 2)
    assert (city.newest()[1] / "catatan.txt").read_bytes() == b"satu"
    assert (twin.newest()[1] / "catatan.txt").read_bytes() == b"dua"


@pytest.mark.parametrize(
    "name", ["../lain.csv", "/etc/passwd", "a/../../b", "..", ".tersembunyi", "C:\\kota.csv", "a\\b", "", "a/.b/c"]
)
def test_a_hostile_store_writes_nothing_outside(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "kota"
    folder.mkdir()
    row = Row(Collection.SCENARIOS, name, name, 0, {"document": "isi"})
    with pytest.raises(StorageError):
        write_folder([row], lambda sha256, path: None, folder)
    assert list(tmp_path.rglob("*")) == [folder]


def test_columns_for_readers_are_kept(backend: Backend, tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    (folder / "survey.csv").write_text(
        "facility_id,place_name,kind,lon,lat,fact,value,date,office,note,visit,question\n"
        "schools:1,SD,,,,smoke_free_sign,yes,2026-11-01,DKK,,,Ada tanda?\n",
        encoding="utf-8",
    )
    city = backend.workspace(folder)
    assert "Ada tanda?" in (city.newest()[1] / "survey.csv").read_text(encoding="utf-8")


def test_a_cache_that_can_not_be_written_is_said_plainly(backend: Backend, tmp_path: Path) -> None:
    backend.workspace(drawn_city(tmp_path))
    (tmp_path / "berkas").write_bytes(b"")
    with pytest.raises(StorageError) as caught:
        StoredWorkspace(backend.open(), tmp_path / "berkas").newest()
    assert "PLANNER_CACHE" in sentence(caught.value)
