"""Accepted layers in the city folder: written whole or not at all, read by the same code, undone."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from broken.corpus import table

from planner.cleaning.quality.acceptance import accept
from planner.cleaning.quality.changes import previous_delivery
from planner.cleaning.quality.check import DeliverySource, check_delivery, suggest_crs
from planner.cleaning.quality.report import CheckedDelivery
from planner.errors import LayerError, OptionError, OutputError, PlannerError, SettingsError
from planner.ingest import load_city
from planner.model.city import City
from planner.sources.delivery import store
from planner.sources.delivery.delivery import open_delivery
from planner.sources.delivery.mapping import guess_mapping
from planner.sources.delivery.memory import recall
from planner.sources.delivery.preview import preview
from planner.sources.delivery.store import SourceDetails, undo_last
from planner.sources.starter import write_starter
from planner.texts import Language, speak

TODAY = dt.date(2026, 1, 1)
DETAILS = SourceDetails("dlh", "Taman kota", "2025-12", "internal", "dari DLH")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a starter city folder."""
    path = tmp_path / "kota"
    write_starter(path, name="Kota Contoh")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".lock"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def points_in(city: City) -> list[list[str]]:
    """Return three rows with positions inside the starter city."""
    inside = city.finest_regions.geometry.representative_point().to_crs("EPSG:4326")
    return [[f"Taman {place}", "100", f"{point.y:.6f}", f"{point.x:.6f}"] for place, point in enumerate(inside[:3])]


def checked(folder: Path, rows: list[list[str]], kinds: list[str] | None = None) -> CheckedDelivery:
    """Bring rows as a delivery of the city folder, up to its report."""
    header = ["Nama Taman", "Luas", "Lintang", "Bujur"]
    if kinds is not None:
        header, rows = [*header, "Jenis"], [[*row, kind] for row, kind in zip(rows, kinds, strict=True)]
    path = folder.parent / "taman.csv"
    path.write_text(table(header, rows), encoding="utf-8")
    city = load_city(folder)
    view = preview(open_delivery(path))
    mapping = guess_mapping(view)
    crs = suggest_crs(view, mapping, city)[0]
    source = DeliverySource("dlh", "2025-12")
    return check_delivery(view, mapping, crs, city, source, today=TODAY, previous=previous_delivery(city, "dlh"))


def test_an_accepted_layer_is_read_with_the_city(folder: Path) -> None:
    settings = (folder / "city.toml").read_text(encoding="utf-8")
    rows = points_in(load_city(folder))
    path = accept(checked(folder, rows, ["Taman", "RTH", "Taman"]), folder, DETAILS)
    assert path == folder / "dlh.csv"
    assert (
        path.read_text(encoding="utf-8").splitlines()[0]
        == "id,name,lon,lat,kind,area_m2,child_friendly,public,source_detail,source_date"
    )
    own = load_city(folder).facilities.query("source == 'dlh'")
    assert own["name"].tolist() == ["Taman 0", "Taman 1", "Taman 2"]
    assert own["kind"].tolist() == ["park", "rth", "park"]
    assert own["area_m2"].tolist() == [100.0] * 3
    assert own["placement"].eq("position").all()
    # Every line that stood in city.toml still stands there, comments and all.
    assert (folder / "city.toml").read_text(encoding="utf-8").startswith(settings.rstrip())


def test_outlines_are_written_as_geojson_and_keep_their_area(folder: Path) -> None:
    city = load_city(folder)
    outlines = city.finest_regions[["geometry"]].head(1).assign(Nama_Taman="Taman Luas")
    outlines.geometry = outlines.geometry.representative_point().buffer(50)
    outlines.to_crs("EPSG:4326").to_file(folder.parent / "taman.geojson")
    view = preview(open_delivery(folder.parent / "taman.geojson"))
    mapping = guess_mapping(view)
    found = check_delivery(
        view, mapping, suggest_crs(view, mapping, city)[0], city, DeliverySource("dlh", "2025"), today=TODAY
    )
    assert accept(found, folder, DETAILS) == folder / "dlh.geojson"
    own = load_city(folder).facilities.query("source == 'dlh'")
    assert own["area_m2"].tolist() == pytest.approx([outlines.area.iloc[0]], rel=1e-3)


def test_undoing_brings_every_byte_back(folder: Path) -> None:
    first = contents(folder)
    rows = points_in(load_city(folder))
    accept(checked(folder, rows), folder, DETAILS)
    second = contents(folder)
    accept(checked(folder, rows[:2]), folder, DETAILS, confirmed=True)
    assert undo_last(folder, "dlh") is True
    assert contents(folder) == second
    assert undo_last(folder, "dlh") is False
    kept = {name: content for name, content in contents(folder).items() if not name.startswith("deliveries")}
    assert kept == first
    with speak(Language.ENGLISH), pytest.raises(PlannerError, match="There is no delivery of “dlh” to undo"):
        undo_last(folder, "dlh")


