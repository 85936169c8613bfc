"""The assessment as a GeoPackage: layers that QGIS opens coloured, in the city's metric CRS, and tables beside them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError

from planner.model.assessment import Assessment
from planner.reports.assessment_file import AssessmentFile, AssessmentName
from planner.reports.carried.geopackage import moment_of, with_provenance
from planner.reports.data_package.columns import TITLES, column_titles
from planner.reports.data_package.layers import assessment_layers
from planner.reports.data_package.tables import assessment_tables, plain_numbers
from planner.reports.geopackage_contents import GEOPACKAGE_VERSION, LayerWords, describe_contents, settle_counters
from planner.reports.provenance import how_made
from planner.reports.qgis_styles.layers import layer_styles
from planner.reports.qgis_styles.qml import qml_document
from planner.texts import Language, speak, translate

_SYNCHRONOUS = "OGR_SQLITE_SYNCHRONOUS"


def write_geopackage(assessment: Assessment, path: Path, language: Language) -> None:
    """Write every layer and table of an assessment. The same assessment gives the same bytes.

    Layers are those of :func:`~planner.reports.data_package.layers.assessment_layers`, tables those of
    :func:`~planner.reports.data_package.tables.assessment_tables`. ``layer_styles`` has how QGIS draws each layer, and
    ``gpkg_data_columns`` what each column is called.

    Parameters
    ----------
    assessment
        What to write.
    path
        The file to write; it must not exist yet.
    language
        The language of the sentences in it.

    Raises
    ------
    OSError
        If the file can't be written.
    """
    moment = moment_of(assessment.options)
    with speak(language), file_errors(), _without_waiting():
        layers, tables = assessment_layers(assessment), assessment_tables(assessment)
        made = how_made(assessment.city, assessment.options, AssessmentFile(AssessmentName.GEOPACKAGE))
        tables = {**tables, "about": with_provenance(tables["about"], made)}
        for name, (layer, geometry_type) in layers.items():
            layer.to_file(
                path,
                layer=name,
                driver="GPKG",
                VERSION=GEOPACKAGE_VERSION,
                engine="pyogrio",
                geometry_type=geometry_type,
            )
        for name, table in tables.items():
            pyogrio.write_dataframe(plain_numbers(table), path, layer=name, driver="GPKG", VERSION=GEOPACKAGE_VERSION)
        everything = {**{name: pd.DataFrame(layer) for name, (layer, _) in layers.items()}, **tables}
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA synchronous = OFF")
            describe_contents(database, _words(assessment, everything), moment)
        settle_counters(path)


@contextmanager
def file_errors() -> Iterator[None]:
    """Turn what GDAL and SQLite say of a file that can't be written into an error of the file system."""
    try:
        yield
    except (DataLayerError, DataSourceError, FeatureError, GeometryError, sqlite3.OperationalError) as error:
        raise OSError(str(error)) from error


@contextmanager
def _without_waiting() -> Iterator[None]:
    """Let GDAL not wait for the disk after each layer: nobody uses a file before it is whole."""
    former = pyogrio.get_gdal_config_option(_SYNCHRONOUS)
    pyogrio.set_gdal_config_options({_SYNCHRONOUS: "OFF"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({_SYNCHRONOUS: former})


def _words(assessment: Assessment, everything: dict[str, pd.DataFrame]) -> dict[str, LayerWords]:
    """Return what is said of each layer and table."""
    styles = layer_styles(assessment)
    words = {}
    for name, table in everything.items():
        columns = column_titles(name, table.columns)
        qml = qml_document(styles[name], columns) if name in styles else ""
        words[name] = LayerWords(translate(TITLES[name]), columns, qml)
    return words
