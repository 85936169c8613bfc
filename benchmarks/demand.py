"""Measure how many people each method of spreading puts into the wrong place, where the truth is known.

Usage: python benchmarks/demand.py [SHARED_DATA]

The methods see only the totals of coarse zones; what they give to the small units within is compared with the
units' own counts. Porto Alegre: hexagons of 9 ha within zones of some 10 to 160 hexagons. The built-in city:
kelurahan within kecamatan. The same input gives the same figures on every machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import product
from pathlib import Path
from typing import cast

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS
from scipy.spatial import KDTree

from planner.access.demand import CELL_M
from planner.access.demand_weights import (
    KERNEL_M,
    weigh_area,
    weigh_everyday_places,
    weigh_population_grid,
    weigh_streets,
)
from planner.access.grid import Cells, cut_grid
from planner.ingest import load_city
from planner.model.city import City
from planner.model.kinds import CHILDREN_COLUMNS, Level
from planner.model.tables import EVERYDAY_PLACES, FACILITIES, POPULATION, POPULATION_GRID, REGIONS, STREETS
from planner.sources.osm.extract import read_extract
from planner.sources.streets import no_streets

ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"
PORTO_ALEGRE_CRS = CRS.from_epsg(32722)
ZONE_SIZES = (10, 20, 40, 80, 160)
"""Hexagons in a zone, about."""
SHIFTS = ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5))
"""Where the borders of the zones lie, in sides of a zone: each size is measured four times."""

Floats = npt.NDArray[np.float64]
Weigh = Callable[[City, Cells], Floats]


WIDE_M = 1000.0
"""Another reach of places, to compare."""


def weigh_places_alone(city: City, cells: Cells, reach_m: float = KERNEL_M) -> Floats:
    """Weigh by everyday places as where no street is known."""
    return weigh_everyday_places(replace(city, streets=no_streets(city.crs)), cells, reach_m)


METHODS: Mapping[str, Weigh] = {
    "true counts of 7 hexagons": weigh_population_grid,
    "places and streets": weigh_everyday_places,
    "places alone": weigh_places_alone,
    "places alone, 1,000 m": partial(weigh_places_alone, reach_m=WIDE_M),
    "streets alone": weigh_streets,
    "area": weigh_area,
}


@dataclass(frozen=True, eq=False)
class Units:
    """Small units whose people are known.

    Attributes
    ----------
    city
        What the methods may look at; its regions and people are put in by :meth:`in_zones`.
    outlines
        The units' outlines, in the city's metric CRS.
    people
        The truth.
    """

    city: City
    outlines: gpd.GeoSeries
    people: Floats

    @cached_property
    def _pieces(self) -> Cells:
        return cut_grid(self.outlines, CELL_M)

    def in_zones(self, zone: npt.NDArray[np.intp]) -> City:
        """Return the city as the methods see it: zones, by position from 0, as its regions, and their totals."""
        codes = [f"{position:04d}" for position in range(int(zone.max()) + 1)]
        shapes = [shapely.union_all(self.outlines.array[zone == position]) for position in range(len(codes))]
        names = {"code": codes, "level": str(Level.KECAMATAN), "name": codes, "kecamatan_code": codes}
        totals = np.bincount(zone, self.people).round().astype(np.int64)
        counts = pd.DataFrame({"population": totals, **dict.fromkeys(CHILDREN_COLUMNS, 0)}, index=codes)
        return replace(
            self.city,
            regions=REGIONS.validate(gpd.GeoDataFrame(names, geometry=shapes, crs=self.city.crs)),
            population=POPULATION.validate(counts.rename_axis("code")),
        )

    def spread(self, weigh: Weigh, zone: npt.NDArray[np.intp]) -> Floats:
        """Return what a method gives to each unit, knowing the totals of zones only."""
        pieces = self._pieces
        order = np.argsort(zone[pieces.region], kind="stable")
        unit = pieces.region[order]
        cells = Cells(pieces.parts[order], zone[unit], pieces.points[order], int(zone.max()) + 1)
        weights = weigh(self.in_zones(zone), cells)
        # As on the ladder: a zone without this evidence is spread by its area.
        weights = np.where(cells.sum_by_region(weights)[cells.region] > 0, weights, cells.area_m2)
        share = weights / cells.sum_by_region(weights)[cells.region]
        totals = np.bincount(zone, self.people)
        return np.bincount(unit, share * totals[cells.region], minlength=len(self.people)).astype(np.float64)


@dataclass(frozen=True)
class Row:
    """Errors of one method: the share of people in a wrong unit, root mean square error and correlation."""

    zones: str
    method: str
    misplaced: float
    rmse: float
    correlation: float


def measure(units: Units, zones: str, zone: npt.NDArray[np.intp], method: str) -> Row:
    """Compare what a method gives to the units with the truth."""
    given, people = units.spread(METHODS[method], zone), units.people
    return Row(
        zones,
        method,
        misplaced=float(np.abs(given - people).sum() / 2 / people.sum()),
        rmse=float(np.sqrt(((given - people) ** 2).mean())),
        correlation=float(np.corrcoef(given, people)[0, 1]),
    )


def porto_alegre(folder: Path) -> Units:
    """Read the hexagons, and of the extract and the hexagons what the methods may look at.

    Everyday places are the schools and health facilities of the hexagons, each at the middle of its hexagon:
    the extract holds streets only (19 buildings, no residential land).
    """
    table = pd.read_csv(folder / "hexgrid.csv").sort_values("id", ignore_index=True).fillna(0)
    middles = gpd.GeoSeries(gpd.points_from_xy(table["lon"], table["lat"]), crs=4326)
    box = shapely.box(*middles.total_bounds).buffer(0.01)
    streets = read_extract(folder / "streets.osm.pbf", box, date="2020").streets.to_crs(PORTO_ALEGRE_CRS)
    middles = middles.to_crs(PORTO_ALEGRE_CRS)
    places = middles.repeat((table["schools"] + table["healthcare"]).astype(int)).reset_index(drop=True)
    outlines = _hexagons(middles)
    # Seven hexagons of H3 have one parent: the first 8 of 9 digits of their place, 3 bits each.
    parent = np.array([int(name, 16) >> 21 for name in table["id"]])
    grid = gpd.GeoDataFrame({"people": table["population"].astype(float)}, geometry=outlines).dissolve(
        by=parent, aggfunc="sum"
    )
    city = City(
        code="0",
        name="Porto Alegre",
        crs=PORTO_ALEGRE_CRS,
        regions=gpd.GeoDataFrame(),
        population=None,
        population_source="",
        population_date="",
        facilities=gpd.GeoDataFrame(columns=list(FACILITIES.columns), geometry="geometry", crs=PORTO_ALEGRE_CRS),
        everyday_places=EVERYDAY_PLACES.validate(
            gpd.GeoDataFrame({"source": ["hexagons"] * len(places)}, geometry=places)
        ),
        streets=STREETS.validate(streets[list(STREETS.columns)].reset_index(drop=True)),
        rule_changes={},
        sources=(),
        notices=(),
        fingerprint="",
        population_grid=POPULATION_GRID.validate(grid[["people", "geometry"]].reset_index(drop=True)),
    )
    return Units(city, outlines, table["population"].to_numpy(dtype=np.float64))


def _hexagons(middles: gpd.GeoSeries) -> gpd.GeoSeries:
    """Draw the hexagons around their middles: what is nearest to each, as far as a hexagon reaches."""
    xy = shapely.get_coordinates(middles.array)
    distance_m, _ = KDTree(xy).query(xy, k=7)
    spacing_m = float(np.median(np.asarray(distance_m)[:, 1:]))
    nearest = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(xy)))
    middle, polygon = shapely.STRtree(nearest).query(middles.array, predicate="within")
    outlines = shapely.intersection(
        nearest[polygon[np.argsort(middle)]], shapely.buffer(middles.array, spacing_m / np.sqrt(3))
    )
    return gpd.GeoSeries(outlines, crs=middles.crs)


def square_zones(units: Units, size: int, shift: tuple[float, float]) -> npt.NDArray[np.intp]:
    """Put units into square zones of about as many units each."""
    xy = shapely.get_coordinates(shapely.centroid(units.outlines.array))
    side_m = float(np.sqrt(size * np.median(shapely.area(units.outlines.array))))
    square = np.floor(xy / side_m + np.array(shift)).astype(np.int64)
    return np.unique(square, axis=0, return_inverse=True)[1].reshape(-1).astype(np.intp)


def builtin_kelurahan() -> tuple[Units, npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the children of the built-in city's kelurahan, their kecamatan, and the kelurahan with streets."""
    city = load_city()
    kelurahan = city.finest_regions
    counts = cast("pd.DataFrame", city.population)
    children = counts.loc[kelurahan["code"], CHILDREN_COLUMNS].sum(axis=1).to_numpy(dtype=np.float64)
    kecamatan = pd.factorize(kelurahan["kecamatan_code"], sort=True)[0].astype(np.intp)
    street_m = gpd.clip(city.streets, city.regions_at(Level.KECAMATAN)).geometry
    home = gpd.sjoin(gpd.GeoDataFrame(geometry=street_m.centroid), kelurahan, predicate="within")["kecamatan_code"]
    known = np.flatnonzero(kelurahan["kecamatan_code"] == home.mode()[0]).astype(np.intp)
    return Units(city, kelurahan.geometry, children), kecamatan, known


