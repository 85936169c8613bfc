"""The command that says what is met, what is not, and what would change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.commands.city import change_city, city_named, path_told, to_read
from planner.commands.console import DONE, progress, say
from planner.errors import OptionError
from planner.model.kinds import Level, Status
from planner.model.options import Options
from planner.texts import Language, Text, current_language, speak, text, translate
from planner.texts.suggestion import nearest_known

if TYPE_CHECKING:
    import pandas as pd

    from planner.checks.basis import Basis
    from planner.history.changes import Changes
    from planner.model.assessment import Assessment, Finding
    from planner.model.city import City
    from planner.model.history import Snapshot
    from planner.reports.scoreboard.files import Scoreboard, ScoreboardFile


@dataclass(frozen=True)
class Wanted:
    """What of the findings is wanted.

    Attributes
    ----------
    rules
        Ids of rules; all if there is none.
    kecamatan
        Name or code of a kecamatan; all if empty.
    status
        Only findings of this status; all if ``None``.
    """

    rules: tuple[str, ...]
    kecamatan: str
    status: Status | None


def check(
    city: Annotated[Path | None, city_named()] = None,
    *,
    rule: Annotated[
        list[str] | None, typer.Option(metavar="ID", help=translate(text("Only this rule; may repeat.")))
    ] = None,
    kecamatan: Annotated[
        str, typer.Option(metavar="NAME", help=translate(text("Only this kecamatan, by its name or code.")))
    ] = "",
    status: Annotated[Status | None, typer.Option(help=translate(text("Only findings of this status.")))] = None,
    details: Annotated[
        bool, typer.Option("--details", help=translate(text("Also the numbers behind the findings, and each place.")))
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=translate(text("Folder to write findings.csv, scoreboard.xlsx and findings.json into, if any.")),
        ),
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help=translate(text("Keep this assessment in the city folder, to compare later.")))
    ] = False,
    since: Annotated[
        str, typer.Option(metavar="DATE", help=translate(text("Say what changed since the one kept on or before.")))
    ] = "",
    date: Annotated[
        str, typer.Option(metavar="DATE", help=translate(text("Day as of which the city is judged; else today.")))
    ] = "",
    language: Annotated[
        Language | None,
        typer.Option(help=translate(text("Language of what is written; else that of PLANNER_LANGUAGE."))),
    ] = None,
) -> int:
    """Say what is met, what is not and what is not known, and what would change it."""
    wanted = Wanted(tuple(rule or ()), kecamatan, status)
    as_of = _day(date) if date else dt.date.today()
    before = _day(since) if since else None
    with speak(language or current_language()):
        return _checked(city, wanted, as_of, details=details, out=out, keep=keep, since=before)


def _checked(
    named: Path | None,
    wanted: Wanted,
    as_of: dt.date,
    *,
    details: bool,
    out: Path | None,
    keep: bool,
    since: dt.date | None,
) -> int:
    """Do the work, print it, write it, and return the exit status."""
    progress(text("Starting"))
    from planner.checks.basis import Basis
    from planner.ingest import load_city
    from planner.reports.folder import put_files
    from planner.reports.scoreboard.files import scoreboard_files
    from planner.reports.scoreboard.plain import finding_lines
    from planner.rules.catalogue import apply_changes, load_rules

    folder = to_read(named)
    home = _home(folder)
    _check_writable(home if keep else None, out)
    city = load_city(folder, progress=progress)
    basis = Basis(city, apply_changes(load_rules(), city.rule_changes), as_of)
    _refuse_unknown(basis, wanted)
    before = None if since is None else _kept_until(home, city, since)
    assessment = _assessed(city, as_of) if details or keep or before is not None else None
    findings, table = _found(basis, wanted, assessment)
    changes = None if assessment is None or before is None else _changes(before, assessment)
    print(translate(text("{city}, judged as of {day}.", city=city.name, day=as_of)))
    for line in finding_lines(city, table):
        print(line)
    if changes is not None:
        _print_changes(changes, basis)
    if assessment is not None and keep:
        _keep(named, assessment)
    if out is not None:
        closer = assessment if details else None
        asked = _asked(basis.city, wanted, details=details, before=before)
        files = put_files(out, scoreboard_files(_board(basis, findings, closer, changes), asked))
        print(translate(text("Written: {files}", files=", ".join(str(file) for file in files))))
    return DONE


def _check_writable(home: Path | None, out: Path | None) -> None:
    """See that what is to be written can be, before long work is done for it."""
    if home is not None:
        from planner.sources.changing import check_changeable

        check_changeable(home)
    if out is not None:
        from planner.reports.folder import check_folder

        check_folder(out)


def _home(folder: Path | None) -> Path:
    from planner.sources.builtin import builtin_city

    return builtin_city() if folder is None else folder


def _assessed(city: City, as_of: dt.date) -> Assessment:
    """Return the whole assessment: what is kept and the numbers behind findings need walks too."""
    from planner.assess import assess

    return assess(city, options=Options(as_of=as_of), progress=progress)


def _found(basis: Basis, wanted: Wanted, assessment: Assessment | None) -> tuple[tuple[Finding, ...], pd.DataFrame]:
    """Return the findings that are wanted, also as a table."""
    from planner.checks.registry import checks_of, run_checks
    from planner.reports.scoreboard.table import chosen_rows, finding_table

    if assessment is not None:
        findings = assessment.findings
    else:
        checks = checks_of(basis)
        findings = run_checks(basis, [one for one in checks if not wanted.rules or one.rule in wanted.rules])
    table = chosen_rows(
        finding_table(basis.city, basis.rules, findings),
        rules=wanted.rules,
        kecamatan_code=_code(basis.city, wanted.kecamatan),
        status=str(wanted.status or ""),
    )
    return tuple(findings[place] for place in table.index), table


def _kept_until(home: Path, city: City, since: dt.date) -> Snapshot:
    """Return the assessment that was kept on a day or last before it.

    Raises
    ------
    planner.errors.OptionError
        If none was.
    """
    from planner.history.trend import in_order, latest_until
    from planner.sources.history.store import list_snapshots

    stored = list_snapshots(home, city.code)
    for one in stored:
        if one.problem is not None:
            say(translate(one.problem))
    kept = in_order([one.snapshot for one in stored if one.snapshot is not None])
    before = latest_until(kept, since)
    if before is not None:
        return before
    if not kept:
        raise OptionError(text("No assessment of {city} was kept yet: use --keep first.", city=city.name))
    days = ", ".join(dict.fromkeys(snapshot.day.isoformat() for snapshot in kept))
    raise OptionError(text("No assessment was kept until {day}; kept are those of {days}.", day=since, days=days))


def _changes(before: Snapshot, assessment: Assessment) -> Changes:
    from planner.history.changes import changes_between
    from planner.history.taking import snapshot_of

    return changes_between(before, snapshot_of(assessment))


def _print_changes(changes: Changes, basis: Basis) -> None:
    from planner.reports.scoreboard.changed import change_lines, change_sentences

    print()
    print(translate(text("Since {day}:", day=changes.before.day)))
    for sentence in change_sentences(changes, basis.rules):
        print(f"  {translate(sentence)}")
    for line in change_lines(changes, basis.rules):
        print(f"  {line}")


def _keep(named: Path | None, assessment: Assessment) -> None:
    from planner.history.taking import snapshot_of
    from planner.sources.history.store import Kept, keep_snapshot
    from planner.storage.records import Deed

    def keep(home: Path) -> Kept:
        kept = keep_snapshot(home, snapshot_of(assessment))
        return replace(kept, path=path_told(named, home, kept.path))

    kept = change_city(named, Deed.KEEP, keep)
    said = text("Kept: {file}", file=str(kept.path)) if kept.new else text("Kept already: {file}", file=str(kept.path))
    print(translate(said))


def _board(basis: Basis, findings: Sequence[Finding], closer: Assessment | None, changes: Changes | None) -> Scoreboard:
    from planner.reports.scoreboard.changed import change_table
    from planner.reports.scoreboard.files import Scoreboard

    return Scoreboard(
        basis.city,
        basis.rules,
        Options(as_of=basis.as_of),
        findings,
        None if closer is None else closer.details,
        None if changes is None else change_table(changes, basis.rules),
    )


def _asked(city: City, wanted: Wanted, *, details: bool, before: Snapshot | None) -> ScoreboardFile:
    """Return what is asked of each of the files."""
    from planner.reports.scoreboard.files import ScoreboardFile
    from planner.sources.history.document import snapshot_id

    return ScoreboardFile(
        rules=wanted.rules,
        kecamatan_code=_code(city, wanted.kecamatan),
        status=str(wanted.status or ""),
        details=details,
        since="" if before is None else snapshot_id(before),
    )


def _refuse_unknown(basis: Basis, wanted: Wanted) -> None:
    """Check that rules and kecamatan that are asked for are there.

    Raises
    ------
    planner.errors.OptionError
        If one is not.
    """
    from planner.checks.registry import checks_of

    known = [one.rule for one in checks_of(basis)]
    unknown = next((rule for rule in wanted.rules if rule not in known), None)
    if unknown is not None:
        raise OptionError(
            text("The rule “{rule}” is not checked; {hint}.", rule=unknown, hint=nearest_known(unknown, known))
        )
    if wanted.kecamatan and not _code(basis.city, wanted.kecamatan):
        names = basis.city.regions_at(Level.KECAMATAN)["name"]
        hint = nearest_known(wanted.kecamatan, names)
        raise OptionError(text("There is no kecamatan “{name}”; {hint}.", name=wanted.kecamatan, hint=hint))


def _code(city: City, name: str) -> str:
    """Return the code of a kecamatan by its name or code; empty where there is none."""
    regions = city.regions_at(Level.KECAMATAN)
    named = regions[(regions["code"] == name) | (regions["name"].str.casefold() == name.strip().casefold())]
    return "" if named.empty else str(named["code"].iloc[0])


def _day(word: str) -> dt.date:
    try:
        return dt.date.fromisoformat(word)
    except ValueError as error:
        problem: Text = text("“{day}” is no day: write it as 2026-03-31.", day=word)
        raise OptionError(problem) from error
