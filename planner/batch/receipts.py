"""Finished partitions: written aside and renamed, and counted as finished only with a receipt that fits them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from planner.national.partitions import assessment_file, findings_file, kecamatan_file
from planner.reports.folder import put_files, said_plainly

RECEIPTS_FOLDER = "receipts"
_FEWEST = 2
"""A partition has answers and findings; that of a city folder also its whole assessment."""


def keep_partition(out: Path, code: str, key: str, files: Mapping[str, bytes]) -> None:
    """Write the files of a partition and, last of all, its receipt.

    Parameters
    ----------
    out
        The folder of the run.
    code
        The kabupaten or kota.
    key
        Fingerprint of what it was made from.
    files
        Content by place in the folder.

    Raises
    ------
    planner.errors.OutputError
        If a file can't be written. Then the partition does not count as finished.
    """
    drop_partition(out, code)
    for place, content in files.items():
        path = out / place
        put_files(path.parent, {path.name: content})
    receipt = {"key": key, "files": {place: _checksum(content) for place, content in files.items()}}
    put_files(out / RECEIPTS_FOLDER, {_name(code): json.dumps(receipt, indent=1, sort_keys=True).encode() + b"\n"})


def is_finished(out: Path, code: str, key: str) -> bool:
    """Say whether a partition is whole, as it was written, and made from what a key tells."""
    receipt = _receipt(out, code)
    if receipt is None or receipt[0] != key:
        return False
    return all(_is_whole(out / place, checksum) for place, checksum in receipt[1].items())


def drop_partition(out: Path, code: str) -> None:
    """Remove what is kept of a city, the receipt first: what is out of date must not be read with the rest.

    Raises
    ------
    planner.errors.OutputError
        If it can't be removed.
    """
    with said_plainly(out):
        (out / RECEIPTS_FOLDER / _name(code)).unlink(missing_ok=True)
        for place in _places(code):
            (out / place).unlink(missing_ok=True)


def _receipt(out: Path, code: str) -> tuple[str, Mapping[str, str]] | None:
    """Return key and checksums of a receipt; ``None`` where there is none that can be read."""
    try:
        written = json.loads((out / RECEIPTS_FOLDER / _name(code)).read_bytes())
    except (OSError, ValueError):
        return None
    match written:
        # Nothing but the files of a partition is read, whatever a receipt says.
        case {"key": str(key), "files": dict(files)} if files.keys() <= _places(code) and len(files) >= _FEWEST:
            return key, files
    return None


def _places(code: str) -> frozenset[str]:
    return frozenset({kecamatan_file(code), findings_file(code), assessment_file(code)})


def _is_whole(path: Path, checksum: str) -> bool:
    try:
        return _checksum(path.read_bytes()) == checksum
    except OSError:
        return False


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _name(code: str) -> str:
    return f"{code}.json"
