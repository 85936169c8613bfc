"""The work list as a table: one row a stop, in the order in which to go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from planner.model.labels import KIND_LABELS
from planner.reports.facts import capitalised
from planner.rounds.stops import TASK_LABELS, Stop
from planner.rounds.work_list import Round, WorkList
from planner.texts import Text, text, translate

HEADS: Mapping[str, Text] = {
    "round": text("Round"),
    "day": text("Day"),
    "number": text("No."),
    "kecamatan": text("Kecamatan"),
    "kelurahan": text("Kelurahan"),
    "place_id": text("Id"),
    "name": text("Name"),
    "kind": text("Kind"),
    "address": text("Address"),
    "to_do": text("To do"),
    "why": text("Why"),
    "seen": text("Last seen"),
    "leg_m": text("Metres from the stop before"),
    "lon": text("Longitude"),
    "lat": text("Latitude"),
    "done": text("Done"),
}
"""Columns of the table and what they are called; ``done`` is left blank, to be filled in."""

COUNTED = ("round", "day", "number", "leg_m")
WRITTEN = ("kecamatan", "kelurahan", "place_id", "name", "kind", "address", "to_do", "why", "seen", "task", "reason")
POSITION_DECIMALS = 6


def stop_table(work: WorkList) -> pd.DataFrame:
    """Return one row a stop, in the order of the rounds; those without a position last in theirs.

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`HEADS`, words in the language that is spoken. ``day``, ``number`` and ``leg_m`` are empty
        where no position is known.
    """
    stops = stop_layer(work)
    degrees = stops.geometry.to_crs("EPSG:4326")
    table = stops.assign(
        lon=degrees.x.round(POSITION_DECIMALS), lat=degrees.y.round(POSITION_DECIMALS), done=pd.Series(dtype="object")
    )
    return pd.DataFrame(table[list(HEADS)])


def stop_layer(work: WorkList) -> gpd.GeoDataFrame:
    """Return the stops as :func:`stop_table` does, with the stable names of task and reason, and as points."""
    names = work.city.region_names
    rows = [row for number, one in enumerate(work.rounds, 1) for row in _rows(number, one, names)]
    table = pd.DataFrame(rows, columns=[*COUNTED, *WRITTEN, "x_m", "y_m"])
    table = table.astype(dict.fromkeys(COUNTED, "Int64") | dict.fromkeys(WRITTEN, "str"))
    x_m, y_m = (table[name].astype("float64").to_numpy() for name in ("x_m", "y_m"))
    points = np.asarray(shapely.points(np.nan_to_num(x_m), np.nan_to_num(y_m)), dtype=np.object_)
    points[np.isnan(x_m)] = None
    return gpd.GeoDataFrame(table[[*COUNTED, *WRITTEN]], geometry=gpd.GeoSeries(points, crs=work.city.crs))


def _rows(number: int, one: Round, names: Mapping[str, str]) -> Iterator[dict[str, object]]:
    for day in one.days:
        for visit in day.visits:
            leg = {"round": number, "day": day.number, "number": visit.number, "leg_m": visit.leg_m}
            yield leg | _stop_words(visit.stop, names)
    for stop in one.without_position:
        yield {"round": number} | _stop_words(stop, names)


def _stop_words(stop: Stop, names: Mapping[str, str]) -> dict[str, object]:
    is_kelurahan = stop.region_code != stop.kecamatan_code
    return {
        "kecamatan": names.get(stop.kecamatan_code or ""),
        "kelurahan": names.get(stop.region_code or "") if is_kelurahan else None,
        "place_id": stop.place_id,
        "name": stop.name,
        "kind": capitalised(translate(KIND_LABELS[stop.kind])),
        "address": stop.address,
        "to_do": capitalised(translate(TASK_LABELS[stop.task])),
        "why": translate(stop.reason_text),
        "seen": stop.seen,
        "task": str(stop.task),
        "reason": stop.reason,
        "x_m": stop.x_m,
        "y_m": stop.y_m,
    }
