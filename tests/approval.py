"""Approval tests: what the program says is compared with what somebody read and found right.

``APPROVE=1 pytest …`` writes what is said now; look at the difference before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

APPROVED = Path(__file__).parent / "approved"


def approve(name: str, said: str) -> None:
    """Compare a text with the approved one of that name, such as ``checks/STSK_COVERAGE.txt``."""
    path = APPROVED / name
    if os.environ.get("APPROVE") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(said, encoding="utf-8")
    assert path.is_file(), f"nothing is approved as {name}: run with APPROVE=1 and read it"
    assert said == path.read_text(encoding="utf-8")
