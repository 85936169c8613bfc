"""The page of the glossary: every term, in the language that is spoken, found by its letters or its law."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from planner.sources.glossary import load_glossary
from tests.test_ui_pages import headline, open_page, words


@pytest.fixture(autouse=True)
def built_in_city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_CITY", raising=False)


@pytest.fixture(scope="module")
def shown() -> AppTest:
    return open_page("glossary", language="en")


def test_every_term_is_shown_with_its_sentence(shown: AppTest) -> None:
    assert headline(shown) == "Glossary"
    told = words(shown).replace("&#x27;", "'")
    for term in load_glossary().terms:
        assert term.names["en"] in told
        assert term.meanings["en"] in told
        assert term.source in told


def test_the_other_language_shows_the_other_sentences() -> None:
    told = words(open_page("glossary", language="id"))
    for term in load_glossary().terms:
        assert term.meanings["id"] in told


@pytest.mark.parametrize(
    ("sought", "found", "not_found"),
    [("ruang bermain", "RBRA, child-friendly play space", "ZoSS"), ("PP 28/2024", "KTR, smoke-free area", "Pustu")],
)
def test_a_term_is_found_by_what_its_letters_mean_and_by_its_law(sought: str, found: str, not_found: str) -> None:
    app = open_page("glossary", language="en")
    app.text_input(key="glossary_search").input(sought).run()
    assert found in words(app)
    assert not_found not in words(app)


def test_what_is_nowhere_is_said() -> None:
    app = open_page("glossary", language="en")
    app.text_input(key="glossary_search").input("xyzzy").run()
    assert "0 terms are shown." in words(app)
