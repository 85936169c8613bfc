"""Guessing what columns hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from broken.corpus import GOOD, table, with_column

from planner.errors import LayerError
from planner.model.kinds import FacilityKind
from planner.sources.delivery.delivery import open_delivery
from planner.sources.delivery.fields import AreaUnit, Field
from planner.sources.delivery.mapping import ColumnMapping, check_mapping, guess_mapping
from planner.sources.delivery.preview import Preview, preview
from planner.sources.delivery.synonyms import kind_of, load_synonyms
from planner.texts import Language, speak, translate


def view_of(folder: Path, content: str, name: str = "data.csv") -> Preview:
    (folder / name).write_text(content, encoding="utf-8")
    return preview(open_delivery(folder / name))


def columns(mapping: ColumnMapping) -> dict[str, str]:
    return {str(guess.field): guess.column for guess in mapping.guesses}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "NAMOBJ;WADMKC;WADMKD;Luas_Ha;X;Y",
            {
                "name": "NAMOBJ",
                "kecamatan": "WADMKC",
                "kelurahan": "WADMKD",
                "area": "Luas_Ha",
                "east": "X",
                "north": "Y",
            },
        ),
        (
            "nm_sekolah;kec;kel;almt;longitude;latitude",
            {
                "name": "nm_sekolah",
                "kecamatan": "kec",
                "kelurahan": "kel",
                "address": "almt",
                "east": "longitude",
                "north": "latitude",
            },
        ),
        (
            "Nama Satuan Pendidikan;Nama Kecamatan;NPSN;Easting;Northing",
            {
                "name": "Nama Satuan Pendidikan",
                "kecamatan": "Nama Kecamatan",
                "id": "NPSN",
                "east": "Easting",
                "north": "Northing",
            },
        ),
        ("Nama Kepala Sekolah;Nama;Titik Koordinat", {"name": "Nama", "position": "Titik Koordinat"}),
        ("kode_kecamatan;kecamatan;nama", {"kecamatan": "kecamatan", "name": "nama"}),
        (
            "Nama Sekolah;Daya Tampung;Jumlah Siswa;Siswa Laki-laki",
            {"name": "Nama Sekolah", "capacity": "Daya Tampung", "pupils": "Jumlah Siswa"},
        ),
        (
            "nama;daya tampung siswa;peserta didik",
            {"name": "nama", "capacity": "daya tampung siswa", "pupils": "peserta didik"},
        ),
    ],
)
def test_names_of_columns_are_known(header: str, expected: dict[str, str], tmp_path: Path) -> None:
    cells = ";".join("1" for _ in header.split(";"))
    assert columns(guess_mapping(view_of(tmp_path, f"{header}\n{cells}\n"))) == expected


def test_every_guess_says_why(tmp_path: Path) -> None:
    mapping = guess_mapping(view_of(tmp_path, table()))
    with speak(Language.ENGLISH):
        assert translate(mapping.guesses[0].reason) == "“Nama Taman” is a name known for “name”."


def test_the_unit_of_an_area_stands_in_its_name(tmp_path: Path) -> None:
    assert guess_mapping(view_of(tmp_path, "Nama;Luas (Ha)\nA;2\n")).area_unit is AreaUnit.HECTARE
    assert guess_mapping(view_of(tmp_path, "Nama;Luas m2\nA;2\n")).area_unit is AreaUnit.SQUARE_METRE


def test_the_kind_is_told_by_a_column_by_the_names_or_by_the_file(tmp_path: Path) -> None:
    mapping = guess_mapping(view_of(tmp_path, with_column("Jenis", ["Taman Kota", "TPU", "Xyzzy"])))
    assert mapping.kinds == {"TPU": "rth", "Taman Kota": "park"}
    assert mapping.unknown_kinds == ("Xyzzy",)
    assert mapping.name_kinds({"Xyzzy": "skip"}).unknown_kinds == ()
    assert guess_mapping(view_of(tmp_path, table())).kind is FacilityKind.PARK
    assert guess_mapping(view_of(tmp_path, "Nama;Luas\nA;2\n", "Data Posyandu 2025.csv")).kind is FacilityKind.POSYANDU


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("SD", "school_sd"),
        ("Sekolah Dasar Negeri", "school_sd"),
        ("MTs", "school_smp"),
        ("PKM Rawat Inap", "puskesmas"),
        ("Puskesmas Pembantu", "pustu"),
        ("Hutan Kota", "rth"),
        ("taman bermain anak", "playground"),
        ("school_slb", "school_slb"),
        ("Warung", None),
        ("Puspaga Balikpapan", "puspaga"),
        ("UPTD PPA", "uptd_ppa"),
        ("Unit PPA Polresta Balikpapan", "police_child_desk"),
        ("Satgas PPA", "child_task_force"),
        ("P2TP2A", "child_protection"),
        ("Taman Penitipan Anak", "childcare"),
        ("TPA", "childcare"),
        ("LKSA", "child_home"),
        ("PISA", "child_information"),
        ("Pusat Kreativitas Anak (PKA)", "creativity_centre"),
        ("Terminal Batu Ampar", "terminal"),
        ("Pasar", "public_place"),
    ],
)
def test_words_for_kinds_are_known(word: str, kind: str | None) -> None:
    assert kind_of(word, load_synonyms()) == kind


def test_what_was_decided_is_kept_and_what_is_gone_is_said(tmp_path: Path) -> None:
    first = guess_mapping(view_of(tmp_path, table())).assign(Field.NOTE, "Kelurahan")
    again = guess_mapping(view_of(tmp_path, table()), first)
    assert columns(again) == columns(first)
    renamed = guess_mapping(view_of(tmp_path, table().replace("Nama Taman", "NAMOBJ")), first)
    with speak(Language.ENGLISH):
        assert [translate(notice) for notice in renamed.notices] == [
            "The column “Nama Taman”, which held “name” last time, is gone; “NAMOBJ” is taken for it: check it."
        ]


def test_a_choice_frees_the_column_from_another_field(tmp_path: Path) -> None:
    mapping = guess_mapping(view_of(tmp_path, table())).assign(Field.ADDRESS, "Kecamatan")
    assert mapping.column(Field.ADDRESS) == "Kecamatan"
    assert mapping.column(Field.KECAMATAN) is None


def test_a_mapping_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    view = view_of(tmp_path, table(rows=GOOD))
    mapping = guess_mapping(view).assign(Field.NAME, "Nama Tamn")
    with (
        speak(Language.ENGLISH),
        pytest.raises(LayerError, match=r"no column “Nama Tamn”.*the nearest known one is “Nama Taman”"),
    ):
        check_mapping(mapping, view)
