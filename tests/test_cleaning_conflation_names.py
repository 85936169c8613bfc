"""Names of places, taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.cleaning.conflation.names import CityWords, plain_words, read_name, spelling_key
from tests.drawn_records import CONTOH


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SDN 001", "SD Negeri 1"),
        ("SD N 01 Contoh", "Sekolah Dasar Negeri 1 Kota Contoh"),
        ("SMPN 12", "SMP Negeri 012 Contoh"),
        ("SMKS Muhammadiyah 1", "SMK Muhammadiyah 1 Contoh"),
        ("SMA Kartika V-1", "SMA Kartika 5 - I"),
        ("SDIT Nurul Fikri", "SD Islam Terpadu Nurul Fikri"),
        ("SDIT Nurul Fikri", "SD IT NURUL FIKRI"),
        ("SLBN Contoh", "SLB Negeri Contoh"),
        ("Intis Elementary School", "SD Intis School"),
        ("Pkm. Gn. Jati Ulu", "Puskesmas Gunung Jati Ulu"),
        ("Pusk Damai", "Puskesmas Kel. Damai"),
        ("RSU Harapan", "Rumah Sakit Umum Harapan"),
        ("RSUD Harapan", "RS Harapan"),
        ("BP Kusuma", "Klinik Kusuma"),
        ("Balai Pengobatan Kusuma", "Kusuma Medical Center"),
        ("Tmn. Melati", "Taman Melati"),
        ("Masjid Al-Ikhlas", "Mesjid Al Ikhlas"),
        ("Musholla As Salam", "Langgar Assalam"),
        ("SD Katholik Santa Theresia", "SD Katolik Sta. Teresia"),
        ("RS Djatiwibowo", "RS Jatiwibowo"),
        ("Masjid Jami\u2019atul Iman", "Masjid Jamiatul Iman"),
        ("Dino Park (berbayar)", "dino park"),
    ],
)
def test_ways_of_writing_one_name_have_one_key(one: str, other: str) -> None:
    assert read_name(one, CONTOH).key == read_name(other, CONTOH).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SDN 001", "SDN 002"),
        ("SDN 12", "SDN 1 2"),
        ("SD Negeri 1", "SD Muhammadiyah 1"),
        ("Puskesmas Gunung Jati Ulu", "Puskesmas Gunung Jati Ilir"),
        ("Masjid Al Hidayah", "Masjid Al Hikmah"),
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert read_name(one, CONTOH).key != read_name(other, CONTOH).key


def test_kecamatan_is_told_apart_from_the_citys_name_and_from_the_places_own() -> None:
    name = read_name("SD Negeri 001 Contoh Timur", CONTOH)

    assert name.kecamatan == "Contoh Timur"
    assert name.words == ("NEGERI",)
    assert name.numbers == (1,)
    assert name.designators == {"sd"}
    assert read_name("SD Negeri 001 Kota Contoh", CONTOH).kecamatan is None


def test_no_city_is_known_that_was_not_told() -> None:
    assert read_name("SDN 1 Contoh", CityWords()).words == ("NEGERI", "CONTOH")


def test_name_that_only_says_what_the_place_is_has_no_key() -> None:
    assert [read_name(name, CONTOH).key for name in ("Taman", "MASJID", "Taman (tanpa nama)", "SD", "—")] == [""] * 5


def test_brackets_are_read_where_there_is_nothing_else() -> None:
    assert plain_words("(taman di timur)") == ("TAMAN", "DI", "TIMUR")


def test_campus_names_several_levels_of_school() -> None:
    assert read_name("SMP & SMA Nasional", CONTOH).is_campus
    assert not read_name("SMA Nasional", CONTOH).is_campus


def test_roman_numerals_are_numbers_only_as_whole_words_of_i_v_and_x() -> None:
    assert read_name("Lapangan Merdeka XIV", CONTOH).numbers == (14,)
    assert read_name("Taman Civic", CONTOH).numbers == ()
    assert read_name("Taman M", CONTOH).numbers == ()


def test_single_letters_are_left_out_unless_there_is_nothing_else() -> None:
    assert read_name("RS Dr. R. Harjanto", CONTOH).words == ("HARJANTO",)
    assert read_name("Taman R", CONTOH).words == ("R",)


@given(st.text(max_size=60))
def test_any_text_can_be_read_and_case_does_not_matter(name: str) -> None:
    read = read_name(name, CONTOH)

    assert read.written == name
    # Letters such as ß or ŉ change with their case; plain words are what is left after that.
    words = " ".join(plain_words(name))
    assert read_name(words.lower(), CONTOH).key == read_name(words, CONTOH).key


@pytest.mark.parametrize(
    ("one", "other"),
    [("KATHOLIK", "KATOLIK"), ("SOEKARNO", "SUKARNO"), ("HASSAN", "HASAN"), ("DHARMA", "DARMA"), ("TJIPTO", "CIPTO")],
)
def test_spellings_of_one_sound_are_one(one: str, other: str) -> None:
    assert spelling_key(one) == spelling_key(other)
