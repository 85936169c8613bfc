"""Every kind of output: written, made again byte for byte, and what becomes of a file that was tampered with."""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from planner import assess as assessing
from planner.cli import main
from planner.errors import PlannerError
from planner.model.assessment import Assessment
from planner.model.city import City
from planner.model.options import Options
from planner.reports.assessment_file import AssessmentFile, AssessmentName
from planner.reports.briefing.document import BriefingFile, Document
from planner.reports.carried import csvw
from planner.reports.carried.reading import read_provenance
from planner.reports.data_package.package import DataPackage
from planner.reports.outputs import making, material
from planner.reports.outputs.registry import OUTPUTS, output_of
from planner.reports.page_tables.table import PageTable
from planner.reports.print_map.folder import MapFile
from planner.reports.print_map.paper import Orientation, PaperSize
from planner.reports.print_map.sheet import Format
from planner.reports.print_map.subjects import Subject
from planner.reports.provenance import (
    Asked,
    Provenance,
    asked_document,
    derived_document,
    provenance_of,
    read_asked,
)
from planner.reports.scoreboard import closer
from planner.reports.scoreboard.files import ScoreboardFile
from planner.reports.work_list.files import WorkListFile
from planner.rounds.travel import Travel
from planner.sources.history.store import load_snapshots
from planner.sources.starter import write_starter
from planner.texts import Language, speak

DAY = "2026-03-31"
PACKED = "package/parts"
PLACE = "contoh:1"

MADE = (
    "assess/assessment.json",
    "assess/assessment.gpkg",
    "assess/map.html",
    "brief/briefing.pdf",
    "brief/report.pdf",
    "brief/briefing.pptx",
    "maps/map-findings-a4-landscape.pdf",
    "maps/map-findings-a4-landscape.png",
    "maps/map-findings-a4-landscape.svg",
    "maps/map-findings-99.99.01-a4-landscape.svg",
    "maps/map-findings-99.99.02-a4-landscape.svg",
    "check/findings.csv",
    "check/findings.json",
    "check/scoreboard.xlsx",
    "details/findings.csv",
    "details/findings.json",
    "details/scoreboard.xlsx",
    "kstr/kstr.html",
    "kstr/kstr.csv",
    "kstr/kstr.gpkg",
    "kla/kla.html",
    "kla/kla.csv",
    "quality/quality.xlsx",
    "quality/quality.json",
    "plan/plan.json",
    "reach/catchment.geojson",
    "reach/catchment.csv",
    "scenario/assessment.json",
    "scenario/assessment.gpkg",
    "scenario/map.html",
    "scenario/comparison.json",
    "scenario/comparison.xlsx",
    "scenario/comparison.gpkg",
    "package/package.zip",
    f"{PACKED}/assessment.xlsx",
    f"{PACKED}/metadata.xml",
    f"{PACKED}/csv/findings.csv",
    f"{PACKED}/geojson/kecamatan.geojson",
    f"{PACKED}/geojson/gaps.geojson",
    f"{PACKED}/geoparquet/demand.parquet",
    f"{PACKED}/assessment.gpkg",
    f"{PACKED}/assessment.json",
    f"{PACKED}/map.html",
)
"""Every file that is made again here; of the package's layers and tables one or two of each format."""


def _remembered_assessments() -> Callable[..., Assessment]:
    known: dict[tuple[str, str], Assessment] = {}
    assess = assessing.assess

    def remembered(city: City, rules: object = None, options: Options | None = None, **others: object) -> Assessment:
        key = (city.fingerprint, repr(options))
        if key not in known:
            known[key] = assess(city, options=options, **{k: v for k, v in others.items() if k != "progress"})  # type: ignore[arg-type]
        return known[key]

    return remembered


@pytest.fixture(scope="module")
def fast() -> Iterator[None]:
    """Work out the same thing once: what is tested is what is written of it."""
    patch = pytest.MonkeyPatch()
    assess = _remembered_assessments()
    loaded = functools.cache(material.load_city)
    patch.setattr(assessing, "assess", assess)
    patch.setattr(material, "assess", assess)
    patch.setattr(material, "load_city", lambda folder, progress: loaded(folder))
    yield
    patch.undo()


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city") / "kota"
    write_starter(folder)
    return folder


def command(*words: object) -> int:
    return main([*map(str, words)])


