"""Changes as they are written at the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planner.errors import OptionError
from planner.model.kinds import CHILD_FRIENDLY_PARK, FacilityKind
from planner.model.scenario import AddFacility, Grow, MoveFacility
from planner.sources.scenarios.growth import read_growth
from planner.texts import text
from planner.texts.suggestion import nearest_known

_AMOUNTS = ("capacity", "area_m2")


def added(words: str, id_: str) -> AddFacility:
    """Read a place to add: ``KIND,LON,LAT,NAME``, behind it perhaps ``,capacity=N`` and ``,area_m2=N``.

    Raises
    ------
    planner.errors.PlannerError
        If it is written otherwise, or a value is impossible.
    """
    pieces = words.split(",")
    amounts: dict[str, float] = {}
    while pieces and pieces[-1].partition("=")[0].strip() in _AMOUNTS:
        amount, _, value = pieces.pop().partition("=")
        amounts[amount.strip()] = _number(value, "--add", words)
    if len(pieces) < 4:
        raise OptionError(
            text("--add “{words}” is not KIND,LON,LAT,NAME, such as park,116.83,-1.27,Taman Baru.", words=words)
        )
    kind, lon, lat, *name = pieces
    return AddFacility(
        id=id_,
        kind=_kind(kind.strip()),
        # A name may have commas of its own.
        name=",".join(name).strip(),
        lon=_number(lon, "--add", words),
        lat=_number(lat, "--add", words),
        child_friendly=kind.strip() == CHILD_FRIENDLY_PARK,
        **amounts,
    )


def moved(words: str) -> MoveFacility:
    """Read a place to move: ``ID,LON,LAT``.

    Raises
    ------
    planner.errors.PlannerError
        If it is written otherwise, or the position is impossible.
    """
    pieces = words.rsplit(",", 2)
    if len(pieces) < 3:
        raise OptionError(text("--move “{words}” is not ID,LON,LAT, such as scenario:1,116.83,-1.27.", words=words))
    id_, lon, lat = pieces
    return MoveFacility(id_.strip(), _number(lon, "--move", words), _number(lat, "--move", words))


def read_growth_option(file: Path | None, year: int | None, *, title: str, date: str, licence: str) -> Sequence[Grow]:
    """Read a table of growth and its year; nothing where none is given.

    Raises
    ------
    planner.errors.PlannerError
        If one is given without the other, the source is not named, or the table can't be used.
    """
    if file is None and year is None:
        return ()
    if file is None or year is None:
        raise OptionError(text("Give --growth together with --year: a table, and which of its years to look at."))
    if not (title.strip() and date.strip() and licence.strip()):
        raise OptionError(
            text("A table of growth needs its source: give --growth-title, --growth-date and --growth-licence.")
        )
    return (Grow(read_growth(file, title=title, date=date, licence=licence), year),)


def _kind(word: str) -> FacilityKind:
    if word == CHILD_FRIENDLY_PARK:
        return FacilityKind.PARK
    if word not in set(FacilityKind):
        known = [CHILD_FRIENDLY_PARK, *(str(kind) for kind in FacilityKind)]
        raise OptionError(
            text("--add: “{word}” is no kind of place; {hint}.", word=word, hint=nearest_known(word, known))
        )
    return FacilityKind(word)


def _number(word: str, option: str, words: str) -> float:
    try:
        return float(word)
    except ValueError as error:
        raise OptionError(
            text("{option} “{words}”: “{word}” is not a number.", option=option, words=words, word=word.strip())
        ) from error
