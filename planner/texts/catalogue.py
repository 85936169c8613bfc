"""Gettext catalogues, read from their ``.po`` files, and the language that is spoken now."""

from __future__ import annotations

import datetime as dt
import gettext
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import cast

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from planner.texts.text import Percent, Text

CATALOGUES = Path(__file__).parent / "locale"


class Language(StrEnum):
    """A language the planner speaks."""

    INDONESIAN = "id"
    ENGLISH = "en"


DEFAULT_LANGUAGE = Language.INDONESIAN
_spoken: ContextVar[Language] = ContextVar("language", default=DEFAULT_LANGUAGE)


def current_language() -> Language:
    """Return the language that texts are translated to when none is named."""
    return _spoken.get()


@contextmanager
def speak(language: Language) -> Iterator[None]:
    """Speak another language within a ``with`` block."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    # English is the language of the templates and needs no catalogue.
    if language == Language.ENGLISH:
        return gettext.NullTranslations()
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=str(language))
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _number_pattern(decimals: int) -> str:
    return "#,##0." + "0" * decimals if decimals else "#,##0"


# The same numbers stand in many sentences, and Babel takes its time for each.
@lru_cache(maxsize=4096)
def _written_number(value: float, pattern: str, language: Language) -> str:
    return format_decimal(value, pattern, locale=str(language))


@lru_cache(maxsize=4096)
def _written_share(value: Percent, language: Language) -> str:
    return format_percent(value.share, _number_pattern(value.decimals) + "%", locale=str(language))


def _write(value: object, language: Language) -> str:
    """Write one value as the language writes it."""
    if isinstance(value, Text):
        return translate(value, language)
    if isinstance(value, Percent):
        return _written_share(value, language)
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int):
        return _written_number(value, "#,##0", language)
    if isinstance(value, float):
        return _written_number(value, "#,##0.##", language)
    if isinstance(value, dt.date):
        return format_date(value, "d MMMM y", locale=str(language))
    return str(value)


def translate(text: Text, language: Language | None = None) -> str:
    """Return a text in a language, its numbers and dates written as that language does.

    Parameters
    ----------
    text
        The text to show.
    language
        The language to show it in; the one spoken now if left out.
    """
    language = language or current_language()
    catalogue = _catalogue(language)
    if text.plural_template is None:
        template = catalogue.gettext(text.template)
    else:
        template = catalogue.ngettext(text.template, text.plural_template, cast(int, text.values["n"]))
    return template.format(**{name: _write(value, language) for name, value in text.values.items()})
