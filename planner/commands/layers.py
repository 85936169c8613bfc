"""The commands that bring an office's layer into a city folder, take it back, and report on its quality."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.commands.city import change_city, city_to_change, city_to_read, path_told, to_read
from planner.commands.console import DONE, progress
from planner.errors import OptionError
from planner.texts import Language, current_language, text, translate

if TYPE_CHECKING:
    from planner.model.city import City
    from planner.sources.delivery.crs import CrsGuess, Reading
    from planner.sources.delivery.mapping import ColumnMapping
    from planner.sources.delivery.memory import Memory
    from planner.sources.delivery.preview import Preview

_SHOWN_ROWS = 5
_YES = ("y", "yes", "ya")


def import_layer(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=translate(text("The file that the office gave.")))],
    city: Annotated[Path | None, city_to_change()] = None,
    *,
    source: Annotated[
        str, typer.Option(metavar="ID", help=translate(text("Short name of the source, the same at each delivery.")))
    ],
    date: Annotated[str, typer.Option(metavar="DATE", help=translate(text("Of when the layer is: 2025, 2025-12.")))],
    title: Annotated[
        str | None,
        typer.Option(metavar="WORDS", help=translate(text("What the source is called; asked of its first delivery."))),
    ] = None,
    licence: Annotated[
        str | None,
        typer.Option(metavar="WORDS", help=translate(text("Under which terms; asked of its first delivery."))),
    ] = None,
    layer: Annotated[
        str | None, typer.Option(metavar="NAME", help=translate(text("Layer or sheet, where there are several.")))
    ] = None,
    header_row: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help=translate(text("Row of the sheet that names the columns."))),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=COLUMN", help=translate(text("Which column holds a field, such as name=NAMA; may repeat."))
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND",
            help=translate(
                text("Kind of every row, such as park; or what a value means, such as “Taman Kota=park”; may repeat.")
            ),
        ),
    ] = None,
    area_unit: Annotated[
        str | None,
        typer.Option(metavar="UNIT", help=translate(text("Unit of areas that name none: m², are, ha or km²."))),
    ] = None,
    crs: Annotated[
        str | None,
        typer.Option(metavar="CRS", help=translate(text("CRS of the coordinates, such as EPSG:4326, not guessed."))),
    ] = None,
    axes_exchanged: Annotated[
        bool, typer.Option("--axes-exchanged", help=translate(text("With --crs: north stands before east.")))
    ] = False,
    report: Annotated[
        Path | None, typer.Option(metavar="DIR", help=translate(text("Folder for the report as Excel and JSON.")))
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=translate(text("Accept without asking.")))] = False,
    confirm_drop: Annotated[
        bool,
        typer.Option("--confirm-drop", help=translate(text("Also where a kind falls, or most rows are set aside."))),
    ] = False,
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Check a layer, show what is found, and take it into a city folder once that is confirmed."""
    progress(text("Starting"))
    from planner.cleaning.quality.acceptance import accept
    from planner.cleaning.quality.changes import previous_delivery
    from planner.cleaning.quality.check import DeliverySource, check_delivery
    from planner.ingest import load_city
    from planner.reports.delivery_told import report_lines
    from planner.reports.quality_folder import write_quality
    from planner.sources.builtin import builtin_city
    from planner.sources.changing import check_changeable
    from planner.sources.delivery.delivery import open_delivery
    from planner.sources.delivery.memory import recall
    from planner.sources.delivery.preview import preview
    from planner.sources.delivery.store import SourceDetails
    from planner.storage.records import Deed

    folder = to_read(city) or builtin_city()
    check_changeable(folder)
    progress(text("Reading {file}", file=file.name))
    view = preview(open_delivery(file), layer, header_row=header_row)
    loaded = load_city(folder)
    known = next((one for one in loaded.sources if one.id == source), None)
    details = SourceDetails(
        source,
        _asked("--title", title, known.title if known else None),
        date,
        _asked("--licence", licence, known.licence if known else None),
    )
    memory = recall(folder, source)
    mapping = _mapping(view, memory, column or [], kind or [], area_unit)
    reading = _reading(view, mapping, loaded, _named(crs, axes_exchanged), memory)
    _show_view(view, mapping)
    checked = check_delivery(
        view,
        mapping,
        reading,
        loaded,
        DeliverySource(source, date),
        today=dt.date.today(),
        previous=previous_delivery(loaded, source),
    )
    for line in report_lines(checked.report):
        print(translate(line))
    if report is not None:
        _say_written(write_quality([checked.report], report, current_language()))
    if not yes and not _is_wished(file.name):
        print(translate(text("Nothing was changed.")))
        return DONE

    def take_in(changed: Path) -> Path:
        return path_told(city, changed, accept(checked, changed, details, confirmed=confirm_drop))

    path = change_city(city, Deed.IMPORT, take_in)
    print(
        translate(
            text(
                "Accepted into {path}. To take it back: planner import undo {source} {folder}",
                path=str(path),
                source=source,
                folder=str(city),
            )
        )
    )
    return DONE


