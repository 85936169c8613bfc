"""The command line: exit statuses, plain sentences, and nothing half-written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from drawn_assessment import drawn_assessment, drawn_city, infeasible_plan

from planner import assess as assessing
from planner import cli, ingest
from planner.cli import main, spoken_language
from planner.model.options import Options
from planner.texts import Language


@pytest.fixture
def _drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands work on the drawn city."""
    monkeypatch.setattr(ingest, "load_city", lambda folder, progress: drawn_city())
    monkeypatch.setattr(assessing, "assess", lambda city, options, progress: drawn_assessment(options=options))


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main([*words, "--language", "en"])
    said = capsys.readouterr()
    return status, said.out, said.err


def one_sentence(said: str) -> bool:
    lines = [line for line in said.splitlines() if not line.endswith("…")]
    return len(lines) == 1 and "Traceback" not in said


@pytest.mark.usefixtures("_drawn")
def test_assess_writes_the_files_and_says_the_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, result, progress = run(capsys, "assess", "--out", str(tmp_path / "out"), "--minutes", "15", "--sites", "3")
    assert status == 0
    assert result.startswith("1 of 2 kecamatan have a child-friendly park.\n")
    assert "Writing map.html …" in progress
    document = json.loads((tmp_path / "out" / "assessment.json").read_text(encoding="utf-8"))
    chosen = {name: document["options"][name] for name in ("threshold_min", "sites", "time_limit_s")}
    assert chosen == {"threshold_min": 15.0, "sites": 3, "time_limit_s": Options().time_limit_s}
    assert document["options"]["siting"]["programme"] == "STSK_COVERAGE"
    assert document["language"] == "en"


@pytest.mark.usefixtures("_drawn")
def test_nothing_feasible_is_3_and_the_files_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assessing, "assess", lambda city, options, progress: drawn_assessment(infeasible_plan()))
    status, result, _ = run(capsys, "assess", "--out", str(tmp_path))
    assert status == 3
    assert "One site is too few." in result
    assert (tmp_path / "assessment.json").is_file()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["assess", "--out", "out", "--sites", "many"], "--sites"),
        (["assess", "--out", "out", "--sites", "-1"], "number of sites"),
        (["assess", "--out", "out", "--minutes", "0"], "walking time"),
        (["assess", "--out", "out", "--minutes", "nan"], "walking time"),
        (["assess", "nowhere", "--out", "out"], "nowhere"),
        (["assess"], "--out"),
        (["assess", "--out", "out", "--site", "1"], "--site"),
        (["asess"], "assess"),
        (["new-city"], "DIR"),
        (["app", "nowhere"], "nowhere"),
        (["app", "--port", "99999"], "--port"),
    ],
)
def test_what_cannot_be_used_is_2_and_one_sentence(
    words: list[str],
    says: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    status, result, said = run(capsys, *words)
    assert (status, result) == (2, "")
    assert one_sentence(said)
    assert says in said
    assert list(tmp_path.iterdir()) == []


def test_a_file_instead_of_a_folder_is_refused_before_any_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("a file")
    status, _, said = run(capsys, "assess", "--out", str(tmp_path / "out"))
    assert status == 2
    assert one_sentence(said)
    assert "Reading" not in said


def test_a_mistake_of_the_program_names_a_file_with_the_details(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(folder: Path | None, progress: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(ingest, "load_city", broken)
    monkeypatch.setattr(cli.tempfile, "tempdir", str(tmp_path))
    status, _, said = run(capsys, "assess", "--out", str(tmp_path / "out"))
    assert status == 1
    assert one_sentence(said)
    (log,) = tmp_path.glob("planner-error-*.log")
    assert str(log) in said
    assert "ZeroDivisionError: a bug" in log.read_text(encoding="utf-8")


def test_a_service_keeps_the_details_where_they_outlast_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(folder: Path | None, progress: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(ingest, "load_city", broken)
    monkeypatch.setenv("LOGS_DIRECTORY", str(tmp_path))
    assert run(capsys, "assess", "--out", str(tmp_path / "out"))[0] == 1
    (log,) = tmp_path.glob("planner-error-*.log")
    assert log.stat().st_mode & 0o777 == 0o600


def test_stopping_by_hand_is_said_plainly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(folder: Path | None, progress: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ingest, "load_city", stopped)
    status, _, said = run(capsys, "assess", "--out", str(tmp_path / "out"))
    assert status == 130
    assert one_sentence(said)
    assert not (tmp_path / "out").exists()


def test_new_city_writes_a_folder_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "kota"
    assert run(capsys, "new-city", str(folder))[0] == 0
    assert (folder / "city.toml").is_file()
    status, _, said = run(capsys, "new-city", str(folder))
    assert status == 2
    assert one_sentence(said)


@pytest.mark.parametrize("command", ["assess", "new-city", "app"])
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help", "--language", "en"]) == 0
    assert f"planner {command}" in capsys.readouterr().out


def test_help_is_shown_where_no_command_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "assess" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "environment", "language"),
    [
        ([], {}, Language.INDONESIAN),
        ([], {"PLANNER_LANGUAGE": "en"}, Language.ENGLISH),
        (["--language", "id"], {"PLANNER_LANGUAGE": "en"}, Language.INDONESIAN),
        (["--language=en"], {}, Language.ENGLISH),
        (["--language", "fr"], {}, Language.INDONESIAN),
        (["--language"], {}, Language.INDONESIAN),
    ],
)
def test_the_language_is_the_option_then_the_environment_then_indonesian(
    words: list[str], environment: dict[str, str], language: Language
) -> None:
    assert spoken_language(words, environment) is language


def test_help_imports_nothing_slow() -> None:
    code = (
        "import sys; from planner.cli import main; main(['assess', '--help']);"
        "slow = {'pandas', 'geopandas', 'streamlit', 'scipy', 'folium'} & set(sys.modules); sys.exit(bool(slow))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_assess_never_imports_streamlit() -> None:
    code = "import sys, planner.assess, planner.ingest, planner.reports.folder; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
