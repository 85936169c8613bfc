"""`planner export`: one archive, the same for the same input, and plain sentences where it can't be written."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from planner.cli import main
from planner.sources.starter import write_starter


@pytest.fixture
def city(tmp_path: Path) -> str:
    write_starter(tmp_path / "kota")
    return str(tmp_path / "kota")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(["export", *words, "--language", "en"])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_one_archive_is_written_and_named(city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    status, said, told = run(capsys, city, "--out", str(out), "--date", "2026-03-31")
    (archive,) = out.iterdir()
    assert status == 0
    assert said == f"Written: {archive}\n"
    assert "Writing assessment.gpkg …" in told
    with zipfile.ZipFile(archive) as package:
        assert "as of 31 March 2026" in package.read("README.en.md").decode()


def test_two_runs_give_the_same_bytes(city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        run(capsys, city, "--out", str(tmp_path / name), "--date", "2026-03-31")
    (one,), (two,) = (tmp_path / "one").iterdir(), (tmp_path / "two").iterdir()
    assert one.name == two.name
    assert one.read_bytes() == two.read_bytes()


def test_other_options_give_another_name(city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, city, "--out", str(tmp_path / "out"), "--date", "2026-03-31")
    run(capsys, city, "--out", str(tmp_path / "out"), "--date", "2026-03-31", "--minutes", "15")
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_a_file_in_place_of_the_folder_is_said_plainly(
    city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("mine")
    status, said, told = run(capsys, city, "--out", str(tmp_path / "out"))
    assert (status, said) == (2, "")
    assert "is a file, so nothing can be written into it" in told


def test_a_day_that_is_none_is_refused(city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, told = run(capsys, city, "--out", str(tmp_path / "out"), "--date", "31-03-2026")
    assert status == 2
    assert "--date" in told
    assert not (tmp_path / "out").exists()
