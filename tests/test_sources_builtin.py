"""The built-in city is found, and its folder holds what its settings and its SOURCES.md say."""

from __future__ import annotations

from pathlib import Path

from planner.sources.builtin import builtin_city
from planner.sources.settings_file import read_settings


def test_the_built_in_city_is_found(balikpapan_folder: Path) -> None:
    assert builtin_city() == balikpapan_folder


def test_every_file_is_named_in_the_settings_and_described(balikpapan_folder: Path) -> None:
    named = {layer.file for layer in read_settings(balikpapan_folder).layers().values()}
    there = {path.name for path in balikpapan_folder.iterdir()} - {"city.toml", "SOURCES.md"}
    assert there == named
    described = (balikpapan_folder / "SOURCES.md").read_text(encoding="utf-8")
    assert all(f"`{file}`" in described for file in named)


def test_every_file_is_text_that_a_diff_can_show(balikpapan_folder: Path) -> None:
    for path in balikpapan_folder.iterdir():
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) > 5
        assert "\r" not in path.read_text(encoding="utf-8")
