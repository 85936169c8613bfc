"""OpenStreetMap live: asked piece by piece for one moment, kept, and read like an extract."""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import shapely
from shapely import MultiPolygon, Polygon

from planner.errors import FetchError, OptionError
from planner.sources.osm.answers import join_pieces, keep_answer, kept_moment, make_cache, moment
from planner.sources.osm.clip import Progress
from planner.sources.osm.extract import read_extract, silent
from planner.sources.osm.layers import OsmLayers
from planner.sources.osm.overpass import OsmService, TryAgain, ask_overpass, ask_place
from planner.sources.osm.rules import OsmRules, load_rules
from planner.sources.osm.territory import find_territory
from planner.texts import text

GROUPS: Mapping[str, tuple[str, ...]] = {
    "facilities": ("facilities",),
    "streets": ("ways", "squares", "barriers", "points"),
    "ground": ("ground",),
}
"""Rule tables that are asked for together."""

TILE_DEGREES = 0.15
"""A city is asked for in tiles of at most this size, about 17 km, so that no answer is too much for the server."""

EXTRACT = "city.osm.pbf"

_SIMPLER_DEGREES = 0.0005
_BREATH_S = 0.2

Stop = Callable[[], bool]
_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class _Question:
    """One piece of a city: where, which tags, and the file that keeps its answer."""

    area: Polygon
    wanted: Mapping[str, tuple[str, ...]]
    file: str


def never() -> bool:
    """Go on."""
    return False


def fetch_live(
    place: str | None,
    outline: Polygon | MultiPolygon | None,
    *,
    cache_dir: Path,
    rules: OsmRules | None = None,
    service: OsmService | None = None,
    anew: bool = False,
    progress: Progress = silent,
    stop: Stop = never,
) -> OsmLayers:
    """Fetch the layers of one city from OpenStreetMap.

    What was answered is kept in ``cache_dir``: a fetch that was broken off or stopped goes on where it was, and
    the same fetch again asks nobody. All pieces are of the moment of the first one. Beside the answers lies the
    extract that was made of them, which :func:`~planner.sources.osm.extract.read_extract` reads too.

    Parameters
    ----------
    place
        Name of the city with its country, where no outline is given.
    outline
        The city in longitude and latitude (WGS 84), where no name is given.
    cache_dir
        Folder that keeps answers; made if missing.
    rules
        What is taken, and as what; the built-in tables if left out.
    service
        Where to ask, and how patiently.
    anew
        Whether to ask again for what is kept already.
    progress
        Is told what is being done.
    stop
        Is asked between questions, and while waiting, whether to stop.

    Raises
    ------
    planner.errors.OptionError
        If neither or both of a place and an outline are given.
    planner.errors.FetchError
        If a server gives no usable answer, or the fetch was stopped.
    planner.errors.LayerError
        If OpenStreetMap holds nothing of the city.
    planner.errors.OutputError
        If the cache can't be written.
    """
    if (place is None) == (outline is None):
        raise OptionError(text("Give either the name of the place or its outline."))
    service, rules = service or OsmService(), rules or load_rules()
    patience = _Patience(service, progress, stop)
    if outline is None:
        name = str(place)
        progress(text("Looking for the outline of {place}", place=name))
        outline = patience.keep_trying(partial(ask_place, name, service))
    territory = find_territory(outline, rules.margin_m)
    questions = _questions(territory.reach, rules)
    folder = cache_dir / _fingerprint(questions, service)
    make_cache(folder)
    dated = _ask_all(questions, folder, patience, anew=anew)
    extract = folder / EXTRACT
    progress(text("Putting {n} pieces together", n=len(questions)))
    join_pieces([folder / question.file for question in questions], extract, dated)
    return read_extract(extract, outline, rules=rules, title="OpenStreetMap", progress=progress)


