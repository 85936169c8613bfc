"""The command that makes an output again from what it says of its making."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.commands.console import DONE, INFEASIBLE, progress
from planner.errors import OptionError
from planner.texts import Language, Text, text, translate

if TYPE_CHECKING:
    from planner.model.assessment import Assessment
    from planner.model.city import City
    from planner.reports.provenance import Provenance

FOLDER = "rerun"
"""Where the file is written if nobody says where: a folder beside the given one."""


def rerun(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=translate(text("An assessment.json, map.html or assessment.gpkg.")))
    ],
    *,
    city: Annotated[
        Path | None,
        typer.Option(metavar="CITY", help=translate(text("City folder; the built-in city if left out."))),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help=translate(text("Folder to write into; “rerun” beside FILE if left out."))),
    ] = None,
    language: Annotated[
        Language | None,
        typer.Option(help=translate(text("Language of the messages; the file keeps its own."))),
    ] = None,
) -> int:
    """Make a file again: with its options, in its language, of the city as it is now."""
    progress(text("Starting"))
    from planner.assess import assess
    from planner.ingest import load_city
    from planner.model.assessment import PlanStatus
    from planner.reports.folder import check_folder, put_files
    from planner.reports.provenance import read_provenance

    folder = file.parent / FOLDER if out is None else out
    made = read_provenance(file)
    check_folder(folder)
    loaded = load_city(city, progress=progress)
    _refuse_another_city(file, made, loaded)
    differences = _differences(made, loaded)
    for difference in differences:
        print(translate(difference))
    assessment = assess(loaded, options=made.options, progress=progress)
    progress(text("Writing {file}", file=file.name))
    before, after = file.read_bytes(), _output(made, assessment)
    written = put_files(folder, {file.name: after})
    print(translate(_outcome(same=before == after, explained=bool(differences))))
    print(translate(text("Written: {files}", files=str(written[0]))))
    return INFEASIBLE if assessment.plan.optimality.status is PlanStatus.INFEASIBLE else DONE


def _refuse_another_city(file: Path, made: Provenance, city: City) -> None:
    """Check that the file is about the city.

    Raises
    ------
    planner.errors.OptionError
        If it is not.
    """
    if made.city_code != city.code:
        raise OptionError(
            text(
                "{file} is about {there} ({there_code}), not about {here} ({here_code}): name the folder of its city "
                "with --city.",
                file=str(file),
                there=made.city_name,
                there_code=made.city_code,
                here=city.name,
                here_code=city.code,
            )
        )


def _differences(made: Provenance, city: City) -> list[Text]:
    """Say what is not as it was when the file was made."""
    import planner

    differences = []
    if made.version != planner.__version__:
        differences.append(
            text(
                "The file was made by version {then} of the planner, this is {now}: the result may differ.",
                then=made.version,
                now=planner.__version__,
            )
        )
    if made.fingerprint != city.fingerprint:
        differences.append(
            text(
                "The data of the city are not those of the file (fingerprint {then}, now {now}): the result may "
                "differ.",
                then=made.fingerprint,
                now=city.fingerprint,
            )
        )
    return differences


def _output(made: Provenance, assessment: Assessment) -> bytes:
    """Return the same kind of file of an assessment."""
    from planner.reports.contract import assessment_json
    from planner.reports.geopackage import write_geopackage
    from planner.reports.provenance import OutputKind
    from planner.reports.webmap import map_html
    from planner.texts import speak

    match made.kind:
        case OutputKind.DOCUMENT:
            return assessment_json(assessment, made.language).encode("utf-8")
        case OutputKind.PAGE:
            with speak(made.language):
                return map_html(assessment).encode("utf-8")
        case OutputKind.GEOPACKAGE:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / OutputKind.GEOPACKAGE
                write_geopackage(assessment, path, made.language)
                return path.read_bytes()


def _outcome(*, same: bool, explained: bool) -> Text:
    if same:
        return text("The file is the same, byte for byte.")
    if explained:
        return text("The file differs from the given one.")
    return text(
        "The file differs from the given one, though program, data and options are the same: the given one was changed "
        "afterwards, or its solver was stopped by the time limit."
    )
