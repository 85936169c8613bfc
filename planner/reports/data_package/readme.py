"""What a data package says of itself, for whoever opens it years later."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from planner.model.assessment import Assessment
from planner.model.city import Source
from planner.reports.data_package.columns import TITLES, data_dictionary
from planner.texts import Text, text, translate

FILES: Mapping[str, Text] = {
    "assessment.gpkg": text("the layers in the city's metric CRS, with the main tables; QGIS opens it coloured"),
    "assessment.xlsx": text("the tables as a workbook, with a sheet for each kecamatan and a data dictionary"),
    "assessment.json": text("the whole assessment for other programs"),
    "map.html": text("the map as one page that needs no network"),
    "geojson/": text("each layer as GeoJSON (WGS 84)"),
    "geoparquet/": text("each layer as GeoParquet, in the city's metric CRS"),
    "csv/": text(
        "the tables as CSV (UTF-8); a word that a spreadsheet would take for a formula has an apostrophe in front; "
        "csv-metadata.json describes them (CSV on the Web)"
    ),
    "metadata.xml": text("metadata after ISO 19115, in the XML of ISO 19139"),
    "provenance.json": text("how the package was made; “planner rerun” makes it, or any file of it, again"),
    "SHA256SUMS": text("checksums; “sha256sum -c SHA256SUMS” compares them"),
}
"""What each file or folder of the package is."""


def readme(assessment: Assessment, tables: Mapping[str, pd.DataFrame]) -> str:
    """Return the text of the package's README, in the language that is spoken.

    Parameters
    ----------
    assessment
        What the package holds.
    tables
        Each layer and table by its name, ``about`` among them.
    """
    heading = text("Data of {city}, as of {day}", city=assessment.city.name, day=assessment.options.as_of)
    parts = [
        f"# {_line(translate(heading))}",
        _facts(tables["about"]),
        f"## {translate(text('Files'))}",
        "\n".join(f"- `{name}`: {translate(what)}" for name, what in FILES.items()),
        f"## {translate(text('Sources'))}",
        "\n".join(f"- {_line(translate(_source(source)))}" for source in assessment.city.sources),
        f"## {translate(text('Data dictionary'))}",
        _dictionary(tables),
        translate(
            text(
                "What nobody recorded is empty or said to be not known; it is never counted as missing. Reports of "
                "violence against children are not part of this package."
            )
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _facts(about: pd.DataFrame) -> str:
    """Return what tells this assessment from any other, in the words of the file ``about``."""
    rows = about[["name", "value"]].itertuples(index=False, name=None)
    return "\n".join(f"- {name}: {_line(value)}" for name, value in rows)


def _source(source: Source) -> Text:
    licence = source.licence or text("licence not known")
    return text(
        "{title} ({date}): {licence}", title=source.title, date=source.date or text("not known"), licence=licence
    )


def _dictionary(tables: Mapping[str, pd.DataFrame]) -> str:
    lines: list[str] = []
    dictionary = data_dictionary(tables)
    for name, of_table in dictionary.groupby("table", sort=False):
        lines += [f"### {name}", "", translate(TITLES[str(name)]), ""]
        columns = of_table[["column", "title", "type"]].itertuples(index=False, name=None)
        lines += [f"- `{column}`: {title} ({type_})" for column, title, type_ in columns]
        lines.append("")
    return "\n".join(lines).rstrip()


def _line(words: str) -> str:
    """Return words on one line, so that no name can start a heading of its own."""
    return " ".join(words.split())
