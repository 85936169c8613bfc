"""The command that makes an output again from what it says of its making."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.commands.city import to_read
from planner.commands.console import DONE, INFEASIBLE, progress
from planner.errors import MissingFileError, OptionError
from planner.texts import Language, Text, current_language, speak, text, translate

if TYPE_CHECKING:
    from planner.reports.outputs.material import Material
    from planner.reports.provenance import Provenance

FOLDER = "rerun"
"""Where the file is written if nobody says where: a folder beside the given one."""


def rerun(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=translate(text("Any file that the planner wrote of a city.")))
    ],
    others: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[OTHER …]",
            help=translate(
                text("What else it was made of: the template of slides, or the two assessments that were compared.")
            ),
        ),
    ] = None,
    *,
    city: Annotated[
        Path | None,
        typer.Option(
            metavar="CITY",
            callback=to_read,
            help=translate(text("City folder, working file or “postgis”; the built-in city if left out.")),
        ),
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
    from planner.reports.carried.reading import read_provenance
    from planner.reports.folder import check_folder, put_files
    from planner.reports.outputs.material import Material
    from planner.reports.outputs.registry import made_again, metadata_again, output_of

    folder = file.parent / FOLDER if out is None else out
    made = read_provenance(file)
    output, asked = output_of(made, file)
    _refuse_missing(others or [])
    check_folder(folder)
    material = Material(made, city, others or [], _progress())
    differences = _version_differences(made)
    if output.needs_city:
        _refuse_another_city(file, material)
        differences += _data_differences(material)
    for difference in differences:
        print(translate(difference))
    after = made_again(material, output, asked)
    progress(text("Writing {file}", file=file.name))
    same = file.read_bytes() == after
    written = put_files(folder, {file.name: after, **metadata_again(material, file, after, output, asked)})
    print(translate(_outcome(same=same, explained=bool(differences))))
    print(translate(text("Written: {files}", files=", ".join(str(one) for one in written))))
    return INFEASIBLE if material.is_infeasible else DONE


def _progress() -> Callable[[Text], None]:
    """Return what says what is being done, in the language of the messages also while the file speaks its own."""
    language = current_language()

    def say_it(what: Text) -> None:
        with speak(language):
            progress(what)

    return say_it


def _refuse_missing(files: Sequence[Path]) -> None:
    """Check that every other file that is named is there.

    Raises
    ------
    planner.errors.MissingFileError
        If one is not.
    """
    missing = next((file for file in files if not file.is_file()), None)
    if missing is not None:
        raise MissingFileError(text("There is no file {file}.", file=str(missing)))


def _refuse_another_city(file: Path, material: Material) -> None:
    """Check that the file is about the city.

    Raises
    ------
    planner.errors.OptionError
        If it is not.
    """
    made, city = material.made, material.present
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


def _version_differences(made: Provenance) -> list[Text]:
    """Say whether another version made the file."""
    import planner

    if made.version == planner.__version__:
        return []
    return [
        text(
            "The file was made by version {then} of the planner, this is {now}: the result may differ.",
            then=made.version,
            now=planner.__version__,
        )
    ]


def _data_differences(material: Material) -> list[Text]:
    """Say whether the city's data are not as they were when the file was made."""
    then, now = material.made.fingerprint, material.city.fingerprint
    if then == now:
        return []
    return [
        text(
            "The data of the city are not those of the file (fingerprint {then}, now {now}): the result may differ.",
            then=then,
            now=now,
        )
    ]


def _outcome(*, same: bool, explained: bool) -> Text:
    if same:
        return text("The file is the same, byte for byte.")
    if explained:
        return text("The file differs from the given one.")
    return text(
        "The file differs from the given one, though program, data and options are the same: the given one was changed "
        "afterwards, or its solver was stopped by the time limit."
    )
