"""The tables that pages offer: what stands in them, and each made again byte for byte from what lies beside it."""

from __future__ import annotations

import ast
import csv
import datetime as dt
import functools
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planner.assess import assess
from planner.cli import main
from planner.errors import OptionError
from planner.ingest import load_city
from planner.model.assessment import Assessment
from planner.model.city import City
from planner.model.kinds import ALL_CHILDREN, Level
from planner.model.options import Options
from planner.reports.carried.reading import read_provenance
from planner.reports.outputs import material
from planner.reports.outputs.registry import OUTPUTS, made_again
from planner.reports.page_tables.child_reports import ReportsFile
from planner.reports.page_tables.coverage import CoverageFile
from planner.reports.page_tables.figures import FiguresFile
from planner.reports.page_tables.park_benchmarks import BenchmarksFile
from planner.reports.page_tables.park_supply import ParkSupplyFile
from planner.reports.page_tables.play_checklist import ChecklistFile
from planner.reports.page_tables.protection import ProtectionFile
from planner.reports.page_tables.rules import RulesFile
from planner.reports.page_tables.service_supply import ServiceSupplyFile
from planner.reports.page_tables.sign_counts import SignCountsFile
from planner.reports.page_tables.table import PageTable, table_metadata
from planner.reports.provenance import Provenance
from planner.sources.starter import write_starter
from planner.texts import Language, Text, speak, text

DAY = dt.date(2026, 3, 31)
LAYERS = """
[figures]
file = "angka.csv"
source = "contoh"
columns = { subject = "apa", value = "nilai", unit = "satuan", definition = "arti", date = "hari", citation = "dari" }

[child_reports]
file = "laporan.csv"
source = "contoh"
columns = { kecamatan = "Kecamatan", month = "Bulan", received = "Masuk", settled = "Selesai" }
"""
HIDDEN = 87651
"""A count of reports whose sum with a small one must not be told."""

TABLES: tuple[PageTable, ...] = (
    CoverageFile("school_sd", ALL_CHILDREN, Level.KECAMATAN),
    CoverageFile("child_friendly_park", "6-11", Level.KELURAHAN),
    ParkSupplyFile(Level.KECAMATAN),
    ParkSupplyFile(Level.KELURAHAN),
    BenchmarksFile(),
    ChecklistFile(),
    SignCountsFile(Level.CITY),
    SignCountsFile(Level.KELURAHAN),
    RulesFile(),
    RulesFile(sought="taman"),
    FiguresFile(),
    ServiceSupplyFile("SD", Level.KECAMATAN),
    ServiceSupplyFile("PUSKESMAS", Level.KELURAHAN),
    ProtectionFile(Level.KECAMATAN),
    ReportsFile("2026-01"),
)
"""A table of each kind at least."""

INPUTS = {
    "components/survey_table.py": 1,
    "screens/sign_survey.py": 2,
    "components/scenario_files.py": 1,
    "screens/changes.py": 1,
}
"""How many buttons hand out what is no figure of a city: tables and forms to fill in, a scenario to be read again, and
the changes of a working city, which its store keeps."""

