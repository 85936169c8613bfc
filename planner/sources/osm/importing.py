"""The layers into a city folder: chosen, written, and named in ``city.toml``, all of it or nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.errors import LayerError, OptionError
from planner.model.city import Notice
from planner.model.kinds import FacilityKind
from planner.sources.changing import changing, check_changeable
from planner.sources.osm.homes import known_homes
from planner.sources.osm.layers import OsmLayers
from planner.sources.osm.naming import (
    LAND_LAYERS,
    ONE_OF_A_KIND,
    Named,
    kinds_of,
    name_layers,
    own_layers,
    places_file,
)
from planner.sources.osm.write import WrittenLayers, write_layers
from planner.sources.settings import SETTINGS_FILE, SKIP, Settings
from planner.sources.settings_change import check_settings_text, read_settings_text, split_block
from planner.texts import text
from planner.texts.suggestion import nearest_known

SOURCE_ID = "openstreetmap"
"""What the source is called in ``city.toml``; its files are called so too."""

FEWEST_HINTS = 200
"""So many places hint at where people live; fewer would draw all children of a region to one spot."""
GREEN_KINDS = (FacilityKind.PARK, FacilityKind.RTH, FacilityKind.PROTECTED_FOREST)
"""Kinds that are no such hint."""


@dataclass(frozen=True)
class Choice:
    """What is to be brought into a city.

    Attributes
    ----------
    streets, facilities
        Whether streets with their crossings, and whether facilities with their outlines and entrances.
    land
        Whether homes (buildings and residential land), and rivers and other land where nothing may be built.
    kinds
        Kinds of facility; ``None``: those that the city has no other source for, or all of them where it merges
        records of one place.
    """

    streets: bool = True
    facilities: bool = True
    land: bool = True
    kinds: frozenset[FacilityKind] | None = None


@dataclass(frozen=True, eq=False)
class Imported:
    """What was brought into a city.

    Attributes
    ----------
    title, date
        Of the source.
    facilities
        How many facilities of each kind the city now takes from it, in the order of kinds.
    twice
        Kinds among them that the city has another source for, although it does not merge records.
    covered
        How many of each kind are not taken, because the city has another source for it.
    unwanted
        How many of each kind are not taken, because they were not asked for.
    left_out
        How many places a rule left out on purpose, and what it says, by language; in the order of the rules.
    streets, refused
        How many lines may be walked, and how many may not; ``None`` where streets were not asked for.
    land
        How many rows of each further layer the city now takes from it, by name of the layer.
    kept
        Further layers that the city has already, so that its own stay.
    former_streets
        File of the streets that these stand in for; ``None`` if there was no other.
    notices
        What a reader has to know.
    written
        The files.
    """

    title: str
    date: str
    facilities: Mapping[str, int]
    twice: tuple[str, ...]
    covered: Mapping[str, int]
    unwanted: Mapping[str, int]
    left_out: Sequence[tuple[int, Mapping[str, str]]]
    streets: int | None
    refused: int
    land: Mapping[str, int]
    kept: tuple[str, ...]
    former_streets: str | None
    notices: tuple[Notice, ...]
    written: WrittenLayers


def read_kinds(written: str) -> frozenset[FacilityKind]:
    """Read kinds of facility as they are written on the command line: names with commas between.

    Raises
    ------
    planner.errors.OptionError
        If one is not known.
    """
    names = [name.strip() for name in written.split(",") if name.strip()]
    for name in names:
        if name not in list(FacilityKind):
            raise OptionError(
                text(
                    "“{kind}” is no kind of facility; {hint}.", kind=name, hint=nearest_known(name, list(FacilityKind))
                )
            )
    if not names:
        raise OptionError(text("No kind of facility is named: write some, such as worship,park."))
    return frozenset(map(FacilityKind, names))


def import_layers(layers: OsmLayers, folder: Path, choice: Choice) -> Imported:
    """Write the layers into a city folder and name in its ``city.toml`` what was chosen of them.

    All layers are written, so that another choice can be made later in ``city.toml`` by hand.

    Parameters
    ----------
    layers
        The layers.
    folder
        The city folder.
    choice
        What is to be brought in.

    Raises
    ------
    planner.errors.OutputError
        If it is the folder of the built-in city, or a file can't be written.
    planner.errors.MissingFileError
        If there is no such city folder.
    planner.errors.SettingsError
        If ``city.toml`` can't be read, or can't take the layers.
    planner.errors.LayerError
        If nothing of what was chosen is in the layers.
    """
    check_changeable(folder)
    with changing(folder / SETTINGS_FILE):
        content = read_settings_text(folder)
        settings = check_settings_text(content, folder)
        counts = layers.facilities["kind"].value_counts().to_dict()
        covered = _covered(settings)
        kinds = _chosen(counts, choice, covered, merges=settings.merges)
        streets = _has_streets(layers, settings, choice)
        wanted = _land(layers, choice, kinds)
        own = tomllib.loads(split_block(content, SOURCE_ID)[1])
        kept = tuple(name for name in wanted if name in ONE_OF_A_KIND and name in own)
        land = tuple(name for name in wanted if name not in kept)
        if not kinds and not streets and not land:
            raise LayerError(
                text(
                    "{source} holds nothing of what was asked for that the city does not have already: "
                    "name kinds with --kinds, or choose another extract.",
                    source=layers.title,
                )
            )
        changed = name_layers(content, layers, SOURCE_ID, Named(kinds, streets, _hints(counts, settings), land))
        check_settings_text(changed, folder)
        written = write_layers(layers, folder, SOURCE_ID, changed)
    left = _in_order({kind: count for kind, count in counts.items() if choice.facilities and kind not in kinds})
    has_own = {kind for kind in left if kind in covered and choice.kinds is None}
    return Imported(
        title=layers.title,
        date=layers.date,
        facilities=_in_order({kind: counts[kind] for kind in kinds}),
        twice=() if settings.merges else tuple(kind for kind in kinds if kind in covered),
        covered={kind: count for kind, count in left.items() if kind in has_own},
        unwanted={kind: count for kind, count in left.items() if kind not in has_own},
        left_out=_left_out(layers),
        streets=len(layers.streets) if streets else None,
        refused=len(layers.refused),
        land={name: len(layers.tables[name]) for name in land},
        kept=kept,
        former_streets=_former_streets(settings) if streets else None,
        notices=layers.notices,
        written=written,
    )


def _covered(settings: Settings) -> Collection[str]:
    """Return the kinds that the city has from elsewhere."""
    return {kind for layer in own_layers(settings, SOURCE_ID) for kind in kinds_of(layer)}


def _chosen(
    counts: Mapping[str, int], choice: Choice, covered: Collection[str], *, merges: bool
) -> tuple[FacilityKind, ...]:
    if not choice.facilities:
        return ()
    wanted = choice.kinds
    if wanted is None:
        wanted = frozenset(kind for kind in FacilityKind if merges or kind not in covered)
    return tuple(kind for kind in FacilityKind if kind in wanted and kind in counts)


def _land(layers: OsmLayers, choice: Choice, kinds: Collection[str]) -> tuple[str, ...]:
    """Return the further layers that are asked for and hold something."""
    wanted = (known_homes(layers) if choice.land else ()) + (("exclusions",) if choice.land else ())
    if choice.streets:
        wanted += ("crossings",)
    if layers.outlines["kind"].isin(kinds).any():
        wanted += ("outlines", "entrances")
    return tuple(name for name in LAND_LAYERS if name in wanted and not layers.tables[name].empty)


def _hints(counts: Mapping[str, int], settings: Settings) -> bool:
    """Tell whether the places are to hint at where people live: there are many, and the city has no other hints."""
    enough = sum(count for kind, count in counts.items() if kind not in GREEN_KINDS) >= FEWEST_HINTS
    return enough and not any(layer.everyday_places for layer in settings.facilities if layer.source != SOURCE_ID)


def _has_streets(layers: OsmLayers, settings: Settings, choice: Choice) -> bool:
    if not choice.streets:
        return False
    if layers.streets.empty and settings.streets is not None and settings.streets.file == places_file(SOURCE_ID):
        raise LayerError(
            text("{source} holds no street, but city.toml takes the streets from there.", source=layers.title)
        )
    return not layers.streets.empty


def _former_streets(settings: Settings) -> str | None:
    if settings.streets is None or settings.streets.file == places_file(SOURCE_ID):
        return None
    return settings.streets.file


def _in_order(counts: Mapping[str, int]) -> Mapping[str, int]:
    return {str(kind): int(counts[kind]) for kind in FacilityKind if kind in counts}


def _left_out(layers: OsmLayers) -> Sequence[tuple[int, Mapping[str, str]]]:
    rules = layers.counts
    chosen = rules[(rules["table"] == "facilities") & (rules["outcome"] == SKIP) & (rules["elements"] > 0)]
    told = zip(chosen["elements"], chosen["explanation_id"], chosen["explanation_en"], strict=True)
    return [(int(count), {"id": own, "en": english}) for count, own, english in told]
