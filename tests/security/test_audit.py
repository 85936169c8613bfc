"""The audit of pinned packages: a known weakness is found, and what nobody looked at is never called sound."""

from __future__ import annotations

import importlib
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tools"))
advisories = importlib.import_module("advisories")
audit = importlib.import_module("audit")

PYPA, GITHUB = advisories.DATABASES


def row(*ranges: dict[str, str], name: str = "PYSEC-1", package: str = "b", **more: Any) -> dict[str, Any]:
    """Return an advisory as the list keeps it."""
    source = f"{advisories.DATABASES[PYPA][0]}/blob/main/{package}"
    return {"id": name, "package": package, "ranges": [*ranges], "source": source, **more}


def offline(folder: Path, *rows: dict[str, Any], none_known: tuple[str, ...] = ()) -> Any:
    """Return a drawn offline list that was read from a file."""
    sources = [
        {"name": PYPA, "newest": "2024-07-07", "whole": True},
        {"name": GITHUB, "newest": "2024-09-03", "whole": False},
    ]
    path = folder / "advisories.json"
    written = {"sources": sources, "none_known": [*none_known], "advisories": [*rows]}
    path.write_text(advisories.as_text(written), encoding="utf-8")
    return advisories.read_list(path)


def answer(*packages: dict[str, object]) -> str:
    """Return what pip-audit writes."""
    return json.dumps({"dependencies": list(packages)})


SOUND = {"name": "a", "version": "1", "vulns": []}
WEAK = {"name": "B", "version": "2", "vulns": [{"id": "CVE-1"}, {"id": "CVE-0"}]}
UNASKED = {"name": "c", "skip_reason": "Dependency not found on PyPI and could not be audited: c (3)"}
A, B, C = audit.Pin("a", "1"), audit.Pin("b", "2"), audit.Pin("c", "3")


@pytest.mark.parametrize(
    ("ranges", "affected", "sound"),
    [
        ([{"introduced": "0", "fixed": "2.3.0"}], ["0.0.1a1", "2.2.9", "2.3.0rc1"], ["2.3", "2.3.0.post1", "10.0"]),
        ([{"introduced": "2.3.0", "fixed": "2.31.0"}], ["2.3", "2.10.0", "2.30.9"], ["2.2.1", "2.31.0", "2.31.1"]),
        ([{"introduced": "1.0", "last_affected": "1.4"}], ["1.0", "1.4", "1.4.0", "1.4+local"], ["0.9", "1.4.1"]),
        ([{"introduced": "1.0"}], ["1.0", "99.0"], ["0.9", "1.0rc1"]),
        ([{"introduced": "0"}], ["0.1", "99.0"], []),
        (
            [{"introduced": "0", "fixed": "1.26.17"}, {"introduced": "2.0.0", "fixed": "2.0.6"}],
            ["1.26.16", "2.0.0", "2.0.5"],
            ["1.26.17", "1.27", "2.0.6"],
        ),
        ([{"introduced": "2021.05.30", "fixed": "2024.07.04"}], ["2021.5.30", "2024.7.3"], ["2024.7.4", "2026.10.18"]),
    ],
)
def test_a_range_holds_just_the_versions_that_it_says(
    ranges: list[dict[str, str]], affected: list[str], sound: list[str], tmp_path: Path
) -> None:
    known = offline(tmp_path, row(*ranges))
    assert [version for version in affected if not known.about("b", version)] == []
    assert [version for version in sound if known.about("b", version)] == []
    assert known.about("another", affected[0]) == []


def test_versions_may_be_named_one_by_one(tmp_path: Path) -> None:
    known = offline(tmp_path, row(versions=["1.0", "1.10.0", "0.7.4.svn.r2010"]))
    assert [version for version in ("1", "1.0.0", "1.1", "1.10", "2") if known.about("b", version)] == [
        "1",
        "1.0.0",
        "1.10",
    ]


def test_an_advisory_that_names_no_version_concerns_all(tmp_path: Path) -> None:
    assert offline(tmp_path, row()).about("b", "7") == ["PYSEC-1"]


def test_a_weakness_that_the_service_knows_fails(tmp_path: Path) -> None:
    known = offline(tmp_path)
    found = audit.look_up([A, B], audit.read_answer(answer(SOUND, WEAK)), known)
    assert audit.status(found, strict=False) == 1
    assert audit.told(found, known, "") == [
        "WEAK: b 2: CVE-0, CVE-1",
        "Asked live: 2 packages, 1 of them with known weaknesses.",
    ]


def test_a_weakness_that_only_the_list_knows_fails(tmp_path: Path) -> None:
    known = offline(tmp_path, row({"introduced": "0", "fixed": "2.1"}), none_known=("a",))
    found = audit.look_up([A, B], {}, known)
    assert audit.status(found, strict=False) == 1
    assert audit.told(found, known, "nobody was there") == [
        "WEAK: b 2: PYSEC-1",
        "Asked live: 0 packages, 0 of them with known weaknesses.",
        "SKIPPED live: 2 packages, because nobody was there.",
        "Compared with the offline list (1 advisories about 1 packages): 2 packages, 1 of them with known weaknesses.",
        f"The offline list ends on 2024-07-07 ({PYPA}), 2024-09-03 ({GITHUB}, in part): "
        "nothing newer is known about these packages.",
    ]


