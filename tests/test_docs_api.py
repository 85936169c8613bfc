"""The public API: everything the handbook lists is there, and every example on its page gives what it says."""

from __future__ import annotations

import ast
import doctest
import importlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "api.md"
EXAMPLE = re.compile(r"```pycon\n(.*?)```", re.DOTALL)
NAMED = re.compile(r"`(\w[\w.]*)`")


def public_names() -> list[str]:
    """Return every name of the page's table in full: one that stands alone belongs to the module before it."""
    names: list[str] = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `planner."):
            module = ""
            for name in NAMED.findall(line.split("|")[1]):
                module = name.rpartition(".")[0] or module
                names.append(f"{module}.{name.rpartition('.')[2]}")
    return names


def imported(source: str) -> set[str]:
    """Return every name that lines of Python import from the planner, in full."""
    lines = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    return {
        f"{line.module}.{name.name}" for line in lines if str(line.module).startswith("planner") for name in line.names
    }


def test_every_name_that_is_listed_exists_and_says_what_it_does() -> None:
    names = public_names()
    assert len(names) > 40
    for name in names:
        module, _, own = name.rpartition(".")
        value = getattr(importlib.import_module(module), own)
        assert not callable(value) or value.__doc__, name


def test_every_example_gives_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    examples = EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))
    assert len(examples) > 8
    runner = doctest.DocTestRunner(verbose=False)
    told: list[str] = []
    test = doctest.DocTestParser().get_doctest("\n".join(examples), {}, PAGE.name, str(PAGE), 0)
    runner.run(test, out=told.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(told)


def test_examples_use_nothing_that_is_not_listed() -> None:
    examples = "\n".join(EXAMPLE.findall(PAGE.read_text(encoding="utf-8")))
    assert (
        imported("".join(one.source for one in doctest.DocTestParser().get_examples(examples))) - set(public_names())
        == set()
    )


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebooks_use_nothing_that_is_not_listed(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    source = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert imported(source) - set(public_names()) == set()
    assert "import planner" not in source
    assert not re.search(r"[\"'](/|[A-Z]:\\)", source), "a path of one machine"


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebooks_are_kept_without_what_they_gave(path: Path) -> None:
    """Outputs are cleared, so that the same notebook is always the same file."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        assert not cell.get("outputs"), cell["source"]
        assert cell.get("execution_count") is None
