"""What is installed: pinned to the version, under usable licences, and audited only where that was done."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

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


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    """Return the tool that asks about known weaknesses."""
    spec = importlib.util.spec_from_file_location("audit", ROOT / "tools" / "audit.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["audit"] = module
    spec.loader.exec_module(module)
    return module


def written(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": list(packages)})


SOUND = {"name": "a", "version": "1", "vulns": []}
WEAK = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1"}, {"id": "CVE-0"}]}
UNASKED = {"name": "c", "skip_reason": "Dependency not found on PyPI and could not be audited: c (3)"}


def test_a_known_weakness_fails(audit: ModuleType) -> None:
    found = audit.read_audit(written(SOUND, WEAK), 2)
    assert audit.status(found, strict=False) == 1
    assert audit.told(found)[0] == "WEAK: b 2: CVE-0, CVE-1"


def test_what_nobody_was_asked_about_is_never_called_sound(audit: ModuleType) -> None:
    """pip-audit itself ends with 0 where its service does not know a single package."""
    for told in ("", "no json", written(UNASKED)):
        found = audit.read_audit(told, 1)
        assert audit.told(found) == ["SKIPPED: the advisory service could not be asked; no package was audited."]
        assert (audit.status(found, strict=False), audit.status(found, strict=True)) == (0, 2)
    some = audit.read_audit(written(SOUND, UNASKED), 3)
    assert audit.told(some)[0] == "SKIPPED: 2 packages could not be asked about: c, others"
    assert audit.status(some, strict=True) == 2


def test_all_asked_and_sound(audit: ModuleType) -> None:
    found = audit.read_audit(written(SOUND), 1)
    assert audit.told(found) == ["1 packages were audited, 0 of them have known weaknesses."]
    assert audit.status(found, strict=True) == 0
