"""What can be found by name besides the places on the map: regions, and places whose position nobody knows."""

from __future__ import annotations

from planner.model.city import City
from planner.model.kinds import Level
from planner.model.labels import KIND_LABELS
from planner.reports.facts import capitalised
from planner.reports.webmap.script_data import DEGREE_DECIMALS
from planner.texts import text, translate

Bounds = list[list[float]]
"""South-western and north-eastern corner, latitude before longitude, in degrees."""


def found_regions(city: City) -> list[dict[str, object]]:
    """Return each kecamatan and kelurahan with what it is and its bounds, in the order of levels and codes."""
    kecamatan = city.regions_at(Level.KECAMATAN).set_index("code")["name"]
    bounds = _bounds(city)
    found: list[dict[str, object]] = [
        {"name": name, "about": translate(text("Kecamatan")), "bounds": bounds[code]}
        for code, name in kecamatan.items()
    ]
    own = city.regions_at(Level.KELURAHAN)
    found += [
        {
            "name": name,
            "about": translate(text("Kelurahan, {kecamatan}", kecamatan=kecamatan.get(above, above))),
            "bounds": bounds[code],
        }
        for code, name, above in zip(own["code"], own["name"], own["kecamatan_code"], strict=True)
    ]
    return found


def unplaced_places(city: City) -> list[dict[str, object]]:
    """Return each facility without a position, with the bounds of the region it is declared in; ``None`` for none."""
    rows = city.facilities[city.facilities.geometry.isna()]
    names, bounds = city.region_names, _bounds(city)
    found: list[dict[str, object]] = []
    columns = rows[["name", "kind", "kelurahan_code", "kecamatan_code"]]
    for name, kind, kelurahan, kecamatan in columns.itertuples(index=False, name=None):
        region = next((code for code in (kelurahan, kecamatan) if code in names), None)
        what = capitalised(translate(KIND_LABELS[kind]))
        about = what if region is None else translate(text("{kind}, {region}", kind=what, region=names[region]))
        found.append({"name": name, "about": about, "bounds": None if region is None else bounds[region]})
    return found


def _bounds(city: City) -> dict[str, Bounds]:
    """Return the bounds of each region by its code."""
    edges = city.regions.geometry.to_crs("EPSG:4326").bounds.round(DEGREE_DECIMALS)
    return {
        code: [[south, west], [north, east]]
        for code, (west, south, east, north) in zip(
            city.regions["code"], edges.itertuples(index=False, name=None), strict=True
        )
    }
