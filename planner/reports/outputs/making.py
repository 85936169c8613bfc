"""How each kind of output is made again: its own function, called with what it was called with at first."""

from __future__ import annotations

import hashlib
from pathlib import Path

from planner.access.place_catchment import place_catchment, why_without_catchment
from planner.access.reach import speeds
from planner.checks.registry import checks_of, run_checks
from planner.cleaning.quality.city import quality_of
from planner.errors import OptionError
from planner.history.changes import changes_between
from planner.history.taking import snapshot_of
from planner.kla.evidence import kla_evidence
from planner.kla.indicators import load_indicators
from planner.model.kinds import Level
from planner.planning import Wanted, study_plan
from planner.reports.assessment_file import AssessmentFile, assessment_file
from planner.reports.briefing.document import BriefingFile
from planner.reports.briefing.folder import document_of
from planner.reports.catchment_files import CatchmentFile, Caught, catchment_file
from planner.reports.data_package.package import DataPackage, package_bytes, package_part
from planner.reports.difference.outcome import DifferenceFile, difference_again
from planner.reports.kla.files import KlaFile, kla_file
from planner.reports.outputs.material import Material
from planner.reports.print_map.folder import MapFile, sheet_file
from planner.reports.quality_folder import QualityFile, quality_file
from planner.reports.scenario_files import ComparisonFile, comparison_file
from planner.reports.scoreboard.changed import change_table
from planner.reports.scoreboard.closer import ChangesFile, EvidenceFile, changes_file, evidence_file
from planner.reports.scoreboard.files import Scoreboard, ScoreboardFile, scoreboard_file
from planner.reports.study import StudyFile, study_file
from planner.reports.work_list.files import WorkListFile, work_file
from planner.rounds.work_list import make_work_list
from planner.scenarios.together import compare_with_present
from planner.sources.scenarios.document import read_scenario
from planner.texts import text


def make_assessment(material: Material, asked: AssessmentFile) -> bytes:
    """Return a file of an assessment."""
    return assessment_file(material.assessment, asked.file)


def make_briefing(material: Material, asked: BriefingFile) -> bytes:
    """Return a page, a report or slides.

    Raises
    ------
    planner.errors.OptionError
        If the slides were made with a template that is not named.
    """
    template = next((file for file in material.files if _checksum(file) == asked.template_sha256), None)
    if asked.template_sha256 and template is None:
        raise OptionError(
            text(
                "The slides were made with a template: name the same PowerPoint file behind them, “planner rerun FILE "
                "TEMPLATE”; its checksum (SHA-256) is {checksum}.",
                checksum=asked.template_sha256,
            )
        )
    return document_of(material.assessment, asked.document, template)


def make_map(material: Material, asked: MapFile) -> bytes:
    """Return a map on paper.

    Raises
    ------
    planner.errors.OptionError
        If the city has no such kecamatan.
    """
    if asked.kecamatan_code not in ("", *material.city.regions_at(Level.KECAMATAN)["code"]):
        raise OptionError(text("The city has no kecamatan with the code {code}.", code=asked.kecamatan_code))
    return sheet_file(material.assessment, asked.sheet, asked.form)


def make_package(material: Material, asked: DataPackage) -> bytes:
    """Return a data package, or a file of it."""
    if asked.part:
        return package_part(material.assessment, asked.part)
    return package_bytes(material.assessment)


def make_scoreboard(material: Material, asked: ScoreboardFile) -> bytes:
    """Return a file of the scoreboard; nothing is measured for one that needs no walks."""
    basis = material.basis
    if not asked.details and not asked.since:
        findings = run_checks(basis, checks_of(basis))
        return scoreboard_file(Scoreboard(basis.city, basis.rules, material.options, findings), asked)
    assessment, changes = material.assessment, None
    for before in material.kept([asked.since] if asked.since else []):
        changes = change_table(changes_between(before, snapshot_of(assessment)), assessment.rules)
    details = assessment.details if asked.details else None
    board = Scoreboard(basis.city, basis.rules, material.options, assessment.findings, details, changes)
    return scoreboard_file(board, asked)


def make_evidence(material: Material, asked: EvidenceFile) -> bytes:
    """Return the places behind one finding."""
    return evidence_file(material.assessment, asked)


def make_changes(material: Material, asked: ChangesFile) -> bytes:
    """Return what changed since a kept assessment."""
    (before,) = material.kept([asked.since])
    return changes_file(material.assessment, before)


def make_work_list_file(material: Material, asked: WorkListFile) -> bytes:
    """Return a file of a work list."""
    work = make_work_list(
        material.assessment, asked.travel, unsurveyed=asked.unsurveyed, region=asked.region, told=material.progress
    )
    return work_file(material.assessment, work, asked.file)


def make_kla(material: Material, asked: KlaFile) -> bytes:
    """Return a file of the evidence for KLA."""
    kept = material.kept(asked.kept)
    return kla_file(kla_evidence(material.assessment, load_indicators(), kept), kept, asked.file)


def make_catchment(material: Material, asked: CatchmentFile) -> bytes:
    """Return a file of the catchment of a place.

    Raises
    ------
    planner.errors.OptionError
        If the place has none, as where it is no longer there.
    """
    refusal = why_without_catchment(material.city, asked.place)
    if refusal is not None:
        raise OptionError(refusal)
    ground, options = material.ground, material.options
    demand = ground.demand.points
    catchment = place_catchment(
        material.city, ground.walking.walking, demand, speeds(ground.rules), asked.place, options.threshold_min
    )
    return catchment_file(Caught(material.city, options, demand, catchment), asked.file)


def make_comparison(material: Material, asked: ComparisonFile) -> bytes:
    """Return a file of a comparison of scenarios."""
    scenarios = [read_scenario(own.encode("utf-8"), "scenario") for own in asked.scenarios]
    comparison = compare_with_present(
        material.present, scenarios, asked.present, material.options, progress=material.progress
    )
    return comparison_file(comparison, asked.file)


def make_study(material: Material, asked: StudyFile) -> bytes:
    """Return a plan with all that stands around it."""
    wanted = Wanted(curve=asked.curve, stability=asked.stability)
    study = study_plan(material.city, material.ground, material.options, wanted, told=material.progress)
    return study_file(material.city, material.options, study, wanted)


def make_quality(material: Material, asked: QualityFile) -> bytes:
    """Return a file of the report on all layers of the city."""
    day = material.options.as_of
    return quality_file(material.city, quality_of(material.city, today=day), day, asked.file)


def make_difference(material: Material, asked: DifferenceFile) -> bytes:
    """Return a file of what differs between two assessments."""
    return difference_again(asked, material.files)


def _checksum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
