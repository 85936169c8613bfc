"""Every kind of output: what is asked of it, and how it is made again. A new kind is one line of :data:`OUTPUTS`.

What makes an output here is what made it at first: a command or a page calls the same function.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from planner.errors import LayerError
from planner.reports.assessment_file import AssessmentFile
from planner.reports.briefing.document import BriefingFile
from planner.reports.carried import csvw
from planner.reports.catchment_files import CatchmentFile
from planner.reports.data_package.package import DataPackage
from planner.reports.difference.outcome import DifferenceFile
from planner.reports.kla.files import KlaFile
from planner.reports.outputs import making
from planner.reports.outputs.material import Material
from planner.reports.page_tables.child_reports import ReportsFile, reports_file
from planner.reports.page_tables.coverage import CoverageFile, coverage_file
from planner.reports.page_tables.figures import FiguresFile, figures_file
from planner.reports.page_tables.park_benchmarks import BenchmarksFile, benchmarks_file
from planner.reports.page_tables.park_supply import ParkSupplyFile, park_supply_file
from planner.reports.page_tables.play_checklist import ChecklistFile, checklist_file
from planner.reports.page_tables.protection import ProtectionFile, protection_file
from planner.reports.page_tables.rules import RulesFile, rules_file
from planner.reports.page_tables.service_supply import ServiceSupplyFile, service_supply_file
from planner.reports.page_tables.sign_counts import SignCountsFile, sign_counts_file
from planner.reports.print_map.folder import MapFile
from planner.reports.provenance import Asked, Provenance, derived_how_made, read_asked
from planner.reports.quality_folder import QualityFile
from planner.reports.scenario_files import ComparisonFile
from planner.reports.scoreboard.closer import ChangesFile, EvidenceFile
from planner.reports.scoreboard.files import ScoreboardFile
from planner.reports.study import StudyFile
from planner.reports.work_list.files import WorkListFile
from planner.texts import speak, text

A = TypeVar("A", bound=Asked)


@dataclass(frozen=True)
class Output(Generic[A]):
    """A kind of output.

    Attributes
    ----------
    asked
        What is asked of it.
    make
        Makes it, in the spoken language.
    needs_city
        Whether it is made of the city's data; else of the files that are named.
    """

    asked: type[A]
    make: Callable[[Material, A], bytes]
    needs_city: bool = True


_ALL: tuple[Output[Any], ...] = (
    Output(AssessmentFile, making.make_assessment),
    Output(BriefingFile, making.make_briefing),
    Output(MapFile, making.make_map),
    Output(DataPackage, making.make_package),
    Output(ScoreboardFile, making.make_scoreboard),
    Output(EvidenceFile, making.make_evidence),
    Output(ChangesFile, making.make_changes),
    Output(WorkListFile, making.make_work_list_file),
    Output(KlaFile, making.make_kla),
    Output(CatchmentFile, making.make_catchment),
    Output(ComparisonFile, making.make_comparison),
    Output(StudyFile, making.make_study),
    Output(QualityFile, making.make_quality),
    Output(DifferenceFile, making.make_difference, needs_city=False),
    Output(CoverageFile, lambda of, asked: coverage_file(of.assessment, asked)),
    Output(ParkSupplyFile, lambda of, asked: park_supply_file(of.assessment, asked)),
    Output(BenchmarksFile, lambda of, _: benchmarks_file(of.assessment)),
    Output(ChecklistFile, lambda of, _: checklist_file(of.city, of.basis.rules)),
    Output(SignCountsFile, lambda of, asked: sign_counts_file(of.assessment, asked)),
    Output(RulesFile, lambda of, asked: rules_file(of.city, of.basis.rules, asked)),
    Output(FiguresFile, lambda of, asked: figures_file(of.city, asked)),
    Output(ServiceSupplyFile, lambda of, asked: service_supply_file(of.assessment, asked)),
    Output(ProtectionFile, lambda of, asked: protection_file(of.city, asked)),
    Output(ReportsFile, lambda of, asked: reports_file(of.city, asked)),
)
OUTPUTS = {output.asked.kind: output for output in _ALL}
"""Each kind of output by its word."""


def output_of(made: Provenance, path: Path) -> tuple[Output[Any], Asked]:
    """Return which kind an output is, and what was asked of it.

    Raises
    ------
    planner.errors.LayerError
        If this version knows no such kind, or what was asked is not exactly what it can make.
    """
    kind = made.output.get("kind")
    output = OUTPUTS.get(kind) if isinstance(kind, str) else None
    if output is None:
        raise LayerError(
            text(
                "{file} was written by version {version} as a kind of output that this one does not know: use that "
                "version.",
                file=str(path),
                version=made.version,
            )
        )
    return output, read_asked(output.asked, made, path)


def made_again(material: Material, output: Output[Any], asked: Asked) -> bytes:
    """Return an output, made again in its own language."""
    with speak(material.made.language):
        return output.make(material, asked)


def metadata_again(
    material: Material, file: Path, content: bytes, output: Output[Any], asked: Asked
) -> dict[str, bytes]:
    """Return the metadata that go beside a table that was made again; nothing for any other file."""
    if csvw.said(file) is None:
        return {}
    made = material.made
    if output.needs_city:
        made = replace(made, fingerprint=material.city.fingerprint)
    with speak(made.language):
        return csvw.metadata(file.name, content, derived_how_made(made, asked))
