"""The work list: places where a KSTR sign has to be put up, replaced or looked at, as one round a kelurahan."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import geopandas as gpd
from pyproj import CRS

from planner.errors import OptionError
from planner.model.assessment import Assessment
from planner.model.city import City
from planner.model.kinds import CHILDREN_COLUMNS, Level
from planner.rounds.days import split_days
from planner.rounds.ordering import Order, shortest_order
from planner.rounds.stops import SIGN_TASKS, Stop, sign_stops
from planner.rounds.travel import Travel
from planner.rounds.ways import Ways, ways_of
from planner.siting.solving.clock import never
from planner.texts import Text, text


@dataclass(frozen=True)
class Visit:
    """A stop of a day.

    Attributes
    ----------
    number
        Place in the round, from 1.
    stop
        The place, and what has to be done.
    leg_m
        The way from the stop before it, in metres; 0 for the first of a day.
    """

    number: int
    stop: Stop
    leg_m: int


@dataclass(frozen=True)
class Day:
    """A day of field work.

    Attributes
    ----------
    number
        Which day of its round, from 1.
    visits
        Its stops, in the order of the way.
    minutes
        What the stops and the ways between them take.
    """

    number: int
    visits: tuple[Visit, ...]
    minutes: float

    @property
    def way_m(self) -> int:
        """The way between its stops, in metres."""
        return sum(visit.leg_m for visit in self.visits)


@dataclass(frozen=True)
class Round:
    """The stops of one region on one way.

    Attributes
    ----------
    region_code, region_name, kecamatan_name
        The region of the finest level and its kecamatan; ``None`` for stops of no known region.
    days
        The stops with a position, in the order of the way.
    without_position
        Stops that can't be put on the way.
    length_m
        Length of the way past all stops with a position, in metres.
    bound_m
        No way past them is shorter; equal to the length where that is proven to be the shortest.
    """

    region_code: str | None
    region_name: str | None
    kecamatan_name: str | None
    days: tuple[Day, ...]
    without_position: tuple[Stop, ...]
    length_m: int
    bound_m: int

    @property
    def stops(self) -> tuple[Stop, ...]:
        """All its stops, those without a position last."""
        return (*(visit.stop for day in self.days for visit in day.visits), *self.without_position)

    @property
    def signs(self) -> int:
        """At how many stops something is done with a sign."""
        return sum(stop.task in SIGN_TASKS for stop in self.stops)

    @property
    def is_proven(self) -> bool:
        """Whether its way is proven to be the shortest."""
        return self.bound_m == self.length_m

    @property
    def excess(self) -> float:
        """By which share of the shortest way its own may be longer at most."""
        return 0.0 if self.is_proven else self.length_m / max(self.bound_m, 1) - 1.0


@dataclass(frozen=True, eq=False)
class WorkList:
    """All rounds, and what they are made of.

    Attributes
    ----------
    city
        The city.
    as_of
        The day as of which signs were judged.
    travel
        How the work is done.
    unsurveyed
        Whether places are listed too whose sign has to be looked at first.
    region
        Code of the only region of the finest level that is listed; ``None`` for all of them.
    rounds
        The rounds, those with the most signs to put up, replace or make visible first; of equal ones those of the
        regions with the most children. Stops of no known region come last.
    """

    city: City
    as_of: dt.date
    travel: Travel
    unsurveyed: bool
    region: str | None
    rounds: tuple[Round, ...]

    @property
    def stops(self) -> tuple[Stop, ...]:
        """Every stop, in the order of the rounds."""
        return tuple(stop for one in self.rounds for stop in one.stops)

    @property
    def days(self) -> int:
        """How many days of field work all rounds are."""
        return sum(len(one.days) for one in self.rounds)

    @property
    def way_m(self) -> int:
        """The ways between the stops of all days, in metres."""
        return sum(day.way_m for one in self.rounds for day in one.days)

    @property
    def minutes(self) -> float:
        """What all stops with a position and the ways between those of a day take."""
        return sum(day.minutes for one in self.rounds for day in one.days)


def _silent(_: Text) -> None:
    """Tell nobody."""


def make_work_list(
    assessment: Assessment,
    travel: Travel | None = None,
    *,
    unsurveyed: bool = True,
    region: str | None = None,
    told: Callable[[Text], None] = _silent,
    stop: Callable[[], bool] = never,
) -> WorkList:
    """Put the places where something has to be done into rounds and days.

    Parameters
    ----------
    assessment
        The city's assessment.
    travel
        How the work is done; the assumptions of :class:`~planner.rounds.travel.Travel` if left out.
    unsurveyed
        Whether to list the places too whose sign nobody has seen, has seen in part only, or too long ago.
    region
        Code of the only region of the finest level to list; all of them if left out.
    told
        Is told which round is being ordered.
    stop
        Whether to stop proving: the orders that are left to find are then good ones with a bound.

    Raises
    ------
    planner.errors.OptionError
        If the city has no such region.
    planner.errors.UnsolvedError
        If the solver stops for another reason than a proof or the time.
    """
    city, travel = assessment.city, travel or Travel()
    if region is not None and region not in set(city.finest_regions["code"]):
        raise OptionError(
            text("The city has no {level} with the code {code}.", level=str(city.finest_level), code=region)
        )
    groups = _grouped(city, sign_stops(assessment, unsurveyed=unsurveyed), region)
    ways, rounds = ways_of(assessment), []
    for number, (code, stops) in enumerate(groups, 1):
        region_name, kecamatan_name = _names(city, code)
        told(
            text(
                "Ordering the stops of {region} ({number} of {count})",
                region=region_name or text("no known region"),
                number=number,
                count=len(groups),
            )
        )
        order, days = _ordered([one for one in stops if one.has_position], ways, travel, city.crs, stop)
        without_position = tuple(one for one in stops if not one.has_position)
        rounds.append(Round(code, region_name, kecamatan_name, days, without_position, order.length_m, order.bound_m))
    return WorkList(city, assessment.options.as_of, travel, unsurveyed, region, tuple(rounds))


def _grouped(city: City, stops: tuple[Stop, ...], region: str | None) -> list[tuple[str | None, list[Stop]]]:
    """Return the stops of each region that has any, in the order of the rounds."""
    by_region: dict[str | None, list[Stop]] = {}
    for stop in stops:
        if region is None or stop.region_code == region:
            by_region.setdefault(stop.region_code, []).append(stop)
    children = {} if city.population is None else city.population[CHILDREN_COLUMNS].sum(axis="columns").to_dict()

    def place(group: tuple[str | None, list[Stop]]) -> tuple[bool, int, int, str]:
        code, own = group
        signs = sum(stop.task in SIGN_TASKS for stop in own)
        return code is None, -signs, -int(children.get(code, 0)), code or ""

    return sorted(by_region.items(), key=place)


def _names(city: City, code: str | None) -> tuple[str | None, str | None]:
    """Return the names of a region of the finest level and, if that is a kelurahan, of its kecamatan."""
    if code is None:
        return None, None
    regions = city.regions.set_index("code")
    kecamatan = str(regions.at[regions.at[code, "kecamatan_code"], "name"])
    return str(regions.at[code, "name"]), kecamatan if city.finest_level is Level.KELURAHAN else None


def _ordered(
    stops: list[Stop], ways: Ways, travel: Travel, crs: CRS, stop: Callable[[], bool]
) -> tuple[Order, tuple[Day, ...]]:
    """Return the order of stops that have a position, and their days."""
    placed = sorted(stops, key=lambda one: one.place_id)
    points = gpd.GeoSeries.from_xy([one.x_m for one in placed], [one.y_m for one in placed], crs=crs)
    ways_m = ways.between(points)
    order = shortest_order(ways_m, stop)
    legs = [int(ways_m[here, there]) for here, there in itertools.pairwise(order.stops)]
    return order, tuple(_days([placed[position] for position in order.stops], legs, travel)) if placed else ()


def _days(stops: list[Stop], legs: list[int], travel: Travel) -> Iterator[Day]:
    """Cut stops in the order of their way into days."""
    begin = 0
    for number, size in enumerate(split_days(legs, travel), 1):
        own = [0, *legs[begin : begin + size - 1]]
        visits = tuple(
            Visit(begin + place + 1, stop, leg)
            for place, (stop, leg) in enumerate(zip(stops[begin : begin + size], own, strict=True))
        )
        yield Day(number, visits, travel.minutes(size, sum(own)))
        begin += size
