"""A drawn city to play with: what a scenario changes in it can be worked out by hand.

Two kecamatan of two kelurahan each, squares of 1 km, on straight streets that cross at 500 m:

    +---------+---------+---------+---------+
    | 01.01   | 01.02   | 02.01   | 02.02   |
    | 100/50/50 each: people 400, children 200 |
    +---------+---------+---------+---------+

Parks: p1 (child-friendly) in 01.01, p2 (not) in 02.01, p3 without a position in kecamatan 02; school s1 in 01.02.
"""

from __future__ import annotations

from dataclasses import replace

from drawn_city import drawn_city, drawn_facility

from planner.model.city import City, Source
from planner.model.kinds import FacilityKind
from planner.model.scenario import AddFacility, Scenario
from planner.sources.scenarios.growth import growth_table

KELURAHAN = {
    "01.01": (0.0, 0.0, 1000.0, 1000.0),
    "01.02": (1000.0, 0.0, 2000.0, 1000.0),
    "02.01": (2000.0, 0.0, 3000.0, 1000.0),
    "02.02": (3000.0, 0.0, 4000.0, 1000.0),
}
WEST_M, SOUTH_M = 500_000.0, 9_800_000.0


def at(x: float, y: float) -> tuple[float, float]:
    """Return a position, in metres from the city's south-western corner."""
    return WEST_M + x, SOUTH_M + y


def play_city() -> City:
    """Return the drawn city, its people known."""
    boxes = {code: (*at(west, south), *at(east, north)) for code, (west, south, east, north) in KELURAHAN.items()}
    city = drawn_city(
        boxes,
        children=dict.fromkeys(KELURAHAN, (100, 50, 50)),
        facilities=[
            _placed("p1", at(500, 500), "01.01", child_friendly="yes"),
            _placed("p2", at(2500, 500), "02.01"),
            drawn_facility("p3", None, placement="declared", kecamatan_code="02", declared_kecamatan="Kecamatan 02"),
            _placed("s1", at(1500, 500), "01.02", kind="school_sd", name="SD Satu"),
        ],
        places=[at(x, y) for x in range(100, 4000, 200) for y in range(100, 1000, 200)],
        streets=[[at(x, 500) for x in range(0, 4001, 100)]]
        + [[at(x, y) for y in range(0, 1001, 100)] for x in range(0, 4001, 100)],
    )
    assert city.population is not None
    # As many adults as children.
    population = city.population.assign(population=400)
    return replace(city, population=population, sources=(Source("drawn", "Gambar", "2024", "–", 4),))


def _placed(id_: str, xy: tuple[float, float], kelurahan: str, **facts: object) -> dict[str, object]:
    return drawn_facility(id_, xy, kelurahan_code=kelurahan, kecamatan_code=kelurahan[:2], **facts)


def degrees(city: City, x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude of a place, in metres from the city's south-western corner."""
    import geopandas as gpd

    point = gpd.GeoSeries.from_xy([WEST_M + x], [SOUTH_M + y], crs=city.crs).to_crs(4326).iloc[0]
    return float(point.x), float(point.y)


def empty_scenario(city: City, name: str = "Percobaan") -> Scenario:
    """Return a scenario without a change."""
    return Scenario(name, city.code, city.fingerprint, "2026-03-31")


def park(city: City, x: float, y: float, id_: str = "scenario:1", **facts: object) -> AddFacility:
    """Describe a child-friendly park to add."""
    lon, lat = degrees(city, x, y)
    known: dict[str, object] = {"kind": FacilityKind.PARK, "name": "Taman Baru", "child_friendly": True, **facts}
    return AddFacility(id=id_, lon=lon, lat=lat, **known)  # type: ignore[arg-type]


def drawn_growth(*rows: str, header: str = "code,year,population"):  # type: ignore[no-untyped-def]
    """Return a table of growth; its numbers are drawn, of no real place."""
    content = "\n".join([header, *rows]).encode()
    return growth_table(content, "growth.csv", title="Gambar", date="2025", licence="CC0")