class _Patience:
    """Asks again after a failure, each time later, until it is enough or someone says stop."""

    def __init__(self, service: OsmService, progress: Progress, stop: Stop) -> None:
        self.service = service
        self.progress = progress
        self.stop = stop

    def keep_trying(self, ask: Callable[[], _Answer]) -> _Answer:
        """Return the answer to a question."""
        for attempt in range(self.service.tries):
            self.check_stop()
            try:
                return ask()
            except TryAgain as failure:
                last = failure
                pause_s = self._pause_s(failure, attempt)
            if attempt + 1 == self.service.tries or pause_s > self.service.longest_pause_s:
                break
            self.progress(text("Waiting {seconds} s, because {reason}", seconds=round(pause_s, 1), reason=last.reason))
            self._wait(pause_s)
        raise FetchError(
            text(
                "OpenStreetMap could not be fetched: {reason}. What was fetched is kept: "
                "try again later, or use an extract.",
                reason=last.reason,
            )
        ) from last

    def check_stop(self) -> None:
        """Raise an error if someone says stop."""
        if self.stop():
            raise FetchError(text("Stopped. What was fetched is kept: start again to go on from there."))

    def _pause_s(self, failure: TryAgain, attempt: int) -> float:
        own_s = min(self.service.first_pause_s * 2**attempt, self.service.longest_pause_s)
        return own_s if failure.after_s is None else max(failure.after_s, self.service.first_pause_s)

    def _wait(self, pause_s: float) -> None:
        until = time.monotonic() + pause_s
        while (left_s := until - time.monotonic()) > 0:
            self.check_stop()
            time.sleep(min(left_s, _BREATH_S))


def _ask_all(questions: Sequence[_Question], folder: Path, patience: _Patience, *, anew: bool) -> str:
    """Keep an answer to each question, all of one moment, and return that moment."""
    date: str | None = None
    for place, question in enumerate(questions, start=1):
        path = folder / question.file
        kept = None if anew else kept_moment(path)
        # Pieces of two moments do not fit together: one that is left from an earlier fetch is asked for again.
        if kept is None or (date is not None and kept != date):
            patience.progress(text("Fetching piece {n} of {all}", n=place, all=len(questions)))
            ask = partial(ask_overpass, question.area, question.wanted, date, patience.service)
            answer = patience.keep_trying(ask)
            # A server that is asked about a past moment still says of when its newest data are.
            kept = date or moment(answer)
            keep_answer(answer, path, kept)
        date = kept
    return str(date)


def _questions(reach: shapely.Geometry, rules: OsmRules) -> list[_Question]:
    questions = []
    for tile, area in enumerate(_tiles(reach), start=1):
        for group, tables in GROUPS.items():
            questions.append(_Question(area, rules.wanted(tables), f"{group}-{tile:03d}.opl.gz"))
    return questions


def _tiles(reach: shapely.Geometry) -> list[Polygon]:
    """Cut an area into tiles, each a plain polygon of few corners that covers its part."""
    # Growing first by as much as simplifying may take away keeps all of the area inside.
    simple = shapely.simplify(shapely.buffer(reach, 2 * _SIMPLER_DEGREES), _SIMPLER_DEGREES)
    west, south, east, north = shapely.bounds(simple).tolist()
    columns = max(1, math.ceil((east - west) / TILE_DEGREES))
    rows = max(1, math.ceil((north - south) / TILE_DEGREES))
    tiles = []
    for row in range(rows):
        for column in range(columns):
            box = shapely.box(
                west + column * (east - west) / columns,
                south + row * (north - south) / rows,
                west + (column + 1) * (east - west) / columns,
                south + (row + 1) * (north - south) / rows,
            )
            part = shapely.intersection(simple, box)
            if part.area:
                tiles.append(part if part.geom_type == "Polygon" else part.convex_hull)
    return tiles


def _fingerprint(questions: Sequence[_Question], service: OsmService) -> str:
    """Name a fetch by what it asks and whom."""
    asked = [[shapely.to_wkt(question.area, rounding_precision=6), dict(question.wanted)] for question in questions]
    return hashlib.sha256(json.dumps([service.overpass_url, asked]).encode()).hexdigest()[:16]
