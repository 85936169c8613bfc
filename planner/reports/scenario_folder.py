"""A comparison of scenarios in a folder."""

from __future__ import annotations

from pathlib import Path

from planner.reports.folder import check_folder, put_files
from planner.reports.scenario_files import ComparisonName, comparison_file
from planner.scenarios.comparing import Comparison
from planner.texts import Language, speak


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
    with speak(language):
        return put_files(out, {str(name): comparison_file(comparison, name) for name in ComparisonName})
