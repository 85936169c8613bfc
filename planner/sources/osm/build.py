"""From rows to layers: shapes read, cut to the city, measured and put in order."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from planner.errors import LayerError
from planner.model.city import Notice
from planner.model.kinds import FacilityKind
from planner.sources.osm.collect import POINT_TAGS, SQUARE_TAGS, STREET_TAGS, Collected, Row, column_name
from planner.sources.osm.layers import OsmLayers
from planner.sources.osm.rules import Ground, OsmRules
from planner.sources.osm.territory import Territory
from planner.sources.osm.ways_in import crossings_of, entrances_on
from planner.sources.positions import WGS84
from planner.sources.settings import SKIP
from planner.texts import plural, text

OUTLINED_KINDS = frozenset(
    {
        FacilityKind.PARK,
        FacilityKind.PLAYGROUND,
        FacilityKind.RTH,
        FacilityKind.PROTECTED_FOREST,
        *(kind for kind in FacilityKind if kind.value.startswith("school_")),
    }
)
"""Kinds whose outline is kept: entrances and areas are found on it."""

_FACILITY_COLUMNS = ["osm_id", "kind", "name", "public", "area_m2", "address", "operator", "barrier", "rule"]
_LINE_COLUMNS = ["osm_id", "name", "street_class", *map(column_name, STREET_TAGS), "rule"]
_SQUARE_COLUMNS = ["osm_id", "name", "street_class", *map(column_name, SQUARE_TAGS), "rule"]
_POINT_COLUMNS = ["osm_id", "point", "passes", *map(column_name, POINT_TAGS), "rule"]
_GROUND_COLUMNS = ["osm_id", "key", "value", "name", "levels", "rule"]
_ELEMENT_ORDER = {"node": 0, "way": 1, "relation": 2}


def build_layers(rows: Collected, rules: OsmRules, territory: Territory, *, title: str, date: str) -> OsmLayers:
    """Make the layers of a city.

    Parameters
    ----------
    rows
        What was collected from the city's extract.
    rules
        The rules it was collected by.
    territory
        The city on the ground.
    title
        What the source is called.
    date
        Of when the data are.

    Raises
    ------
    planner.errors.LayerError
        If there is nothing at all inside the outline.
    """
    places = _places(rows.facilities, territory)
    taken = places["kind"] != SKIP
    ground = _table(rows.ground, ["layer", *_GROUND_COLUMNS])
    layers: dict[str, gpd.GeoDataFrame] = {layer.value: _ground(ground, layer, territory) for layer in Ground}
    squares = _within(_table(rows.squares, _SQUARE_COLUMNS), territory.reach)
    ways = _within(_table(rows.streets, ["walked", *_LINE_COLUMNS]), territory.reach)
    walked = ways["walked"].astype(bool)
    streets = pd.concat([ways[walked], _square_edges(squares)], ignore_index=True)
    points = _within(_table(rows.points, _POINT_COLUMNS), territory.reach)
    if places.empty and streets.empty and all(layer.empty for layer in layers.values()):
        raise LayerError(
            text(
                "{source} holds nothing inside the city's outline: check that both are of the same place.", source=title
            )
        )
    outlined = places["outline"].notna() & places["kind"].isin(OUTLINED_KINDS)
    outlines = _outlines(places[outlined])
    return OsmLayers(
        facilities=places.loc[taken, ["osm_id", *_FACILITY_COLUMNS[1:7], "rule", "geometry"]].reset_index(drop=True),
        outlines=outlines,
        entrances=entrances_on(points, outlines, rules, territory),
        crossings=crossings_of(points, ways, rules),
        streets=streets[[*_LINE_COLUMNS, "geometry"]],
        refused=ways.loc[~walked, [*_LINE_COLUMNS, "geometry"]].reset_index(drop=True),
        squares=squares,
        points=points,
        buildings=layers[Ground.BUILDINGS],
        landuse=layers[Ground.LANDUSE].drop(columns="levels"),
        water=layers[Ground.WATER].drop(columns="levels"),
        waterways=layers[Ground.WATERWAYS].drop(columns="levels"),
        exclusions=_exclusions(ground, rules, territory),
        left_out=places.loc[~taken, ["osm_id", "name", "rule", "geometry"]].reset_index(drop=True),
        counts=_counts(rules, {"facilities": places, "ways": ways, "squares": squares, "points": points, **layers}),
        homes={
            name: tuple(value for value in values if value in set(layers[name]["value"]))
            for name, values in rules.homes.items()
        },
        title=title,
        date=date,
        notices=_notices(rows, title),
    )


def _table(rows: Sequence[Row], columns: list[str]) -> gpd.GeoDataFrame:
    """Return rows as a table with their shapes, in the order of kind of element and number."""
    table = pd.DataFrame({column: [row.get(column, "") for row in rows] for column in columns})
    shapes = shapely.from_wkb(np.array([row["geometry"] for row in rows], dtype=object))
    order = table["osm_id"].astype("str").str.split("/", expand=True)
    if not len(rows):
        return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries([], crs=WGS84), crs=WGS84)
    broken = ~shapely.is_valid(shapes)
    shapes[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    # A stable sort keeps the pieces of one way in their order.
    place = np.lexsort([order[1].astype("int64").to_numpy(), order[0].map(_ELEMENT_ORDER).to_numpy()])
    return gpd.GeoDataFrame(table, geometry=_single_parts(shapes), crs=WGS84).iloc[place].reset_index(drop=True)


def _single_parts(shapes: np.ndarray) -> np.ndarray:
    """Return areas of one part as plain polygons; osmium gives all areas as multipolygons."""
    alone = (shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOLYGON) & (
        shapely.get_num_geometries(shapes) == 1
    )
    return np.where(alone, shapely.get_geometry(shapes, 0), shapes)


def _within(table: gpd.GeoDataFrame, area: shapely.Geometry) -> gpd.GeoDataFrame:
    return table[shapely.intersects(area, table.geometry.to_numpy())].reset_index(drop=True)


def _places(rows: Sequence[Row], territory: Territory) -> gpd.GeoDataFrame:
    """Return places inside the city as points, with their outline beside them."""
    table = _table(rows, [column for column in _FACILITY_COLUMNS if column != "area_m2"])
    shapes = table.geometry
    has_outline = shapes.geom_type.isin(["Polygon", "MultiPolygon"])
    outline = shapes.where(has_outline)
    points = shapely.point_on_surface(shapes.to_numpy())
    area_m2 = outline.to_crs(territory.metric_crs).area.where(has_outline)
    places = table.assign(outline=outline, area_m2=area_m2.round(1)).set_geometry(
        gpd.GeoSeries(points, table.index, crs=WGS84)
    )
    return _within(places, territory.outline)


def _outlines(places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    columns = ["osm_id", "kind", "name", "public", "area_m2", "barrier", "rule"]
    return gpd.GeoDataFrame(
        places[columns].reset_index(drop=True), geometry=places["outline"].reset_index(drop=True).to_numpy(), crs=WGS84
    )


def _square_edges(squares: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the edges of squares in several parts as streets; a square of one way is among the ways already."""
    several = [identity.startswith("relation/") for identity in squares["osm_id"]]
    parts = squares[np.array(several, dtype=bool)]
    edges = parts.set_geometry(parts.geometry.boundary).explode(ignore_index=True)
    return edges.reindex(columns=[*_LINE_COLUMNS, "geometry"], fill_value="")


