"""Opening a delivery: the same little layer in every form, and what is refused before it is read."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path

import pytest
from broken.corpus import GOOD, KML, pack, pack_shapefile, shapefile, sound_layer, table, workbook

from planner.errors import LayerError, MissingFileError
from planner.sources.delivery.delivery import open_delivery
from planner.sources.delivery.limits import Limits
from planner.sources.delivery.preview import preview
from planner.sources.delivery.recognise import Format
from planner.texts import Language, speak


def test_a_text_table_keeps_its_cells_as_texts(tmp_path: Path) -> None:
    (tmp_path / "taman.csv").write_text(table(), encoding="utf-8")
    view = preview(open_delivery(tmp_path / "taman.csv"))
    assert (view.format, view.separator, view.encoding, view.header_row) == (Format.TABLE, ";", "UTF-8", 1)
    assert view.cells.to_numpy().tolist() == GOOD


def test_a_workbook_gives_its_visible_sheets(tmp_path: Path) -> None:
    workbook(tmp_path / "taman.xlsx")
    delivery = open_delivery(tmp_path / "taman.xlsx")
    assert [layer.name for layer in delivery.layers] == ["Taman"]
    assert preview(delivery).cells.to_numpy().tolist() == GOOD


@pytest.mark.parametrize(
    ("name", "form"),
    [("taman.geojson", Format.GEOJSON), ("taman.gpkg", Format.GEOPACKAGE), ("taman.fgb", Format.FLATGEOBUF)],
)
def test_a_map_layer_gives_columns_and_shapes(name: str, form: Format, tmp_path: Path) -> None:
    sound_layer().to_file(tmp_path / name)
    delivery = open_delivery(tmp_path / name)
    layer = delivery.layer()
    assert delivery.format is form
    assert layer.name == "taman"
    assert layer.columns == ("Nama Taman", "Kecamatan", "Luas")
    assert layer.shapes is not None
    assert sorted(shape.x for shape in layer.shapes) == [116.842711, 116.842715, 116.887643]


def test_a_shapefile_comes_in_parts_or_packed(tmp_path: Path) -> None:
    parts = shapefile(tmp_path)
    for ending, content in parts.items():
        (tmp_path / f"Taman{ending}").write_bytes(content)
    pack_shapefile(tmp_path / "taman.zip", parts, prefix="Peta 2025/taman")
    for name in ("Taman.shp", "taman.zip"):
        layer = open_delivery(tmp_path / name).layer()
        assert layer.columns == ("NAMA_TAMAN", "Kecamatan", "Luas")
        assert [row[0] for row in layer.rows] == ["Taman Satu", "Taman Dua", "Taman Tiga"]


def test_a_shapefile_without_an_encoding_is_read_as_what_it_is(tmp_path: Path) -> None:
    for encoding in ("UTF-8", "CP1252"):
        layer = sound_layer()
        layer["Nama Taman"] = "Taman Café"
        folder = tmp_path / encoding
        folder.mkdir()
        layer.rename(columns={"Nama Taman": "NAMA"}).to_file(folder / "taman.shp", encoding=encoding)
        (folder / "taman.cpg").unlink()
        assert open_delivery(folder / "taman.shp").layer().rows[0][0] == "Taman Café"


def test_a_kml_gives_folders_extended_data_and_html_tables(tmp_path: Path) -> None:
    more = (
        "<Folder><name>RTH</name><Placemark><ExtendedData><Data name='Luas'><value>12</value></Data></ExtendedData>"
        "<description><![CDATA[<table><tr><td>NAMOBJ</td><td>Kebun</td></tr></table>]]></description>"
        "<Point><coordinates>116.85,-1.2</coordinates></Point></Placemark></Folder>"
    )
    content = KML.format(declaration="", more=more, name="Satu")
    pack(tmp_path / "taman.kmz", {"doc.kml": content.encode(), "files/icon.png": b"x"})
    layer = open_delivery(tmp_path / "taman.kmz").layer()
    rows = [dict(zip(layer.columns or (), row, strict=True)) for row in layer.rows]
    assert rows[0]["Folder"] == "RTH"
    assert rows[0]["Luas"] == "12"
    assert rows[0]["NAMOBJ"] == "Kebun"
    assert rows[1]["Name"] == "Taman Satu"


def test_the_form_is_told_by_the_content_and_not_by_the_name(tmp_path: Path) -> None:
    workbook(tmp_path / "taman.csv")
    assert open_delivery(tmp_path / "taman.csv").format is Format.WORKBOOK


def test_one_of_several_layers_has_to_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "peta.gpkg"
    sound_layer().to_file(path, layer="taman")
    sound_layer().to_file(path, layer="sekolah")
    delivery = open_delivery(path)
    assert delivery.layer("sekolah").name == "sekolah"
    with (
        speak(Language.ENGLISH),
        pytest.raises(LayerError, match=r"peta\.gpkg holds several layers: choose one of taman, sekolah\."),
    ):
        delivery.layer()
    with speak(Language.ENGLISH), pytest.raises(LayerError, match="no layer “tamn”; the nearest known one is “taman”"):
        delivery.layer("tamn")


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "taman.csv"
    path.write_bytes(b"x" * 2_500_000)
    expected = r"taman\.csv has 3 MB, more than the 2 MB that are allowed"
    with speak(Language.ENGLISH), pytest.raises(LayerError, match=expected):
        open_delivery(path, Limits(file_bytes=2_000_000))


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with (
        speak(Language.ENGLISH),
        pytest.raises(MissingFileError, match=r"There is no file .*taman\.csv: check the path"),
    ):
        open_delivery(tmp_path / "taman.csv")


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "taman.csv"
    path.write_text(table(), encoding="utf-8")
    with speak(Language.ENGLISH), pytest.raises(LayerError, match="has 4 rows and 6 columns, more than the 3 and 500"):
        open_delivery(path, Limits(rows=3))


def test_a_layer_that_never_ends_is_left(tmp_path: Path) -> None:
    """A view that counts for ever, in place of the layer."""
    path = tmp_path / "taman.gpkg"
    sound_layer().to_file(path)
    with sqlite3.connect(path) as base:
        base.execute("ALTER TABLE taman RENAME TO hidden")
        base.execute(
            "CREATE VIEW taman AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) "
            "SELECT h.* FROM hidden h, c WHERE c.n < 0"
        )
        base.execute("UPDATE gpkg_contents SET table_name = 'taman', identifier = 'taman'")
        base.execute("UPDATE gpkg_geometry_columns SET table_name = 'taman'")
    base.close()
    with (
        speak(Language.ENGLISH),
        pytest.raises(LayerError, match=r"taman\.gpkg (took longer than 2 seconds|is so damaged)"),
    ):
        open_delivery(path, Limits(read_seconds=2))


def test_opening_changes_nothing_in_the_folder(tmp_path: Path) -> None:
    """A Shapefile without an index has one made for reading, but not beside the delivered file."""
    parts = shapefile(tmp_path)
    for ending in (".shp", ".dbf", ".prj"):
        (tmp_path / f"taman{ending}").write_bytes(parts[ending])
    assert len(open_delivery(tmp_path / "taman.shp").layer().rows) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taman.dbf", "taman.prj", "taman.shp"]


def test_a_repeated_member_does_not_confuse(tmp_path: Path) -> None:
    parts = shapefile(tmp_path)
    pack_shapefile(tmp_path / "taman.zip", parts)
    with zipfile.ZipFile(tmp_path / "taman.zip", "a") as archive:
        archive.writestr("__MACOSX/._taman.shp", b"x")
    assert [layer.name for layer in open_delivery(tmp_path / "taman.zip").layers] == ["taman"]