@pytest.fixture(scope="module")
def outputs(fast: None, city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write every kind of output of the starter's city."""
    out = tmp_path_factory.mktemp("outputs")
    day, as_map = ("--date", DAY), ("--subject", "findings", "--series")
    commands: list[tuple[object, ...]] = [
        ("assess", city, "--out", out / "assess", *day, "--language", "en"),
        ("brief", city, "--out", out / "brief", *day),
        ("maps", city, "--out", out / "maps", *day, *as_map, "--format", "svg"),
        ("maps", city, "--out", out / "maps", *day, *as_map[:2], "--format", "pdf", "--format", "png"),
        ("check", city, "--out", out / "check", *day, "--status", "unmet", "--kecamatan", "99.99.01"),
        ("check", city, "--out", out / "details", *day, "--details", "--language", "en"),
        ("smoke-free", city, "--out", out / "kstr", *day, "--travel", "drive", "--hours", "2"),
        ("kla", city, "--out", out / "kla", *day),
        ("quality", city, "--out", out / "quality", *day),
        ("propose", city, "--out", out / "plan", *day, "--quick", "--sites", "2"),
        ("reach", PLACE, city, "--out", out / "reach", *day, "--minutes", "12"),
        ("scenario", "new", "Taman Baru", city, "--close", PLACE),
        ("scenario", "run", "Taman Baru", city, "--out", out / "scenario"),
        ("export", city, "--out", out / "package", *day),
    ]
    for words in commands:
        assert command(*words) in (0, 3), words
    (package,) = (out / "package").glob("*.zip")
    package = package.rename(package.with_name("package.zip"))
    with zipfile.ZipFile(package) as archive:
        archive.extractall(out / PACKED)
    return out


def rerun(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, list[str], str]:
    capsys.readouterr()
    status = command("rerun", *words, "--language", "en")
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err


def test_every_file_that_is_written_is_tested(outputs: Path) -> None:
    found = {str(file.relative_to(outputs)) for file in outputs.rglob("*") if file.is_file()}
    own = {name for name in found if not name.startswith(PACKED) and not name.endswith(csvw.SUFFIX)}
    assert own == {name for name in MADE if not name.startswith(PACKED)}
    suffixes = {Path(name).suffix for name in found if name.startswith(PACKED)} - {".md", ""}
    assert suffixes == {Path(name).suffix for name in MADE if name.startswith(PACKED)}


def test_every_kind_is_tested(outputs: Path) -> None:
    kinds = {str(read_provenance(outputs / name).output["kind"]) for name in MADE}
    # What is made of two assessments, and what only pages write, is tested by itself.
    tables = {kind for kind, output in OUTPUTS.items() if issubclass(output.asked, PageTable)}
    assert kinds == set(OUTPUTS) - tables - {"difference", "evidence", "changes"}


def test_every_kind_that_there_is_can_be_made_again() -> None:
    def below(kind: type[Asked]) -> set[type[Asked]]:
        return {kind}.union(*(below(own) for own in kind.__subclasses__()))

    assert {one.kind for one in below(Asked) - {Asked, PageTable}} == set(OUTPUTS)


@pytest.mark.parametrize("name", MADE)
def test_a_file_is_made_again_byte_for_byte(
    outputs: Path, city: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = outputs / name
    status, lines, _ = rerun(capsys, file, "--city", city, "--out", tmp_path)
    assert status in (0, 3)
    assert lines[0] == "The file is the same, byte for byte."
    assert (tmp_path / file.name).read_bytes() == file.read_bytes()
    if file.suffix == ".csv" and not name.startswith(PACKED):
        beside = f"{file.name}{csvw.SUFFIX}"
        assert (tmp_path / beside).read_bytes() == file.with_name(beside).read_bytes()


@pytest.mark.parametrize("name", MADE)
def test_a_file_says_version_fingerprint_options_and_language(outputs: Path, city: Path, name: str) -> None:
    made = read_provenance(outputs / name)
    present = material.load_city(city, progress=lambda _: None)
    assert (made.version, made.city_code) == (sys.modules["planner"].__version__, present.code)
    assert (made.fingerprint == present.fingerprint) is (made.scenario is None)
    assert made.language is (Language.ENGLISH if name.startswith(("assess/", "details/")) else Language.INDONESIAN)
    if not name.startswith("scenario"):
        assert made.options.as_of == dt.date.fromisoformat(DAY)


def test_two_runs_write_the_same_bytes(city: Path, tmp_path: Path) -> None:
    # In processes of their own, whose sets and dictionaries are ordered each in another way.
    script = """
import sys
import planner.assess, planner.ingest
from planner.cli import main
def once(function):
    found = []
    return lambda *given, **named: found[0] if found else (found.append(function(*given, **named)), found[0])[1]
planner.ingest.load_city, planner.assess.assess = once(planner.ingest.load_city), once(planner.assess.assess)
city, out = sys.argv[1:]
each = [["check", "--details"], ["smoke-free"], ["kla"], ["export"], ["quality"], ["propose", "--quick"]]
each += [["maps", "--subject", "findings"], ["brief"]]
for words in each:
    assert main([words[0], city, *words[1:], "--out", f"{out}/{words[0]}", "--date", "2026-03-31"]) in (0, 3)
"""
    for seed in ("1", "2"):
        environment = dict(os.environ, PYTHONHASHSEED=seed)
        words = [sys.executable, "-c", script, str(city), str(tmp_path / seed)]
        subprocess.run(words, env=environment, check=True, capture_output=True)
    first = sorted(file.relative_to(tmp_path / "1") for file in (tmp_path / "1").rglob("*") if file.is_file())
    assert len(first) == 19
    for name in first:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


# ---- What else a file may need


def test_slides_need_the_same_template(
    outputs: Path, city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Presentation().save(tmp_path / "dinas.pptx")
    template = tmp_path / "dinas.pptx"
    words = ("brief", city, "--only", "slides", "--template", template, "--out", tmp_path, "--date", DAY)
    assert command(*words) in (0, 3)
    slides, again = tmp_path / "briefing.pptx", tmp_path / "again"
    status, _, said = rerun(capsys, slides, "--city", city, "--out", again)
    assert status == 2
    assert "The slides were made with a template: name the same PowerPoint file behind them" in said
    status, lines, _ = rerun(capsys, slides, template, "--city", city, "--out", again)
    assert (status, lines[0]) == (0, "The file is the same, byte for byte.")
    status, _, said = rerun(capsys, slides, outputs / "brief" / "briefing.pptx", "--city", city, "--out", again)
    assert status == 2


def test_what_differs_needs_the_two_assessments(
    outputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b = outputs / "assess" / "assessment.json", outputs / "scenario" / "assessment.json"
    assert command("compare", a, b, "--out", tmp_path) == 0
    for name in ("changes.csv", "changes.json"):
        # The order in which they are named does not matter, nor does any city.
        status, lines, _ = rerun(capsys, tmp_path / name, b, a, "--out", tmp_path / "again")
        assert (status, lines[0]) == (0, "The file is the same, byte for byte."), name
    status, _, said = rerun(capsys, tmp_path / "changes.json", a, "--out", tmp_path / "again")
    assert status == 2
    assert "name the same two files behind it" in said
    status, _, said = rerun(capsys, tmp_path / "changes.json", a, tmp_path / "none.json", "--out", tmp_path / "again")
    assert (status, said.splitlines()[-1]) == (2, f"There is no file {tmp_path / 'none.json'}.")


def test_changes_since_a_kept_assessment_need_it_still(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "kota"
    shutil.copytree(city, own)
    assert command("check", own, "--keep", "--date", "2025-12-31") == 0
    assert command("check", own, "--since", "2025-12-31", "--date", DAY, "--out", tmp_path / "out") == 0
    assert command("kla", own, "--date", DAY, "--out", tmp_path / "out") == 0
    files = [tmp_path / "out" / name for name in ("scoreboard.xlsx", "kla.html")]
    for file in files:
        status, lines, _ = rerun(capsys, file, "--city", own, "--out", tmp_path / "again")
        assert (status, lines[0]) == (0, "The file is the same, byte for byte."), file
    # One that is kept later changes nothing.
    assert command("check", own, "--keep", "--date", "2026-01-31", "--rule", "STSK_COVERAGE") == 0
    status, lines, _ = rerun(capsys, files[1], "--city", own, "--out", tmp_path / "again")
    assert (status, lines[0]) == (0, "The file is the same, byte for byte.")
    shutil.rmtree(own / "history")
    for file in files:
        status, _, said = rerun(capsys, file, "--city", own, "--out", tmp_path / "again")
        assert status == 2
        assert "put it back into the folder “history” there." in said


def put(folder: Path, name: str, content: bytes, metadata: dict[str, bytes]) -> Path:
    for own, bytes_ in {name: content, **metadata}.items():
        (folder / own).write_bytes(bytes_)
    return folder / name


def test_tables_of_the_page_are_made_again(
    outputs: Path, city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "kota"
    shutil.copytree(city, own)
    assert command("check", own, "--keep", "--date", "2025-12-31") == 0
    assessment = material.Material(read_provenance(outputs / "kla" / "kla.html"), city).assessment
    finding = next(one for one in assessment.findings if one.rule == "STSK_COVERAGE")
    (before,) = load_snapshots(own, assessment.city.code)
    asked = closer.EvidenceFile(finding.rule, finding.unit_level, finding.unit_code)
    with speak(Language.ENGLISH):
        table = closer.evidence_file(assessment, asked)
        evidence = put(tmp_path, asked.file_name, table, closer.evidence_metadata(assessment, asked, table))
        table = closer.changes_file(assessment, before)
        changes = put(tmp_path, "changes.csv", table, closer.changes_metadata(assessment, before, table))
    assert changes.with_name(f"{closer.changes_name(before)}{csvw.SUFFIX}").rename(f"{changes}{csvw.SUFFIX}").exists()
    for file in (evidence, changes):
        status, lines, said = rerun(capsys, file, "--city", own, "--out", tmp_path / "again")
        assert (status, lines[:1]) == (0, ["The file is the same, byte for byte."]), said
    with speak(Language.ENGLISH), pytest.raises(PlannerError, match="has no finding for the region 0"):
        closer.evidence_file(assessment, replace(asked, code="0"))


def test_a_table_that_lost_its_metadata_is_told(
    outputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = Path(shutil.copy(outputs / "kla" / "kla.csv", tmp_path))
    status, _, said = rerun(capsys, table)
    assert status == 2
    assert "for a table (CSV) that stands in kla.csv-metadata.json, as it was written beside it." in said
    metadata = Path(shutil.copy(outputs / "kla" / "kla.csv-metadata.json", tmp_path))
    status, _, said = rerun(capsys, metadata)
    assert (status, said.splitlines()[-1]) == (2, f"{metadata} describes a table: give the table itself, beside it.")


def test_the_list_of_a_package_is_not_the_package(outputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, said = rerun(capsys, outputs / PACKED / "provenance.json")
    assert status == 2
    assert said.splitlines()[-1].endswith("describes a data package: give the package itself (ZIP).")


@pytest.mark.parametrize("name", ["check/scoreboard.xlsx", "kstr/kstr.gpkg", "reach/catchment.csv", "plan/plan.json"])
def test_other_data_are_told(
    outputs: Path, city: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tmp_path / "kota"
    shutil.copytree(city, changed)
    table = changed / "contoh_fasilitas.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("Taman Contoh Dua", "Taman Dua"), encoding="utf-8")
    status, lines, _ = rerun(capsys, outputs / name, "--city", changed, "--out", tmp_path / "again")
    assert status in (0, 3)
    assert lines[0].startswith("The data of the city are not those of the file (fingerprint ")


# ---- What was tampered with


def tampered(folder: Path, source: Path, **changes: object) -> Path:
    """Copy a JSON output with another request."""
    document = json.loads(source.read_text(encoding="utf-8"))
    document["provenance"]["output"] |= changes
    path = folder / source.name
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "film"}, "as a kind of output that this one does not know: use that version."),
        ({"kind": ["map"]}, "as a kind of output that this one does not know: use that version."),
        ({"file": "../../passwd"}, "is damaged: “output.file” is missing or can't be so. Take another copy."),
        ({"rules": "STSK"}, "is damaged: “output.rules” is missing or can't be so. Take another copy."),
        ({"details": "yes"}, "can't repeat exactly: use that version."),
        ({"more": 1}, "is damaged: “output.more” is missing or can't be so. Take another copy."),
        ({"since": "0123456789ab"}, "put it back into the folder “history” there."),
    ],
)
def test_another_request_than_the_planner_s_is_refused(
    outputs: Path,
    city: Path,
    tmp_path: Path,
    changes: dict[str, object],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tampered(tmp_path, outputs / "check" / "findings.json", **changes)
    status, lines, problem = rerun(capsys, path, "--city", city, "--out", tmp_path / "again")
    assert status == 2, lines
    assert problem.splitlines()[-1].endswith(said)
    assert not (tmp_path / "again").exists()


def test_a_part_that_there_is_not_is_told(fast: None, outputs: Path, city: Path) -> None:
    own = material.Material(read_provenance(outputs / "kla" / "kla.html"), city)
    with pytest.raises(PlannerError, match=re.escape("../secret")):
        making.make_package(own, DataPackage("../secret"))
    sheet = MapFile(Subject.FINDINGS, PaperSize.A4, Orientation.LANDSCAPE, "99.99.77", Format.SVG)
    with pytest.raises(PlannerError, match=re.escape("99.99.77")):
        making.make_map(own, sheet)


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("share", [0.001, 0.3, 0.9])
def test_a_file_that_is_cut_off_ends_in_a_sentence(outputs: Path, tmp_path: Path, name: str, share: float) -> None:
    content = (outputs / name).read_bytes()
    path = tmp_path / Path(name).name
    path.write_bytes(content[: int(len(content) * share)])
    _understood_or_told(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from([name for name in MADE if not name.endswith((".png", ".csv"))]),
    place=st.floats(0, 0.999),
    noise=st.binary(min_size=1, max_size=400),
)
def test_no_damage_ends_in_more_than_a_sentence(
    outputs: Path, tmp_path: Path, name: str, place: float, noise: bytes
) -> None:
    content = bytearray((outputs / name).read_bytes())
    at = int(len(content) * place)
    content[at : at + len(noise)] = noise
    path = tmp_path / "damaged"
    path.write_bytes(bytes(content))
    _understood_or_told(path)


def _understood_or_told(path: Path) -> None:
    """See that a file is understood, as where only its figures are damaged, or refused in one plain sentence."""
    told = ""
    try:
        output_of(read_provenance(path), path)
    except PlannerError as error:
        told = str(error)
    assert "\n" not in told


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bomb.svg", b'<!DOCTYPE s [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>'),
        ("other.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("other.pdf", b"%PDF-1.7\n%%EOF"),
        ("other.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
        ("other.zip", b"PK\x03\x04" + b"\0" * 40),
        ("other.parquet", b"PAR1" + b"\0" * 40),
        ("other.csv", b"a,b\r\n1,2\r\n"),
        ("other.json", b'{"provenance": {"schema": true}}'),
        ("other.geojson", b'{"type": "FeatureCollection", "provenance": {"output": 3}}'),
    ],
)
def test_a_foreign_file_is_told(tmp_path: Path, name: str, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    status, _, said = rerun(capsys, path)
    assert status == 2
    assert said.splitlines()[-1].startswith(str(path))


def test_an_archive_that_unpacks_to_gigabytes_is_not_unpacked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("docProps/core.xml", "w") as file:
        for _ in range(300):
            file.write(b" " * 1_000_000)
    status, _, said = rerun(capsys, path)
    assert status == 2
    assert said.splitlines()[-1].startswith(f"{path} does not say how the planner made it")


# ---- What is asked comes back as it was


def made(asked: Asked) -> Provenance:
    plain = Provenance("1", "90.01", "Kota", "f", Language.ENGLISH, Options(as_of=dt.date(2026, 3, 31)))
    return replace(plain, output=asked_document(asked))


@given(
    st.one_of(
        st.builds(MapFile),
        st.builds(ScoreboardFile),
        st.builds(BriefingFile),
        st.builds(AssessmentFile),
        st.builds(DataPackage),
        st.builds(
            WorkListFile, travel=st.builds(Travel, minutes_per_stop=st.floats(1, 60), hours_per_day=st.floats(1, 12),
                                           speed_kmh=st.none() | st.floats(1, 50)),
        ),
    )
)  # fmt: skip
def test_any_request_comes_back_as_it_was(asked: Asked) -> None:
    assert read_asked(type(asked), made(asked), Path("file")) == asked
    # And through JSON, as files hold it.
    document = json.loads(json.dumps(derived_document(made(asked), asked)))
    assert read_asked(type(asked), provenance_of(document, Path("file")), Path("file")) == asked


def test_kinds_are_words_for_ever() -> None:
    assert sorted(OUTPUTS) == [
        "assessment",
        "briefing",
        "catchment",
        "changes",
        "child_reports",
        "comparison",
        "coverage",
        "data_package",
        "difference",
        "evidence",
        "figures",
        "kla",
        "map",
        "park_benchmarks",
        "park_supply",
        "plan",
        "play_checklist",
        "protection",
        "quality",
        "rules",
        "scoreboard",
        "service_supply",
        "sign_counts",
        "work_list",
    ]
    assert asked_document(AssessmentFile(AssessmentName.PAGE)) == {"kind": "assessment", "file": "map.html"}
    assert asked_document(BriefingFile(Document.PAGE)) == {
        "kind": "briefing",
        "document": "page",
        "template_sha256": "",
    }
