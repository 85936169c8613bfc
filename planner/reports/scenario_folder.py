"""A comparison of scenarios as files in a folder."""

from __future__ import annotations

import tempfile
from pathlib import Path

from planner.reports.folder import check_folder, said_plainly
from planner.reports.scenario_document import comparison_json
from planner.reports.scenario_geopackage import write_comparison_geopackage
from planner.reports.scenario_workbook import comparison_workbook
from planner.scenarios.comparing import Comparison
from planner.texts import Language

JSON_FILE = "comparison.json"
WORKBOOK_FILE = "comparison.xlsx"
GEOPACKAGE_FILE = "comparison.gpkg"


def write_comparison(comparison: Comparison, out: Path, language: Language) -> tuple[Path, ...]:
    """Write ``comparison.json``, ``comparison.xlsx`` and ``comparison.gpkg`` into a folder, in place of former ones.

    Parameters
    ----------
    comparison
        What to write.
    out
        The folder; made where it is missing.
    language
        The language of the sentences.

    Raises
    ------
    planner.errors.OutputError
        If the folder is a file, or a file in it can't be written.
    """
    check_folder(out)
    with said_plainly(out):
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".planner-", dir=out) as folder:
            aside = Path(folder)
            (aside / JSON_FILE).write_text(comparison_json(comparison, language), encoding="utf-8", newline="\n")
            (aside / WORKBOOK_FILE).write_bytes(comparison_workbook(comparison, language))
            write_comparison_geopackage(comparison, aside / GEOPACKAGE_FILE, language)
            files = [aside / name for name in (JSON_FILE, WORKBOOK_FILE, GEOPACKAGE_FILE)]
            return tuple(file.replace(out / file.name) for file in files)
