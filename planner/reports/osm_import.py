"""What an import from OpenStreetMap brought, as lines to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.model.labels import KIND_LABELS
from planner.sources.osm.importing import Imported
from planner.texts import Language, Text, plural, text

LAND_LABELS: Mapping[str, Text] = {
    "outlines": text("outlines of parks, green space and schools"),
    "entrances": text("entrances and gates on these outlines"),
    "crossings": text("crossings, signals, footbridges and underpasses"),
    "exclusions": text("rivers, water and protected land, where nothing is proposed"),
    "buildings": text("buildings, by which children are spread over their region"),
    "landuse": text("pieces of land use, by which children are spread over their region"),
}
"""Name of each further layer of an import."""


def import_lines(imported: Imported, language: Language) -> Iterator[Text]:
    """Yield what was brought in, what was not and why, and what else is to be known.

    Parameters
    ----------
    imported
        What was brought in.
    language
        The language of the rules' own explanations.
    """
    yield text("{source}, as of {date}", source=imported.title, date=imported.date)
    yield from _street_lines(imported)
    for name, count in imported.land.items():
        yield text("{count} × {layer}", count=count, layer=LAND_LABELS[name])
    for name in imported.kept:
        yield text("The city has a layer of its own, which stays: {layer}.", layer=LAND_LABELS[name])
    if imported.facilities:
        total = sum(imported.facilities.values())
        yield plural("{n} facility is brought in:", "{n} facilities are brought in:", total)
        yield from _kind_lines(imported.facilities)
    if imported.twice:
        yield text(
            "Some of these kinds have another source in city.toml too, so that places may count twice: {kinds}. "
            "Merge records with a table [merging].",
            kinds=", ".join(imported.twice),
        )
    if imported.covered:
        yield text(
            "Not brought in, because the city has another source for the kind (--kinds brings them all the same):"
        )
        yield from _kind_lines(imported.covered)
    if imported.unwanted:
        yield text("Not brought in, because nobody asked for the kind:")
        yield from _kind_lines(imported.unwanted)
    yield from _rule_lines(imported, language)
    for notice in imported.notices:
        yield notice.text


def _street_lines(imported: Imported) -> Iterator[Text]:
    if imported.streets is None:
        yield text("No streets are brought in.")
        return
    yield plural(
        "{n} street line that may be walked is brought in; {refused} may not be walked.",
        "{n} street lines that may be walked are brought in; {refused} may not be walked.",
        imported.streets,
        refused=imported.refused,
    )
    if imported.former_streets is not None:
        yield text("They stand in for {file}, which stays in the folder.", file=imported.former_streets)


def _kind_lines(counts: Mapping[str, int]) -> Iterator[Text]:
    for kind, count in counts.items():
        yield text("  {count} × {kind} ({id})", count=count, kind=KIND_LABELS[kind], id=kind)


def _rule_lines(imported: Imported, language: Language) -> Iterator[Text]:
    if imported.left_out:
        yield text("Left out by a rule:")
    for count, explanations in imported.left_out:
        yield text("  {count} × {explanation}", count=count, explanation=explanations[language])
