"""The starter folder works as it is, and never overwrites anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from city_folders import sentence

from planner.errors import OutputError
from planner.ingest import load_city
from planner.sources.builtin import builtin_city, is_builtin
from planner.sources.settings import (
    FacilityColumns,
    FacilitySettings,
    KindColumns,
    MergingSettings,
    ParcelSettings,
    RasterSettings,
    Settings,
)
from planner.sources.starter import TEMPLATE, copy_builtin, write_starter


def test_a_starter_folder_loads_and_says_that_it_is_an_example(tmp_path: Path) -> None:
    files = write_starter(tmp_path / "baru")
    assert [file.name for file in files] == sorted(path.name for path in TEMPLATE.iterdir())
    city = load_city(tmp_path / "baru")
    assert "rekaan" in city.name
    assert all("rekaan" in source.title for source in city.sources)


@pytest.mark.parametrize("name", ["Kota Baru", 'Kota "Baru" \\ <b>', "Kōta 新 😀"])
def test_the_name_is_written_so_that_it_is_read_again(tmp_path: Path, name: str) -> None:
    write_starter(tmp_path / "baru", name=name)
    assert load_city(tmp_path / "baru").name == name


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "baru").mkdir()
    write_starter(tmp_path / "baru")
    assert (tmp_path / "baru" / "city.toml").is_file()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "baru").mkdir()
    (tmp_path / "baru" / "catatan.txt").write_text("penting", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        write_starter(tmp_path / "baru")
    assert "is not empty" in sentence(caught.value)
    assert [path.name for path in (tmp_path / "baru").iterdir()] == ["catatan.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["baru"]


def test_a_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "baru").write_text("berkas", encoding="utf-8")
    with pytest.raises(OutputError):
        write_starter(tmp_path / "baru")
    with pytest.raises(OutputError):
        write_starter(tmp_path / "baru" / "kota")
    assert (tmp_path / "baru").read_text(encoding="utf-8") == "berkas"


def test_every_key_is_shown_in_the_starter() -> None:
    content = (TEMPLATE / "city.toml").read_text(encoding="utf-8")
    models = (Settings, FacilitySettings, FacilityColumns, MergingSettings, ParcelSettings, KindColumns, RasterSettings)
    for key in [key for model in models for key in model.model_fields]:
        assert key in content


def test_a_copy_of_the_built_in_city_is_the_same_city_and_may_be_changed(tmp_path: Path) -> None:
    files = copy_builtin(tmp_path / "salinan")
    assert [file.name for file in files] == sorted(
        path.name for path in builtin_city().iterdir() if path.name[0] != "."
    )
    assert all(file.read_bytes() == (builtin_city() / file.name).read_bytes() for file in files)
    assert is_builtin(builtin_city())
    assert not is_builtin(tmp_path / "salinan")
    (tmp_path / "salinan" / "baru.csv").write_text("a\n", encoding="utf-8")
    with pytest.raises(OutputError):
        copy_builtin(tmp_path / "salinan")
