"""Look for known weaknesses of every pinned package, and say plainly what nobody looked at.

Run by ``make audit``. The advisory service is asked through pip-audit; what it does not answer about is compared with
the offline list, ``tools/advisories.json``. Exit status: 0 nothing known; 1 a pinned package has a known weakness;
with ``--strict``, 2 where the service did not answer about a package; 2 where the list can't be used.
``--refresh PATH`` makes the list anew from a checkout of a database.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from advisories import LIST, Advisories, ListError, as_text, read_list, refreshed
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-dev.lock")
ANSWER_SECONDS = 10
CLEAN, WEAK, UNASKED = 0, 1, 2


class Pin(NamedTuple):
    """A package, written as PyPI does, and its pinned version."""

    name: str
    version: str


@dataclass(frozen=True)
class Audit:
    """What was found out.

    Attributes
    ----------
    asked
        Packages that the service answered about.
    compared
        Packages that were compared with the offline list.
    unknown
        Packages that nobody looked at.
    weak
        Packages with the advisories about them.
    """

    asked: tuple[Pin, ...]
    compared: tuple[Pin, ...]
    unknown: tuple[Pin, ...]
    weak: tuple[tuple[Pin, str], ...]


def _pin(name: str, version: str) -> Pin:
    return Pin(str(canonicalize_name(name)), str(Version(version)))


def pins(locks: Sequence[Path] = LOCKS) -> list[Pin]:
    """Return every pinned package once."""
    lines = [line.split("==") for lock in locks for line in lock.read_text(encoding="utf-8").splitlines()]
    return sorted({_pin(*line) for line in lines if len(line) == 2})


def read_answer(told: str) -> dict[Pin, str]:
    """Read what pip-audit wrote as JSON: the packages that it answered about, with their advisories.

    Parameters
    ----------
    told
        Its output; empty if it could not ask at all. A package that it skips is one that nobody looked at.
    """
    try:
        return {
            _pin(one["name"], one["version"]): ", ".join(sorted(known["id"] for known in one["vulns"]))
            for one in json.loads(told)["dependencies"]
            if "skip_reason" not in one
        }
    except (ValueError, KeyError, TypeError):
        return {}


def look_up(pinned: Sequence[Pin], answers: dict[Pin, str], known: Advisories) -> Audit:
    """Compare with the offline list what the service did not answer about.

    Parameters
    ----------
    pinned
        Every pinned package.
    answers
        What the service answered.
    known
        The offline list.
    """
    rest = [pin for pin in pinned if pin not in answers]
    compared = tuple(pin for pin in rest if pin.name in known.looked_for)
    unknown = tuple(pin for pin in rest if pin.name not in known.looked_for)
    found = answers | {pin: ", ".join(known.about(*pin)) for pin in compared}
    return Audit(tuple(answers), compared, unknown, tuple((pin, ids) for pin, ids in sorted(found.items()) if ids))


def _weak(audit: Audit, among: Sequence[Pin]) -> str:
    return f"{sum(pin in among for pin, _ in audit.weak)} of them with known weaknesses"


def told(audit: Audit, known: Advisories, why_unasked: str) -> list[str]:
    """Return what is said of it, a line each."""
    lines = [f"WEAK: {pin.name} {pin.version}: {ids}" for pin, ids in audit.weak]
    lines.append(f"Asked live: {len(audit.asked)} packages, {_weak(audit, audit.asked)}.")
    unasked = sorted((*audit.compared, *audit.unknown))
    if unasked:
        names = f" ({', '.join(pin.name for pin in unasked)})" if audit.asked else ""
        lines.append(f"SKIPPED live: {len(unasked)} packages{names}, because {why_unasked}.")
    if audit.compared:
        about = len({one.package for one in known.advisories})
        ends = ", ".join(f"{one.newest} ({one.database}{'' if one.whole else ', in part'})" for one in known.endings)
        lines += [
            f"Compared with the offline list ({len(known.advisories)} advisories about {about} packages): "
            f"{len(audit.compared)} packages, {_weak(audit, audit.compared)}.",
            f"The offline list ends on {ends}: nothing newer is known about these packages.",
        ]
    if audit.unknown:
        names = ", ".join(pin.name for pin in audit.unknown)
        lines.append(f"NOT LOOKED AT, neither live nor in the list: {names}.")
    return lines


def status(audit: Audit, *, strict: bool) -> int:
    """Return the exit status."""
    if audit.weak:
        return WEAK
    return UNASKED if strict and (audit.compared or audit.unknown) else CLEAN


def ask(pinned: Sequence[Pin]) -> tuple[dict[Pin, str], str]:
    """Ask the service about packages; return its answers, and why it did not answer about the others."""
    if importlib.util.find_spec("pip_audit") is None:
        return {}, "pip-audit is not installed"
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder) / "all.txt"
        lock.write_text("".join(f"{pin.name}=={pin.version}\n" for pin in pinned), encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "-r", str(lock), "--no-deps", "--disable-pip", "-f", "json"]
        asked = subprocess.run(  # noqa: S603 - our own command
            [*command, "--progress-spinner", "off", "--timeout", str(ANSWER_SECONDS)],
            capture_output=True,
            text=True,
            check=False,
        )
    return read_answer(asked.stdout), "the advisory service gave no answer about them"


def refresh(checkout: Path, path: Path = LIST) -> str:
    """Make the list anew from a checkout of a database, and say what it holds."""
    read_list(path)
    written = refreshed(
        json.loads(path.read_text(encoding="utf-8")), checkout, {pin.name for pin in pins()}, date.today()
    )
    aside = path.with_suffix(".new")
    aside.write_text(as_text(written), encoding="utf-8")
    aside.replace(path)
    return f"{path.name} holds {len(written['advisories'])} advisories now."


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, compare, say, and return the exit status."""
    parser = argparse.ArgumentParser(description="Look for known weaknesses of every pinned package.")
    parser.add_argument("--strict", action="store_true", help="end with 2 where the service did not answer")
    parser.add_argument("--refresh", metavar="PATH", type=Path, help="make the offline list anew from a checkout")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.refresh:
            print(refresh(chosen.refresh))
            return CLEAN
        known = read_list()
    except ListError as error:
        print(error)
        return UNASKED
    pinned = pins()
    answers, why_unasked = ask(pinned)
    audit = look_up(pinned, answers, known)
    print("\n".join(told(audit, known, why_unasked)))
    return status(audit, strict=chosen.strict)


if __name__ == "__main__":
    sys.exit(main())
