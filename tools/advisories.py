"""The offline list of known weaknesses: read it, compare pinned versions with it, make it anew.

The list is ``tools/advisories.json``. It holds facts of two public databases in the format of OSV: ids, affected
versions and days, none of their words. It is only as new as the day it says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]
from packaging.utils import canonicalize_name, canonicalize_version
from packaging.version import Version

LIST = Path(__file__).with_suffix(".json")
LICENCE = "CC-BY-4.0, https://creativecommons.org/licenses/by/4.0/"
CHANGED = "Shortened to ids, affected versions, days and addresses; names of packages written as PyPI does."
DATABASES = {
    "Python Packaging Advisory Database": ("https://github.com/pypa/advisory-database", "vulns/*/PYSEC-*.yaml"),
    "GitHub Advisory Database": (
        "https://github.com/github/advisory-database",
        "advisories/github-reviewed/*/*/*/GHSA-*.json",
    ),
}
FIRST = next(iter(DATABASES))
"""Where a new package is looked for first: until then it counts as one that nobody looked for."""

DRAFT = "PYSEC-0000-"
Written = dict[str, Any]


class ListError(Exception):
    """The list or the checkout can't be used; the message says why."""


@dataclass(frozen=True)
class Range:
    """Affected versions in a row.

    Attributes
    ----------
    introduced
        The first one; nothing where all from the very first are affected.
    fixed
        The first one that is sound again.
    last_affected
        The last one that is affected; with neither, every later version is.
    """

    introduced: Version | None
    fixed: Version | None
    last_affected: Version | None

    def holds(self, version: Version) -> bool:
        """Return whether a version lies in it."""
        if self.introduced and version < self.introduced:
            return False
        if self.fixed:
            return version < self.fixed
        return self.last_affected is None or version <= self.last_affected


@dataclass(frozen=True)
class Advisory:
    """What is known of one weakness of one package.

    Attributes
    ----------
    name
        Its id in the database.
    package
        The package, written as PyPI does.
    ranges
        Affected versions in rows.
    versions
        Further affected versions, one by one.
    """

    name: str
    package: str
    ranges: tuple[Range, ...]
    versions: frozenset[str]

    def affects(self, version: str) -> bool:
        """Return whether a version is affected; all are where the advisory names none."""
        if not self.ranges and not self.versions:
            return True
        public = Version(Version(version).public)
        return canonicalize_version(public) in self.versions or any(one.holds(public) for one in self.ranges)


@dataclass(frozen=True)
class Ending:
    """How far the list reaches in one database.

    Attributes
    ----------
    database
        Name of the database.
    newest
        Day of the newest advisory that was taken from it.
    whole
        Whether all of it was looked through for the packages.
    """

    database: str
    newest: str
    whole: bool


@dataclass(frozen=True)
class Advisories:
    """The offline list.

    Attributes
    ----------
    endings
        How far it reaches.
    looked_for
        Packages that were looked for, found or not.
    advisories
        What was found.
    """

    endings: tuple[Ending, ...]
    looked_for: frozenset[str]
    advisories: tuple[Advisory, ...]

    def about(self, package: str, version: str) -> list[str]:
        """Return the ids of the advisories that concern a version of a package."""
        return sorted(one.name for one in self.advisories if one.package == package and one.affects(version))


def _version(written: str | None) -> Version | None:
    return None if written in (None, "0") else Version(str(written))


def _advisory(row: Written) -> Advisory:
    ranges = (
        Range(_version(one["introduced"]), _version(one.get("fixed")), _version(one.get("last_affected")))
        for one in row["ranges"]
    )
    versions = frozenset(canonicalize_version(one) for one in row.get("versions", []))
    return Advisory(row["id"], row["package"], tuple(ranges), versions)


def read_list(path: Path = LIST) -> Advisories:
    """Read the offline list.

    Parameters
    ----------
    path
        Where it is.

    Raises
    ------
    ListError
        It is missing or damaged.
    """
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        advisories = tuple(_advisory(row) for row in written["advisories"])
        endings = tuple(Ending(one["name"], one["newest"], one["whole"]) for one in written["sources"])
        looked_for = frozenset(written["none_known"]) | {one.package for one in advisories}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ListError(f"{path.name} can't be read: take it from the project again, or make it anew.") from error
    return Advisories(endings, looked_for, advisories)