def rows_of_porto_alegre(
    units: Units, sizes: Sequence[int] = ZONE_SIZES, shifts: Sequence[tuple[float, float]] = SHIFTS
) -> Iterator[Row]:
    """Measure every method with zones of some sizes, once for each place of their borders."""
    for size, shift, method in product(sizes, shifts, METHODS):
        yield measure(units, f"{size} hexagons", square_zones(units, size, shift), method)


def rows_of_builtin() -> Iterator[Row]:
    """Measure the methods that the built-in city has data for; streets are known in one kecamatan only."""
    units, kecamatan, known = builtin_kelurahan()
    for method in ("places alone", "places alone, 1,000 m", "area"):
        yield measure(units, "all kecamatan", kecamatan, method)
    one = Units(units.city, units.outlines.iloc[known].reset_index(drop=True), units.people[known])
    for method in list(METHODS)[1:]:
        yield measure(one, "kecamatan with streets", np.zeros(len(known), dtype=np.intp), method)


def means(rows: Iterator[Row]) -> list[Row]:
    """Return the mean errors of each method and size of zones, in the order in which they come."""
    table = pd.DataFrame(list(rows)).groupby(["zones", "method"], sort=False).mean().reset_index()
    return [Row(*row) for row in table.itertuples(index=False)]


def main() -> None:
    """Print both tables."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED_DATA
    for name, rows in (
        ("Porto Alegre", rows_of_porto_alegre(porto_alegre(shared / "porto-alegre"))),
        ("Built-in city", rows_of_builtin()),
    ):
        print(f"\n{name}\n{'totals of':<24}{'method':<28}{'misplaced':>10}{'RMSE':>8}{'corr.':>8}")
        for row in means(rows):
            print(f"{row.zones:<24}{row.method:<28}{row.misplaced:>10.1%}{row.rmse:>8.0f}{row.correlation:>8.2f}")


if __name__ == "__main__":
    main()
