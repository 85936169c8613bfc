"""Glossary: what the words of the planner, and of the law behind it, mean."""

from __future__ import annotations

from functools import cache

import streamlit as st

from planner.model.glossary import Glossary, Term
from planner.sources.glossary import load_glossary
from planner.texts import current_language, plural, text, translate
from planner.ui.components.address import address_line
from planner.ui.components.markup import Content, Html, element, show, table
from planner.ui.components.views import title

_glossary = cache(load_glossary)


def show_glossary() -> None:
    """Show the glossary."""
    title(
        text("Glossary"),
        lead=text("Every term in one sentence. A term with a source comes from that regulation, standard or guide."),
    )
    sought = st.text_input(translate(text("Search")), key="glossary_search").strip().casefold()
    glossary = _glossary()
    terms = [term for term in glossary.terms if sought in _words(term)]
    show(element("p", plural("{n} term is shown.", "{n} terms are shown.", len(terms)), css="note"))
    for name in glossary.groups:
        show(_group(glossary, name, [term for term in terms if term.group == name]))


def _words(term: Term) -> str:
    """Return all that is told of a term in any language, to be searched."""
    told = (*term.names.values(), term.full, *term.meanings.values(), term.source, *term.rules)
    return " ".join(told).casefold()


def _group(glossary: Glossary, name: str, terms: list[Term]) -> Html | None:
    if not terms:
        return None
    language = current_language()
    heads: dict[str, Content] = {"term": text("Term"), "meaning": text("Meaning")}
    if any(term.source or term.rules for term in terms):
        heads["source"] = text("Source")
    rows: list[dict[str, Content]] = [
        {"term": _name(term), "meaning": term.meanings[language], "source": _source(term)} for term in terms
    ]
    caption = plural("{n} term", "{n} terms", len(terms))
    return element("div", element("h2", glossary.groups[name][language]), table(caption, heads, rows, prose=True))


def _name(term: Term) -> Html:
    return element(
        "span",
        term.names[current_language()],
        element("span", term.full, css="beside", lang="id") if term.full else None,
    )


def _source(term: Term) -> Html | None:
    if not term.source and not term.rules:
        return None
    rules = element("span", text("Rules: {rules}", rules=", ".join(term.rules)), css="beside") if term.rules else None
    return element("span", term.source or None, address_line(term.address), rules)
