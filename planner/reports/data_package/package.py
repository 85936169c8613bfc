"""The data package as one archive: written aside and moved into place, so that it is never half there."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd

from planner.model.assessment import Assessment
from planner.reports.contract import assessment_json
from planner.reports.data_package.features import geojson, geoparquet, with_positions
from planner.reports.data_package.layers import assessment_layers
from planner.reports.data_package.metadata import metadata_xml
from planner.reports.data_package.readme import readme
from planner.reports.data_package.tables import assessment_tables, detail_tables
from planner.reports.data_package.workbook import assessment_workbook
from planner.reports.folder import GEOPACKAGE_FILE, JSON_FILE, MAP_FILE, check_folder, said_plainly
from planner.reports.geopackage import file_errors, write_geopackage
from planner.reports.identity import assessment_id
from planner.reports.spreadsheet import as_csv
from planner.reports.webmap import map_html
from planner.reports.zips import EARLIEST
from planner.texts import Language, Text, current_language, speak, text

WORKBOOK_FILE = "assessment.xlsx"
METADATA_FILE = "metadata.xml"
SUMS_FILE = "SHA256SUMS"

_POSITIONED = ("facilities", "proposals")
"""Layers that are tables too, with longitude and latitude."""


def package_name(assessment: Assessment) -> str:
    """Return the name of the archive: another assessment has another name."""
    return f"assessment-{assessment_id(assessment)}.zip"


def write_package(
    assessment: Assessment, out: Path, language: Language, progress: Callable[[Text], None] = lambda _: None
) -> Path:
    """Write the data package of an assessment into a folder, and return the archive.

    The same assessment gives the same bytes.

    Parameters
    ----------
    assessment
        What to write.
    out
        The folder; made where it is missing.
    language
        The language of the sentences; the README is there in each.
    progress
        Is told what is being done.

    Raises
    ------
    planner.errors.OutputError
        If the folder is a file, or the archive can't be written: then no part of it is left.
    """
    check_folder(out)
    target = out / package_name(assessment)
    with said_plainly(out), file_errors():
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".planner-", dir=out) as aside, speak(language):
            archive = Path(aside) / target.name
            _write_archive(assessment, archive, Path(aside), progress)
            archive.replace(target)
    return target


def package_bytes(assessment: Assessment) -> bytes:
    """Return the archive itself, in the language that is spoken."""
    with tempfile.TemporaryDirectory() as folder:
        return write_package(assessment, Path(folder), current_language()).read_bytes()


def _write_archive(assessment: Assessment, archive: Path, aside: Path, progress: Callable[[Text], None]) -> None:
    """Put one file after the other into the archive, and their checksums last."""
    sums: list[str] = []
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _contents(assessment, aside, progress):
            _add(package, name, content)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        _add(package, SUMS_FILE, "".join(sums).encode())


def _add(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    package.writestr(entry, content)


def _contents(assessment: Assessment, aside: Path, progress: Callable[[Text], None]) -> Iterator[tuple[str, bytes]]:
    """Return each file with its name, one at a time."""
    language = current_language()
    layers = assessment_layers(assessment)
    tables = {**assessment_tables(assessment), **detail_tables(assessment)}
    tables |= {name: with_positions(layers[name][0]) for name in _POSITIONED}
    everything = {**{name: pd.DataFrame(layer) for name, (layer, _) in layers.items()}, **tables}
    for of_readme in Language:
        with speak(of_readme):
            said = readme(assessment, everything)
        yield f"README.{of_readme}.md", said.encode()
    yield METADATA_FILE, metadata_xml(assessment)
    progress(text("Writing {file}", file=GEOPACKAGE_FILE))
    geopackage = aside / GEOPACKAGE_FILE
    write_geopackage(assessment, geopackage, language)
    yield GEOPACKAGE_FILE, geopackage.read_bytes()
    progress(text("Writing {file}", file=JSON_FILE))
    yield JSON_FILE, assessment_json(assessment, language).encode()
    progress(text("Writing {file}", file=MAP_FILE))
    yield MAP_FILE, map_html(assessment).encode()
    progress(text("Writing {file}", file=WORKBOOK_FILE))
    yield WORKBOOK_FILE, assessment_workbook(assessment, tables)
    progress(text("Writing the layers and tables"))
    yield from _layer_files(layers)
    for name, table in tables.items():
        yield f"csv/{name}.csv", as_csv(table, {})


def _layer_files(layers: dict[str, tuple[gpd.GeoDataFrame, str]]) -> Iterator[tuple[str, bytes]]:
    for name, (layer, geometry_type) in layers.items():
        yield f"geojson/{name}.geojson", geojson(layer, name, geometry_type)
        yield f"geoparquet/{name}.parquet", geoparquet(layer)
