"""The page of rules: every rule that may be printed, chosen by theme, status, certainty and words; and figures."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner.rules.catalogue import load_rules
from tests.test_ui_pages import headline, open_page, tables, words


@pytest.fixture(autouse=True)
def built_in_city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_CITY", raising=False)


@pytest.fixture(scope="module")
def shown() -> AppTest:
    return open_page("rules", language="en")


def markup(app: AppTest) -> str:
    return " ".join(str(block.value) for block in app.get("html")[:-1])


def listed(app: AppTest) -> set[str]:
    return set(re.findall(r'<span class="beside">([A-Z][A-Z0-9_]+)</span>', markup(app)))


def test_the_tables_say_how_they_were_made(shown: AppTest) -> None:
    assert tables(shown) == {"rules.csv", "figures.csv"}


def test_every_rule_is_listed_but_what_must_never_be_printed(shown: AppTest) -> None:
    assert headline(shown) == "Rules"
    assert listed(shown) == set(load_rules()) - {"WHO_9M2"}
    assert f"{len(load_rules()) - 1} rules are shown." in words(shown)
    assert "1 rule of the catalogue is not shown: no document says what it claims" in words(shown)
    assert "9 m²" not in words(shown)


def test_a_rule_stands_with_all_that_belongs_to_it(shown: AppTest) -> None:
    told = re.sub(r"\s+", " ", words(shown))
    assert "Primary school (SD) SD" in told
    assert "one for: 1,600 people land: 2,000 m² distance: 1,000 m Radius dari sumber sekunder, garis lurus." in told
    assert "Binding Read in the source PP 28/2024 Ps 434(1)e news-lite.ddtc.co.id compared on 22 November 2026" in told
    assert "distance, from memory: 3,000 m (from memory, needs verification)" in told
    assert "By the planner: checked" in told


def test_only_secure_addresses_are_links(shown: AppTest) -> None:
    links = re.findall(r'<a href="([^"]+)"', markup(shown))
    assert len(links) > 50
    assert all(link.startswith("https://") for link in links)
    assert "http://mitraikhtiar.blogspot.com" in words(shown)


def test_rules_are_chosen_by_theme_status_certainty_and_words() -> None:
    app = open_page("rules", language="en")
    app.selectbox(key="rules_theme").select("health").run()
    assert {"PUSKESMAS", "RUMAH_SAKIT"} < listed(app)
    assert "TK" not in listed(app)
    app.selectbox(key="rules_status").select("enforce").run()
    assert listed(app) == {"PUSKESMAS_KEC"}
    app.selectbox(key="rules_status").select("").run()
    app.selectbox(key="rules_certainty").select("M").run()
    assert "PUSTU" in listed(app)
    assert "PUSKESMAS_KEC" not in listed(app)
    app.text_input(key="rules_search").set_value("  pustu ").run()
    assert listed(app) == {"PUSTU"}
    app.text_input(key="rules_search").set_value("nothing like it").run()
    assert listed(app) == set()
    assert "0 rules are shown." in words(app)
    assert not app.exception
    # Words are looked for also where no rule is left to look in.
    app.selectbox(key="rules_status").select("enforce").run()
    assert "0 rules are shown." in words(app)
    assert not app.exception


def test_a_changed_number_is_marked_and_the_city_says_so(
    monkeypatch: pytest.MonkeyPatch, balikpapan_folder: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(balikpapan_folder, tmp_path / "city")
    with (folder / "city.toml").open("a", encoding="utf-8") as file:
        file.write("\n[rules.TOBACCO_SALE]\nradius_m = 300\n\n[rules.WALK_SPEED_SCHOOL]\nvalue = 1.1\n")
    monkeypatch.setenv("PLANNER_CITY", str(folder))
    told = words(open_page("rules", language="en"))
    assert "This city changes the numbers of 2 rules" in told
    assert "distance: 300 m (changed by the city; catalogue: 200 m)" in told
    # Where the walks are explained, the changed speed is marked too.
    told = words(open_page("coverage", language="en"))
    assert (
        "Walking speed of school children: 1.1 m/s (from memory, needs verification) "
        "(changed by the city; catalogue: 1 m/s)" in told
    )
    assert "value 1.1 m/s (catalogue: 1 m/s)" in words(open_page("sources", language="en"))


def test_published_figures_stand_with_definition_date_series_and_source(shown: AppTest) -> None:
    told = re.sub(r"\s+", " ", words(shown))
    assert (
        "Penduduk Kota Balikpapan 746,804 jiwa penduduk terdaftar menurut DKB semester I 2024, jumlah enam kecamatan "
        "2024-06 dukcapil Dukcapil lewat Antara, 17 Desember 2024 kaltim.antaranews.com" in told
    )
    assert "717,230 jiwa" in told
    assert "9.11% RTH publik" in told


def test_words_of_the_data_are_escaped(
    monkeypatch: pytest.MonkeyPatch, balikpapan_folder: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(balikpapan_folder, tmp_path / "city")
    figures = (folder / "figures.csv").read_text(encoding="utf-8")
    harmful = figures.replace("Zona selamat sekolah", "<script>alert(1)</script>").replace(
        "https://nomorsatukaltim.disway.id/read/27917/zoss-di-balikpapan-bertambah-enam-titik",
        'https://contoh.id/"onmouseover="alert(1)',
    )
    (folder / "figures.csv").write_text(harmful, encoding="utf-8")
    monkeypatch.setenv("PLANNER_CITY", str(folder))
    shown = markup(open_page("rules", language="en"))
    assert "<script>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert '"onmouseover' not in shown


def test_a_city_without_figures_says_so(
    monkeypatch: pytest.MonkeyPatch, balikpapan_folder: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(balikpapan_folder, tmp_path / "city")
    settings = (folder / "city.toml").read_text(encoding="utf-8")
    parts = re.split(r"(?m)^(?=\[)", settings)
    kept = "".join(part for part in parts if not part.startswith("[figures"))
    (folder / "city.toml").write_text(kept, encoding="utf-8")
    monkeypatch.setenv("PLANNER_CITY", str(folder))
    assert "The city folder has no table of published figures." in words(open_page("rules", language="en"))


def test_the_page_speaks_indonesian() -> None:
    app = open_page("rules")
    assert "Sekolah dasar (SD)" in words(app)
    assert "746.804" in words(app)
    assert not app.exception
