"""Accepting a checked delivery."""

from __future__ import annotations

from pathlib import Path

from planner.cleaning.quality.report import CheckedDelivery
from planner.errors import LayerError, OptionError
from planner.sources.delivery.memory import remember
from planner.sources.delivery.store import SourceDetails, store_layer
from planner.texts import text


def accept(checked: CheckedDelivery, city_folder: Path, source: SourceDetails, *, confirmed: bool = False) -> Path:
    """Write the accepted rows of a delivery into the city folder, and remember how it was read.

    Parameters
    ----------
    checked
        The delivery, checked for the same source.
    city_folder
        The city folder.
    source
        What ``city.toml`` is to say of the source.
    confirmed
        Whether a person has confirmed what the report asks to confirm.

    Returns
    -------
    pathlib.Path
        The layer's file.

    Raises
    ------
    planner.errors.LayerError
        If no row was accepted.
    planner.errors.OptionError
        If something has to be confirmed first, or the source is another one.
    planner.errors.SettingsError
        If ``city.toml`` can't take the layer.
    planner.errors.OutputError
        If a file can't be written.
    """
    report = checked.report
    if report.rows_accepted == 0:
        raise LayerError(
            text("No row of {file} could be accepted: mend the rows that the report lists.", file=report.file)
        )
    if report.source != source.id:
        raise OptionError(
            text("The layer was checked for “{checked}”, not for “{source}”.", checked=report.source, source=source.id)
        )
    if report.needs_confirmation and not confirmed:
        raise OptionError(
            text(
                "{file} was not accepted yet: {reason} Confirm it if that is right.",
                file=report.file,
                reason=report.needs_confirmation[0],
            )
        )
    path = store_layer(checked.accepted, city_folder, source)
    remember(city_folder, source.id, checked.decided)
    return path
