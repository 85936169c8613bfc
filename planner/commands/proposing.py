"""The command that proposes sites and looks at the plan from all sides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.city import city_to_read
from planner.commands.console import DONE, INFEASIBLE, progress
from planner.errors import OptionError
from planner.model.options import (
    DEFAULT_EXCLUSIONS,
    DEFAULT_SOURCES,
    CandidateSource,
    Exclusion,
    Objective,
    Options,
    Programme,
    SitingOptions,
    WalkingOptions,
)
from planner.texts import Language, current_language, text, translate

MOST_RUPIAH = 1e15
"""Far above any city's budget: keeps sums exact."""


def propose(
    city: Annotated[Path | None, city_to_read()] = None,
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help=translate(text("Folder to write plan.json into, if any.")))
    ] = None,
    programme: Annotated[
        Programme, typer.Option(help=translate(text("The rule that sites are for.")))
    ] = Programme.PARK_PER_KECAMATAN,
    sites: Annotated[
        int | None,
        typer.Option(metavar="N", help=translate(text("Sites to propose; one for each region not met if left out."))),
    ] = None,
    budget: Annotated[
        str | None, typer.Option(metavar="RUPIAH", help=translate(text("What all sites may cost together: 2e9.")))
    ] = None,
    new_cost: Annotated[
        str | None, typer.Option(metavar="RUPIAH", help=translate(text("Cost of a new site; else that of the rules.")))
    ] = None,
    upgrade_cost: Annotated[
        str | None, typer.Option(metavar="RUPIAH", help=translate(text("Cost of an upgrade; else that of the rules.")))
    ] = None,
    first_year: Annotated[
        int | None, typer.Option(metavar="YEAR", help=translate(text("First year of a plan phased over years.")))
    ] = None,
    years: Annotated[
        str | None,
        typer.Option(metavar="RUPIAH,…", help=translate(text("Rupiah of each year, with commas between: 2e9,2e9."))),
    ] = None,
    minutes: Annotated[
        float, typer.Option(metavar="M", help=translate(text("Walking time within which a place is reached.")))
    ] = 10.0,
    objective: Annotated[
        Objective, typer.Option(help=translate(text("What makes one plan better than another.")))
    ] = Objective.COVERAGE,
    equity: Annotated[
        float,
        typer.Option(metavar="W", help=translate(text("How much more children of badly served regions count."))),
    ] = 0.0,
    apart: Annotated[
        float, typer.Option(metavar="METRES", help=translate(text("Least distance between two sites.")))
    ] = 0.0,
    capacity: Annotated[
        int | None, typer.Option(metavar="CHILDREN", help=translate(text("Most children that one site serves.")))
    ] = None,
    must: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help=translate(text("A candidate that has to be in the plan; may repeat."))),
    ] = None,
    must_not: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help=translate(text("A candidate that must not be in the plan; may repeat."))),
    ] = None,
    source: Annotated[
        list[CandidateSource] | None, typer.Option(help=translate(text("Where candidates come from; may repeat.")))
    ] = None,
    exclude: Annotated[
        list[Exclusion] | None, typer.Option(help=translate(text("Land that keeps a site out; may repeat.")))
    ] = None,
    min_area: Annotated[
        float | None, typer.Option(metavar="M2", help=translate(text("Least area of a site whose area is known.")))
    ] = None,
    barrier: Annotated[
        bool, typer.Option(help=translate(text("Whether main roads hold back children up to 11 years.")))
    ] = True,
    slope: Annotated[
        bool, typer.Option(help=translate(text("Whether hills slow walking down, where heights are known.")))
    ] = True,
    quick: Annotated[
        bool, typer.Option("--quick", help=translate(text("Only the plan: no curve, no runs with other assumptions.")))
    ] = False,
    time_limit: Annotated[
        float, typer.Option(metavar="SECONDS", help=translate(text("How long each search may take.")))
    ] = 20.0,
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
    """Propose sites, tell the plan, and write it where wanted."""
    options = Options(
        as_of=dt.date.today() if date is None else date.date(),
        threshold_min=minutes,
        sites=sites,
        time_limit_s=time_limit,
        walking=WalkingOptions(barrier=barrier, slope=slope),
        siting=SitingOptions(
            programme=programme,
            objective=objective,
            budget_idr=_rupiah(budget),
            new_cost_idr=_rupiah(new_cost),
            upgrade_cost_idr=_rupiah(upgrade_cost),
            equity=equity,
            apart_m=apart,
            capacity=capacity,
            must=tuple(must or ()),
            must_not=tuple(must_not or ()),
            sources=tuple(source) if source else DEFAULT_SOURCES,
            exclusions=tuple(exclude) if exclude else DEFAULT_EXCLUSIONS,
            min_area_m2=min_area,
            first_year=first_year,
            year_budgets_idr=_amounts(years),
        ),
    )
    return _proposed(city, options, out, quick=quick, language=language or current_language())


def _proposed(city: Path | None, options: Options, out: Path | None, *, quick: bool, language: Language) -> int:
    """Do the work, print it, write it, and return the exit status."""
    progress(text("Starting"))
    from planner.assess import measure
    from planner.ingest import load_city
    from planner.model.assessment import PlanStatus
    from planner.planning import Wanted, study_plan
    from planner.reports.folder import check_folder, put_files
    from planner.reports.study import PLAN_FILE, study_file, study_sentences
    from planner.texts import speak

    if out is not None:
        check_folder(out)
    loaded = load_city(city, progress=progress)
    ground = measure(loaded, walking=options.walking, progress=progress)
    wanted = Wanted(curve=not quick, stability=not quick)
    study = study_plan(loaded, ground, options, wanted, told=progress)
    with speak(language):
        for sentence in study_sentences(study):
            print(translate(sentence))
        if out is not None:
            files = put_files(out, {PLAN_FILE: study_file(loaded, options, study, wanted)})
            print(translate(text("Written: {files}", files=str(files[0]))))
    return INFEASIBLE if study.plan.optimality.status is PlanStatus.INFEASIBLE else DONE


def _amounts(words: str | None) -> tuple[int, ...]:
    parts: Sequence[str] = [] if words is None else words.split(",")
    return tuple(amount for part in parts if (amount := _rupiah(part)) is not None)


def _rupiah(words: str | None) -> int | None:
    """Read an amount such as 2000000000, 2_000_000_000 or 2e9.

    Raises
    ------
    planner.errors.OptionError
        If it is no whole amount.
    """
    if words is None:
        return None
    try:
        amount = float(words.strip())
    except ValueError:
        amount = float("nan")
    if not (abs(amount) <= MOST_RUPIAH and amount.is_integer()):
        raise OptionError(text("“{words}” is no amount of rupiah; write it like 2000000000 or 2e9.", words=words))
    return int(amount)
