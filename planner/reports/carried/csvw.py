"""A table (CSV) has no room for how it was made: it stands in a file of metadata beside it (W3C's CSV on the Web)."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from planner.reports.json_text import json_text
from planner.texts import current_language

SUFFIX = "-metadata.json"
"""What follows the table's name in the name of its metadata."""

GROUP_FILE = "csv-metadata.json"
"""Metadata of all the tables of a folder."""

MAX_BYTES = 20_000_000
_CONTEXT = "http://www.w3.org/ns/csvw"
_PROVENANCE = "dc:provenance"


def metadata(name: str, content: bytes, provenance: str) -> dict[str, bytes]:
    """Return the file of metadata that goes beside a table, by its name.

    Parameters
    ----------
    name
        Name of the table's file.
    content
        The table.
    provenance
        How it was made.
    """
    document = {"@context": _context(), **_table(name, content, provenance)}
    return {f"{name}{SUFFIX}": json_text(document).encode("utf-8")}


def group_metadata(tables: Mapping[str, bytes], provenances: Mapping[str, str]) -> bytes:
    """Return the metadata of all the tables of a folder, given by the names of their files."""
    described = [_table(name, content, provenances[name]) for name, content in tables.items()]
    return json_text({"@context": _context(), "tables": described}).encode("utf-8")


def said(path: Path) -> str | None:
    """Return what the metadata beside a table say of its making; ``None`` where there are none."""
    beside = _read(path.with_name(f"{path.name}{SUFFIX}"))
    if beside is not None:
        return _said_of(beside)
    tables = (_read(path.with_name(GROUP_FILE)) or {}).get("tables")
    for table in tables if isinstance(tables, list) else []:
        if isinstance(table, dict) and table.get("url") == path.name:
            return _said_of(table)
    return None


def is_metadata(document: Mapping[str, Any]) -> bool:
    """Say whether a document is such metadata, given in place of its table."""
    return "@context" in document and ("tableSchema" in document or "tables" in document)


def _context() -> list[Any]:
    return [_CONTEXT, {"@language": str(current_language())}]


def _table(name: str, content: bytes, provenance: str) -> dict[str, Any]:
    heads = next(csv.reader([content.split(b"\r\n", 1)[0].decode("utf-8-sig")]), [])
    return {
        "url": name,
        _PROVENANCE: provenance,
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": {"columns": [{"titles": head} for head in heads]},
    }


def _read(path: Path) -> dict[str, Any] | None:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        document = json.loads(content) if len(content) <= MAX_BYTES else None
    except (OSError, ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _said_of(table: Mapping[str, Any]) -> str | None:
    said = table.get(_PROVENANCE)
    return said if isinstance(said, str) else None
