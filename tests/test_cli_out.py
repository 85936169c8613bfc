"""A folder that can't be written is refused by every command before its long work."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest

import planner.ingest
from planner.cli import main

COMMANDS = {
    "assess": ["assess"],
    "brief": ["brief"],
    "check": ["check"],
    "export": ["export"],
    "kla": ["kla"],
    "maps": ["maps"],
    "propose": ["propose"],
    "quality": ["quality"],
    "reach": ["reach", "parks:1"],
    "smoke-free": ["smoke-free"],
}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_a_read_only_folder_is_refused_before_the_city_is_read(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def read_only(**_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    def never(*_: object, **__: object) -> None:
        raise AssertionError("The city was read.")

    monkeypatch.setattr(tempfile, "TemporaryFile", read_only)
    monkeypatch.setattr(planner.ingest, "load_city", never)
    assert main([*words, "--out", str(tmp_path / "out"), "--language", "en"]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"{tmp_path / 'out'} can't be written (the disk is read-only): choose another folder."
    )
    assert list(tmp_path.iterdir()) == []
