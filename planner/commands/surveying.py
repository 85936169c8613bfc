"""The commands of the field survey: a table to fill in, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.choosing import Keep, change_city_seen
from planner.commands.city import city_to_change, city_to_read
from planner.commands.console import DONE, UNUSABLE
from planner.texts import Language, Text, plural, text, translate


@dataclass(frozen=True)
class _Imported:
    """What became of a file: in one sentence, and what else is to be said."""

    told: Text
    notes: tuple[Text, ...]
    status: int = DONE


def survey_template(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=translate(text("Folder to write into.")))],
    city: Annotated[Path | None, city_to_read()] = None,
    signs: Annotated[
        bool,
        typer.Option(
            "--signs", help=translate(text("Ask for the KSTR signs of all places that have to be smoke-free."))
        ),
    ] = False,
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the questions.")))] = None,
) -> int:
    """Write a table to fill in on the spot."""
    from planner.ingest import load_city
    from planner.reports.spreadsheet import as_csv
    from planner.reports.survey_template import (
        SIGNS_FILE,
        TEMPLATE_FILE,
        sign_template,
        survey_template,
        write_survey_template,
    )
    from planner.rules.catalogue import apply_changes, load_rules

    place = load_city(city)
    table = sign_template(place, apply_changes(load_rules(), place.rule_changes)) if signs else survey_template(place)
    print(write_survey_template(as_csv(table, {}), folder, SIGNS_FILE if signs else TEMPLATE_FILE))
    print(translate(text("Fill in value, date and office, then run: planner import survey FILE CITY")))
    return DONE


def import_survey(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help=translate(text("The filled-in table (CSV), or the file that the form for signs saved (JSON).")),
        ),
    ],
    city: Annotated[Path | None, city_to_change()] = None,
    keep: Annotated[
        Keep | None,
        typer.Option(
            help=translate(
                text(
                    "Where somebody else answered otherwise since the form was loaded: use the file's answer (mine), "
                    "or leave theirs. If left out, both are told and nothing is saved."
                )
            )
        ),
    ] = None,
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Add a filled-in survey table to a city folder."""
    from planner.storage.records import Deed

    done = change_city_seen(city, Deed.RECORD, lambda folder: _imported(file, folder), seen=_seen_by(file), keep=keep)
    imported = done.value
    left = plural(
        "Of {n} entry the other version stays; the rest was saved.",
        "Of {n} entries the other version stays; the rest was saved.",
        done.left,
    )
    for sentence in (left if done.left else imported.told, *imported.notes):
        print(translate(sentence))
    return imported.status


def _seen_by(file: Path) -> int | None:
    """Return the revision that the form of a phone showed; ``None`` where the file says nothing of that."""
    from planner.sources.survey.visits import seen_by
    from planner.sources.survey.visits_file import MAX_VISITS_BYTES, VISITS_ENDING, visits_of

    if file.suffix.casefold() != VISITS_ENDING or not file.is_file() or file.stat().st_size > MAX_VISITS_BYTES:
        # What is wrong with a file is said where it is taken in.
        return None
    return seen_by(visits_of(file.read_bytes()))


def _imported(file: Path, folder: Path) -> _Imported:
    """Add a file to a city folder, and return what is to be said."""
    from planner.ingest import load_city
    from planner.sources.changing import check_changeable
    from planner.sources.survey.importing import import_survey
    from planner.sources.survey.known import known_places
    from planner.sources.survey.visits_file import VISITS_ENDING, import_visits

    check_changeable(folder)
    before = load_city(folder)
    status = DONE
    notes: tuple[Text, ...]
    if file.suffix.casefold() == VISITS_ENDING:
        received = import_visits(folder, file, before.code, known_places(before))
        told, notes = received.told, tuple(receipt.refusal for receipt in received.refused)
        status = UNUSABLE if received.refused else DONE
    else:
        imported = import_survey(folder, file, known_places(before))
        told, notes = imported.told, tuple(imported.notes)
    noticed = tuple(notice.text for notice in load_city(folder).notices if notice.code.startswith("survey_"))
    return _Imported(told, (*notes, *noticed), status)
