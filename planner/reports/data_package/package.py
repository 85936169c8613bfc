"""The data package as one archive: written aside and moved into place, so that it is never half there."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import geopandas as gpd
import pandas as pd

from planner.errors import OptionError
from planner.model.assessment import Assessment
from planner.reports.carried import csvw
from planner.reports.carried.archive import PACKAGE_FILE
from planner.reports.contract import assessment_json
from planner.reports.data_package.features import geojson, geoparquet, with_positions
from planner.reports.data_package.layers import assessment_layers
from planner.reports.data_package.metadata import metadata_xml
from planner.reports.data_package.readme import readme
from planner.reports.data_package.tables import assessment_tables, detail_tables
from planner.reports.data_package.workbook import assessment_workbook
from planner.reports.folder import GEOPACKAGE_FILE, JSON_FILE, MAP_FILE, aside_in
from planner.reports.geopackage import file_errors, write_geopackage
from planner.reports.identity import assessment_id
from planner.reports.json_text import json_text
from planner.reports.provenance import Asked, provenance_document
from planner.reports.spreadsheet import as_csv
from planner.reports.webmap import map_html
from planner.reports.zips import EARLIEST
from planner.texts import Language, Text, current_language, speak, text

WORKBOOK_FILE = "assessment.xlsx"
METADATA_FILE = "metadata.xml"
SUMS_FILE = "SHA256SUMS"


@dataclass(frozen=True)
class DataPackage(Asked):
    """The package, or a file that was taken out of it.

    Attributes
    ----------
    part
        Name of the file within the package; empty for the whole.
    """

    kind: ClassVar[str] = "data_package"
    part: str = ""


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
    target = out / package_name(assessment)
    with aside_in(out) as aside, file_errors(), speak(language):
        archive = aside / target.name
        _write_archive(assessment, archive, aside, progress)
        archive.replace(target)
    return target


def package_bytes(assessment: Assessment) -> bytes:
    """Return the archive itself, in the language that is spoken."""
    with tempfile.TemporaryDirectory() as folder:
        return write_package(assessment, Path(folder), current_language()).read_bytes()


def package_part(assessment: Assessment, name: str) -> bytes:
    """Return one file of the archive, in the language that is spoken.

    Raises
    ------
    planner.errors.OptionError
        If the archive has no such file.
    """
    with tempfile.TemporaryDirectory() as folder:
        for own, content in _contents(assessment, Path(folder), lambda _: None):
            if own == name:
                return content
    raise OptionError(text("A data package of {city} has no file {file}.", city=assessment.city.name, file=name))


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
    document = partial(_document, assessment)
    layers = assessment_layers(assessment)
    tables = {**assessment_tables(assessment), **detail_tables(assessment)}
    tables |= {name: with_positions(layers[name][0]) for name in _POSITIONED}
    everything = {**{name: pd.DataFrame(layer) for name, (layer, _) in layers.items()}, **tables}
    for of_readme in Language:
        with speak(of_readme):
            said = readme(assessment, everything)
        yield f"README.{of_readme}.md", said.encode()
    yield PACKAGE_FILE, json_text(document("")).encode("utf-8")
    yield METADATA_FILE, metadata_xml(assessment, _plain(document(METADATA_FILE)))
    progress(text("Writing {file}", file=GEOPACKAGE_FILE))
    geopackage = aside / GEOPACKAGE_FILE
    write_geopackage(assessment, geopackage, language)
    yield GEOPACKAGE_FILE, geopackage.read_bytes()
    progress(text("Writing {file}", file=JSON_FILE))
    yield JSON_FILE, assessment_json(assessment, language).encode()
    progress(text("Writing {file}", file=MAP_FILE))
    yield MAP_FILE, map_html(assessment).encode()
    progress(text("Writing {file}", file=WORKBOOK_FILE))
    yield WORKBOOK_FILE, assessment_workbook(assessment, tables, _plain(document(WORKBOOK_FILE)))
    progress(text("Writing the layers and tables"))
    yield from _layer_files(layers, document)
    yield from _table_files(tables, document)


def _layer_files(
    layers: dict[str, tuple[gpd.GeoDataFrame, str]], document: Callable[[str], dict[str, Any]]
) -> Iterator[tuple[str, bytes]]:
    for name, (layer, geometry_type) in layers.items():
        collection, columns = f"geojson/{name}.geojson", f"geoparquet/{name}.parquet"
        yield collection, geojson(layer, name, geometry_type, document(collection))
        yield columns, geoparquet(layer, _plain(document(columns)))


def _table_files(
    tables: dict[str, pd.DataFrame], document: Callable[[str], dict[str, Any]]
) -> Iterator[tuple[str, bytes]]:
    files = {f"{name}.csv": as_csv(table, {}) for name, table in tables.items()}
    for name, content in files.items():
        yield f"csv/{name}", content
    made = {name: _plain(document(f"csv/{name}")) for name in files}
    yield f"csv/{csvw.GROUP_FILE}", csvw.group_metadata(files, made)


def _document(assessment: Assessment, part: str) -> dict[str, Any]:
    """Return how a part of the package is made, or the whole of it."""
    return provenance_document(assessment.city, assessment.options, DataPackage(part))


def _plain(document: dict[str, Any]) -> str:
    return json.dumps(document)