def _ground(table: gpd.GeoDataFrame, layer: Ground, territory: Territory) -> gpd.GeoDataFrame:
    """Return one layer of ground inside the city; land and water are cut at its outline, buildings stay whole."""
    chosen = _within(table[table["layer"] == layer].drop(columns="layer"), territory.outline)
    if layer is Ground.BUILDINGS:
        return chosen
    shapes = chosen.geometry.to_numpy()
    beyond = ~shapely.contains(territory.outline, shapes)
    shapes[beyond] = shapely.intersection(territory.outline, shapes[beyond])
    cut = chosen.set_geometry(gpd.GeoSeries(shapes, chosen.index, crs=WGS84)).explode(ignore_index=True)
    # What only touches the outline leaves a point or a line of what was an area.
    whole = ["LineString"] if layer is Ground.WATERWAYS else ["Polygon"]
    return cut[cut.geometry.geom_type.isin(whole)].reset_index(drop=True)


def _exclusions(ground: gpd.GeoDataFrame, rules: OsmRules, territory: Territory) -> gpd.GeoDataFrame:
    """Return where nothing may be built, in the city and around it; of a river's line what lies outside of its area."""
    chosen = _within(ground[ground["rule"].isin(rules.exclusions)], territory.reach)
    shapes = shapely.intersection(chosen.geometry.to_numpy(), territory.reach)
    kind = chosen["rule"].map(dict(rules.exclusions)).to_numpy(dtype=object)
    line = (chosen["layer"] == Ground.WATERWAYS).to_numpy()
    banks = shapely.union_all(shapes[(kind == "river") & ~line])
    shapes[line] = shapely.difference(shapes[line], banks)
    table = chosen[["osm_id", "name", "rule"]].assign(kind=kind, line=line)
    cut = table.set_geometry(gpd.GeoSeries(shapes, chosen.index, crs=WGS84)).explode(ignore_index=True)
    # What only touches the border leaves a point or a line of what was an area.
    whole = shapely.get_dimensions(cut.geometry.to_numpy()) == np.where(cut["line"], 1, 2)
    return cut[whole & ~cut.geometry.is_empty].drop(columns="line").reset_index(drop=True)


def _counts(rules: OsmRules, tables: dict[str, gpd.GeoDataFrame]) -> pd.DataFrame:
    ground = pd.concat([tables[layer]["rule"] for layer in Ground])
    elements = {
        name: table[["osm_id", "rule"]].drop_duplicates()["rule"].value_counts() for name, table in tables.items()
    }
    elements["ground"] = ground.value_counts()
    rows = [
        {
            "table": name,
            "rule": rule.id,
            "outcome": rule.outcome,
            "elements": int(elements[name].get(rule.id, 0)),
            "explanation_id": rule.explanations["id"],
            "explanation_en": rule.explanations["en"],
        }
        for name, table in rules.tables.items()
        if name in elements
        for rule in table.rules
    ]
    return pd.DataFrame(rows)


def _notices(rows: Collected, title: str) -> tuple[Notice, ...]:
    notices = []
    if rows.broken_outlines:
        notices.append(
            Notice(
                "osm_broken_outline",
                title,
                plural(
                    "{n} outline is broken or incomplete and was left out: {outlines}.",
                    "{n} outlines are broken or incomplete and were left out: {outlines}.",
                    len(rows.broken_outlines),
                    outlines=", ".join(rows.broken_outlines),
                ),
            )
        )
    if rows.broken_ways:
        notices.append(
            Notice(
                "osm_broken_way",
                title,
                plural(
                    "{n} way lacks points in the extract; only the rest of it was taken.",
                    "{n} ways lack points in the extract; only the rest of them was taken.",
                    rows.broken_ways,
                ),
            )
        )
    return tuple(notices)
