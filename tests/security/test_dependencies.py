"""What is installed: pinned to the version and under usable licences (what is known of it: ``test_audit.py``)."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

ALLOWED = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|0BSD|Zlib|CC0|Unlicense|MPL|Mozilla|LGPL|HPND|CNRI",
    re.IGNORECASE,
)
NEVER = re.compile(r"AGPL|Affero|SSPL|Business Source|Commons Clause|(?<!L)GPL|NonCommercial|CC-BY-NC", re.IGNORECASE)

LICENCES_IN_FILES = {"streamlit-folium": "MIT"}
"""Packages whose metadata name no licence, and what their licence file says."""


def pins(name: str) -> dict[str, str]:
    """Return the pinned version of each package of a lock file."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def licence(package: str) -> str:
    """Return under which licence a package says that it is."""
    about = importlib.metadata.metadata(package)
    if about.get("License-Expression"):
        return str(about["License-Expression"])
    classified = [one.split("::")[-1].strip() for one in about.get_all("Classifier", []) if one.startswith("License")]
    said = " ".join(classified) or (about.get("License") or "").splitlines()[:1]
    return str(said or LICENCES_IN_FILES.get(package, ""))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_is_pinned_to_one_version(name: str) -> None:
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+_-]+", line), line


def test_what_is_installed_is_what_is_pinned() -> None:
    installed = {name: importlib.metadata.version(name) for name in pins("requirements.lock")}
    assert installed == pins("requirements.lock")


@pytest.mark.parametrize("package", sorted(pins("requirements.lock")))
def test_a_city_may_use_and_pass_on_every_package(package: str) -> None:
    said = licence(package)
    assert ALLOWED.search(said), f"{package}: {said or 'no licence'}"
    assert not NEVER.search(said), f"{package}: {said}"


def test_licences_known_from_files_are_those_of_the_files() -> None:
    for package, named in LICENCES_IN_FILES.items():
        files = importlib.metadata.files(package) or []
        texts = [path.read_text(encoding="utf-8") for path in files if "LICENSE" in path.name.upper()]
        assert any(named in text for text in texts), package
