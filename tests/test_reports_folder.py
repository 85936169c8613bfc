"""The output folder: all files or none, and other people's files are left alone."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from drawn_assessment import drawn_assessment

from planner.errors import OutputError
from planner.reports import webmap
from planner.reports.folder import check_folder, put_files, said_plainly, write_outputs
from planner.texts import Language, Text, speak

FILES = ["assessment.gpkg", "assessment.json", "map.html"]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speak(Language.ENGLISH):
        yield


def names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir())


def write(out: Path) -> tuple[Path, ...]:
    return write_outputs(drawn_assessment(), out, Language.ENGLISH)


def test_three_files_are_written_and_nothing_else(tmp_path: Path) -> None:
    told: list[Text] = []
    files = write_outputs(drawn_assessment(), tmp_path / "new" / "out", Language.ENGLISH, told.append)
    assert sorted(file.name for file in files) == FILES
    assert names(tmp_path / "new" / "out") == FILES
    assert len(told) == 3


def test_our_own_files_are_replaced_and_others_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "map.html").write_text("old")
    write(tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert (tmp_path / "map.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert names(tmp_path) == [*FILES, "notes.txt"]


def test_a_failure_leaves_the_folder_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "map.html").write_text("old")

    def full(_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(webmap, "map_html", full)
    with pytest.raises(OutputError, match="disk is full"):
        write(tmp_path / "out")
    assert names(tmp_path / "out") == ["map.html"]
    assert (tmp_path / "out" / "map.html").read_text() == "old"


def test_a_failure_leaves_no_new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(webmap, "map_html", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "new" / "out")
    assert names(tmp_path) == []


def test_files_that_were_moved_are_put_back_when_a_later_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in FILES:
        (tmp_path / name).write_text("old")
    replace = Path.replace

    def fails_at_the_map(self: Path, target: Path) -> Path:
        if target == tmp_path / "map.html" and "former" not in self.parts:
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fails_at_the_map)
    with pytest.raises(OutputError, match="may not write"):
        write(tmp_path)
    assert [(tmp_path / name).read_text() for name in FILES] == ["old"] * 3
    assert names(tmp_path) == FILES


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    for out in (tmp_path / "out", tmp_path / "out" / "deeper"):
        with pytest.raises(OutputError, match="file"):
            write(out)
    assert (tmp_path / "out").read_text() == "a file"


def test_a_folder_in_the_place_of_an_output_is_refused(tmp_path: Path) -> None:
    (tmp_path / "map.html").mkdir()
    with pytest.raises(OutputError, match=r"map\.html"):
        check_folder(tmp_path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_said_plainly(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="may not write"):
        write(tmp_path / "out")


def test_files_are_written_whole_or_refused(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    for content in (b"old", b"new"):
        assert put_files(out, {"a.txt": content}) == (out / "a.txt",)
    assert [path.read_bytes() for path in out.iterdir()] == [b"new"]
    with pytest.raises(OutputError):
        put_files(out / "a.txt", {"a.txt": b""})


def test_several_files_are_all_written_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    write_bytes = Path.write_bytes

    def full_at_the_second(self: Path, content: bytes) -> int:
        if self.name == "b.txt":
            raise OSError(errno.ENOSPC, "No space left on device")
        return write_bytes(self, content)

    monkeypatch.setattr(Path, "write_bytes", full_at_the_second)
    with pytest.raises(OutputError, match="the disk is full"):
        put_files(tmp_path, {"a.txt": b"new", "b.txt": b"new"})
    assert names(tmp_path) == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"old"


def test_a_folder_is_tried_before_long_work_and_left_as_it_was(tmp_path: Path) -> None:
    check_folder(tmp_path / "new" / "out")
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EROFS, "the disk is read-only"), (errno.EACCES, "you may not write there"), (errno.EIO, "Input/output")],
)
def test_why_nothing_can_be_written_is_said_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def refused(**_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "TemporaryFile", refused)
    with pytest.raises(OutputError, match=words):
        check_folder(tmp_path)


def test_a_full_disk_is_recognised_where_gdal_does_not_tell_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
    with pytest.raises(OutputError, match="the disk is full"), said_plainly(tmp_path):
        raise OSError("Failed to commit transaction")
