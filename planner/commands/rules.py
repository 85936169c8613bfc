"""The command that prints the rule catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.commands.city import city_to_read
from planner.commands.console import DONE
from planner.errors import OptionError
from planner.texts import Language, Text, current_language, text, translate

if TYPE_CHECKING:
    from planner.model.rule import Rule


def rules(
    city: Annotated[Path | None, city_to_read()] = None,
    *,
    theme: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=translate(text("Only one theme, such as schools; all if left out."))),
    ] = None,
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Print every rule that speaks of a city."""
    from planner.reports.rule_table import kept_out_text, rules_of_city
    from planner.rules.catalogue import apply_changes, load_rules
    from planner.rules.citing import by_theme, theme_text
    from planner.sources.builtin import builtin_city
    from planner.sources.settings_file import read_settings

    settings = read_settings(city or builtin_city())
    catalogue = apply_changes(load_rules(today=dt.date.today()), settings.rules)
    themes = by_theme(rules_of_city(catalogue, settings.city.code))
    for name in _asked(theme, list(themes)):
        print(translate(text("{theme} ({name})", theme=theme_text(name), name=name)))
        for rule in themes[name]:
            for line in _lines(rule):
                print(line)
    kept_out = kept_out_text(catalogue)
    if kept_out is not None:
        print(translate(kept_out))
    return DONE


def _asked(theme: str | None, themes: Sequence[str]) -> Sequence[str]:
    from planner.texts.suggestion import nearest_known

    if theme is None:
        return themes
    if theme not in themes:
        raise OptionError(text("There is no theme “{theme}”; {hint}.", theme=theme, hint=nearest_known(theme, themes)))
    return [theme]


def _lines(rule: Rule) -> list[str]:
    from planner.model.rule_labels import RULE_STATUS_LABELS
    from planner.reports.rule_table import checked_text, numbers_text, planner_text
    from planner.rules.citing import certainty_text

    said: list[Text | None] = [
        numbers_text(rule),
        text("{status}; {certainty}", status=RULE_STATUS_LABELS[rule.status], certainty=certainty_text(rule)),
        text("Source: {citation}", citation=rule.citation),
        text("{address}, compared on {day}", address=rule.source or "–", day=checked_text(rule)),
        None if (mark := planner_text(rule)) is None else text("By the planner: {said}", said=mark),
        text("Note: {note}", note=rule.note) if rule.note else None,
    ]
    return [f"  {rule.id}  {rule.titles[current_language()]}", *(f"    {translate(one)}" for one in said if one)]
