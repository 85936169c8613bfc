"""Rules: every standard that the planner knows, how binding and how sure it is, and the figures others published."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from planner.model.city import City
from planner.model.rule import Rule, Rules, RuleStatus
from planner.model.rule_labels import CERTAINTY_LABELS, RULE_STATUS_LABELS
from planner.reports.facts import capitalised
from planner.reports.figures import figure_value
from planner.reports.page_tables.figures import FiguresFile, figures_file
from planner.reports.page_tables.rules import RulesFile, chosen_rules, rules_file
from planner.reports.rule_table import (
    checked_text,
    kept_out_text,
    number_lines,
    planner_text,
    rules_of_city,
)
from planner.rules.citing import by_theme, certainty_text, theme_text
from planner.texts import Text, current_language, plural, text, translate
from planner.ui.chosen_plan import plain_options
from planner.ui.components.address import address_line
from planner.ui.components.markup import Content, Html, bullets, element, joined, show, table
from planner.ui.components.table_download import page_table
from planner.ui.components.views import title
from planner.ui.engine import current_city, current_rules

ALL = ""


def show_rules() -> None:
    """Show the page of rules."""
    city, catalogue = current_city(), current_rules()
    title(
        text("Rules"),
        over=city.name,
        lead=text("Every standard that the planner knows, with its source, how binding it is and how sure."),
    )
    catalogue_tab, figures_tab = st.tabs([translate(text("Catalogue")), translate(text("Published figures"))])
    with catalogue_tab:
        _catalogue(city, catalogue)
    with figures_tab:
        _figures(city)


def _catalogue(city: City, catalogue: Rules) -> None:
    """Show the rules that speak of the city, and let the reader choose among them."""
    rules = rules_of_city(catalogue, city.code)
    changed = sum(bool(rule.changed) for rule in rules.values())
    show(element("p", _told(changed)), _paragraph(kept_out_text(catalogue)))
    asked = _chosen(rules)
    chosen = chosen_rules(city, catalogue, asked)
    show(element("p", plural("{n} rule is shown.", "{n} rules are shown.", len(chosen)), css="note"))
    for theme, group in by_theme(chosen).items():
        show(_theme(theme, group))
    make = partial(rules_file, city, catalogue, asked)
    page_table(text("Download these rules (CSV)"), city, plain_options(), asked, make)


def _told(changed: int) -> Text:
    if not changed:
        return text("This city changes no number of the catalogue; where it did, both numbers would stand here.")
    return plural(
        "This city changes the numbers of {n} rule; both numbers are shown there.",
        "This city changes the numbers of {n} rules; both numbers are shown there.",
        changed,
    )


def _paragraph(sentence: Text | None) -> Html | None:
    return None if sentence is None else element("p", sentence, css="note")


def _chosen(rules: Rules) -> RulesFile:
    """Let the reader choose by theme, status, certainty and words, and return what is asked for."""
    themes = {theme: theme_text(theme) for theme in by_theme(rules)}
    statuses = {str(one): label for one, label in RULE_STATUS_LABELS.items() if one is not RuleStatus.NEVER_USE}
    columns = st.columns(2)
    with columns[0]:
        theme = _choice("rules_theme", text("Theme"), text("All themes"), themes)
        certainty = _choice("rules_certainty", text("How sure"), text("However sure"), CERTAINTY_LABELS)
    with columns[1]:
        status = _choice("rules_status", text("Binding"), text("However binding"), statuses)
        sought = st.text_input(translate(text("Search")), key="rules_search").strip()
    return RulesFile(theme, status, certainty, sought)


def _choice(key: str, label: Text, all_of_them: Text, options: Mapping[str, Text]) -> str:
    words = {option: capitalised(translate(shown)) for option, shown in {ALL: all_of_them, **options}.items()}
    return str(st.selectbox(translate(label), list(words), format_func=words.__getitem__, key=key))


def _theme(theme: str, group: tuple[Rule, ...]) -> Html:
    heads: dict[str, Content] = {
        "rule": text("Rule"),
        "numbers": text("What it says"),
        "standing": text("Binding, and how sure"),
        "source": text("Source"),
    }
    rows: list[dict[str, Content]] = [
        {
            "rule": _name(rule),
            "numbers": _numbers(rule),
            "standing": _standing(rule),
            "source": _source(rule),
        }
        for rule in group
    ]
    count = plural("{n} rule", "{n} rules", len(group))
    return joined([element("h2", capitalised(translate(theme_text(theme)))), table(count, heads, rows, prose=True)])


def _name(rule: Rule) -> Html:
    said = planner_text(rule)
    marks = [
        element("span", rule.id, css="beside"),
        None if said is None else element("span", text("By the planner: {said}", said=said), css="beside"),
    ]
    return element("span", rule.titles[current_language()], *marks)


def _numbers(rule: Rule) -> Html:
    return element("span", bullets(number_lines(rule)), element("span", rule.note, css="beside") if rule.note else None)


def _standing(rule: Rule) -> Html:
    return element(
        "span",
        capitalised(translate(RULE_STATUS_LABELS[rule.status])),
        element("span", capitalised(translate(certainty_text(rule))), css="beside"),
    )


def _source(rule: Rule) -> Html:
    compared = text("compared on {day}", day=checked_text(rule))
    return element("span", rule.citation, address_line(rule.source), element("span", compared, css="beside"))


def _figures(city: City) -> None:
    """Show what others published of the city, each figure with its meaning, date and source."""
    show(element("h2", text("Figures that others published")))
    if city.figures is None:
        show(element("p", text("The city folder has no table of published figures.")))
        return
    show(
        element(
            "p",
            text(
                "They stand beside the planner's own figures and never enter its calculations. People who are "
                "registered (Dukcapil) and people who live there (BPS) are two series: never add or compare them."
            ),
        )
    )
    heads: dict[str, Content] = {
        "subject": text("Figure"),
        "value": text("Value"),
        "definition": text("What it means"),
        "date": text("As of"),
        "series": text("Series"),
        "source": text("Source"),
    }
    records: list[dict[str, Any]] = city.figures.astype(object).to_dict("records")  # type: ignore[assignment]
    rows: list[dict[str, Content]] = [
        {
            "subject": row["subject"],
            "value": figure_value(row),
            "definition": row["definition"],
            "date": element("span", row["date"], css="unbroken"),
            "series": None if pd.isna(row["series"]) else row["series"],
            "source": element("span", row["citation"], address_line("" if pd.isna(row["address"]) else row["address"])),
        }
        for row in records
    ]
    show(table(text("Published figures"), heads, rows, numbers=["value"], prose=True))
    figures = FiguresFile()
    make = partial(figures_file, city, figures)
    page_table(text("Download these figures (CSV)"), city, plain_options(), figures, make)
