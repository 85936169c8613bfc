"""The list of threats: each has a test, and each test that is named exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "docs" / "security.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
THREATS = [line for line in LIST.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]


@cache
def named_in(path: str) -> set[str]:
    """Return the names of the tests of a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize("row", THREATS, ids=lambda row: row.split("|")[1].strip()[:40])
def test_every_threat_has_tests_that_exist(row: str) -> None:
    named = NAMED.findall(row)
    assert named
    for path, test in named:
        assert (ROOT / path).is_file(), path
        assert test in named_in(path), f"{path} has no {test}"


def test_every_test_of_this_folder_stands_in_the_list() -> None:
    """By its file: what is tried here is told there."""
    listed = LIST.read_text(encoding="utf-8")
    files = {path.name for path in Path(__file__).parent.glob("test_*.py")} - {Path(__file__).name}
    assert [name for name in sorted(files) if f"tests/security/{name}" not in listed] == []
