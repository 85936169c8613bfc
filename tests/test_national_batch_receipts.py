"""Finished partitions: one that is damaged, out of date or half-written does not count."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.batch.receipts import RECEIPTS_FOLDER, drop_partition, is_finished, keep_partition
from planner.errors import OutputError
from planner.national.partitions import assessment_file, findings_file, kecamatan_file

CODE, KEY = "11.01", "key"
FILES = {kecamatan_file(CODE): b"answers", findings_file(CODE): b"findings"}


def test_what_was_kept_is_finished_for_its_own_key_only(tmp_path: Path) -> None:
    assert not is_finished(tmp_path, CODE, KEY)
    keep_partition(tmp_path, CODE, KEY, FILES)
    assert is_finished(tmp_path, CODE, KEY)
    assert not is_finished(tmp_path, CODE, "another")
    assert not is_finished(tmp_path, "11.02", KEY)


def test_provinces_are_folders_as_in_hive(tmp_path: Path) -> None:
    keep_partition(tmp_path, CODE, KEY, FILES)
    assert (tmp_path / "kecamatan" / "province=11" / "11.01.parquet").read_bytes() == b"answers"
    assert not list(tmp_path.rglob(".*"))


@pytest.mark.parametrize("place", FILES)
@given(content=st.binary())
def test_a_file_with_other_content_is_not_finished(
    tmp_path_factory: pytest.TempPathFactory, place: str, content: bytes
) -> None:
    out = tmp_path_factory.mktemp("run")
    keep_partition(out, CODE, KEY, FILES)
    (out / place).write_bytes(content)
    assert is_finished(out, CODE, KEY) == (content == FILES[place])


@pytest.mark.parametrize(
    "receipt",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"key": "key"}',
        b'{"key": "key", "files": {}}',
        b'{"key": "key", "files": {"kecamatan/province=11/11.01.parquet": 7}}',
        # Nothing outside the partition is looked at.
        b'{"key": "key", "files": {"../../etc/passwd": "x", "/etc/hosts": "y"}}',
    ],
)
def test_a_receipt_that_cannot_be_read_is_none(tmp_path: Path, receipt: bytes) -> None:
    keep_partition(tmp_path, CODE, KEY, FILES)
    (tmp_path / RECEIPTS_FOLDER / "11.01.json").write_bytes(receipt)
    assert not is_finished(tmp_path, CODE, KEY)


@pytest.mark.parametrize("place", [*FILES, f"{RECEIPTS_FOLDER}/11.01.json"])
def test_a_missing_file_is_not_finished(tmp_path: Path, place: str) -> None:
    keep_partition(tmp_path, CODE, KEY, FILES)
    (tmp_path / place).unlink()
    assert not is_finished(tmp_path, CODE, KEY)


def test_what_is_dropped_leaves_nothing_behind(tmp_path: Path) -> None:
    keep_partition(tmp_path, CODE, KEY, {**FILES, assessment_file(CODE): b"{}"})
    keep_partition(tmp_path, "11.02", KEY, {kecamatan_file("11.02"): b"", findings_file("11.02"): b""})
    drop_partition(tmp_path, CODE)
    assert [path.name for path in tmp_path.rglob("11.01*")] == []
    assert is_finished(tmp_path, "11.02", KEY)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "kecamatan").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError):
        keep_partition(tmp_path, CODE, KEY, FILES)
    assert not is_finished(tmp_path, CODE, KEY)
