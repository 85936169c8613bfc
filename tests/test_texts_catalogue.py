"""Texts: every word of the code is in every catalogue, and is written as its language writes it."""

from __future__ import annotations

import datetime as dt
import importlib.util
import string
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from planner.texts import Language, Percent, current_language, plural, speak, text, translate
from planner.texts.catalogue import CATALOGUES

ROOT = Path(__file__).resolve().parents[1]


def extraction() -> ModuleType:
    """Load the tool that the catalogues are made with, so that test and tool agree on what a text is."""
    spec = importlib.util.spec_from_file_location("texts_tool", ROOT / "tools" / "texts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def messages(path: Path) -> dict[str, Message]:
    with path.open("rb") as file:
        return {str(message.id): message for message in read_po(file, locale=path.stem) if message.id}


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("path", sorted(CATALOGUES.glob("*.po")), ids=lambda path: path.stem)
def test_no_text_is_missing_and_none_is_unused(path: Path) -> None:
    code = {str(message.id) for message in extraction().texts_of_the_code() if message.id}
    catalogue = messages(path)
    assert code - catalogue.keys() == set(), "run 'make texts' and translate"
    assert catalogue.keys() - code == set(), "run 'make texts'"


@pytest.mark.parametrize("path", sorted(CATALOGUES.glob("*.po")), ids=lambda path: path.stem)
def test_every_text_is_translated_with_its_fields(path: Path) -> None:
    for message in messages(path).values():
        translations = message.string if isinstance(message.string, tuple) else (message.string,)
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        for translation in translations:
            assert translation, f"not translated: {message.id}"
            assert fields(translation) <= fields(originals[-1]), message.id
            assert fields(originals[0]) <= fields(translation) | {"n"}, message.id


def test_numbers_shares_and_dates_are_written_as_the_language_writes_them() -> None:
    sentence = text("{count} {share} {day}", count=12345, share=Percent(0.256, 1), day=dt.date(2026, 2, 8))
    assert translate(sentence, Language.INDONESIAN) == "12.345 25,6% 8 Februari 2026"
    assert translate(sentence, Language.ENGLISH) == "12,345 25.6% 8 February 2026"


def test_a_text_within_a_text_is_translated_too() -> None:
    inner = text("kecamatan")
    assert translate(text("«{word}»", word=inner), Language.ENGLISH) == "«kecamatan»"


def test_a_plural_follows_its_count() -> None:
    assert translate(plural("{n} apple", "{n} apples", 1), Language.ENGLISH) == "1 apple"
    assert translate(plural("{n} apple", "{n} apples", 1200), Language.ENGLISH) == "1,200 apples"


def test_a_string_from_data_is_taken_as_it_is() -> None:
    assert translate(text("Name: {name}", name="{0} & <b>"), Language.ENGLISH) == "Name: {0} & <b>"


def test_indonesian_is_spoken_unless_another_language_is_chosen() -> None:
    assert current_language() is Language.INDONESIAN
    with speak(Language.ENGLISH):
        assert current_language() is Language.ENGLISH
    assert current_language() is Language.INDONESIAN
