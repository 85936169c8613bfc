"""The house itself: the files that must agree with one another."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def requirements(path: Path) -> list[str]:
    """Return the dependencies that an ``environment.yml`` lists, those for pip included."""
    lines = path.read_text(encoding="utf-8").partition("dependencies:")[2].splitlines()
    entries = [match[1] for line in lines if (match := re.match(r"\s*- ([^:]+)$", line))]
    return [entry for entry in entries if entry != "pip" and not entry.startswith("python>")]


def pyproject() -> dict[str, object]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert isinstance(project, dict)
    return project


def pins(name: str) -> dict[str, str]:
    """Return the pinned version of each package of a lock file."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    # "-" and "_" are the same in names of packages.
    return dict(line.lower().replace("_", "-").split("==") for line in lines if line and not line.startswith("#"))


def test_conda_users_get_the_same_dependencies() -> None:
    assert sorted(requirements(ROOT / "environment.yml")) == sorted(pyproject()["dependencies"])  # type: ignore[call-overload]


def test_the_locks_pin_every_dependency_and_name_no_host() -> None:
    direct = {re.split(r"[<>=\[]", entry)[0].lower() for entry in pyproject()["dependencies"]}  # type: ignore[attr-defined]
    assert direct <= set(pins("requirements.lock"))
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_both_locks_pin_the_same_versions() -> None:
    run, develop = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {package: develop.get(package) for package in run} == run


def test_no_code_knows_one_city() -> None:
    """Another city works by a new city folder alone, so no line of code may name the built-in one."""
    files = [
        *ROOT.glob("planner/**/*.py"),
        *ROOT.glob("planner/**/*.js"),
        *ROOT.glob("planner/**/*.html"),
        ROOT / "app.py",
    ]
    naming = [str(path.relative_to(ROOT)) for path in files if "alikpapan" in path.read_text(encoding="utf-8")]
    assert naming == []


def test_ci_calls_the_test_command_of_the_readme() -> None:
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_rooms_are_listed_in_the_picture_of_the_architecture() -> None:
    """Every package and top module of the planner has its place in ``docs/architecture.md``."""
    picture = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    tracked = subprocess.run(["git", "ls-files", "planner"], cwd=ROOT, capture_output=True, text=True, check=True)
    rooms = {path.split("/")[1] for path in tracked.stdout.split()} - {"__init__.py", "__main__.py", "py.typed"}
    assert [room for room in sorted(rooms) if room not in picture] == []