def undo_import(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help=translate(text("Short name of the source of the delivery.")))
    ],
    city: Annotated[Path | None, city_to_change()] = None,
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Take back the last delivery of a source."""
    from planner.sources.delivery.store import undo_last
    from planner.storage.records import Deed

    if change_city(city, Deed.IMPORT, lambda folder: undo_last(folder, source)):
        print(
            translate(
                text("The last delivery of “{source}” was taken back; the one before is in place again.", source=source)
            )
        )
    else:
        print(
            translate(
                text("The only delivery of “{source}” was taken back; the city has no layer of it now.", source=source)
            )
        )
    return DONE


def quality(
    city: Annotated[Path | None, city_to_read()] = None,
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help=translate(text("Folder to write into.")))],
    date: Annotated[
        dt.datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=translate(text("Day as of which to judge; else today."))
        ),
    ] = None,
    language: Annotated[
        Language | None,
        typer.Option(help=translate(text("Language of what is written; else that of PLANNER_LANGUAGE."))),
    ] = None,
) -> int:
    """Report on the quality of every layer of a city."""
    progress(text("Starting"))
    from planner.cleaning.quality.city import quality_of
    from planner.ingest import load_city
    from planner.reports.delivery_told import freshness_line
    from planner.reports.folder import check_folder, put_files
    from planner.reports.quality_folder import quality_files

    check_folder(out)
    loaded, today = load_city(city, progress=progress), dt.date.today() if date is None else date.date()
    reports = quality_of(loaded, today=today)
    for report in reports:
        line = text(
            "{source}: {rows} rows, {remarks} remarks. {freshness}",
            source=report.source,
            rows=report.rows_read,
            remarks=len(report.remarks),
            freshness=freshness_line(report.freshness),
        )
        print(translate(line))
    _say_written(put_files(out, quality_files(loaded, reports, today)))
    return DONE


def _asked(option: str, given: str | None, known: str | None) -> str:
    """Return what an option says, else what is known from the delivery before."""
    said = given or known
    if not said:
        raise OptionError(text("This is the first delivery of the source: give {option} too.", option=option))
    return said


def _pair(written: str, option: str) -> tuple[str, str]:
    before, sign, after = written.rpartition("=") if option == "--kind" else written.partition("=")
    if not sign:
        raise OptionError(
            text("“{written}” can't be read: write {option} with “=” between.", written=written, option=option)
        )
    return before.strip(), after.strip()


def _mapping(
    view: Preview, memory: Memory | None, columns: Sequence[str], kinds: Sequence[str], area_unit: str | None
) -> ColumnMapping:
    """Return what the columns hold: as remembered, else guessed, and as the options say."""
    from planner.model.kinds import FacilityKind
    from planner.sources.delivery.fields import AreaUnit, Field
    from planner.sources.delivery.mapping import check_mapping, choose_columns, guess_mapping
    from planner.sources.settings import SKIP

    mapping = guess_mapping(view, memory.mapping if memory else None)
    pairs = [_pair(written, "--column") for written in columns]
    named = {Field(_one_of(field, list(Field), "--column")): name or None for field, name in pairs}
    mapping = choose_columns(mapping, view, named)
    for written in kinds:
        if "=" in written:
            value, meant = _pair(written, "--kind")
            mapping = mapping.name_kinds({value: _one_of(meant, [*FacilityKind, SKIP], "--kind")})
        else:
            of_all = FacilityKind(_one_of(written, list(FacilityKind), "--kind"))
            mapping = replace(mapping.assign(Field.KIND, None), kind=of_all, kinds={}, unknown_kinds=())
    if area_unit is not None:
        mapping = replace(mapping, area_unit=AreaUnit(_one_of(area_unit, list(AreaUnit), "--area-unit")))
    check_mapping(mapping, view)
    return mapping


def _one_of(word: str, known: Sequence[str], option: str) -> str:
    from planner.texts.suggestion import nearest_known

    if word not in known:
        raise OptionError(
            text(
                "“{word}” can't be given with {option}; {hint}.",
                word=word,
                option=option,
                hint=nearest_known(word, known),
            )
        )
    return word


def _named(crs: str | None, axes_exchanged: bool) -> Reading | None:
    from planner.sources.delivery.crs import Reading

    return None if crs is None else Reading(crs, axes_exchanged)


def _reading(
    view: Preview, mapping: ColumnMapping, city: City, named: Reading | None, memory: Memory | None
) -> CrsGuess | None:
    """Return how coordinates are read: as named, else the way for which most speaks; ``None`` without any."""
    from planner.cleaning.quality.check import chosen_crs, suggest_crs

    if named is not None:
        return chosen_crs(view, mapping, city, named)
    return next(iter(suggest_crs(view, mapping, city, memory.reading if memory else None)), None)


def _show_view(view: Preview, mapping: ColumnMapping) -> None:
    from planner.reports.delivery_told import mapping_lines, row_lines, view_lines

    for line in view_lines(view):
        print(translate(line))
    for row in row_lines(view, _SHOWN_ROWS):
        print(f"  {row}")
    print(translate(text("How the columns are read:")))
    for line in mapping_lines(mapping):
        print(f"  {translate(line)}")


def _is_wished(file: str) -> bool:
    """Ask the person at the terminal; without a terminal nobody can answer."""
    if not sys.stdin.isatty():
        raise OptionError(
            text("{file} was checked but not accepted: give --yes to accept it without being asked.", file=file)
        )
    print(translate(text("Accept it? (yes/no)")), end=" ", flush=True)
    return sys.stdin.readline().strip().casefold() in _YES


def _say_written(files: Sequence[Path]) -> None:
    print(translate(text("Written: {files}", files=", ".join(str(file) for file in files))))
