"""The HTML that pages are written in: every text is translated and escaped here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from planner.reports.page_tables.table import plain
from planner.texts import Percent, Text, current_language

STYLE = Path(__file__).parent / "style.css"


@dataclass(frozen=True)
class Html:
    """Markup that is safe to show as it is."""

    markup: str


Content = Html | Text | Percent | str | int | float | None
"""What may be shown: markup as it is; texts translated and words of the data taken as they are, both escaped."""


def inner(content: Content) -> str:
    """Return content as markup; nothing for ``None``."""
    if content is None:
        return ""
    return content.markup if isinstance(content, Html) else escape(plain(content))


def element(tag: str, *contents: Content, css: str = "", **attributes: str) -> Html:
    """Return an element around contents; an attribute's ``_`` is written as ``-``."""
    named = {"class": css, **attributes}
    written = "".join(f' {name.replace("_", "-")}="{escape(value)}"' for name, value in named.items() if value)
    return Html(f"<{tag}{written}>{''.join(inner(content) for content in contents)}</{tag}>")


def joined(contents: Iterable[Content], between: str = "") -> Html:
    """Return contents one after the other."""
    return Html(escape(between).join(inner(content) for content in contents))


def bullets(items: Iterable[Content], css: str = "") -> Html:
    """Return a list."""
    return element("ul", *(element("li", item) for item in items), css=f"bullets {css}".strip())


def facts(rows: Iterable[tuple[Content, Content]]) -> Html:
    """Return a list of names and what they are."""
    pairs = (element("div", element("dt", name), element("dd", value)) for name, value in rows)
    return element("dl", *pairs, css="facts")


def table(
    caption: Content,
    heads: Mapping[str, Content],
    rows: Sequence[Mapping[str, Content]],
    *,
    numbers: Sequence[str] = (),
    prose: bool = False,
) -> Html:
    """Return a table that scrolls inside its own frame where it is wider than the page.

    Parameters
    ----------
    caption
        What the table shows.
    heads
        Heading by name of column, in the order of the columns. The first names its row.
    rows
        Cells by name of column.
    numbers
        Columns that hold numbers and are set to the right.
    prose
        Whether cells hold sentences: on a small screen each row is then set out below the other, cell by cell.
    """
    first = next(iter(heads))

    def css(name: str) -> str:
        return "number" if name in numbers else ""

    def cell(name: str, content: Content) -> Html:
        if name == first:
            return element("th", content, css=css(name), scope="row")
        return element("td", content, css=css(name), data_head=_label(heads[name]))

    header = element("tr", *(element("th", head, css=css(name), scope="col") for name, head in heads.items()))
    body = joined(element("tr", *(cell(name, row.get(name)) for name in heads)) for row in rows)
    written = element("table", element("caption", caption), element("thead", header), element("tbody", body))
    return element(
        "div", written, css="table prose" if prose else "table", tabindex="0", role="region", aria_label=_label(caption)
    )


def _label(content: Content) -> str:
    return "" if content is None or isinstance(content, Html) else plain(content)


def as_label(words: str) -> str:
    """Return words so that a label, which is Markdown, shows them as they are."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()<>#+-.!|~$:" else sign for sign in words)


def show(*contents: Content) -> None:
    """Show contents on the page, marked with the language they are in."""
    st.html(element("div", *contents, css="planner", lang=str(current_language())).markup)


def show_style() -> None:
    """Bring in the style that all of this is written for."""
    st.html(STYLE)
