"""The command that lists the records of one place and takes a person's answers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.city import change_city, city_named, to_read
from planner.commands.console import DONE
from planner.errors import OptionError
from planner.texts import Language, text, translate

_UNDO = "undo"


def merges(
    city: Annotated[Path | None, city_named()] = None,
    *,
    yes: Annotated[
        tuple[str, str] | None,
        typer.Option("--yes", metavar="ID ID", help=translate(text("These two records are one place."))),
    ] = None,
    no: Annotated[
        tuple[str, str] | None,
        typer.Option("--no", metavar="ID ID", help=translate(text("These two records are two places."))),
    ] = None,
    undo: Annotated[
        tuple[str, str] | None,
        typer.Option("--undo", metavar="ID ID", help=translate(text("Forget what was answered for these two."))),
    ] = None,
    office: Annotated[
        str, typer.Option(metavar="NAME", help=translate(text("Office that answers, never a person's name.")))
    ] = "",
    date: Annotated[
        str, typer.Option(metavar="DAY", help=translate(text("Day of the answer; today if left out.")))
    ] = "",
    reason: Annotated[str, typer.Option(metavar="WORDS", help=translate(text("Why; may be left out.")))] = "",
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of what is printed.")))] = None,
) -> int:
    """List merges and pairs that wait, or answer for two records."""
    from planner.ingest import load_city
    from planner.model.merging import NO, YES
    from planner.reports.merges import merge_lines, merges_told

    answers = {answer: pair for answer, pair in ((YES, yes), (NO, no), (_UNDO, undo)) if pair is not None}
    if len(answers) > 1:
        raise OptionError(text("Give one of --yes, --no and --undo at a time."))
    for answer, pair in answers.items():
        _answer(city, answer, pair, office=office, date=date, reason=reason)
    loaded = load_city(to_read(city))
    if loaded.merging is None:
        print(translate(text("This city does not merge records: its city.toml has no table [merging].")))
        return DONE
    for line in merges_told(loaded.merging) if answers else merge_lines(loaded.merging):
        print(translate(line))
    for notice in loaded.notices:
        if notice.code.startswith("decision"):
            print(translate(notice.text))
    return DONE


def _answer(city: Path | None, answer: str, pair: tuple[str, str], *, office: str, date: str, reason: str) -> None:
    """Write down an answer for two records, or take it back."""
    from planner.cleaning.conflation.decisions import new_decision
    from planner.ingest import load_city
    from planner.sources.changing import check_changeable
    from planner.sources.decisions import add_decisions, not_merging, withdraw_decision
    from planner.storage.records import Deed

    day = date or dt.date.today().isoformat()

    def decide(folder: Path) -> None:
        check_changeable(folder)
        if answer == _UNDO:
            withdraw_decision(folder, *pair)
            return
        merging = load_city(folder).merging
        if merging is None:
            raise not_merging(folder)
        add_decisions(folder, new_decision(merging.records, *pair, answer, office=office, date=day, reason=reason))

    change_city(city, Deed.DECIDE, decide)
