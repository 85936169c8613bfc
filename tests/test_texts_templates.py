"""Words stand in the catalogues and nowhere else: not in templates, not in scripts, not bare in the code of pages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_texts_catalogue import extraction

PLANNER = Path(__file__).resolve().parents[1] / "planner"
TYPST = sorted(PLANNER.rglob("*.typ"))
HTML = sorted(PLANNER.rglob("*.html"))
SCRIPTS = sorted(PLANNER.rglob("*.js"))
PAGES = sorted([*PLANNER.glob("ui/**/*.py"), *PLANNER.glob("reports/**/*.py"), *PLANNER.glob("commands/*.py")])

LETTERS = re.compile(r"[^\W\d_]{2,}")
SPOKEN_ATTRIBUTES = re.compile(r'(?:placeholder|aria-label|title|alt)="([^"]*)"')
PROPER_NAMES = {"Leaflet", "DejaVu Sans", "OpenStreetMap"}
"""The same in every language."""


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(PLANNER)) for path in paths]


def test_there_are_templates_and_scripts_to_look_at() -> None:
    assert len(TYPST) >= 3
    assert len(HTML) >= 4
    assert len(SCRIPTS) >= 10


@pytest.mark.parametrize("path", TYPST, ids=names(TYPST))
def test_a_typst_template_holds_no_words(path: Path) -> None:
    code = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
    strings = set(re.findall(r'"([^"]*)"', code)) - PROPER_NAMES
    assert [words for words in sorted(strings) if " " in words or (LETTERS.match(words) and words[0].isupper())] == []
    for content in re.findall(r"\[([^\[\]]*)\]", code):
        assert not LETTERS.search(re.sub(r"#[\w.()\-]+", "", content)), content


@pytest.mark.parametrize("path", HTML, ids=names(HTML))
def test_a_page_template_holds_no_words(path: Path) -> None:
    markup = path.read_text(encoding="utf-8")
    shown = re.sub(r"(?s)<style.*?</style>|<script.*?</script>|<!--.*?-->|\{\{.*?\}\}|\{%.*?%\}|\{\w+\}", "", markup)
    assert LETTERS.findall(re.sub(r"(?s)<[^>]*>", "", shown)) == []
    assert [words for words in SPOKEN_ATTRIBUTES.findall(shown) if LETTERS.search(words)] == []


STRING = re.compile(
    r"""(?s)
    //[^\n]* | /\*.*?\*/                         # a comment
    | (?<=[(,=:\[!&|?{};])\s*/(?![/*])(?:\\.|[^/\\\n])+/  # a regular expression
    | "((?:\\.|[^"\\\n])*)" | '((?:\\.|[^'\\\n])*)' | `((?:\\.|[^`\\])*)`
    """,
    re.VERBOSE,
)
KEYS = {"Enter", "Escape", "Tab", "Error", "Blob"}
"""Names of keys and types in the browser."""


def strings_of(script: str) -> Iterator[str]:
    """Return every string of a script, without what is put into it."""
    for match in STRING.finditer(script):
        found = next((group for group in match.groups() if group is not None), None)
        if found is not None:
            yield re.sub(r"\$\{[^{}]*\}", "", found)


def is_spoken(words: str) -> bool:
    """Say whether a string is a sentence or a word for people: capitalised, or several plain words in a row."""
    if words in PROPER_NAMES or words in {"use strict"}:
        return False
    plain = re.findall(r"(?<![\w\-.#/])[^\W\d_]{3,}(?![\w\-(:/]|\.\w)", words)
    return len(plain) >= 2 or (bool(re.fullmatch(r"[A-Z][a-z]{2,}[.:!?…]?", words)) and words not in KEYS)


@pytest.mark.parametrize("path", SCRIPTS, ids=names(SCRIPTS))
def test_a_script_holds_no_words(path: Path) -> None:
    spoken = [words for words in strings_of(path.read_text(encoding="utf-8")) if is_spoken(words)]
    assert spoken == []


def test_words_in_a_script_would_be_found() -> None:
    script = (
        'say("Cari tempat"); say(\'planner-legend leaflet-bar\'); key("Enter"); /* "two words" */ note(`Saved ${n}!`)'
    )
    assert [words for words in strings_of(script) if is_spoken(words)] == ["Cari tempat"]
    assert is_spoken("Search")
    assert is_spoken("no place found")
    assert not is_spoken("div.planner-row > span.planner-badge")


@pytest.mark.parametrize("name", ["text", "plural"])
def test_every_text_is_written_out_so_that_it_can_be_collected(name: str) -> None:
    for path in PLANNER.rglob("*.py"):
        if path.parent == PLANNER / "texts":
            continue
        for call in calls(path, name):
            templates = call.args[: 1 if name == "text" else 2]
            assert templates, f"{path.name}:{call.lineno}"
            assert all(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in templates), (
                f"{path.name}:{call.lineno}: write the sentence itself, or it is in no catalogue"
            )


def test_a_text_is_collected_wherever_it_stands() -> None:
    source = """
axes.text(2, 3, translate(text("1 : {scale} on this sheet", scale=7)))
name = f"{translate(text('reports'))}.csv"
note = text("outer {inner}", inner=plural("{n} park", "{n} parks", n=3))
axes.text("not a text")
"""
    assert list(extraction().texts_in(source)) == [
        "1 : {scale} on this sheet",
        "reports",
        "outer {inner}",
        ("{n} park", "{n} parks"),
    ]


def test_every_file_of_the_code_is_looked_through() -> None:
    used = {place[0] for message in extraction().texts_of_the_code() for place in message.locations}
    with_texts = {
        path.relative_to(PLANNER.parent).as_posix()
        for path in PLANNER.rglob("*.py")
        if any(calls(path, "text")) or any(calls(path, "plural"))
    }
    assert used == with_texts


def test_no_text_goes_around_the_catalogues() -> None:
    """``text`` keeps its name, and a :class:`Text` made by hand holds no words."""
    for path in PLANNER.rglob("*.py"):
        if path.parent == PLANNER / "texts":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        renamed = [
            name.asname
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "planner.texts"
            for name in node.names
            if name.name in {"text", "plural"} and name.asname
        ]
        assert renamed == [], path.name
        for call in calls(path, "Text"):
            said = [one.value for one in call.args[:1] if isinstance(one, ast.Constant)]
            assert not any(LETTERS.search(re.sub(r"\{\w+\}", "", str(words))) for words in said), path.name


def calls(path: Path, name: str) -> Iterator[ast.Call]:
    """Return the calls of a function by its bare name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def test_no_page_shows_bare_words() -> None:
    """What is put into an element or a widget is a text, or comes from the data."""
    bare = [
        f"{path.name}:{node.lineno}: {words}"
        for path in PAGES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for words in bare_words(node)
    ]
    assert bare == []


def bare_words(call: ast.Call) -> list[str]:
    """Return the words that a call shows as they stand."""
    match call.func:
        case ast.Name(id="element"):
            shown = call.args[1:]
        case ast.Attribute(value=ast.Name(id="st" | "sidebar"), attr=widget) if widget not in {"html", "query_params"}:
            shown = call.args[:1]
        case ast.Name(id="print"):
            shown = call.args
        case _:
            return []
    said = [one.value for one in shown if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return [words for words in said if LETTERS.search(words) and words not in PROPER_NAMES]
