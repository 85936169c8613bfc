"""Every broken delivery ends in the sentence that its user must read, and leaves nothing behind."""

from __future__ import annotations

import datetime as dt
import tempfile
import tomllib
from pathlib import Path

import pytest
from broken.city import drawn_city
from broken.corpus import FILES, make_corpus

from planner.cleaning.quality.check import DeliverySource, check_delivery, suggest_crs
from planner.errors import PlannerError
from planner.sources.delivery.delivery import open_delivery
from planner.sources.delivery.mapping import guess_mapping
from planner.sources.delivery.preview import preview
from planner.texts import Language, speak, translate

EXPECTED = tomllib.loads((Path(__file__).parent / "broken" / "expected.toml").read_text(encoding="utf-8"))


def deliver(path: Path) -> list[str]:
    """Bring one file up to its report, and return what the report says; stop at an error."""
    city = drawn_city()
    view = preview(open_delivery(path))
    mapping = guess_mapping(view)
    crs = next(iter(suggest_crs(view, mapping, city)), None)
    source = DeliverySource("taman", "2025-12")
    report = check_delivery(view, mapping, crs, city, source, today=dt.date(2026, 1, 1)).report
    assert report.rows_read == report.rows_accepted + report.rows_set_aside
    reasons = report.remarks[["row", "reason"]].itertuples(index=False)
    sentences = [f"row {row}: {translate(reason)}" for row, reason in reasons]
    return sentences + [translate(notice) for notice in (*report.notices, *report.needs_confirmation)]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    make_corpus(folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_every_file_of_the_corpus_has_its_sentence() -> None:
    assert len(FILES) >= 60
    assert sorted(FILES) == sorted([*EXPECTED["refused"], *EXPECTED["reported"]])


@pytest.mark.parametrize("name", sorted(EXPECTED["refused"]))
def test_a_broken_file_is_refused_with_its_sentence(
    name: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = contents(corpus)
    with speak(Language.ENGLISH), pytest.raises(PlannerError) as caught:
        deliver(corpus / name)
    with speak(Language.ENGLISH):
        assert str(caught.value) == EXPECTED["refused"][name]
    assert contents(corpus) == before
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("name", sorted(EXPECTED["reported"]))
def test_a_doubtful_file_is_read_and_its_flaw_reported(
    name: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with speak(Language.ENGLISH):
        assert EXPECTED["reported"][name] in deliver(corpus / name)
    assert contents(tmp_path) == {}