def test_undoing_keeps_what_was_changed_elsewhere_in_the_settings(folder: Path) -> None:
    accept(checked(folder, points_in(load_city(folder))), folder, DETAILS)
    settings = folder / "city.toml"
    settings.write_text("# catatan baru\n" + settings.read_text(encoding="utf-8"), encoding="utf-8")
    undo_last(folder, "dlh")
    assert settings.read_text(encoding="utf-8").startswith("# catatan baru\n")


def test_a_write_that_fails_leaves_everything_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = checked(folder, points_in(load_city(folder)))
    before = contents(folder)
    replace = store._replace

    def broken(path: Path, content: str) -> None:
        if path.name == "city.toml":
            raise OSError(28, "No space left on device")
        replace(path, content)

    monkeypatch.setattr(store, "_replace", broken)
    with (
        speak(Language.ENGLISH),
        pytest.raises(OutputError, match="can't be written into"),
    ):
        accept(found, folder, DETAILS)
    assert contents(folder) == before


def test_a_fall_has_to_be_confirmed(folder: Path) -> None:
    rows = points_in(load_city(folder))
    accept(checked(folder, rows), folder, DETAILS)
    fewer = checked(folder, rows[:1])
    with speak(Language.ENGLISH), pytest.raises(OptionError) as caught:
        accept(fewer, folder, DETAILS)
    with speak(Language.ENGLISH):
        assert str(caught.value) == (
            "taman.csv was not accepted yet: park: there were 3, and now there are 1, 67% fewer. "
            "Confirm it if that is right."
        )
    accept(fewer, folder, DETAILS, confirmed=True)
    assert len(load_city(folder).facilities.query("source == 'dlh'")) == 1


def test_a_layer_without_an_accepted_row_is_refused(folder: Path) -> None:
    rows = [[*row[:2], row[2], ""] for row in points_in(load_city(folder))]
    good = points_in(load_city(folder))
    found = checked(folder, [good[0], *rows])
    empty = CheckedDelivery(
        report=type(found.report)(**{**vars(found.report), "rows_accepted": 0}),
        decided=found.decided,
        accepted=found.accepted[:0],
    )
    with speak(Language.ENGLISH), pytest.raises(LayerError, match=r"No row of taman\.csv could be accepted"):
        accept(empty, folder, DETAILS)


@pytest.mark.parametrize("name", ["../x", "DLH", "", "a b", "1dlh"])
def test_a_short_name_that_could_lead_elsewhere_is_refused(name: str, folder: Path) -> None:
    found = checked(folder, points_in(load_city(folder)))
    with speak(Language.ENGLISH), pytest.raises(OptionError, match="can't be the short name of a source"):
        store.store_layer(found.accepted, folder, SourceDetails(name, "t", "2025", "l"))


def test_a_short_name_of_another_source_is_refused(folder: Path) -> None:
    found = checked(folder, points_in(load_city(folder)))
    taken = next(iter(load_city(folder).sources)).id
    with speak(Language.ENGLISH), pytest.raises(SettingsError, match=f"The short name “{taken}” is already used"):
        store.store_layer(found.accepted, folder, SourceDetails(taken, "t", "2025", "l"))


def test_what_was_decided_is_remembered(folder: Path) -> None:
    found = checked(folder, points_in(load_city(folder)), ["Taman", "RTH", "Taman"])
    assert recall(folder, "dlh") is None
    accept(found, folder, DETAILS)
    memory = recall(folder, "dlh")
    assert memory is not None
    assert memory.columns == ("Nama Taman", "Luas", "Lintang", "Bujur", "Jenis")
    assert memory.reading == found.decided.reading
    assert memory.mapping.kinds == {"RTH": "rth", "Taman": "park"}
    (folder / "deliveries" / "dlh" / "mapping.toml").write_text("kind = 3", encoding="utf-8")
    with speak(Language.ENGLISH), pytest.raises(SettingsError, match=r"mapping\.toml can't be read: delete it"):
        recall(folder, "dlh")


def test_the_folder_can_be_copied_with_its_deliveries(folder: Path, tmp_path: Path) -> None:
    accept(checked(folder, points_in(load_city(folder))), folder, DETAILS)
    shutil.copytree(folder, tmp_path / "salinan")
    assert load_city(tmp_path / "salinan").fingerprint == load_city(folder).fingerprint


def test_the_built_in_city_is_never_changed(folder: Path, balikpapan_folder: Path) -> None:
    found = checked(folder, points_in(load_city(folder)))
    before = (balikpapan_folder / "city.toml").read_bytes()
    with pytest.raises(OutputError):
        store.store_layer(found.accepted, balikpapan_folder, DETAILS)
    assert (balikpapan_folder / "city.toml").read_bytes() == before
    assert not (balikpapan_folder / "dlh.csv").exists()