def test_what_the_service_answers_is_not_looked_up_in_an_older_list(tmp_path: Path) -> None:
    known = offline(tmp_path, row({"introduced": "0"}, package="a"))
    found = audit.look_up([A], audit.read_answer(answer(SOUND)), known)
    assert (found.weak, found.compared) == ((), ())
    assert audit.status(found, strict=True) == 0


def test_what_nobody_looked_at_is_never_called_sound(tmp_path: Path) -> None:
    """pip-audit itself ends with 0 where its service does not know a single package."""
    known = offline(tmp_path, none_known=("a",))
    for told in ("", "no json", answer(UNASKED)):
        found = audit.look_up([A, C], audit.read_answer(told), known)
        assert (found.asked, found.compared, found.unknown) == ((), (A,), (C,))
        assert audit.told(found, known, "…")[-1] == "NOT LOOKED AT, neither live nor in the list: c."
        assert (audit.status(found, strict=False), audit.status(found, strict=True)) == (0, 2)
    some = audit.look_up([A, C], audit.read_answer(answer(SOUND, UNASKED)), known)
    assert "SKIPPED live: 1 packages (c), because …." in audit.told(some, known, "…")
    assert audit.status(some, strict=True) == 2


def test_without_pip_audit_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert audit.ask([A]) == ({}, "pip-audit is not installed")


def test_every_pinned_package_was_looked_for() -> None:
    """Where this fails after ``make lock``, make the list anew: docs/security.md says how."""
    assert {pin.name for pin in audit.pins()} - advisories.read_list().looked_for == set()


def test_no_pinned_version_is_known_to_be_weak() -> None:
    found = audit.look_up(audit.pins(), {}, advisories.read_list())
    assert found.weak == ()


def test_the_list_finds_versions_that_were_weak() -> None:
    known = advisories.read_list()
    assert known.about("requests", "2.30.0") == ["GHSA-9wx4-h78v-vm56", "PYSEC-2023-74"]
    assert known.about("pillow", "10.0.0") == ["GHSA-3f63-hfp8-52jq", "GHSA-44wm-f244-xhp3", "PYSEC-2023-175"]
    assert "PYSEC-2022-12" in known.about("ipython", "7.31.0")


def test_the_page_on_security_says_how_old_the_list_is() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    known = advisories.read_list()
    packages = len({one.package for one in known.advisories})
    assert f"{len(known.advisories)} advisories about {packages} packages" in page
    for ending in known.endings:
        day = date.fromisoformat(ending.newest)
        assert f"{day.day} {day:%B %Y}" in page, ending


def test_the_list_keeps_facts_and_says_whose_they_are() -> None:
    words = advisories.LIST.read_text(encoding="utf-8")
    written = json.loads(words)
    assert words == advisories.as_text(written)
    assert (written["licence"], written["changed"]) == (advisories.LICENCE, advisories.CHANGED)
    order = [(one["package"], one["id"]) for one in written["advisories"]]
    assert order == sorted(set(order))
    allowed = {"id", "aliases", "package", "ranges", "versions", "published", "modified", "source"}
    assert {key for one in written["advisories"] for key in one} <= allowed
    for source in written["sources"]:
        own = [one for one in written["advisories"] if one["source"].startswith(f"{source['address']}/")]
        assert source["newest"] == max(one.get("published") or one["modified"] for one in own)


@pytest.mark.parametrize(
    "damaged",
    ["", "[]", "{}", '{"advisories": [{"id": 1}]}', '{"advisories": [], "sources": []}', "null"],
)
def test_a_damaged_list_is_a_plain_sentence(damaged: str, tmp_path: Path) -> None:
    path = tmp_path / "advisories.json"
    path.write_text(damaged, encoding="utf-8")
    with pytest.raises(advisories.ListError, match=r"^advisories\.json can't be read"):
        advisories.read_list(path)


def test_a_version_that_is_none_is_a_damaged_list(tmp_path: Path) -> None:
    with pytest.raises(advisories.ListError, match="can't be read"):
        offline(tmp_path, row({"introduced": "0", "fixed": "soon"}))


def test_a_damaged_list_ends_the_audit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def unreadable() -> None:
        raise advisories.ListError("It can't be read.")

    monkeypatch.setattr(audit, "read_list", unreadable)
    assert audit.main([]) == 2
    assert capsys.readouterr().out == "It can't be read.\n"


PYSEC = """id: {name}
details: Words that are not kept.
affected:
- package:
    name: B
    ecosystem: PyPI
  ranges:
  - type: GIT
    events:
    - introduced: "0"
    - fixed: 74ea7cf7
  - type: ECOSYSTEM
    events:
    - introduced: 2.0.0
    - fixed: 2.0.6
    - introduced: "0"
    - fixed: 1.10
  versions:
  - "1.0"
aliases:
- CVE-7
modified: 2025-02-03T04:05:06.7Z
published: "2025-01-02T03:04:05Z"
{more}"""


