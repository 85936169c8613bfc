"""The page of evidence for KLA, on the built-in city."""

from __future__ import annotations

import re

import pytest

from planner.texts import Language
from tests.test_ui_pages import headline, open_page, words


@pytest.fixture(autouse=True)
def built_in_city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_CITY", raising=False)


@pytest.mark.parametrize("language", list(Language))
def test_the_page_is_shown_in_both_languages(language: Language) -> None:
    app = open_page("kla", language=language)
    assert not app.exception
    assert "error-summary" not in words(app)
    assert headline(app)


def test_each_indicator_on_the_map_has_a_card_with_its_proofs_and_gaps() -> None:
    said = words(open_page("kla", language="en"))
    assert "8 of 24 indicators have a place on the map." in said
    for title in ("5. Child-appropriate", "8. Parenting", "9. Standardised", "10. Child-friendly infra", "14. Health",
                  "16. KTR/KSTR", "18. Child-friendly schools", "19. Facilities for culture"):  # fmt: skip
        assert title in said
    card = said.partition("14. Health facilities")[2].partition("16. KTR/KSTR")[0]
    assert "27 listed: puskesmas." in card
    assert "27 places, none surveyed for PRAP" in card


def test_published_shares_stand_beside_with_their_source() -> None:
    said = words(open_page("kla", language="en"))
    card = said.partition("18. Child-friendly schools")[2].partition("19. Facilities")[0]
    assert "Published by others, not found by the planner:" in card
    assert re.search(r"PAUD: 91\.74%.*fokusborneo", card)


def test_no_score_is_shown_but_the_published_one() -> None:
    said = words(open_page("kla", language="en"))
    assert said.count("The planner works out no score") == 2
    assert "Ranks, for orientation only" in said
    ranks = said.partition("Ranks, for orientation only")
    assert re.search(r"891.*suara\.com", ranks[2])
    assert "891" not in ranks[0]
    assert not re.search(r"score\W{0,3}\d", said, re.IGNORECASE)


def test_the_citys_fields_stand_apart_from_the_clusters() -> None:
    said = words(open_page("kla", language="en"))
    assert "“Lima bidang” is the city" in said
    assert said.index("Not on the map") < said.index("“Lima bidang”") < said.index("Ranks, for orientation only")
