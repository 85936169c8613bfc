"""Every change that a page makes goes through ``planner.ui.editing``, where the role is checked below the page.

The code itself is read. A function *writes* if it calls something that writes files, or another function that writes.
In the pages, what is handed to ``edit(…)`` may write: ``edit`` checks the role first. A page that writes in any other
way is found here, also one that is made tomorrow.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import planner

ROOT = Path(planner.__file__).parent

EDITING = "planner.ui.editing"
EDITS = frozenset({f"{EDITING}.edit", f"{EDITING}.edit_unasked"})
"""What takes a change and checks who makes it."""

SINKS = frozenset({"write_bytes", "write_text", "unlink", "rmdir", "symlink_to", "hardlink_to", "touch"})
MODULE_SINKS = frozenset(
    {"shutil.rmtree", "shutil.copytree", "shutil.copyfile", "shutil.copy2", "shutil.move"}
    | {"os.replace", "os.remove", "os.rename", "os.open", "os.write", "os.link", "os.symlink"}
)
OPENED_TO_WRITE = frozenset("wax+")
ASIDE = ("TemporaryDirectory", "NamedTemporaryFile", "mkdtemp")
"""A function that makes a file of its own and throws it away changes no city."""

CHANGING = ("planner.sources", "planner.cleaning")
"""The rooms whose writing functions change a city; those of reports write what is taken along."""

READING = frozenset({"planner.sources.delivery.delivery.open_delivery"})
"""Writes, but only into a folder of its own that is thrown away: it unpacks and reads what somebody sends."""

STORE_CHANGES = frozenset({"commit", "edit", "undo"})
"""What changes a store or a workspace that somebody holds."""

SERVER = (
    "planner.ui.launch",
    "planner.ui.serve",
    "planner.ui.sign_in",
    "planner.ui.workers",
    "planner.ui.ended",
    EDITING,
)
"""What runs before any page or beside them, without a user who could ask for anything; what keeps ended sign-ins, which
are no part of any city; and ``edit`` itself."""

MEMBERS = frozenset({"planner.storage.members.set_member", "planner.storage.members.remove_member"})
"""Who may do what is changed on the command line only."""


@dataclass
class Function:
    """A function of the planner.

    Attributes
    ----------
    name
        Its whole name; a method's is its class's, a function within another one's is that one's.
    writes
        Whether it itself writes.
    uses
        Whole names of what it refers to, but for what it hands to ``edit``.
    """

    name: str
    writes: bool = False
    uses: set[str] = field(default_factory=set)


def functions(sources: dict[str, str]) -> dict[str, Function]:
    """Return the functions of modules, each given by its name and code."""
    found: dict[str, Function] = {}
    for module, code in sources.items():
        tree = ast.parse(code)
        known = _names(tree, module)
        for statement in tree.body:
            name = getattr(statement, "name", "")
            whole = f"{module}.{name}" if name else module
            function = found.setdefault(whole, Function(whole))
            _read(statement, known, function)
    return found


def writing(found: dict[str, Function]) -> set[str]:
    """Return the names of all functions that write, themselves or by others."""
    writers = {function.name for function in found.values() if function.writes} - READING
    while True:
        more = {function.name for function in found.values() if function.uses & writers} - writers - READING
        if not more:
            return writers
        writers |= more


def _names(tree: ast.Module, module: str) -> dict[str, str]:
    """Return the whole name of each name that a module knows."""
    known = {statement.name: f"{module}.{statement.name}" for statement in tree.body if hasattr(statement, "name")}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".", maxsplit=1)[0]
                known[alias.asname or top] = alias.name if alias.asname else top
    return known


def _read(statement: ast.AST, known: dict[str, str], function: Function) -> None:
    """Note what a statement refers to and whether it writes, leaving out what is handed to ``edit``."""
    aside = any(isinstance(node, ast.Name) and node.id in ASIDE for node in ast.walk(statement))
    for node in _outside_of_edits(statement, known):
        if isinstance(node, ast.Name | ast.Attribute):
            function.uses.add(_whole(node, known))
        if isinstance(node, ast.Call) and not aside and _writes(node, known):
            function.writes = True


def _outside_of_edits(statement: ast.AST, known: dict[str, str]) -> Iterator[ast.AST]:
    """Yield the nodes of a statement, but those handed to ``edit``: lambdas, and functions made for it nearby."""
    nearby = {node.name: node for node in ast.walk(statement) if isinstance(node, ast.FunctionDef)}
    handed = [
        argument
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and _whole(node.func, known) in EDITS
        for argument in [*node.args[1:2], *(word.value for word in node.keywords if word.arg == "change")]
    ]
    handed += [
        nearby[part.id]
        for argument in list(handed)
        for part in ast.walk(argument)
        if isinstance(part, ast.Name) and part.id in nearby and nearby[part.id] is not statement
    ]
    hidden = {id(part) for argument in handed for part in ast.walk(argument)}
    yield from (node for node in ast.walk(statement) if id(node) not in hidden)


def _whole(node: ast.AST, known: dict[str, str]) -> str:
    """Return the whole name of what a node refers to; of an unknown object only the attribute."""
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    if isinstance(node, ast.Attribute):
        before = _whole(node.value, known)
        return f"{before}.{node.attr}" if before else f".{node.attr}"
    return ""


def _writes(call: ast.Call, known: dict[str, str]) -> bool:
    whole = _whole(call.func, known)
    if whole in MODULE_SINKS:
        return True
    if not isinstance(call.func, ast.Attribute):
        return whole == "" and isinstance(call.func, ast.Name) and call.func.id == "open" and _opens(call.args[1:])
    if call.func.attr == "open":
        return _opens(call.args)
    # ``replace`` of a text takes two arguments, of a table a dictionary, of a path another path.
    moves = call.func.attr == "replace" and len(call.args) == 1 and not call.keywords
    return call.func.attr in SINKS or (moves and not isinstance(call.args[0], ast.Dict))


def _opens(arguments: list[ast.expr]) -> bool:
    mode = arguments[0] if arguments else None
    return isinstance(mode, ast.Constant) and isinstance(mode.value, str) and bool(OPENED_TO_WRITE & set(mode.value))


def sources(*rooms: str) -> dict[str, str]:
    """Return the code of the modules of some rooms, by name."""
    named = {
        ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted(ROOT.rglob("*.py"))
    }
    return {name: path.read_text(encoding="utf-8") for name, path in named.items() if name.startswith(rooms)}


def pages_that_write(code: dict[str, str]) -> list[str]:
    """Return the functions of the pages that change a city and are not handed to ``edit``."""
    found = functions(code)
    writers = writing(found)
    return sorted(
        name
        for name, function in found.items()
        if name.startswith("planner.ui.") and not name.startswith(SERVER)
        if function.writes or any(used.startswith(CHANGING) for used in function.uses & writers)
    )


def test_no_page_changes_a_city_but_by_edit() -> None:
    assert pages_that_write(sources(*CHANGING, "planner.ui")) == []


def test_no_page_speaks_to_a_store_itself() -> None:
    code = sources("planner.ui")
    del code[EDITING]
    for module, written in code.items():
        tree = ast.parse(written)
        known = _names(tree, module)
        for node in ast.walk(tree):
            # A scenario that is drawn up has an undo of its own, which needs nobody's name.
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                past = node.func.attr in STORE_CHANGES and _whole(node.func, known) not in EDITS
                assert not past, f"{module}: {ast.unparse(node)}"


def test_no_page_changes_who_may_do_what() -> None:
    for module, written in sources("planner.ui").items():
        assert not MEMBERS & set(_names(ast.parse(written), module).values()), module


def test_editing_asks_who_it_is_at_every_change() -> None:
    changes = [
        node
        for node in ast.walk(ast.parse(sources(EDITING)[EDITING]))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in STORE_CHANGES
    ]
    assert changes
    assert {ast.unparse(node.args[0]) for node in changes} == {"current_actor()"}


GOOD = """
from planner.sources.survey.store import append_survey
from planner.ui.editing import edit

