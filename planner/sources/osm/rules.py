"""The rule tables: which tags of OpenStreetMap make which facility, which way may be walked, what is kept as ground."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, ValidationError

from planner.errors import MissingFileError, SettingsError
from planner.model.kinds import FacilityKind, Known
from planner.model.tables import CROSSING_KINDS, EXCLUSION_KINDS
from planner.rules.builtin import builtin_data
from planner.sources.osm.matching import ANY_VALUE, OsmRule, TagTable, tokens
from planner.sources.settings import SKIP
from planner.texts import text
from planner.texts.suggestion import nearest_known
from planner.texts.validation import first_problem, validation_problems

FOLDER = "osm"
FACILITIES_FILE, WALKING_FILE, GROUND_FILE = "facilities.toml", "walking.toml", "ground.toml"
MAX_MARGIN_M = 5000.0

WALKED, REFUSED = "walked", "refused"
"""Outcome of a rule for ways and squares."""
PASSED, BLOCKED = "passed", "blocked"
"""Outcome of a rule for barriers."""
NOT_TAKEN = frozenset({SKIP, REFUSED})
"""Outcomes of rules that say what is left out."""


class Ground(StrEnum):
    """A layer of ground."""

    BUILDINGS = "buildings"
    LANDUSE = "landuse"
    WATER = "water"
    WATERWAYS = "waterways"


Words = Annotated[str, Field(min_length=1)]
Tags = dict[str, Annotated[tuple[Words, ...], Field(min_length=1)]]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class _Explanation(_Table):
    id: Words
    en: Words


class _Entry(_Table):
    id: Words
    tags: Annotated[Tags, Field(min_length=1)]
    without: Tags = {}
    explanation: _Explanation


class _FacilityEntry(_Entry):
    kind: Words
    name_starts: tuple[Words, ...] = ()
    name_has: tuple[Words, ...] = ()


class _WalkEntry(_Entry):
    walk: StrictBool


class _BarrierEntry(_Entry):
    passes: StrictBool


class _PointEntry(_Entry):
    point: Words
    entrance: StrictBool = False
    crossing: Words | None = None


class _GroundEntry(_Entry):
    layer: Literal["buildings", "landuse", "water", "waterways"]
    name_has: tuple[Words, ...] = ()
    exclusion: Words | None = None


class _Homes(_Table):
    buildings: tuple[Words, ...] = ()
    landuse: tuple[Words, ...] = ()


class _Public(_Table):
    yes: tuple[Words, ...] = ()
    no: tuple[Words, ...] = ()


class _FacilitiesFile(_Table):
    public: _Public = _Public()
    rule: Annotated[tuple[_FacilityEntry, ...], Field(min_length=1)]


class _WalkingFile(_Table):
    margin_m: StrictInt | StrictFloat
    main_roads: tuple[Words, ...] = ()
    way: Annotated[tuple[_WalkEntry, ...], Field(min_length=1)]
    square: tuple[_WalkEntry, ...] = ()
    barrier: tuple[_BarrierEntry, ...] = ()
    point: tuple[_PointEntry, ...] = ()


class _GroundFile(_Table):
    homes: _Homes = _Homes()
    rule: Annotated[tuple[_GroundEntry, ...], Field(min_length=1)]


_File = TypeVar("_File", bound=_Table)


@dataclass(frozen=True, eq=False)
class OsmRules:
    """What is taken from OpenStreetMap, and as what. In each table the first rule that fits wins.

    Attributes
    ----------
    facilities
        Outcome: a :class:`~planner.model.kinds.FacilityKind`, or the word for what is left out on purpose.
    public
        What each value of ``access`` says about a place being public; any other value: not known.
    ways, squares
        Which lines, and which areas, may be walked.
    barriers
        Which barriers on a way can be passed on foot.
    points
        Outcome: what a point on or beside a street is.
    ground
        Outcome: a :class:`Ground`.
    entrances
        Ids of the rules of ``points`` that take an entrance or gate.
    crossings
        Kind of crossing by id of the rules of ``points`` that take one.
    exclusions
        Why nothing may be built there, by id of the rules of ``ground`` that take such an area or river.
    homes
        The values that people live in or on, of ``buildings`` and ``landuse``.
    main_roads
        Classes of streets of which a bridge or underpass is told.
    margin_m
        How far beyond the city's outline streets are taken, in metres.
    """

    facilities: TagTable
    public: Mapping[str, Known]
    ways: TagTable
    squares: TagTable
    barriers: TagTable
    points: TagTable
    ground: TagTable
    entrances: frozenset[str]
    crossings: Mapping[str, str]
    exclusions: Mapping[str, str]
    homes: Mapping[str, tuple[str, ...]]
    main_roads: tuple[str, ...]
    margin_m: float

    @property
    def tables(self) -> Mapping[str, TagTable]:
        """Every table by its name."""
        return {
            "facilities": self.facilities,
            "ways": self.ways,
            "squares": self.squares,
            "barriers": self.barriers,
            "points": self.points,
            "ground": self.ground,
        }

    def wanted(self, names: Collection[str] | None = None) -> Mapping[str, tuple[str, ...]]:
        """Return the tags that tables ask for: values by key, in the order of the alphabet; none for any value.

        Parameters
        ----------
        names
            Names of the tables; all of them if left out.
        """
        found: dict[str, set[str]] = {}
        for name in self.tables if names is None else names:
            for key, values in self.tables[name].wanted(NOT_TAKEN).items():
                found.setdefault(key, set()).update(values)
        return {key: () if ANY_VALUE in found[key] else tuple(sorted(found[key])) for key in sorted(found)}


def load_rules(city_folder: Path | None = None) -> OsmRules:
    """Read the rule tables.

    Parameters
    ----------
    city_folder
        A city folder: a table of its own in ``osm/`` stands in for the built-in one of that name.

    Raises
    ------
    planner.errors.MissingFileError
        If a table is in neither place.
    planner.errors.SettingsError
        If a table can't be read, or a key or value in it is wrong.
    """
    facilities = _read(_table_path(city_folder, FACILITIES_FILE), _FacilitiesFile)
    walking = _read(_table_path(city_folder, WALKING_FILE), _WalkingFile)
    ground = _read(_table_path(city_folder, GROUND_FILE), _GroundFile)
    _check_kinds(_table_path(city_folder, FACILITIES_FILE), facilities)
    crossings, exclusions = [entry.crossing for entry in walking.point], [entry.exclusion for entry in ground.rule]
    _check_words(_table_path(city_folder, WALKING_FILE), "point[{place}].crossing", crossings, CROSSING_KINDS)
    _check_words(_table_path(city_folder, GROUND_FILE), "rule[{place}].exclusion", exclusions, EXCLUSION_KINDS)
    _check_margin(_table_path(city_folder, WALKING_FILE), walking.margin_m)
    public = dict.fromkeys(facilities.public.yes, Known.YES) | dict.fromkeys(facilities.public.no, Known.NO)
    return OsmRules(
        facilities=TagTable(
            tuple(_rule(entry, entry.kind, entry.name_starts, entry.name_has) for entry in facilities.rule)
        ),
        public=public,
        ways=TagTable(tuple(_rule(entry, WALKED if entry.walk else REFUSED) for entry in walking.way)),
        squares=TagTable(tuple(_rule(entry, WALKED if entry.walk else REFUSED) for entry in walking.square)),
        barriers=TagTable(tuple(_rule(entry, PASSED if entry.passes else BLOCKED) for entry in walking.barrier)),
        points=TagTable(tuple(_rule(entry, entry.point) for entry in walking.point)),
        ground=TagTable(tuple(_rule(entry, entry.layer, (), entry.name_has) for entry in ground.rule)),
        entrances=frozenset(entry.id for entry in walking.point if entry.entrance),
        crossings={entry.id: entry.crossing for entry in walking.point if entry.crossing is not None},
        exclusions={entry.id: entry.exclusion for entry in ground.rule if entry.exclusion is not None},
        homes={Ground.BUILDINGS.value: ground.homes.buildings, Ground.LANDUSE.value: ground.homes.landuse},
        main_roads=walking.main_roads,
        margin_m=float(walking.margin_m),
    )


def _table_path(city_folder: Path | None, name: str) -> Path:
    own = None if city_folder is None else city_folder / FOLDER / name
    path = own if own is not None and own.is_file() else builtin_data() / FOLDER / name
    if not path.is_file():
        raise MissingFileError(
            text("The OpenStreetMap rule table {file} is missing: install the planner again.", file=path)
        )
    return path


def _read(path: Path, form: type[_File]) -> _File:
    try:
        return form.model_validate(tomllib.loads(path.read_bytes().decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise SettingsError(
            text("{file} is not written in UTF-8: save it again with that encoding.", file=path)
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            text("{file} can't be read: {reason}. Mend it there.", file=path, reason=str(error))
        ) from error
    except ValidationError as error:
        raise SettingsError(first_problem(path, validation_problems(error, form))) from error


def _rule(entry: _Entry, outcome: str, name_starts: tuple[str, ...] = (), name_has: tuple[str, ...] = ()) -> OsmRule:
    return OsmRule(
        id=entry.id,
        outcome=outcome,
        tags={key: frozenset(values) for key, values in entry.tags.items()},
        without={key: frozenset(values) for key, values in entry.without.items()},
        name_starts=tuple(tokens(phrase) for phrase in name_starts),
        name_has=tuple(tokens(phrase) for phrase in name_has),
        explanations=entry.explanation.model_dump(),
    )


def _check_kinds(path: Path, facilities: _FacilitiesFile) -> None:
    known = [*map(str, FacilityKind), SKIP]
    for place, entry in enumerate(facilities.rule, start=1):
        if entry.kind not in known:
            problem = text(
                "“{key}” is “{kind}”, which is no kind of facility; {hint}",
                key=f"rule[{place}].kind",
                kind=entry.kind,
                hint=nearest_known(entry.kind, known),
            )
            raise SettingsError(first_problem(path, [problem]))


def _check_words(path: Path, key: str, written: Sequence[str | None], known: Sequence[str]) -> None:
    for place, word in enumerate(written, start=1):
        if word is not None and word not in known:
            problem = text(
                "“{key}” is “{kind}”, which is not known here; {hint}",
                key=key.format(place=place),
                kind=word,
                hint=nearest_known(word, known),
            )
            raise SettingsError(first_problem(path, [problem]))


def _check_margin(path: Path, margin_m: float) -> None:
    if not 0 <= margin_m <= MAX_MARGIN_M:
        problem = text(
            "“margin_m” is {value}, but must be from 0 to {most} metres", value=float(margin_m), most=MAX_MARGIN_M
        )
        raise SettingsError(first_problem(path, [problem]))
