"""Answers about pairs of records, kept in the city folder and taken back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from city_folders import SETTINGS, drawn_city, rewrite, sentence

from planner.errors import LayerError, OptionError, OutputError
from planner.model.merging import DECISION_COLUMNS
from planner.sources.builtin import builtin_city
from planner.sources.decisions import add_decisions, read_decisions, withdraw_decision

FILE = "decisions.csv"


def decisions(*rows: tuple[str, str, str, str], office: str = "Disdik") -> pd.DataFrame:
    return pd.DataFrame([(a, b, answer, office, day, "") for a, b, answer, day in rows], columns=DECISION_COLUMNS)


def kept(folder: Path) -> list[tuple[str, ...]]:
    return list(read_decisions(folder, FILE)[["id_a", "id_b", "answer"]].itertuples(index=False, name=None))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a city folder that merges."""
    city = drawn_city(tmp_path)
    rewrite(city, SETTINGS, "# [merging]", "[merging]")
    return city


def test_before_the_first_answer_there_is_none(folder: Path) -> None:
    assert read_decisions(folder, FILE).empty
    assert not (folder / FILE).exists()


def test_answers_are_added_and_read_again(folder: Path) -> None:
    add_decisions(folder, decisions(("a:1", "b:1", "yes", "2026-01-01")))
    add_decisions(folder, decisions(("a:2", "b:2", "no", "2026-01-02"), office='Dinas "A", B'))
    assert kept(folder) == [("a:1", "b:1", "yes"), ("a:2", "b:2", "no")]
    assert read_decisions(folder, FILE)["office"].tolist() == ["Disdik", 'Dinas "A", B']
    assert read_decisions(folder, FILE)["reason"].tolist() == ["", ""]


def test_an_answer_of_the_same_day_is_replaced_and_of_another_day_kept(folder: Path) -> None:
    add_decisions(folder, decisions(("a:1", "b:1", "yes", "2026-01-01")))
    add_decisions(folder, decisions(("b:1", "a:1", "no", "2026-01-01")))
    assert kept(folder) == [("b:1", "a:1", "no")]
    add_decisions(folder, decisions(("a:1", "b:1", "yes", "2026-01-02")))
    assert kept(folder) == [("b:1", "a:1", "no"), ("a:1", "b:1", "yes")]


def test_taking_back_forgets_all_that_was_answered_about_a_pair(folder: Path) -> None:
    add_decisions(folder, decisions(("a:1", "b:1", "yes", "2026-01-01"), ("a:2", "b:2", "no", "2026-01-01")))
    add_decisions(folder, decisions(("b:1", "a:1", "no", "2026-01-02")))
    withdraw_decision(folder, "b:1", "a:1")
    assert kept(folder) == [("a:2", "b:2", "no")]
    withdraw_decision(folder, "a:2", "b:2")
    assert not (folder / FILE).exists()
    with pytest.raises(OptionError) as caught:
        withdraw_decision(folder, "a:2", "b:2")
    assert sentence(caught.value) == "Nothing was decided about a:2 and b:2, so nothing was changed."


def test_columns_that_others_added_stay(folder: Path) -> None:
    (folder / FILE).write_text("id_a;id_b;answer;office;date;surat\na:1;b:1;no;DKK;2026-01-01;12/2026\n", "utf-8")
    assert kept(folder) == [("a:1", "b:1", "no")]
    add_decisions(folder, decisions(("a:2", "b:2", "no", "2026-01-02")))
    assert pd.read_csv(folder / FILE)["surat"].fillna("").tolist() == ["12/2026", ""]


def test_the_built_in_city_is_not_changed() -> None:
    with pytest.raises(OutputError) as caught:
        add_decisions(builtin_city(), decisions(("a:1", "b:1", "yes", "2026-01-01")))
    assert "planner copy-city DIR" in sentence(caught.value)
    assert not (builtin_city() / FILE).exists()


def test_a_city_that_does_not_merge_takes_no_answers(tmp_path: Path) -> None:
    city = drawn_city(tmp_path)
    with pytest.raises(OptionError) as caught:
        add_decisions(city, decisions(("a:1", "b:1", "yes", "2026-01-01")))
    assert "write the table [merging] there first" in sentence(caught.value)


def test_an_unreadable_table_is_told_and_left_alone(folder: Path) -> None:
    (folder / FILE).write_text('id_a,id_b\n"a', encoding="utf-8")
    with pytest.raises(LayerError) as caught:
        add_decisions(folder, decisions(("a:1", "b:1", "yes", "2026-01-01")))
    assert "decisions.csv can't be read" in sentence(caught.value)
    assert (folder / FILE).read_text(encoding="utf-8") == 'id_a,id_b\n"a'


def test_nothing_half_written_is_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_decisions(folder, decisions(("a:1", "b:1", "yes", "2026-01-01")))
    before = (folder / FILE).read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_csv", full)
    with pytest.raises(OutputError) as caught:
        add_decisions(folder, decisions(("a:2", "b:2", "yes", "2026-01-01")))
    assert "No space left on device" in sentence(caught.value)
    assert (folder / FILE).read_bytes() == before
    assert not list(folder.glob(".*.new"))
