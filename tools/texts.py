"""Bring the catalogues up to date: every text of the code, none that the code no longer has.

A new text comes in empty and has to be translated by hand; ``tests/test_texts.py`` fails until it is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "planner" / "texts" / "locale"
HEADER = """# Made up to date by 'make texts'.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: {language}\\n"
"Plural-Forms: {plural_forms}\\n"

"""
FORMS = {"text": 1, "plural": 2}
"""How many templates each function that marks a text takes first."""


def texts_of_the_code() -> Catalog:
    """Return every text that is marked in the code, with the files that use it."""
    found = Catalog(charset="utf-8")
    for file in sorted((ROOT / "planner").rglob("*.py")):
        for message in texts_in(file.read_text(encoding="utf-8")):
            found.add(message, locations=[(file.relative_to(ROOT).as_posix(), 0)])
    return found


def texts_in(source: str) -> Iterator[str | tuple[str, ...]]:
    """Return the texts that are marked in a file, in its order.

    The code is read as Python reads it: so a text within an f-string, or within a call of another function of the
    same name (``axes.text``), is found too.
    """
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        if isinstance(call.func, ast.Name) and call.func.id in FORMS:
            first = call.args[: FORMS[call.func.id]]
            forms = [one.value for one in first if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if len(forms) == FORMS[call.func.id]:
                yield forms[0] if len(forms) == 1 else tuple(forms)


def update(path: Path) -> Catalog:
    """Rewrite one catalogue and return it."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem)
    catalogue.update(texts_of_the_code(), no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    with path.open("wb") as file:
        file.write(HEADER.format(language=path.stem, plural_forms=catalogue.plural_forms).encode())
        write_po(file, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=True)
    return catalogue


def main() -> None:
    """Update every catalogue and say what is left to translate."""
    for path in sorted(LOCALE.glob("*.po")):
        catalogue = update(path)
        empty = [message for message in catalogue if message.id and not all(_forms(message.string))]
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} texts, {len(empty)} not translated")


def _forms(string: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (string or "",)


if __name__ == "__main__":
    main()