def _ranges(events: Iterable[dict[str, str]]) -> Iterator[Written]:
    """Pair the events of a range, which may stand in any order, and several to a range."""

    def place(event: dict[str, str]) -> tuple[bool, Version, bool]:
        ((kind, version),) = event.items()
        return version != "0", Version(version), kind == "introduced"

    opened: str | None = None
    for event in sorted(events, key=place):
        ((kind, version),) = event.items()
        if kind == "introduced":
            opened = opened or version
        elif opened and kind in ("fixed", "last_affected"):
            yield {"introduced": opened, kind: version}
            opened = None
    if opened:
        yield {"introduced": opened}


def _facts(entry: Written, address: str, wanted: Set[str]) -> Iterator[Written]:
    """Keep the facts of an entry of a database, a row for each package that it is about."""
    found: dict[str, Written] = {}
    for affected in entry.get("affected", []):
        package = str(canonicalize_name(affected["package"]["name"]))
        if affected["package"]["ecosystem"] != "PyPI" or package not in wanted:
            continue
        ranges = [one for one in affected.get("ranges", []) if one["type"] == "ECOSYSTEM"]
        row = found.setdefault(package, {"id": entry["id"], "aliases": entry.get("aliases", []), "package": package})
        row.setdefault("ranges", []).extend(pair for one in ranges for pair in _ranges(one["events"]))
        # The versions that a database lists beside its ranges only say once more what these say.
        if not ranges and affected.get("versions"):
            row.setdefault("versions", []).extend(affected["versions"])
    for row in found.values():
        days = {key: entry[key][:10] for key in ("published", "modified") if entry.get(key)}
        yield {**row, **days, "source": address}


def _rows(checkout: Path, database: str, wanted: Set[str]) -> Iterator[Written]:
    address, pattern = DATABASES[database]
    for path in sorted(checkout.glob(pattern)):
        other = path.suffix == ".yaml" and canonicalize_name(path.parent.name) not in wanted
        if other or path.name.startswith(DRAFT):
            continue
        place = path.relative_to(checkout).as_posix()
        try:
            words = path.read_text(encoding="utf-8")
            # BaseLoader makes texts only: neither objects, nor numbers out of versions.
            entry = json.loads(words) if path.suffix == ".json" else yaml.load(words, yaml.BaseLoader)  # noqa: S506
            if not entry.get("withdrawn"):
                yield from _facts(entry, f"{address}/blob/main/{place}", wanted)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
            raise ListError(
                f"{place} of the checkout is no advisory that can be read; the list stays as it was."
            ) from error


def refreshed(written: Written, checkout: Path, packages: Iterable[str], today: date) -> Written:
    """Return the list with one database taken anew.

    Parameters
    ----------
    written
        The list as it is: what it has from the other database stays.
    checkout
        A checkout of one of the databases.
    packages
        Packages to look for, written as PyPI does.
    today
        The day it is taken.

    Raises
    ------
    ListError
        The folder is no checkout of a known database, or holds an advisory that can't be read.
    """
    database = next((name for name, (_, pattern) in DATABASES.items() if any(checkout.glob(pattern))), None)
    if database is None:
        raise ListError(f"{checkout} is no checkout of {' or of '.join(address for address, _ in DATABASES.values())}.")
    address = DATABASES[database][0]
    wanted = set(packages)
    if database != FIRST:
        wanted &= {*written["none_known"], *(row["package"] for row in written["advisories"])}
    rows = list(_rows(checkout, database, wanted))
    ending = {
        "name": database,
        "address": address,
        "state": "A checkout of the whole database.",
        "taken": today.isoformat(),
        "newest": max((row.get("published") or row["modified"] for row in rows), default=""),
        "whole": True,
    }
    others = [row for row in written["advisories"] if not row["source"].startswith(f"{address}/")]
    rows += [row for row in others if row["package"] in wanted]
    return {
        "licence": LICENCE,
        "changed": CHANGED,
        "sources": [ending if one["name"] == database else one for one in written["sources"]],
        "none_known": sorted(wanted - {row["package"] for row in rows}),
        "advisories": sorted(rows, key=lambda row: (row["package"], row["id"])),
    }


def as_text(written: Written) -> str:
    """Return the list as it is kept: an advisory a line."""
    head = json.dumps({key: value for key, value in written.items() if key != "advisories"}, indent=2)
    rows = ",\n".join(f"    {json.dumps(row)}" for row in written["advisories"])
    return head[: -len("\n}")] + f',\n  "advisories": [\n{rows}\n  ]\n}}\n'
