"""A run over many cities: what is asked for, what is done already, what is left, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from distributed import Client

from planner.batch.cluster import describe
from planner.batch.fingerprints import task_key
from planner.batch.receipts import drop_partition, is_finished
from planner.batch.run_file import RUN_FILE, keep_run
from planner.batch.running import run_tasks
from planner.batch.table import ListedCity, cities_of_codes
from planner.batch.task import BatchOptions, CityTask
from planner.errors import OptionError, PlannerError
from planner.model.city import Source
from planner.national.cities import Nation, Piece, nation_of, pieces_of
from planner.reports.folder import check_folder, put_files, said_plainly
from planner.reports.spreadsheet import as_csv
from planner.sources.lock import locked
from planner.sources.national import NationalData, read_usable
from planner.texts import Text, plural, speak, text, translate

FAILED_FILE = "failed.csv"
_FAILED_HEADS: Mapping[str, Text] = {
    "code": text("Code"),
    "name": text("Name"),
    "problem": text("What is wrong"),
}

Tell = Callable[[Text], None]
Connect = Callable[[], AbstractContextManager[Client]]


@dataclass(frozen=True, eq=False)
class Country:
    """The national layers of a run.

    Attributes
    ----------
    nation
        The country, its facilities placed.
    unusable
        What is wrong with kabupaten of which an outline can't be used.
    """

    nation: Nation
    unusable: Mapping[str, Text]


@dataclass(frozen=True, eq=False)
class BatchResult:
    """What came of a run.

    Attributes
    ----------
    done
        Codes of the cities whose partitions are finished, in their order.
    kept
        How many of them an earlier run had finished.
    failed
        What is wrong with each city that failed, by its code.
    names
        Names of kabupaten and kota by code, as far as the layers tell.
    sources
        Where the national layers come from; empty where none were read.
    nation
        The country; ``None`` where no national layers were read.
    from_layers
        Those of ``done`` that were assessed from the national layers.
    """

    done: tuple[str, ...]
    kept: int
    failed: Mapping[str, str]
    names: Mapping[str, str]
    sources: tuple[Source, ...]
    nation: Nation | None
    from_layers: tuple[str, ...]

    @property
    def whole_nation(self) -> Nation | None:
        """The country if every kabupaten and kota was assessed from its layers, and no other; else ``None``."""
        complete = self.nation is not None and self.from_layers == self.nation.codes == self.done
        return self.nation if complete and not self.failed else None


def read_country(folder: Path) -> Country:
    """Read the national layers and place their facilities.

    Raises
    ------
    planner.errors.MissingFileError
        If a file is not there.
    planner.errors.LayerError
        If one can't be read or lacks a column.
    """
    data: NationalData = read_usable(folder)
    return Country(nation_of(data), data.unusable)


def run_batch(
    cities: Sequence[ListedCity] | None,
    data: Path | None,
    out: Path,
    options: BatchOptions,
    connect: Connect,
    tell: Tell,
) -> BatchResult:
    """Assess cities, each once: what an earlier run finished with the same input and options is kept.

    Parameters
    ----------
    cities
        The cities; every kabupaten and kota of the national layers if ``None``.
    data
        Folder of the national layers; ``None`` where each city has a folder of its own.
    out
        The folder of the run; made where it is missing.
    options
        What was chosen.
    connect
        Gives the cluster; not asked where nothing is left to do.
    tell
        Is told what is being done.

    Raises
    ------
    planner.errors.PlannerError
        If the layers can't be read, the folder can't be written, or the cluster is lost. What is done stays.
    """
    country = _country(cities, data, tell)
    listed = cities if cities is not None else _all_of(country)
    check_folder(out)
    with said_plainly(out):
        out.mkdir(parents=True, exist_ok=True)
    tell(text("Looking at what is done in {folder}", folder=str(out)))
    with locked(out / RUN_FILE):
        keep_run(out, options)
        tasks, failed = _tasks(listed, country, options)
        left = [task for task in tasks if not is_finished(out, task.code, task.key)]
        for code in failed:
            drop_partition(out, code)
        if left:
            tell(plural("{n} city is left to do", "{n} cities are left to do", len(left)))
            # The longest first, so that none of them is still at work when all others are done.
            left.sort(key=lambda task: isinstance(task.ground, Piece))
            with connect() as client:
                tell(describe(client))
                failed |= run_tasks(client, left, out, tell)
        names = country.nation.names if country else {}
        _write_failed(out, failed, names, options)
    done = [task for task in tasks if task.code not in failed]
    nation = country.nation if country else None
    return BatchResult(
        done=tuple(task.code for task in done),
        kept=len(tasks) - len(left),
        failed=dict(sorted(failed.items())),
        names=names,
        sources=nation.sources if nation else (),
        nation=nation,
        from_layers=tuple(task.code for task in done if isinstance(task.ground, Piece)),
    )


def _country(cities: Sequence[ListedCity] | None, data: Path | None, tell: Tell) -> Country | None:
    """Read the national layers where any city needs them."""
    if cities is not None and all(city.folder is not None for city in cities):
        return None
    if data is None:
        raise OptionError(
            text("Name the folder of the national layers with --data, or a city folder for each city of the table.")
        )
    tell(text("Reading the national layers"))
    return read_country(data)


def _all_of(country: Country | None) -> Sequence[ListedCity]:
    return cities_of_codes({*country.nation.codes, *country.unusable} if country else ())


def _tasks(
    cities: Sequence[ListedCity], country: Country | None, options: BatchOptions
) -> tuple[list[CityTask], dict[str, str]]:
    """Return what can be done, and what is wrong with the other cities."""
    wanted = {city.code for city in cities if city.folder is None}
    pieces = {piece.code: piece for piece in _pieces(country) if piece.code in wanted}
    tasks: list[CityTask] = []
    failed: dict[str, str] = {}
    for city in cities:
        problem = None if city.folder else _problem(city.code, pieces, country)
        if problem is None:
            ground = city.folder or pieces[city.code]
            try:
                tasks.append(CityTask(city.code, ground, options, task_key(ground, options)))
            except PlannerError as error:
                problem = error.message
        if problem is not None:
            failed[city.code] = translate(problem, options.language)
    return tasks, failed


def _pieces(country: Country | None) -> Iterator[Piece]:
    return pieces_of(country.nation) if country else iter(())


def _problem(code: str, pieces: Mapping[str, Piece], country: Country | None) -> Text | None:
    """Say why a city can't be assessed from the national layers."""
    if country is not None and code in country.unusable:
        return country.unusable[code]
    if code not in pieces:
        return text("The national layers have no kecamatan of {code}: check the code.", code=code)
    return None


def _write_failed(out: Path, failed: Mapping[str, str], names: Mapping[str, str], options: BatchOptions) -> None:
    rows = [(code, names.get(code, ""), problem) for code, problem in sorted(failed.items())]
    table = pd.DataFrame(rows, columns=list(_FAILED_HEADS), dtype="str")
    with speak(options.language):
        put_files(out, {FAILED_FILE: as_csv(table, _FAILED_HEADS)})
