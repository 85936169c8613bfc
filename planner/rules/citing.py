"""Rules as they are printed: which may be, what their numbers are, and that a city changed one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from planner.model.rule import Rule, Rules, RuleStatus, from_memory
from planner.model.rule_labels import (
    CERTAINTY_LABELS,
    CERTAINTY_LIMITS,
    NUMBER_LABELS,
    THEME_LABELS,
    UNIT_LABELS,
    WORD_LABELS,
)
from planner.texts import Text, text

_A_YEAR = "target_year"


def printable(rules: Rules) -> Rules:
    """Return the rules of which anything may be printed: all but those that must never be used."""
    return MappingProxyType({name: rule for name, rule in rules.items() if rule.status is not RuleStatus.NEVER_USE})


def by_theme(rules: Rules) -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules that may be printed, by theme: known themes in the order of their labels, then the others."""
    shown = printable(rules).values()
    themes = dict.fromkeys([*THEME_LABELS, *sorted({rule.theme for rule in shown})])
    grouped = {theme: tuple(rule for rule in shown if rule.theme == theme) for theme in themes}
    return {theme: group for theme, group in grouped.items() if group}


def theme_text(theme: str) -> Text:
    """Return what a theme is called; a file that has no label by its name."""
    return THEME_LABELS.get(theme, text("{name}", name=theme.replace("_", " ")))


def citation_text(rule: Rule, *used: str) -> Text:
    """Return a rule's source as it is printed, and each number that the city changed.

    Parameters
    ----------
    rule
        The rule.
    used
        Names of the numbers that stand beside it: where one was never verified, that is said too.
    """
    said: list[object] = [rule.citation]
    if rule.changed:
        said.append(text("changed by the city: {changes}", changes=joined(changes_of(rule), ", ")))
    if any(from_memory(rule.certainty_of(name)) for name in used):
        said.append(text("from memory, needs verification"))
    return joined(said, "; ")


def changes_of(rule: Rule) -> list[Text]:
    """Return what the city changed of a rule, one text a number."""
    return [
        text(
            "{name} {value} (catalogue: {before})",
            name=number_label(name),
            value=_with_unit(rule, name, rule.numbers[name]),
            before=_with_unit(rule, name, rule.before[name]),
        )
        for name in rule.changed
    ]


def number_label(name: str) -> Text:
    """Return what a number of a rule is called."""
    return NUMBER_LABELS.get(name, text("{name}", name=name.replace("_", " ")))


def number_text(rule: Rule, name: str) -> Text:
    """Return one number of a rule with its unit, and what has to be known of it: changed, or never verified."""
    value = _with_unit(rule, name, rule.numbers[name])
    if from_memory(rule.certainty_of(name)) and rule.numbers[name] is not None:
        value = text("{value} (from memory, needs verification)", value=value)
    if name not in rule.changed:
        return value
    before = _with_unit(rule, name, rule.before[name])
    return text("{value} (changed by the city; catalogue: {before})", value=value, before=before)


def certainty_text(rule: Rule) -> Text:
    """Return how sure a rule is, in words; part by part where parts differ."""
    words = {part: _certainty(letter) for part, letter in rule.certainty.items()}
    if len(set(rule.certainty.values())) == 1:
        return next(iter(words.values()))
    return joined([text("{part}: {words}", part=number_label(part), words=said) for part, said in words.items()], "; ")


def joined(texts: Iterable[object], between: str) -> Text:
    """Return texts and values one after the other as one text."""
    values = {f"part{place}": one for place, one in enumerate(texts)}
    return Text(between.join(f"{{{name}}}" for name in values), values)


def _certainty(letter: str) -> Text:
    seen, _, limit = letter.partition("_")
    if not limit:
        return CERTAINTY_LABELS[seen]
    limited = CERTAINTY_LIMITS.get(limit, text("{name}", name=limit.replace("_", " ")))
    return text("{seen}: {limit}", seen=CERTAINTY_LABELS[seen], limit=limited)


def _with_unit(rule: Rule, name: str, value: object) -> Text:
    if value is None:
        return text("not known")
    unit = "" if name == _A_YEAR else rule.units.get(name, "")
    written = _value(str(value) if name == _A_YEAR else value)
    if not unit:
        return written
    word: object = UNIT_LABELS.get(unit, unit)
    return joined([written, word], "" if unit == "%" else " ")


def _value(value: object) -> Text:
    """Return a number, words, a range, a list or a table as one reads it."""
    if isinstance(value, Mapping):
        return joined([joined([_words(str(name)), _value(inner)], " ") for name, inner in value.items()], ", ")
    if isinstance(value, list | tuple):
        if len(value) == 2 and all(isinstance(one, int | float) for one in value):
            return joined(value, "–")
        apart = "; " if any(isinstance(one, Mapping) for one in value) else ", "
        return joined([_value(one) for one in value], apart)
    return joined([_words(value) if isinstance(value, str) else value], "")


def _words(name: str) -> object:
    """Return the name of an item as words, but a formula or a tag as it stands."""
    if name in WORD_LABELS:
        return WORD_LABELS[name]
    return name.replace("_", " ") if name.replace("_", "").isalnum() else name
