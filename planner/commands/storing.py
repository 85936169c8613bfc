"""The commands on working cities: made, moved, kept safe, looked into and published."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.commands.console import BROKEN, DONE, progress
from planner.texts import Language, Text, current_language, plural, speak, text, translate

if TYPE_CHECKING:
    from planner.model.city import City
    from planner.reports.changes.entries import Entry
    from planner.reports.changes.told import Names
    from planner.storage.database import DatabaseStore
    from planner.storage.records import Revision

_CITY = text("A working file (.gpkg), or “postgis” or “postgis:NAME” for one in the database.")
_LANGUAGE = text("Language of what is written; else that of PLANNER_LANGUAGE.")
_MOST = 20


def create(
    city: Annotated[str, typer.Argument(metavar="CITY", help=translate(_CITY))],
    *,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="DIR", help=translate(text("City folder; the built-in city if left out."))),
    ] = None,
    language: Annotated[Language | None, typer.Option(help=translate(_LANGUAGE))] = None,
) -> int:
    """Make a working city from a city folder."""
    from planner.ingest import load_city
    from planner.sources.builtin import builtin_city
    from planner.storage.folder import read_folder
    from planner.storage.opening import create_store, fill_from_folder

    progress(text("Reading the city"))
    # Also so that no working city is made of a folder that nothing can open.
    loaded = load_city(source)
    store = create_store(city, fill_from_folder(read_folder(source or builtin_city())))
    with speak(language or current_language()):
        _publish(store, loaded)
    print(translate(text("Made: {store}", store=store.address)))
    print(translate(text("Next: planner app {city}", city=city)))
    return DONE


def move(
    source: Annotated[str, typer.Argument(metavar="A", help=translate(_CITY))],
    target: Annotated[
        str, typer.Argument(metavar="B", help=translate(text("Where it is to be; nothing may be there yet.")))
    ],
    language: Annotated[Language | None, typer.Option(help=translate(_LANGUAGE))] = None,
) -> int:
    """Copy a working city, with nothing changed."""
    from planner.storage.opening import create_store, open_store
    from planner.storage.transfer import fill_from

    store = open_store(source)
    copy = create_store(target, fill_from(store, progress))
    with speak(language or current_language()):
        _publish(copy)
    said = plural(
        "{store} holds all of {source} now, with {n} change of its history.",
        "{store} holds all of {source} now, with {n} changes of its history.",
        copy.revision(),
        store=copy.address,
        source=store.address,
    )
    print(translate(said))
    print(
        translate(
            text("{source} is as it was: go on working in {store} only.", source=store.address, store=copy.address)
        )
    )
    return DONE


def backup(
    city: Annotated[str, typer.Argument(metavar="CITY", help=translate(_CITY))],
    out: Annotated[Path, typer.Argument(metavar="OUT.zip", help=translate(text("The file to write.")))],
    language: Annotated[Language | None, typer.Option(help=translate(_LANGUAGE))] = None,
) -> int:
    """Write a working city as it stands at this moment into one file."""
    from planner.storage.backup import write_backup
    from planner.storage.opening import open_store

    number = write_backup(open_store(city), out, progress)
    print(
        translate(text("Written: {file}, with the city as it is after change {number}.", file=str(out), number=number))
    )
    return DONE


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help=translate(text("What “storage backup” wrote.")))],
    city: Annotated[str, typer.Argument(metavar="CITY", help=translate(_CITY))],
    language: Annotated[Language | None, typer.Option(help=translate(_LANGUAGE))] = None,
) -> int:
    """Make a working city from a backup."""
    from planner.storage.backup import restore_backup

    store = restore_backup(file, city, progress)
    with speak(language or current_language()):
        _publish(store)
    print(translate(text("{store} is as it was after change {number}.", store=store.address, number=store.revision())))
    return DONE


def history(
    city: Annotated[str, typer.Argument(metavar="CITY", help=translate(_CITY))],
    *,
    out: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help=translate(text("Write the whole history as a table."))),
    ] = None,
    most: Annotated[
        int, typer.Option("--most", metavar="N", min=1, help=translate(text("How many changes to print.")))
    ] = _MOST,
    language: Annotated[Language | None, typer.Option(help=translate(_LANGUAGE))] = None,
) -> int:
    """Say who changed what and when, the newest first."""
    from planner.ingest import load_city
    from planner.reports.changes.files import changes_csv
    from planner.reports.changes.log import Choice, log_of
    from planner.reports.changes.told import names_of
    from planner.reports.folder import put_files
    from planner.storage.opening import open_store
    from planner.storage.workspace import StoredWorkspace

    store = open_store(city)
    revisions = store.revisions()
    with speak(language or current_language()):
        names = names_of(load_city(StoredWorkspace(store).newest()[1]))
        log = log_of(revisions, store.changes([one.number for one in revisions]))
        for revision in log.revisions[:most]:
            for line in _revision_lines(revision, log.entries.get(revision.number, ()), names):
                print(line)
        if out is not None:
            files = put_files(out.parent, {out.name: changes_csv(log.entries_of(Choice()), names)})
            print(translate(text("Written: {files}", files=", ".join(str(one) for one in files))))
    return DONE


def publish(
    city: Annotated[str, typer.Argument(metavar="CITY", help=translate(_CITY))],
    language: Annotated[Language | None, typer.Option(help=translate(_LANGUAGE))] = None,
) -> int:
    """Bring the layers that QGIS shows beside the rows up to date."""
    from planner.storage.opening import open_store

    store = open_store(city)
    with speak(language or current_language()):
        names = _publish(store)
    print(translate(text("Published in {store}: {layers}", store=store.address, layers=", ".join(names))))
    return DONE


def check(
    city: Annotated[str, typer.Argument(metavar="CITY", help=translate(_CITY))],
    language: Annotated[Language | None, typer.Option(help=translate(_LANGUAGE))] = None,
) -> int:
    """Check that a working city is whole."""
    from planner.storage.checking import damages
    from planner.storage.opening import open_store

    store = open_store(city)
    found = damages(store)
    for sentence in found:
        print(translate(sentence))
    if found:
        print(translate(text("{store} is damaged: restore a backup.", store=store.address)))
        return BROKEN
    print(translate(text("{store} is whole, up to change {number}.", store=store.address, number=store.revision())))
    print(translate(_history_told(store)))
    return DONE


def _history_told(store: DatabaseStore) -> Text:
    """Say how large the history is, which only grows."""
    revisions = store.revisions()
    changes = store.changes([one.number for one in revisions])
    bodies = [body for change in changes for body in (change.edit.before, change.edit.after) if body is not None]
    # A content that several versions share is kept once.
    contents = {str(body["sha256"]): int(body.get("size") or 0) for body in bodies if body.get("sha256")}
    return text(
        "Its history: {changes}, {rows}, {contents} of {size} bytes altogether.",
        changes=plural("{n} change", "{n} changes", len(revisions)),
        rows=plural("{n} changed row", "{n} changed rows", len(changes)),
        contents=plural("{n} version of a file", "{n} versions of files", len(contents)),
        size=sum(contents.values()),
    )


def _publish(store: DatabaseStore, city: City | None = None) -> list[str]:
    """Publish the layers of a city, of the newest revision if left out, and return their names."""
    from planner.ingest import load_city
    from planner.reports.published_layers import published_layers
    from planner.storage.publishing import publish_layers
    from planner.storage.workspace import StoredWorkspace

    progress(text("Publishing layers for QGIS"))
    layers = published_layers(city or load_city(StoredWorkspace(store).newest()[1]))
    publish_layers(store, layers)
    return [layer.name for layer in layers]


def _revision_lines(revision: Revision, entries: Sequence[Entry], names: Names) -> list[str]:
    """Tell a revision, and what it changed from and to; what a city began with is not told one by one."""
    from planner.reports.changes.told import actor_told, deed_told, moment_told, subject_told, version_told
    from planner.storage.records import Deed

    said = text(
        "{number}  {moment}  {who}: {deed}",
        number=str(revision.number),
        moment=moment_told(revision),
        who=actor_told(revision.by),
        deed=deed_told(revision),
    )
    lines = [translate(said)]
    if revision.deed is Deed.CREATE:
        return lines
    for entry in entries:
        change = text(
            "{subject}: from {before} to {after}",
            subject=subject_told(entry.collection, entry.subject, entry.told_by, names),
            before=version_told(entry.collection, entry.subject, entry.before),
            after=version_told(entry.collection, entry.subject, entry.after),
        )
        lines.append(f"     {translate(change)}")
    return lines
