"""What Streamlit caches draws nothing: it would be drawn again, or not be found again, on somebody else's page."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[1] / "planner" / "ui"
DRAWING = ("current_", "show")
"""How functions begin that draw: those of the engine show that they are at work."""


def cached_functions(source: str) -> Iterator[ast.FunctionDef]:
    """Yield the functions whose results are kept by Streamlit."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            kept = [one.func if isinstance(one, ast.Call) else one for one in node.decorator_list]
            if any(isinstance(one, ast.Attribute) and one.attr.startswith("cache_") for one in kept):
                yield node


def drawing_calls(function: ast.FunctionDef) -> list[str]:
    """Return what a function calls that draws."""
    calls = [node.func for statement in function.body for node in ast.walk(statement) if isinstance(node, ast.Call)]
    named = [one.id for one in calls if isinstance(one, ast.Name) and one.id.startswith(DRAWING)]
    own = [one.attr for one in calls if isinstance(one, ast.Attribute) and ast.unparse(one.value) == "st"]
    return named + own


def test_a_call_that_draws_is_found() -> None:
    source = (
        "@st.cache_resource(max_entries=4)\ndef kept(key):\n    with st.spinner('x'):\n        return current_city()\n"
    )
    assert [drawing_calls(one) for one in cached_functions(source)] == [["current_city", "spinner"]]


@pytest.mark.parametrize("path", sorted(UI.rglob("*.py")), ids=lambda path: path.relative_to(UI).as_posix())
def test_what_is_cached_draws_nothing(path: Path) -> None:
    for function in cached_functions(path.read_text(encoding="utf-8")):
        assert not drawing_calls(function), function.name
