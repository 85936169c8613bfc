"""A GeoParquet file carries how it was made in the metadata of its schema, beside those of its geometry."""

from __future__ import annotations

import io
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

KEY = b"planner_provenance"


def with_provenance(content: bytes, provenance: str) -> bytes:
    """Return a Parquet file that says how it was made.

    Parameters
    ----------
    content
        The file without it.
    provenance
        What it is to say.
    """
    table = pq.read_table(io.BytesIO(content))
    said = {**(table.schema.metadata or {}), KEY: provenance.encode("utf-8")}
    written = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(said), written, compression="zstd")
    return written.getvalue()


def said(path: Path) -> str | None:
    """Return what a Parquet file says of its making; ``None`` where it says nothing or can't be read."""
    try:
        metadata = pq.read_schema(path).metadata or {}
        return metadata[KEY].decode("utf-8") if KEY in metadata else None
    except (pa.ArrowException, ValueError, OSError):
        return None
