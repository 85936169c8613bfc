"""The form of ``city.toml``: what may stand in it, and how a mistake is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from city_folders import SETTINGS, drawn_city, rewrite, sentence

from planner.errors import LayerError, MissingFileError, SettingsError
from planner.model.kinds import Level
from planner.sources.settings_file import read_settings


def said_of(folder: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        read_settings(folder)
    return sentence(caught.value)


def test_the_starter_is_read_as_it_is_written(tmp_path: Path) -> None:
    settings = read_settings(drawn_city(tmp_path))
    assert settings.city.code == "99.99"
    assert settings.regions.level == Level.KELURAHAN
    assert settings.facilities[0].columns.position == ("lon", "lat")
    assert list(settings.layers()) == ["regions", "population", "facilities[1]", "streets"]


def test_a_date_may_be_written_without_quotes(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    rewrite(folder, SETTINGS, 'date = "2025-12-31"', "date = 2025-12-31")
    assert read_settings(folder).sources["contoh"].date == "2025-12-31"
    rewrite(folder, SETTINGS, "date = 2025-12-31", "date = 2025")
    assert read_settings(folder).sources["contoh"].date == "2025"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        # An unknown key names its full path and the nearest known one.
        ("metric_crs =", "metrik_crs =", ["“city.metrik_crs”", "“metric_crs”", "1 more problem"]),
        ('id = "nomor"', 'idd = "nomor"', ["“facilities[1].columns.idd”", "“id”"]),
        ("licence =", "license =", ["“sources.contoh.license”", "“licence”"]),
        ("[streets]", "[street]", ["“street”", "“streets”"]),
        ("[population.ages]", "[population.age]", ["“population.age”", "“ages”"]),
        # A missing key.
        ('code = "99.99" ', "", ["“city.code” is missing"]),
        ('level = "kelurahan"', "", ["“regions.level” is missing"]),
        # A wrong type or word.
        ('name = "Kota Contoh (rekaan)"', "name = 7", ["“city.name” is 7", "text in quotes"]),
        ("everyday_places = true", 'everyday_places = "perhaps"', ["“facilities[1].everyday_places”", "true or false"]),
        ('level = "kelurahan"', 'level = "desa"', ["“regions.level” is “desa”", "one of: kelurahan, kecamatan"]),
        ('kind_columns = ["jenis"]', 'kind_columns = "jenis"', ["“facilities[1].kind_columns”", "square brackets"]),
        ('name = "Kota Contoh (rekaan)"', 'name = " "', ["“city.name” is empty"]),
        # A wrong meaning.
        ('date = "2025-12-31"', 'date = "31/12/2025"', ["“sources.contoh.date” is “31/12/2025”", "2025-12-31"]),
        ('date = "2025-12-31"', 'date = "2025-13"', ["“2025-13”"]),
        ('jalan.geojson"\nsource = "contoh"', 'jalan.geojson"\nsource = "conto"',
         ["“streets.source”", "“conto”", "“contoh”"]),
        ('sd = "school_sd" ', 'sd = "school_ds" ', ["“facilities[1].kinds.sd” is “school_ds”", "“school_sd”"]),
        ('kind_columns = ["jenis"]', 'kind_columns = ["jenis"]\nkind = "park"',
         ["“facilities[1]” needs either", "not both"]),
        ('kind_columns = ["jenis"]', "", ["“facilities[1]” needs"]),
        ('lat = "lat" ', "", ["“facilities[1].columns”", "“lon” and “lat”"]),
        ('kecamatan_code = "kode_kecamatan", ', "", ["“regions.columns.kecamatan_code” is missing", "kecamatan"]),
        ('file = "contoh_penduduk.csv"', 'file = "../rahasia.csv"',
         ["“population.file” is “../rahasia.csv”", "inside the city folder"]),
        ('file = "contoh_penduduk.csv"', 'file = "/etc/passwd"', ["“/etc/passwd”"]),
        ('file = "contoh_penduduk.csv"', "file = 'C:\\data\\penduduk.csv'", ["inside the city folder"]),
        # Merging.
        ("# [merging]", "[merging]\nenable = true", ["“merging.enable”", "“enabled”"]),
        ("# [merging]", '[merging]\nenabled = "yes"', ["“merging.enabled” is yes", "true or false"]),
        ("# [merging]", '[merging]\nprecedence = ["contoh", "conto"]', ["“merging.precedence”", "“conto”", "“contoh”"]),
        ("# [merging]", '[merging]\nprecedence = ["contoh", "contoh"]', ["“merging.precedence”", "“contoh” twice"]),
        ("# [merging]", '[merging]\nfields = { posisi = ["contoh"] }', ["“merging.fields.posisi”", "“position”"]),
        ("# [merging]", '[merging]\nfields = { position = ["osm"] }', ["“merging.fields.position”", "“osm”"]),
        ("# [merging]", '[merging]\ndecisions = "../d.csv"', ["“merging.decisions”", "inside the city folder"]),
        ("# [merging]", '[merging]\ndecisions = "d.txt"', ["“merging.decisions”", "CSV file of its own"]),
        ("# [merging]", '[merging]\ndecisions = "contoh_penduduk.csv"', ["“merging.decisions”", "of its own"]),
        ("# adds_places = false", 'adds_places = "no"\n#', ["“facilities[1].adds_places” is no", "true or false"]),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_key(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    folder = drawn_city(tmp_path)
    rewrite(folder, SETTINGS, old, new)
    said = said_of(folder)
    assert said.startswith(str(folder / SETTINGS))
    for word in words:
        assert word in said


def test_a_syntax_error_is_named_with_its_line(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    lines = (folder / SETTINGS).read_text(encoding="utf-8").splitlines()
    line = next(number for number, content in enumerate(lines, start=1) if content.startswith("metric_crs"))
    rewrite(folder, SETTINGS, 'metric_crs = "EPSG:32749"', "metric_crs = EPSG:32749")
    assert f"at line {line}" in said_of(folder)


def test_a_key_written_twice_is_named_with_its_line(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    rewrite(folder, SETTINGS, "[city]\n", '[city]\nname = "Sekali"\n')
    assert "twice" in said_of(folder)


def test_another_encoding_is_refused_and_a_byte_order_mark_is_not(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    content = (folder / SETTINGS).read_text(encoding="utf-8")
    (folder / SETTINGS).write_bytes(content.encode("utf-8-sig"))
    assert read_settings(folder).city.code == "99.99"
    (folder / SETTINGS).write_bytes(content.replace("rekaan", "réka").encode("latin-1"))
    assert "UTF-8" in said_of(folder)


def test_a_missing_file_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    rewrite(folder, SETTINGS, 'file = "contoh_penduduk.csv"', 'file = "contoh_penduduk.cvs"')
    with pytest.raises(MissingFileError) as caught:
        read_settings(folder)
    said = sentence(caught.value)
    assert "“contoh_penduduk.cvs”" in said
    assert "“population.file”" in said
    assert "“contoh_penduduk.csv”" in said


def test_a_folder_that_is_none_or_has_no_settings_says_so(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError) as caught:
        read_settings(tmp_path / "nowhere")
    assert "There is no city folder" in sentence(caught.value)
    with pytest.raises(MissingFileError) as caught:
        read_settings(tmp_path)
    assert "city.toml" in sentence(caught.value)
    assert "planner new-city" in sentence(caught.value)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    with (folder / "contoh_penduduk.csv").open("r+b") as file:
        file.truncate(300_000_000)  # a hole in the file: takes no room on the disk
    with pytest.raises(LayerError) as caught:
        read_settings(folder)
    assert "contoh_penduduk.csv is larger than 200 MB" in sentence(caught.value)


def test_records_are_merged_only_where_the_city_asks_for_it(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    assert not read_settings(folder).merges
    rewrite(folder, SETTINGS, "# [merging]", "[merging]")
    merging = read_settings(folder).merging
    assert read_settings(folder).merges
    assert merging is not None
    assert (merging.decisions, merging.precedence, merging.fields) == ("decisions.csv", (), {})
    rewrite(folder, SETTINGS, "\n[merging]", "\n[merging]\nenabled = false")
    assert not read_settings(folder).merges
