"""A JSON document carries how it was made as a member of its own; ``assessment.json`` says it at its top."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MEMBER = "provenance"
"""Name of the member."""

_AT_THE_TOP = {"kind": "assessment", "file": "assessment.json"}
"""What a document is that says it at its top."""


def said(document: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what a document says of its making; ``None`` where it says it of another file, as in a data package."""
    own = document.get(MEMBER)
    if isinstance(own, dict):
        return own
    return None if "output" in document else {**document, "output": _AT_THE_TOP}
