"""The commands of scenarios: make, change, list, run and compare what would be if."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.commands.city import Answer, change_city, city_named, city_to_read, path_told, to_read
from planner.commands.console import DONE, INFEASIBLE, progress
from planner.errors import OptionError
from planner.storage.names import is_store
from planner.texts import Language, Text, current_language, text, translate

if TYPE_CHECKING:
    from planner.model.assessment import Assessment
    from planner.model.city import City
    from planner.model.scenario import Change, Scenario
    from planner.scenarios.comparing import Comparison


def _edit(*, anew: bool) -> Callable[..., int]:
    """Return the command that makes a scenario, or the one that changes it: they take the same options."""

    def edit(
        name: Annotated[str, typer.Argument(metavar="NAME", help=translate(text("Name of the scenario.")))],
        city: Annotated[Path | None, city_named()] = None,
        *,
        add: Annotated[
            list[str] | None,
            typer.Option(
                metavar="KIND,LON,LAT,NAME",
                help=translate(
                    text(
                        "A place to add; the kind child_friendly_park is a park that is child-friendly. Behind the "
                        "name may stand ,capacity=N and ,area_m2=N. May repeat."
                    )
                ),
            ),
        ] = None,
        move: Annotated[
            list[str] | None,
            typer.Option(metavar="ID,LON,LAT", help=translate(text("An added place to move; may repeat."))),
        ] = None,
        upgrade: Annotated[
            list[str] | None,
            typer.Option(
                metavar="ID", help=translate(text("A park or play space to make child-friendly; may repeat."))
            ),
        ] = None,
        close: Annotated[
            list[str] | None, typer.Option(metavar="ID", help=translate(text("A place to close; may repeat.")))
        ] = None,
        growth: Annotated[
            Path | None,
            typer.Option(
                metavar="FILE",
                help=translate(
                    text(
                        "People by region and year (CSV: code, year, population, and children or children_0_5, "
                        "children_6_11, children_12_17)."
                    )
                ),
            ),
        ] = None,
        year: Annotated[
            int | None, typer.Option(metavar="YEAR", help=translate(text("The year of the table to look at.")))
        ] = None,
        growth_title: Annotated[
            str, typer.Option(metavar="WORDS", help=translate(text("What the source of the table is called.")))
        ] = "",
        growth_date: Annotated[
            str, typer.Option(metavar="DATE", help=translate(text("Of when the table is: 2025, 2025-12.")))
        ] = "",
        growth_licence: Annotated[
            str, typer.Option(metavar="WORDS", help=translate(text("Under which terms the table may be used.")))
        ] = "",
        minutes: Annotated[
            float | None,
            typer.Option(metavar="M", help=translate(text("Walking time within which a place is reached."))),
        ] = None,
        sites: Annotated[
            int | None,
            typer.Option(
                metavar="N", help=translate(text("Sites to propose; one for each kecamatan not met if left out."))
            ),
        ] = None,
        note: Annotated[
            str | None, typer.Option(metavar="WORDS", help=translate(text("What else a reader has to know.")))
        ] = None,
        language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
    ) -> int:
        """Make or change a scenario."""
        from planner.commands.scenario_words import added, moved, read_growth_option
        from planner.ingest import load_city
        from planner.model.scenario import CloseFacility, UpgradeFacility
        from planner.sources.scenarios.store import load_scenario

        folder = to_read(city)
        loaded = load_city(folder)
        scenario = _begun(name, loaded) if anew else load_scenario(name, folder)
        for words in add or []:
            scenario = scenario.with_change(added(words, scenario.new_id))
        changes: list[Change] = [
            *(moved(words) for words in move or []),
            *(UpgradeFacility(id_) for id_ in upgrade or []),
            *(CloseFacility(id_) for id_ in close or []),
            *read_growth_option(growth, year, title=growth_title, date=growth_date, licence=growth_licence),
        ]
        for change in changes:
            scenario = scenario.with_change(change)
        options = scenario.options
        if minutes is not None:
            options = replace(options, threshold_min=minutes)
        if sites is not None:
            options = replace(options, sites=sites)
        scenario = replace(scenario, options=options, note=scenario.note if note is None else note)
        return _save(scenario, loaded, city, anew=anew)

    return edit


new = _edit(anew=True)
change = _edit(anew=False)


def undo(
    name: Annotated[str, typer.Argument(metavar="NAME", help=translate(text("Name of the scenario.")))],
    city: Annotated[Path | None, city_named()] = None,
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Take the last change of a scenario back."""
    from planner.ingest import load_city
    from planner.sources.scenarios.store import load_scenario

    folder = to_read(city)
    scenario = load_scenario(name, folder)
    if not scenario.changes:
        raise OptionError(text("“{name}” has no change to take back.", name=scenario.name))
    return _save(scenario.without_last(), load_city(folder), city, anew=False)


