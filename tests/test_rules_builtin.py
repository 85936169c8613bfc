"""The planner's own data are found in a checkout and in an installed package."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import MissingFileError
from planner.rules import builtin


def test_the_data_of_a_checkout_are_found() -> None:
    assert (builtin.builtin_data() / "rules" / "walking.toml").is_file()


def test_the_data_inside_a_package_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "planner"
    (package / "data" / "rules").mkdir(parents=True)
    (tmp_path / "data" / "rules").mkdir(parents=True)
    monkeypatch.setattr(builtin, "PACKAGE", package)
    assert builtin.builtin_data() == package / "data"


def test_missing_data_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtin, "PACKAGE", tmp_path / "planner")
    with pytest.raises(MissingFileError):
        builtin.builtin_data()
