"""The map page: who can walk to the place that is chosen."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.test_ui_pages import open_page, words

PARK = {"language": "en", "place": "parks:4"}


@pytest.fixture(autouse=True)
def built_in_city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_CITY", raising=False)


def test_without_a_chosen_place_nobody_s_walk_is_told() -> None:
    app = open_page("map", language="en")
    assert "Who can walk to" not in words(app)
    assert not app.slider


def test_a_chosen_place_tells_who_can_walk_there() -> None:
    app = open_page("map", **PARK)
    said = words(app)
    assert "Taman Tiga Generasi: 1,789 children live within 10 minutes on foot." in said
    assert "have no other place of this kind within 10 minutes: child-friendly park (RBRA)." in said
    by_age = re.findall(r"(?:0–5|6–11|12–17) years\s+([\d,]+)\s+\d+ min\s+\d+ min\s+([\d,]+)", said)
    assert [int(children.replace(",", "")) for children, _ in by_age] == [475, 689, 625]
    assert re.search(r"Sepinggan Baru\s+475\s+689\s+625\s+1,789", said)
    assert [button.label for button in app.get("download_button")] == [
        "Download the list of children (CSV)",
        "How the table was made (JSON)",
    ]


def test_more_minutes_reach_more_children() -> None:
    app = open_page("map", **PARK)
    app.slider(key="choice_minutes").set_value(15).run()
    assert app.query_params["minutes"] == "15"
    found = re.search(r"Taman Tiga Generasi: ([\d,]+) children live within 15 minutes on foot", words(app))
    assert found
    assert int(found[1].replace(",", "")) > 1789


def test_another_place_is_chosen_in_the_list() -> None:
    app = open_page("map", **PARK)
    app.selectbox(key="choice_place").select("parks:1").run()
    assert "Who can walk to Taman Bekapai" in words(app)
    assert "Who can walk to Taman Tiga Generasi" not in words(app)


def test_where_nobody_is_counted_as_walking_the_page_says_why() -> None:
    nowhere = open_page("map", language="en", show="park")
    listed = re.findall(r"<li>(.*?) \(park,", " ".join(str(block.value) for block in nowhere.get("html")))
    assert len(listed) == 2
    place = next(option for option in nowhere.selectbox(key="choice_place").options if option == listed[0])
    app = nowhere.selectbox(key="choice_place").select(place).run()
    assert f"The position of {listed[0]} is not known" in words(app)
    assert not app.slider
    assert not app.exception


def test_without_a_population_the_outline_is_drawn_and_nobody_counted(
    tmp_path: Path, balikpapan_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "city"
    shutil.copytree(balikpapan_folder, folder)
    settings = folder / "city.toml"
    parts = re.split(r"(?m)^(?=\[)", settings.read_text(encoding="utf-8"))
    settings.write_text("".join(part for part in parts if not part.startswith("[population")), encoding="utf-8")
    monkeypatch.setenv("PLANNER_CITY", str(folder))
    app = open_page("map", **PARK)
    assert "how many children live within 10 minutes on foot is not known" in words(app)
    assert not app.get("download_button")