def list_(
    city: Annotated[Path | None, city_to_read()] = None,
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """List the scenarios of a city."""
    from planner.sources.scenarios.store import list_scenarios, scenarios_folder
    from planner.texts import plural

    listed = list_scenarios(city)
    if not listed:
        print(translate(text("No scenario is saved for this city (in {folder}).", folder=str(scenarios_folder(city)))))
    for one in listed:
        if one.scenario is None:
            print(translate(one.problem or text("{file} can't be read.", file=one.path.name)))
            continue
        changes = plural("{n} change", "{n} changes", len(one.scenario.changes))
        print(f"{one.scenario.name} ({one.scenario.date}): {translate(changes)}, {one.path}")
    return DONE


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help=translate(text("Name of the scenario, or a file.")))],
    city: Annotated[Path | None, city_to_read()] = None,
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Say what a scenario changes, and whether it can be applied."""
    from planner.ingest import load_city
    from planner.scenarios.applying import apply_scenario

    loaded = load_city(city)
    scenario = _scenario(name, city)
    _tell(scenario, loaded)
    apply_scenario(loaded, scenario)
    return DONE


def run(
    name: Annotated[str, typer.Argument(metavar="NAME", help=translate(text("Name of the scenario, or a file.")))],
    city: Annotated[Path | None, city_to_read()] = None,
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help=translate(text("Folder to write into.")))],
    language: Annotated[
        Language | None,
        typer.Option(help=translate(text("Language of what is written; else that of PLANNER_LANGUAGE."))),
    ] = None,
) -> int:
    """Assess a city as a scenario would make it, and compare it with the present."""
    progress(text("Starting"))
    from planner.reports.folder import check_folder, write_outputs
    from planner.reports.scenario_folder import write_comparison

    check_folder(out)
    comparison = _compared([_scenario(name, city)], city)
    speaks = language or current_language()
    after = comparison.named[-1].assessment
    files = (*write_outputs(after, out, speaks, progress), *write_comparison(comparison, out, speaks))
    _say(comparison)
    _say_written(files)
    return _status([after])


def compare(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME … [CITY]",
            help=translate(
                text("Names of scenarios, or files; a city at the end is the one meant, else it is the built-in city.")
            ),
        ),
    ],
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help=translate(text("Folder to write into.")))],
    language: Annotated[
        Language | None,
        typer.Option(help=translate(text("Language of what is written; else that of PLANNER_LANGUAGE."))),
    ] = None,
) -> int:
    """Put scenarios beside the present city."""
    progress(text("Starting"))
    from planner.reports.folder import check_folder
    from planner.reports.scenario_folder import write_comparison

    check_folder(out)
    *first, last = names
    city = to_read(Path(last)) if Path(last).is_dir() or is_store(last) else None
    wanted = names if city is None else first
    if not wanted:
        raise OptionError(text("Name at least one scenario to compare with the present."))
    comparison = _compared([_scenario(name, city) for name in wanted], city)
    files = write_comparison(comparison, out, language or current_language())
    _say(comparison)
    _say_written(files)
    return _status([one.assessment for one in comparison.named[1:]])


def rename(
    name: Annotated[str, typer.Argument(metavar="NAME", help=translate(text("Name of the scenario.")))],
    new_name: Annotated[str, typer.Argument(metavar="NEW", help=translate(text("Its new name.")))],
    city: Annotated[Path | None, city_named()] = None,
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Give a scenario another name."""
    from planner.sources.scenarios.store import rename_scenario

    def rename(folder: Path) -> Path:
        return path_told(city, folder, rename_scenario(name, new_name, folder))

    print(_changed(city, rename))
    return DONE


