"""Write ``docs/glossary.md``: every term in both languages, out of ``data/glossary.toml``.

``tests/test_glossary.py`` fails where the file is out of date.
"""

from __future__ import annotations

from pathlib import Path

from planner.model.glossary import Glossary, Term
from planner.sources.glossary import load_glossary

PAGE = Path(__file__).resolve().parents[1] / "docs" / "glossary.md"

HEAD = """# Glossary / Glosarium

What the words mean, in Indonesian and English. Made by `python tools/glossary.py` out of `data/glossary.toml`; a term
is changed there, never here. The page *Glossary* of the app shows the same terms in one language. A term with a source
comes from that regulation, standard or guide; one without is the planner's own word. Rules are named as in
[the table of rules](rules.md).
"""


def page(glossary: Glossary) -> str:
    """Return the whole page."""
    parts = [HEAD]
    for name, titles in glossary.groups.items():
        rows = [_row(term) for term in glossary.terms if term.group == name]
        head = "| Istilah / Term | Arti | Meaning | Source |\n|---|---|---|---|"
        parts.append("\n".join([f"## {titles['id']} / {titles['en']}\n", head, *rows]) + "\n")
    return "\n".join(parts)


def _row(term: Term) -> str:
    names = f"**{term.names['id']}**" + (f" ({term.full})" if term.full else "")
    if term.names["en"] != term.names["id"]:
        names += f"<br>{term.names['en']}"
    source = f"[{term.source}]({term.address})" if term.address else term.source
    rules = ", ".join(f"`{rule}`" for rule in term.rules)
    cells = (names, term.meanings["id"], term.meanings["en"], "<br>".join(part for part in (source, rules) if part))
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(load_glossary()), encoding="utf-8")
    print(f"Written: {PAGE.name}")


if __name__ == "__main__":
    main()
