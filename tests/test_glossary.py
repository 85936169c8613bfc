"""The glossary: one source for the app and the handbook, complete in both languages, its sources followable."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from planner.errors import PlannerError
from planner.model.glossary import Glossary
from planner.rules.addresses import may_be_followed
from planner.rules.catalogue import load_rules
from planner.sources.glossary import load_glossary
from planner.texts import Language, translate

ROOT = Path(__file__).resolve().parents[1]
NEEDED = (
    "KLA RBRA KSTR KTR RTH RASS ZoSS PISA PRAP SRA Puspaga|UPTD PPA|Kecamatan Kelurahan Puskesmas Pustu Posyandu "
    "Jangkauan|Sebaran anak|Calon lokasi|Batas terbukti|Temuan|Belum diketahui"
)
ONE = """
[groups]
play = { title_id = "Bermain", title_en = "Play" }

[[terms]]
group = "play"
term_id = "Taman"
term_en = "Park"
meaning_id = "Tempat bermain."
meaning_en = "A place to play."
"""


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load_glossary()


def test_the_terms_that_readers_meet_are_explained(glossary: Glossary) -> None:
    known = {term.names["id"] for term in glossary.terms}
    wanted = {
        name for part in NEEDED.split("|") for name in ([part] if part in known else part.split(" ")) if name.strip()
    }
    assert wanted - known == set()


def test_a_meaning_is_one_plain_sentence_in_each_language(glossary: Glossary) -> None:
    for term in glossary.terms:
        for language in Language:
            meaning = term.meanings[language]
            assert meaning.endswith("."), meaning
            assert ". " not in meaning, meaning
            assert len(meaning) <= 220, meaning


def test_terms_stand_in_the_order_of_their_groups(glossary: Glossary) -> None:
    groups = list(glossary.groups)
    assert [term.group for term in glossary.terms] == sorted((term.group for term in glossary.terms), key=groups.index)
    assert {term.group for term in glossary.terms} == set(groups)


def test_what_is_cited_can_be_followed_and_its_rules_are_in_the_catalogue(glossary: Glossary) -> None:
    rules = load_rules()
    for term in glossary.terms:
        assert [rule for rule in term.rules if rule not in rules] == [], term.names["id"]
        assert not term.address or (term.source and may_be_followed(term.address)), term.names["id"]


def test_the_handbook_has_the_glossary_of_today(glossary: Glossary) -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "glossary.py"))
    assert (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8") == tool["page"](glossary), (
        "docs/glossary.md is out of date: run python tools/glossary.py"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[groups", "is not valid TOML"),
        (ONE.replace('group = "play"', 'group = "sport"'), "names the group “sport”, which is not there"),
        (ONE + ONE.partition("\n\n")[2], "“Taman” stands there twice"),
        (ONE + 'address = "http://example.org/"\n', "address"),
        (ONE.replace('meaning_en = "A place to play."', ""), "meaning_en"),
    ],
    ids=["not TOML", "unknown group", "twice", "unsafe address", "half a term"],
)
def test_a_wrong_glossary_is_one_sentence(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "glossary.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(PlannerError) as raised:
        load_glossary(file)
    told = translate(raised.value.message, Language.ENGLISH)
    assert "glossary.toml" in told
    assert said in told


def test_a_missing_glossary_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlannerError) as raised:
        load_glossary(tmp_path / "none.toml")
    assert "none.toml" in translate(raised.value.message, Language.ENGLISH)
