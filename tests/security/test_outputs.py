"""What the commands write of a hostile city: no formula, no foreign file, no lost table, nothing outside."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from planner.cli import main

from .hostile import hostile_city

NUMBER = re.compile(r"-?[\d.,]+( .*)?$")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, balikpapan_folder: Path) -> Path:
    """Write what the commands write."""
    root = tmp_path_factory.mktemp("hostile")
    city = hostile_city(balikpapan_folder, root / "city")
    for words in (["assess"], ["check"], ["smoke-free"], ["kla"], ["export"], ["brief", "--only", "report"]):
        assert main([*words, str(city), "--out", str(root / "out" / words[0]), "--language", "en"]) == 0
    return root / "out"


def contents(out: Path, ending: str) -> dict[str, bytes]:
    """Return every file of a kind, also those in packed files."""
    found = {str(path.relative_to(out)): path.read_bytes() for path in out.rglob(f"*{ending}")}
    for path in out.rglob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            found |= {f"{path.name}/{name}": archive.read(name) for name in archive.namelist() if name.endswith(ending)}
    return found


def test_no_cell_of_a_table_is_a_formula(out: Path) -> None:
    tables = contents(out, ".csv")
    assert tables
    for name, content in tables.items():
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
            for cell in row:
                assert not cell.startswith(("=", "+", "@", "\t", "\r")), f"{name}: {cell}"
                assert not cell.startswith("-") or NUMBER.match(cell), f"{name}: {cell}"


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(out: Path) -> None:
    workbooks = contents(out, ".xlsx")
    assert workbooks
    for name, content in workbooks.items():
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for part in parts.namelist():
                assert "externalLink" not in part, name
                assert "vbaProject" not in part, name
                assert not re.search(rb"<f[ >]|<hyperlink ", parts.read(part)), f"{name}: {part}"


def test_nothing_of_a_name_is_set_as_typst(out: Path) -> None:
    documents = contents(out, ".pdf")
    assert documents
    for content in documents.values():
        reader = PdfReader(io.BytesIO(content))
        words = " ".join(page.extract_text() for page in reader.pages)
        assert "root:" not in words
        for page in reader.pages:
            links = [link.get_object().get("/A", {}).get("/URI", "") for link in page.get("/Annots") or []]
            assert all(not str(link).lower().startswith("javascript") for link in links)
            assert not any("evil.example" in str(link) for link in links)
        assert "/JavaScript" not in str(reader.trailer["/Root"])


def test_no_table_of_a_geopackage_is_lost_to_sql(out: Path) -> None:
    packages = [*out.rglob("*.gpkg")]
    assert packages
    seen = ""
    for path in packages:
        with sqlite3.connect(path) as database:
            named = [row[0] for row in database.execute("SELECT table_name FROM gpkg_contents")]
            for name in named:
                seen += str(database.execute(f'SELECT * FROM "{name}"').fetchall())  # noqa: S608 - our own tables
        database.close()
    assert "DROP TABLE facilities" in seen


def test_nothing_is_written_outside_the_folder(out: Path) -> None:
    assert {path.name for path in out.parent.iterdir()} == {"out", "city"}
    for path in out.rglob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            assert all(not name.startswith("/") and ".." not in Path(name).parts for name in archive.namelist())