def checkout(folder: Path) -> Path:
    """Draw a checkout of the database of Python's packaging: one advisory, a draft and one that was withdrawn."""
    vulns = folder / "vulns" / "b"
    vulns.mkdir(parents=True)
    for name, more in (("PYSEC-2025-1", ""), ("PYSEC-0000-x", ""), ("PYSEC-2025-2", 'withdrawn: "2025-03-01"\n')):
        (vulns / f"{name}.yaml").write_text(PYSEC.format(name=name, more=more), encoding="utf-8")
    return folder


def test_the_list_is_made_anew_from_a_checkout(tmp_path: Path) -> None:
    offline(tmp_path, row(name="PYSEC-OLD"), row(name="PYSEC-GONE", package="gone"))
    written = json.loads((tmp_path / "advisories.json").read_text(encoding="utf-8"))
    anew = advisories.refreshed(written, checkout(tmp_path), ["a", "b"], date(2026, 11, 22))
    address = advisories.DATABASES[PYPA][0]
    assert anew["advisories"] == [
        {
            "id": "PYSEC-2025-1",
            "aliases": ["CVE-7"],
            "package": "b",
            "ranges": [{"introduced": "0", "fixed": "1.10"}, {"introduced": "2.0.0", "fixed": "2.0.6"}],
            "published": "2025-01-02",
            "modified": "2025-02-03",
            "source": f"{address}/blob/main/vulns/b/PYSEC-2025-1.yaml",
        }
    ]
    assert anew["none_known"] == ["a"]
    assert [(one["name"], one["newest"]) for one in anew["sources"]] == [(PYPA, "2025-01-02"), (GITHUB, "2024-09-03")]


def test_the_other_database_adds_to_the_list_but_no_package(tmp_path: Path) -> None:
    offline(tmp_path, row({"introduced": "0", "fixed": "1"}), none_known=("a",))
    written = json.loads((tmp_path / "advisories.json").read_text(encoding="utf-8"))
    folder = tmp_path / "advisories" / "github-reviewed" / "2026" / "01" / "GHSA-x"
    folder.mkdir(parents=True)
    affected = [
        {
            "package": {"name": package, "ecosystem": ecosystem},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "1"}, {"last_affected": "3"}]}],
        }
        for package, ecosystem in (("A", "PyPI"), ("a", "npm"), ("new", "PyPI"))
    ]
    entry = {"id": "GHSA-x", "modified": "2026-01-09T00:00:00Z", "aliases": [], "affected": affected}
    (folder / "GHSA-x.json").write_text(json.dumps(entry), encoding="utf-8")
    anew = advisories.refreshed(written, tmp_path, ["a", "b", "new"], date(2026, 11, 22))
    assert [(one["id"], one["package"]) for one in anew["advisories"]] == [("GHSA-x", "a"), ("PYSEC-1", "b")]
    assert anew["advisories"][0]["ranges"] == [{"introduced": "1", "last_affected": "3"}]
    assert anew["none_known"] == []
    assert anew["sources"][1] == {
        "name": GITHUB,
        "address": advisories.DATABASES[GITHUB][0],
        "state": "A checkout of the whole database.",
        "taken": "2026-11-22",
        "newest": "2026-01-09",
        "whole": True,
    }


def test_the_refreshed_list_is_written_and_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "advisories.json"
    path.write_text(advisories.LIST.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "vulns" / "requests").mkdir(parents=True)
    drawn = PYSEC.format(name="PYSEC-2026-9", more="").replace("name: B", "name: Requests")
    (tmp_path / "vulns" / "requests" / "PYSEC-2026-9.yaml").write_text(drawn, encoding="utf-8")
    assert audit.refresh(tmp_path, path) == "advisories.json holds 28 advisories now."
    assert advisories.read_list(path).about("requests", "1.9") == ["GHSA-9wx4-h78v-vm56", "PYSEC-2026-9"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["advisories.json", "vulns"]


def test_an_advisory_that_can_not_be_read_leaves_the_list_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "advisories.json"
    path.write_text(advisories.LIST.read_text(encoding="utf-8"), encoding="utf-8")
    folder = tmp_path / "vulns" / "requests"
    folder.mkdir(parents=True)
    for damaged in (
        "[",
        "- a list",
        PYSEC.format(name="x", more="").replace("1.10", "soon").replace(": B", ": requests"),
    ):
        (folder / "PYSEC-2026-9.yaml").write_text(damaged, encoding="utf-8")
        with pytest.raises(advisories.ListError, match=r"^vulns/requests/PYSEC-2026-9.yaml of the checkout"):
            audit.refresh(tmp_path, path)
        assert path.read_text(encoding="utf-8") == advisories.LIST.read_text(encoding="utf-8")


def test_any_other_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main(["--refresh", str(tmp_path)]) == 2
    assert "is no checkout of https://github.com/pypa/advisory-database or of" in capsys.readouterr().out
