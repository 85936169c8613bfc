"""What the planner's own code must not do: read pickles of others, run words, log messages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PLANNER = Path(__file__).resolve().parents[2] / "planner"
MODULES = sorted(PLANNER.rglob("*.py"))

PICKLE_MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
BETWEEN_OWN_PROCESSES = PLANNER / "ui" / "workers" / "transport.py"
"""Packs what goes over a pipe to a process that the planner itself started, and is read from nowhere else."""

UNSAFE_CALLS = {"eval", "exec", "compile", "__import__"}
XML_PARSERS = {"xml.sax", "xml.dom", "xml.dom.minidom", "lxml", "lxml.etree"}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call with the name of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


def test_no_pickle_is_read_but_between_own_processes(trees: dict[Path, ast.Module]) -> None:
    reading = {path for path, tree in trees.items() if PICKLE_MODULES & set(imported(tree))}
    assert reading <= {BETWEEN_OWN_PROCESSES}
    for path, tree in trees.items():
        for name, call in calls(tree):
            assert not name.endswith("read_pickle"), path
            assert not (name.endswith("np.load") and any(word.arg == "allow_pickle" for word in call.keywords)), path


def test_no_cache_of_streamlit_is_kept_on_disk(trees: dict[Path, ast.Module]) -> None:
    """They would be pickles."""
    for path, tree in trees.items():
        for name, call in calls(tree):
            if name.endswith(("cache_data", "cache_resource")):
                assert all(word.arg != "persist" for word in call.keywords), path


def test_no_words_are_run_as_code_or_by_a_shell(trees: dict[Path, ast.Module]) -> None:
    for path, tree in trees.items():
        for name, call in calls(tree):
            assert name not in UNSAFE_CALLS, path
            assert name not in {"os.system", "os.popen"}, path
            assert all(word.arg != "shell" or ast.unparse(word.value) == "False" for word in call.keywords), path


def test_xml_is_parsed_by_what_refuses_entities(trees: dict[Path, ast.Module]) -> None:
    for path, tree in trees.items():
        assert not XML_PARSERS & set(imported(tree)), path
        parsing = [
            name for name, _ in calls(tree) if name in {"ElementTree.parse", "ElementTree.fromstring", "ET.parse"}
        ]
        assert parsing == [], path


def test_certificates_are_always_checked(trees: dict[Path, ast.Module]) -> None:
    for path, tree in trees.items():
        for name, call in calls(tree):
            assert name != "ssl._create_unverified_context", path
            assert all(word.arg != "verify" or ast.unparse(word.value) != "False" for word in call.keywords), path


def test_streamlit_shows_no_markup_of_markdown(trees: dict[Path, ast.Module]) -> None:
    for path, tree in trees.items():
        for _, call in calls(tree):
            unsafe = [w for w in call.keywords if w.arg in {"unsafe_allow_html", "unsafe_allow_javascript"}]
            assert all(ast.unparse(word.value) == "False" for word in unsafe), path