def show_page():
    edit(Deed.RECORD, lambda folder: append_survey(folder, records))

def show_another():
    def change(folder):
        return append_survey(folder, records)
    edit(Deed.RECORD, change=change)
"""

BAD = {
    "straight": "def show(folder):\n    append_survey(folder, [])",
    "in a callback": "def show(folder):\n    st.button(on_click=append_survey, args=(folder,))",
    "in a function within": "def show(folder):\n    def save():\n        append_survey(folder, [])\n    save",
    "beside an edit": "def show(folder):\n    edit(deed, lambda f: f)\n    append_survey(folder, [])",
    "afterwards": "def show(folder):\n    edit(deed, change, done=lambda _: append_survey(folder, []))",
    "before it": "def show(folder):\n    edit(append_survey(folder, []), change)",
    "by a module": "import planner.sources.survey.store as store\ndef show(f):\n    store.append_survey(f, [])",
    "by hand": "def show(folder):\n    (folder / 'city.toml').write_text('')",
    "opened": "def show(folder):\n    (folder / 'city.toml').open('a')",
    "while imported": "append_survey(folder, [])",
}


def judged(page: str) -> list[str]:
    """Return what is found in a page that is added to the planner."""
    code = sources(*CHANGING)
    code["planner.ui.screens.new"] = page
    return pages_that_write(code)


def test_a_change_that_is_handed_to_edit_is_fine() -> None:
    assert judged(GOOD) == []


@pytest.mark.parametrize("page", BAD.values(), ids=BAD)
def test_a_change_in_any_other_way_is_found(page: str) -> None:
    imports = "from planner.sources.survey.store import append_survey\nfrom planner.ui.editing import edit\n"
    assert judged(imports + page)
