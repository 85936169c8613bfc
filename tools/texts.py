"""Bring the catalogues up to date: every text of the code, none that the code no longer has.

A new text comes in empty and has to be translated by hand; ``tests/test_texts.py`` fails until it is.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
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
KEYWORDS = {"text": None, "plural": (1, 2)}


def texts_of_the_code() -> Catalog:
    """Return every text that is marked in the code, with the files that use it."""
    found = Catalog(charset="utf-8")
    for file, _, message, _, _ in extract_from_dir(
        ROOT / "planner", method_map=[("**.py", "python")], keywords=KEYWORDS
    ):
        found.add(message, locations=[(f"planner/{file}", 0)])
    return found


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
