"""``city.toml`` changed by a program: a block at its end, found again by its marks."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import MissingFileError, SettingsError
from planner.sources.settings_change import (
    check_settings_text,
    join_block,
    mark_block,
    read_settings_text,
    split_block,
)

OTHERS = "# a city\n[city]\n"
LINE = st.text(st.characters(blacklist_categories=["C", "Z"]), max_size=10).map(lambda words: f"# {words}\n")


@given(st.lists(LINE).map("".join))
def test_a_block_is_found_again_and_the_rest_stays(lines: str) -> None:
    block = mark_block(lines, "osm")
    joined = join_block(OTHERS, block)
    assert split_block(joined, "osm") == (block, OTHERS.rstrip() + "\n")
    assert split_block(joined, "other") == ("", joined)


def test_without_a_block_everything_is_the_rest() -> None:
    assert join_block(*reversed(split_block(OTHERS, "osm"))) == OTHERS


def test_a_city_toml_that_can_not_be_read_is_not_changed(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        read_settings_text(tmp_path)
    (tmp_path / "city.toml").write_bytes(b"\xff")
    with pytest.raises(SettingsError):
        read_settings_text(tmp_path)


@pytest.mark.parametrize("content", ["[city", "[city]\nname = 1\n"])
def test_what_the_planner_could_not_read_is_never_written(content: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        check_settings_text(content, tmp_path)
