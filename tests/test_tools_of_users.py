"""What leaves the building, opened with the tools that offices have: GDAL, QGIS, LibreOffice, an XML validator."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from drawn_assessment import drawn_assessment
from lxml import etree

from planner.reports.data_package.package import write_package
from planner.texts import Language

SYSTEM_PYTHON = "/usr/bin/python3"
VALIDATOR = "osgeo_utils.samples.validate_gpkg"
ISO_19139 = "plugins/profiles/apiso/schemas/ogc/iso/19139/20070417/gmd/gmd.xsd"

STYLES = """
import json, os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import QgsApplication, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()
told = {}
for name in sys.argv[2:]:
    layer = QgsVectorLayer(f"{sys.argv[1]}|layername={name}", name, "ogr")
    told[name] = [layer.isValid(), layer.renderer().type(), layer.attributeDisplayName(1)]
app.exitQgis()
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    with zipfile.ZipFile(write_package(drawn_assessment(), folder, Language.ENGLISH)) as archive:
        archive.extractall(folder / "open")
    return folder / "open"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    # A tool of the system must not load libraries of the environment that the tests run in.
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(words, capture_output=True, text=True, timeout=300, check=False, env=environment)


def has_module(name: str) -> bool:
    """Say whether the Python of the system has a module."""
    return shutil.which(SYSTEM_PYTHON) is not None and run(SYSTEM_PYTHON, "-c", f"import {name}").returncode == 0


def test_gdal_reads_every_layer(package: Path) -> None:
    if shutil.which("ogrinfo") is None:
        pytest.skip("gdal-bin is not installed")
    for file in (package / "assessment.gpkg", *sorted((package / "geojson").iterdir())):
        read = run("ogrinfo", "-ro", "-al", "-so", str(file))
        assert read.returncode == 0, file.name
        assert "ERROR" not in read.stderr, read.stderr
        assert "partially supported" not in read.stderr


def test_the_geopackage_is_one_by_the_validator_of_gdal(package: Path) -> None:
    if not has_module(VALIDATOR):
        pytest.skip("python3-gdal with its samples is not installed")
    checked = run(SYSTEM_PYTHON, "-m", VALIDATOR, "-k", "--extra", str(package / "assessment.gpkg"))
    assert (checked.returncode, checked.stdout.strip()) == (0, ""), checked.stdout + checked.stderr


def test_qgis_opens_the_layers_coloured_and_with_names_of_columns(package: Path) -> None:
    if not has_module("qgis.core"):
        pytest.skip("python3-qgis is not installed")
    opened = run(SYSTEM_PYTHON, "-c", STYLES, str(package / "assessment.gpkg"), "kecamatan", "kelurahan", "facilities")
    assert json.loads(opened.stdout.splitlines()[-1]) == {
        "kecamatan": [True, "categorizedSymbol", "Code"],
        "kelurahan": [True, "graduatedSymbol", "Code"],
        "facilities": [True, "categorizedSymbol", "Id"],
    }


def test_libreoffice_prints_the_workbook(package: Path, tmp_path: Path) -> None:
    if shutil.which("soffice") is None or shutil.which("localc") is None:
        pytest.skip("LibreOffice Calc is not installed")
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    run(
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(package / "assessment.xlsx"),
    )
    assert (tmp_path / "assessment.pdf").read_bytes().startswith(b"%PDF")


def test_the_metadata_keep_the_schema_of_iso_19139(package: Path) -> None:
    found = importlib.util.find_spec("pycsw")
    if found is None or found.origin is None:
        pytest.skip("pycsw, which brings the schemas of ISO 19139, is not installed")
    parser = etree.XMLParser(no_network=True)
    schema = etree.XMLSchema(etree.parse(Path(found.origin).parent / ISO_19139, parser))
    schema.assertValid(etree.parse(package / "metadata.xml"))