def copy(
    name: Annotated[str, typer.Argument(metavar="NAME", help=translate(text("Name of the scenario, or a file.")))],
    new_name: Annotated[str, typer.Argument(metavar="NEW", help=translate(text("Name of the copy.")))],
    city: Annotated[Path | None, city_named()] = None,
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Save a scenario, or a file that somebody sent, under a name of its own."""
    print(_saved(replace(_scenario(name, to_read(city)), name=new_name), city, replacing=False))
    return DONE


def delete(
    name: Annotated[str, typer.Argument(metavar="NAME", help=translate(text("Name of the scenario, or of its file.")))],
    city: Annotated[Path | None, city_named()] = None,
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Delete a scenario."""
    from planner.sources.scenarios.store import delete_scenario

    _changed(city, lambda folder: delete_scenario(name, folder))
    print(translate(text("Deleted: {name}", name=name)))
    return DONE


def export(
    name: Annotated[str, typer.Argument(metavar="NAME", help=translate(text("Name of the scenario.")))],
    city: Annotated[Path | None, city_to_read()] = None,
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help=translate(text("Folder to write into.")))],
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Write a scenario as a file to hand on."""
    from planner.sources.scenarios.store import export_scenario

    _say_written([export_scenario(_scenario(name, city), out)])
    return DONE


def _begun(name: str, city: City) -> Scenario:
    from planner.model.scenario import Scenario

    return Scenario(name, city.code, city.fingerprint, dt.date.today().isoformat())


def _scenario(name: str, city: Path | None) -> Scenario:
    """Return a scenario by its name or from a file."""
    from planner.sources.scenarios.store import ENDING, load_scenario, read_scenario_file

    path = Path(name)
    return read_scenario_file(path) if path.suffix == ENDING and path.is_file() else load_scenario(name, city)


def _save(scenario: Scenario, loaded: City, city: Path | None, *, anew: bool) -> int:
    """Save a scenario, but only if it can be applied."""
    from planner.scenarios.applying import apply_scenario

    apply_scenario(loaded, scenario)
    path = _saved(scenario, city, replacing=not anew)
    _tell(scenario, loaded)
    _say_written([path])
    return DONE


def _saved(scenario: Scenario, city: Path | None, *, replacing: bool) -> Path:
    """Save a scenario, and return what its file is called."""
    from planner.sources.scenarios.store import save_scenario

    def save(folder: Path) -> Path:
        return path_told(city, folder, save_scenario(scenario, folder, replacing=replacing))

    return _changed(city, save)


def _changed(city: Path | None, change: Callable[[Path], Answer]) -> Answer:
    from planner.storage.records import Deed

    return change_city(city, Deed.SCENARIO, change)


def _tell(scenario: Scenario, city: City) -> None:
    from planner.scenarios.told import changes_told

    names = dict(zip(city.facilities["id"], city.facilities["name"], strict=True))
    print(f"{scenario.name} ({scenario.date})")
    for number, sentence in enumerate(changes_told(scenario, names), start=1):
        print(f"  {number}. {translate(sentence)}")


def _compared(scenarios: Sequence[Scenario], city: Path | None) -> Comparison:
    """Assess the present city under the options of the first scenario, and each scenario under its own."""
    from planner.ingest import load_city
    from planner.scenarios.together import compare_with_present

    loaded = load_city(city, progress=progress)
    present = translate(text("Present"))
    return compare_with_present(loaded, scenarios, present, scenarios[0].options, progress=progress)


def _say(comparison: Comparison) -> None:
    """Print each assessment in plain words, and what is to be known of the scenarios."""
    from planner.reports.scenario_document import scenario_notices
    from planner.reports.summary import plan_sentence, programme_sentence, reach_sentence

    for one in comparison.named:
        print(f"{one.name}:")
        sentences: list[Text] = [notice.text for notice in scenario_notices(one)]
        sentences += [sentence(one.assessment) for sentence in (programme_sentence, reach_sentence, plan_sentence)]
        for sentence in sentences:
            print(f"  {translate(sentence)}")
    for notice in comparison.notices:
        print(translate(notice))


def _say_written(files: Sequence[Path]) -> None:
    print(translate(text("Written: {files}", files=", ".join(str(file) for file in files))))


def _status(assessments: Sequence[Assessment]) -> int:
    from planner.model.assessment import PlanStatus

    infeasible = any(one.plan.optimality.status is PlanStatus.INFEASIBLE for one in assessments)
    return INFEASIBLE if infeasible else DONE
