"""A survey out of a spreadsheet: all of it or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from city_folders import drawn_city
from test_sources_survey_photos import located, picture

from planner.errors import LayerError, MissingFileError, OutputError
from planner.sources.builtin import builtin_city
from planner.sources.survey import importing
from planner.sources.survey.importing import import_survey
from planner.sources.survey.known import KnownPlaces
from planner.sources.survey.photos import carries_position
from planner.sources.survey.store import SURVEY_FILE, read_survey
from planner.texts import Language, translate

HEAD = "place_name;question;value;date;office;note;fact;facility_id\n"
FREE = "Taman A;Gratis?;ya;2026-03-01;DLH;;free;contoh:1\n"
BLANK = "Taman A;Pagar?;;;;;fence;contoh:1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return drawn_city(tmp_path)


def table(folder: Path, *rows: str) -> Path:
    path = folder.parent / "isian.csv"
    path.write_text(HEAD + "".join(rows), encoding="utf-8-sig")
    return path


def test_rows_with_a_value_are_added_and_the_others_passed_over(folder: Path) -> None:
    imported = import_survey(folder, table(folder, FREE, BLANK, BLANK))
    assert (imported.saved.added, imported.blank, imported.photos) == (1, 2, 0)
    assert translate(imported.told, Language.ENGLISH) == (
        "1 fact was added; 0 stood there already, 2 rows without a value were passed over."
    )
    assert read_survey(folder)["value"].tolist() == ["yes"]


def test_the_same_table_twice_adds_nothing(folder: Path) -> None:
    import_survey(folder, table(folder, FREE))
    assert import_survey(folder, table(folder, FREE)).saved.added == 0


def test_a_photo_beside_the_table_comes_along(folder: Path) -> None:
    path = table(folder, "Taman A;;foto satu.jpg;2026-03-01;DLH;;photo;contoh:1\n")
    (folder.parent / "foto satu.jpg").write_bytes(picture())
    assert import_survey(folder, path).photos == 1
    name = read_survey(folder)["value"].item()
    assert (folder / "photos" / name).is_file()
    # The same again adds neither a row nor a photo.
    assert import_survey(folder, path).saved.repeated == 1
    assert len(list((folder / "photos").iterdir())) == 1


@pytest.mark.parametrize("name", ["../city.toml", "/etc/passwd", "C:\\a.jpg", "missing.jpg", ".."])
def test_only_pictures_beside_the_table_are_read(folder: Path, name: str) -> None:
    path = table(folder, FREE, f"Taman A;;{name};2026-03-01;DLH;;photo;contoh:1\n")
    with pytest.raises(LayerError) as caught:
        import_survey(folder, path)
    assert "isian.csv, row 2: there is no picture" in translate(caught.value.message, Language.ENGLISH)
    assert not (folder / SURVEY_FILE).exists()


@pytest.mark.parametrize(
    ("rows", "part"),
    [
        ([BLANK], "No row of isian.csv has a value"),
        ([FREE, FREE.replace("ya", "mungkin")], "isian.csv, row 2"),
        ([FREE, BLANK, FREE.replace("2026-03-01", "1 Maret")], "isian.csv, row 3"),
        ([], "it has a header but no row below it"),
    ],
)
def test_a_mistake_adds_nothing(folder: Path, rows: list[str], part: str) -> None:
    with pytest.raises(LayerError) as caught:
        import_survey(folder, table(folder, *rows))
    assert part in translate(caught.value.message, Language.ENGLISH)
    assert not (folder / SURVEY_FILE).exists()


def test_a_mistake_in_a_row_keeps_its_photo_out(folder: Path) -> None:
    path = table(folder, "Taman A;;a.jpg;2026-03-01;DLH;;photo;contoh:1\n", FREE.replace("ya", "mungkin"))
    (folder.parent / "a.jpg").write_bytes(picture())
    with pytest.raises(LayerError):
        import_survey(folder, path)
    assert not (folder / "photos").exists()


def test_files_that_can_not_be_a_survey_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MissingFileError):
        import_survey(folder, folder / "nowhere.csv")
    path = table(folder, FREE)
    with pytest.raises(OutputError):
        import_survey(builtin_city(), path)
    monkeypatch.setattr(importing, "MAX_TABLE_BYTES", 10)
    with pytest.raises(LayerError):
        import_survey(folder, path)


def test_a_place_that_does_not_exist_is_refused_and_rows_of_vanished_places_stay(folder: Path) -> None:
    import_survey(folder, table(folder, FREE))
    with pytest.raises(LayerError) as caught:
        import_survey(folder, table(folder, FREE.replace("free", "fence")), KnownPlaces({}, lambda lon, lat: True))
    assert "isian.csv, row 1: the city has no place with the id “contoh:1”" in translate(
        caught.value.message, Language.ENGLISH
    )
    assert len(read_survey(folder)) == 1


def test_the_same_sign_twice_is_taken_once_or_refused(folder: Path) -> None:
    imported = import_survey(folder, table(folder, FREE, FREE))
    assert (imported.saved.added, imported.twice) == (1, 1)
    assert [translate(note, Language.ENGLISH) for note in imported.notes] == [
        "1 row said the same of the same place and day as another one and was taken once."
    ]
    with pytest.raises(LayerError) as caught:
        import_survey(folder, table(folder, FREE, FREE.replace("ya", "tidak")))
    assert "isian.csv, rows 1 and 2" in translate(caught.value.message, Language.ENGLISH)
    assert len(read_survey(folder)) == 1


def test_a_position_in_a_photo_is_taken_out_and_said(folder: Path) -> None:
    path = table(folder, "Taman A;;a.jpg;2026-03-01;DLH;;photo;contoh:1\n")
    (folder.parent / "a.jpg").write_bytes(located())
    imported = import_survey(folder, path)
    assert [translate(note, Language.ENGLISH) for note in imported.notes] == ["The position was taken out of 1 photo."]
    [kept] = (folder / "photos").iterdir()
    assert not carries_position(kept.read_bytes())


def test_a_photo_too_large_is_not_even_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(folder, "Taman A;;a.jpg;2026-03-01;DLH;;photo;contoh:1\n")
    (folder.parent / "a.jpg").write_bytes(picture())
    monkeypatch.setattr(importing, "MAX_PHOTO_BYTES", 10)
    with pytest.raises(LayerError) as caught:
        import_survey(folder, path)
    assert "isian.csv, a.jpg is larger than" in translate(caught.value.message, Language.ENGLISH)