FILES = {
    "components/downloads.py": (1, {"geopackage_bytes", "map_bytes", "document_bytes"}),
    "components/quality_view.py": (1, {"quality_file"}),
    "components/scenario_figures.py": (1, {"comparison_file"}),
    "components/smoke_free_work.py": (1, {"work_file"}),
    "screens/briefing.py": (3, {"document_of", "sheet_file", "package_bytes"}),
    "screens/kla.py": (1, {"kla_file"}),
    "screens/scoreboard.py": (1, {"scoreboard_file"}),
    "components/table_download.py": (1, set[str]()),
}
"""How many other buttons there are, and the functions that make their files, here and where they are made again."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city") / "kota"
    write_starter(folder)
    settings = (folder / "city.toml").read_text(encoding="utf-8")
    settings = settings.replace('taman = "park" ', 'puspaga = "child_protection"\ntaman = "park" ')
    (folder / "city.toml").write_text(settings + LAYERS, encoding="utf-8")
    with (folder / "contoh_fasilitas.csv").open("a", encoding="utf-8") as file:
        file.write("10,=Puspaga Contoh,puspaga,Contoh Barat,110.0050,-5.0200,,,,,baris contoh\n")
    (folder / "angka.csv").write_text("apa,nilai,satuan,arti,hari,dari\nRTH,12,%,luas,2025,BPS\n", encoding="utf-8")
    rows = ("Kecamatan,Bulan,Masuk,Selesai,Nama", f"99.99.01,2026-01,{HIDDEN},3,Budi", "99.99.02,2026-01,2,7,Budi")
    (folder / "laporan.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def assessment(city: Path) -> Assessment:
    return assess(load_city(city), options=Options(as_of=DAY))


@pytest.fixture(scope="module")
def once() -> Iterator[None]:
    """Read and assess the city once more, and only once, for all that is made again."""
    patch = pytest.MonkeyPatch()
    loaded = functools.cache(load_city)
    patch.setattr(material, "load_city", lambda folder, progress: loaded(folder))
    assessed: list[Assessment] = []

    def remembered(own: City, options: Options, progress: Callable[[Text], None]) -> Assessment:
        progress(text("Looking for the best sites"))
        if not assessed:
            assessed.append(assess(own, options=options))
        return assessed[0]

    patch.setattr(material, "assess", remembered)
    yield
    patch.undo()


def table_of(assessment: Assessment, asked: PageTable, language: Language = Language.ENGLISH) -> bytes:
    """Return a table as a page makes it: out of an assessment that is there already."""
    own = material.Material(Provenance("", "", "", "", language, assessment.options))
    vars(own).update(present=assessment.city, assessment=assessment)
    return made_again(own, OUTPUTS[asked.kind], asked)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("asked", TABLES, ids=lambda one: f"{one.kind}-{TABLES.index(one)}")
def test_a_table_of_a_page_is_made_again(
    once: None, assessment: Assessment, city: Path, tmp_path: Path, asked: PageTable, capsys: pytest.CaptureFixture[str]
) -> None:
    with speak(Language.INDONESIAN):
        table, name = table_of(assessment, asked, Language.INDONESIAN), asked.file_name
        (tmp_path / name).write_bytes(table)
        for own, content in table_metadata(assessment.city, assessment.options, asked, table).items():
            (tmp_path / own).write_bytes(content)
    assert rows_of(table)
    assert read_provenance(tmp_path / name).output["kind"] == asked.kind
    out = tmp_path / "again"
    status = main(["rerun", str(tmp_path / name), "--city", str(city), "--out", str(out), "--language", "en"])
    said = capsys.readouterr()
    assert (status, said.out.splitlines()[0]) == (0, "The file is the same, byte for byte.")
    # The file keeps its language, and the messages theirs.
    assert "Mencari lokasi terbaik" not in said.err
    for file in tmp_path.glob(f"{name}*"):
        assert (out / file.name).read_bytes() == file.read_bytes()


def test_every_kind_of_table_is_tested() -> None:
    assert {asked.kind for asked in TABLES} == {
        output.asked.kind for output in OUTPUTS.values() if issubclass(output.asked, PageTable)
    }


def test_counts_of_one_to_four_and_their_sums_stay_hidden(assessment: Assessment) -> None:
    asked = ReportsFile("2026-01")
    table = table_of(assessment, asked)
    counts = [(row["Region"], row["Received"], row["Settled"]) for row in rows_of(table)]
    assert counts[0][1:] == ("hidden", "hidden")
    assert [row[1:] for row in counts[1:]] == [(str(HIDDEN), "<5"), ("<5", "7")]
    metadata = table_metadata(assessment.city, assessment.options, asked, table)
    for content in (table, *metadata.values()):
        # Neither the sum nor the row that the city gave.
        for said in (str(HIDDEN + 2), f"{HIDDEN + 2:,}", "Budi"):
            assert said.encode() not in content


@pytest.mark.parametrize(
    "asked",
    [
        CoverageFile("../../passwd", ALL_CHILDREN, Level.KECAMATAN),
        ParkSupplyFile(Level.CITY),
        ServiceSupplyFile("NONE", Level.KECAMATAN),
        ServiceSupplyFile("SD", Level.CITY),
        ReportsFile("2024"),
    ],
)
def test_what_the_city_has_not_is_told(assessment: Assessment, asked: PageTable) -> None:
    with speak(Language.ENGLISH), pytest.raises(OptionError, match="The city has nothing for the table "):
        table_of(assessment, asked)


def test_rules_are_those_that_fit(assessment: Assessment) -> None:
    everything = rows_of(table_of(assessment, RulesFile()))
    kept = rows_of(table_of(assessment, RulesFile(sought="PARK")))
    assert 0 < len(kept) < len(everything)
    assert all("park" in " ".join(row.values()).casefold() for row in kept)
    assert not rows_of(table_of(assessment, RulesFile(sought="no rule says this")))
    assert not rows_of(table_of(assessment, RulesFile(theme="none", sought="taman")))


def test_a_name_that_would_run_in_a_spreadsheet_does_not(assessment: Assessment) -> None:
    assert b"\r\n=" not in table_of(assessment, BenchmarksFile())
    for asked in TABLES:
        assert b",=" not in table_of(assessment, asked)


def calls(tree: ast.AST, *names: str) -> list[ast.Call]:
    """Return the calls of functions, however they are reached."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [node for node in found if getattr(node.func, "attr", getattr(node.func, "id", "")) in names]


def names_in(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


def test_every_button_of_a_page_hands_out_what_can_be_made_again() -> None:
    folder = Path(material.__file__).parents[2] / "ui"
    buttons = {}
    for path in sorted(folder.rglob("*.py")):
        tree, name = ast.parse(path.read_text(encoding="utf-8")), path.relative_to(folder).as_posix()
        if number := len(calls(tree, "download_button")):
            buttons[name] = number
        makers = FILES.get(name, (0, set[str]()))[1]
        assert makers <= names_in(tree), name
        # A table is written by the function that makes it again, never by a page.
        assert name in INPUTS or "as_csv" not in names_in(tree), name
    # A new button is named here with what makes its file, or with why it hands out no figure.
    assert buttons == INPUTS | {name: number for name, (number, _) in FILES.items()}
