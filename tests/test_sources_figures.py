"""Published figures: never without what they mean, when, and by whom; and two series never in one count."""

from __future__ import annotations

from pathlib import Path

import pytest
from city_folders import PEOPLE, SETTINGS, drawn_city, refusal, rewrite

from planner.errors import LayerError, SettingsError
from planner.ingest import load_city
from planner.reports.figures import figure_source, figure_text, figure_value
from planner.texts import Language, translate

HEAD = "apa,nilai,satuan,arti,tanggal,deret,sumber,alamat"
PEOPLE_2024 = "Penduduk,12500,jiwa,penduduk terdaftar,2024-06,dukcapil,Dukcapil,https://contoh.id/a"
GREEN = "RTH,9.11,%,RTH publik,2012,,RTRW,"

LAYER = """
[figures]
file = "angka.csv"
source = "contoh"

[figures.columns]
subject = "apa"
value = "nilai"
unit = "satuan"
definition = "arti"
date = "tanggal"
series = "deret"
citation = "sumber"
address = "alamat"
"""


def city_with(tmp_path: Path, *rows: str) -> Path:
    folder = drawn_city(tmp_path)
    (folder / "angka.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    with (folder / SETTINGS).open("a", encoding="utf-8") as file:
        file.write(LAYER)
    return folder


def test_figures_are_read_as_they_are_published(tmp_path: Path) -> None:
    figures = load_city(city_with(tmp_path, PEOPLE_2024, GREEN)).figures
    assert figures is not None
    assert figures["value"].tolist() == [12500, 9.11]
    assert figures["series"].fillna("-").tolist() == ["dukcapil", "-"]
    assert figures["row"].tolist() == [1, 2]


def test_a_city_without_the_layer_has_no_figures(tmp_path: Path) -> None:
    assert load_city(drawn_city(tmp_path)).figures is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("12500", "banyak", ["angka.csv, row 1", "“nilai”", "“banyak” is not a number"]),
        ("12500", "", ["row 1", "“nilai” is blank"]),
        (",jiwa,", ",,", ["row 1", "“satuan” is blank"]),
        ("penduduk terdaftar", "", ["row 1", "“arti” is blank"]),
        ("2024-06", "", ["row 1", "“tanggal” is blank"]),
        ("2024-06", "Juni 2024", ["row 1", "“Juni 2024” is no date", "2025-12-31"]),
        ("2024-06", "2024-13", ["“2024-13” is no date"]),
        (",Dukcapil,", ",,", ["row 1", "“sumber” is blank"]),
        ("https://contoh.id/a", "javascript:alert(1)", ["row 1", "“javascript:alert(1)” is no address"]),
    ],
)
def test_a_figure_that_lacks_something_is_refused(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    said = refusal(city_with(tmp_path, PEOPLE_2024.replace(old, new), GREEN), LayerError)
    for word in words:
        assert word in said


def test_the_same_figure_twice_is_refused_and_another_definition_is_not(tmp_path: Path) -> None:
    said = refusal(city_with(tmp_path, GREEN, PEOPLE_2024, GREEN.replace("9.11", "9.2")), LayerError)
    assert "angka.csv, rows 1 and 3: both give “RTH”" in said
    other = GREEN.replace("RTH publik", "RTH seluruhnya")
    figures = load_city(city_with(tmp_path / "other", GREEN, other)).figures
    assert figures is not None
    assert len(figures) == 2


def test_counts_of_two_series_are_never_put_together(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    rewrite(folder, SETTINGS, "[sources.contoh]", '[sources.sensus]\ntitle = "Sensus"\ndate = "2020"\nlicence = "-"\n'
            'series = "bps"\n\n[sources.contoh]\nseries = "dukcapil"')  # fmt: skip
    with (folder / SETTINGS).open("a", encoding="utf-8") as file:
        file.write(f'\n[population.scale_to]\nfile = "{PEOPLE}"\nsource = "sensus"\n'
                   'columns = { code = "kode", population = "penduduk" }\n')  # fmt: skip
    said = refusal(folder, SettingsError)
    assert "“population” counts people of the series “dukcapil”" in said
    assert "“population.scale_to” of the series “bps”" in said
    rewrite(folder, SETTINGS, 'series = "bps"', 'series = "dukcapil"')
    assert load_city(folder).population is not None


def test_every_figure_of_the_built_in_city_has_definition_date_and_source(balikpapan_folder: Path) -> None:
    city = load_city(balikpapan_folder)
    figures = city.figures
    assert figures is not None
    assert figures[["definition", "date", "citation"]].notna().all(axis=None)
    people = figures[(figures["unit"] == "jiwa") & figures["series"].isna()]
    assert people["definition"].str.contains("deret tidak disebut").all()
    # The six kecamatan sum to the city, by the series that the planner counts with.
    dukcapil = figures[(figures["series"] == "dukcapil") & (figures["date"] == "2024-06")].set_index("subject")["value"]
    assert dukcapil.pop("Penduduk Kota Balikpapan") == dukcapil.sum() == city.people == 746_804
    # Figures of RTH are never told apart by the number alone.
    green = figures[figures["subject"] == "RTH"]
    assert green["value"].tolist() == [9.11, 35, 33, 0.78]
    assert green["definition"].is_unique


def test_a_figure_is_told_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    figures = load_city(city_with(tmp_path, PEOPLE_2024, GREEN)).figures
    assert figures is not None
    people, green = figures.to_dict("records")
    assert translate(figure_text(people), Language.ENGLISH) == (
        "Penduduk: 12,500 jiwa (penduduk terdaftar; 2024-06; source: Dukcapil, series dukcapil)."
    )
    assert translate(figure_text(green), Language.ENGLISH) == "RTH: 9.11% (RTH publik; 2012; source: RTRW)."
    assert translate(figure_value(green), Language.INDONESIAN) == "9,11%"
    assert translate(figure_source(green), Language.ENGLISH) == "RTRW"
