"""Ask the advisory service about every pinned package, and say plainly what could not be asked.

Run by ``make audit``. Exit status: 0 nothing known, or nobody to ask; 1 a pinned package has a known weakness;
with ``--strict``, 2 where a package could not be asked about.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
ANSWER_SECONDS = 10
CLEAN, WEAK, UNASKED = 0, 1, 2


@dataclass(frozen=True)
class Audit:
    """What the service knows.

    Attributes
    ----------
    asked
        How many packages it answered about.
    unasked
        Packages that it did not answer about.
    weak
        Packages with the advisories about them.
    """

    asked: int
    unasked: tuple[str, ...]
    weak: tuple[tuple[str, str], ...]


def read_audit(told: str, pinned: int) -> Audit:
    """Read what pip-audit wrote as JSON: a package that it skips is one that nobody looked at.

    Parameters
    ----------
    told
        Its output; empty if it could not ask at all.
    pinned
        How many packages are pinned.
    """
    try:
        packages = json.loads(told)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Audit(0, ("every package",), ())
    unasked = tuple(one["name"] for one in packages if "skip_reason" in one)
    weak = tuple(
        (f"{one['name']} {one['version']}", ", ".join(sorted(known["id"] for known in one["vulns"])))
        for one in packages
        if one.get("vulns")
    )
    missing = pinned - len(packages)
    return Audit(len(packages) - len(unasked), (*unasked, *(["others"] if missing > 0 else [])), weak)


def told(audit: Audit) -> list[str]:
    """Return what is said of it, a line each."""
    lines = [f"WEAK: {package}: {advisories}" for package, advisories in audit.weak]
    if not audit.asked:
        return [*lines, "SKIPPED: the advisory service could not be asked; no package was audited."]
    if audit.unasked:
        lines.append(f"SKIPPED: {len(audit.unasked)} packages could not be asked about: {', '.join(audit.unasked)}")
    return [*lines, f"{audit.asked} packages were audited, {len(audit.weak)} of them have known weaknesses."]


def status(audit: Audit, *, strict: bool) -> int:
    """Return the exit status."""
    if audit.weak:
        return WEAK
    return UNASKED if strict and (audit.unasked or not audit.asked) else CLEAN


def ask() -> Audit:
    """Ask about every package of the lock file."""
    pinned = sum("==" in line for line in LOCK.read_text(encoding="utf-8").splitlines())
    command = [sys.executable, "-m", "pip_audit", "-r", str(LOCK), "--no-deps", "--disable-pip", "-f", "json"]
    asked = subprocess.run(  # noqa: S603 - our own command
        [*command, "--progress-spinner", "off", "--timeout", str(ANSWER_SECONDS)],
        capture_output=True,
        text=True,
        check=False,
    )
    return read_audit(asked.stdout, pinned)


def main() -> int:
    """Ask, say, and return the exit status."""
    audit = ask()
    print("\n".join(told(audit)))
    return status(audit, strict="--strict" in sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
