"""Where the rows lie: outside the city, in another kecamatan or kelurahan than they say."""

from __future__ import annotations

import re

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.cleaning.names import match_name
from planner.cleaning.placement import place_facilities
from planner.cleaning.quality.report import Outcome, RemarkList
from planner.model.city import City
from planner.model.kinds import Level, Placement
from planner.sources.delivery.synonyms import Synonyms, plain_words
from planner.sources.positions import SHORE_M
from planner.texts import text

_OUTCOMES = {
    "facility_outside_city": Outcome.SET_ASIDE,
    "facility_without_position": Outcome.CHECK,
    "facility_in_other_kecamatan": Outcome.CHECK,
}


def place(facilities: gpd.GeoDataFrame, city: City, remarks: RemarkList, column: str | None) -> gpd.GeoDataFrame:
    """Return facilities with their regions; those that are in none are set aside.

    Parameters
    ----------
    facilities
        Indexed by row; ``name``, ``declared_kecamatan``, ``declared_kelurahan``; points or ``None``.
    city
        Whose regions they are.
    remarks
        Where it is noted.
    column
        The column that declares the kecamatan.
    """
    placed = place_facilities(facilities.assign(id=facilities.index.astype(str)), city.regions)
    declared = facilities["declared_kecamatan"]
    nowhere = (placed.facilities["placement"] == Placement.UNPLACED).to_numpy(dtype=bool)
    reason = text("It has neither a position nor a kecamatan of this city, so it counts nowhere.")
    remarks.add(nowhere, "facility_nowhere", Outcome.SET_ASIDE, reason, column=column, values=declared)
    subjects = pd.Index([int(notice.subject) for notice in placed.notices])
    codes = np.array([notice.code for notice in placed.notices], dtype=object)
    sentences = pd.Series([notice.text for notice in placed.notices], index=subjects, dtype=object)
    for code, outcome in _OUTCOMES.items():
        own = sentences[codes == code]
        where = facilities.index.isin(own.index)
        remarks.add(where, code, outcome, list(own.reindex(facilities.index[where])), column=column, values=declared)
    return placed.facilities.assign(id=facilities["id"])


def compare_kelurahan(
    placed: gpd.GeoDataFrame,
    city: City,
    remarks: RemarkList,
    synonyms: Synonyms,
    columns: tuple[str | None, str | None],
) -> None:
    """Remark on rows whose declared kelurahan, or whose name, is of another kelurahan than their position.

    Parameters
    ----------
    placed
        Facilities with their regions.
    city
        Whose kelurahan they are.
    remarks
        Where it is noted.
    synonyms
        Abbreviations in names.
    columns
        The columns that hold the kelurahan and the name.
    """
    known = city.regions_at(Level.KELURAHAN)
    if known.empty:
        return
    names = [str(name) for name in known["name"]]
    codes = known["code"].to_numpy(dtype=object)
    name_of = dict(zip(codes, names, strict=True))
    by_position = (placed["placement"] == Placement.POSITION).to_numpy(dtype=bool)
    lies_in = placed["kelurahan_code"].astype(object)

    declared = placed["declared_kelurahan"]
    meant = {said: match_name(said, names) for said in declared.dropna().unique()}
    declared_code = declared.map({said: codes[found] for said, found in meant.items() if found is not None})
    foreign = (declared.notna() & declared_code.isna()).to_numpy(dtype=bool)
    reason = text("There is no such kelurahan in this city.")
    remarks.add(foreign, "kelurahan_unknown", Outcome.CHECK, reason, column=columns[0], values=declared)
    differs = by_position & _is_elsewhere(placed, declared_code, known)
    reasons = [
        text("It lies in {kelurahan}, though the layer puts it in {declared}.", kelurahan=name_of[code], declared=said)
        for code, said in zip(lies_in[differs], declared[differs], strict=True)
    ]
    remarks.add(differs, "other_kelurahan", Outcome.CHECK, reasons, column=columns[0], values=declared)

    named_code = _named_kelurahan(placed["name"], names, codes, synonyms)
    strays = by_position & ~differs & _is_elsewhere(placed, named_code, known)
    reasons = [
        text(
            "It lies in {kelurahan}, though its name speaks of {named}.", kelurahan=name_of[code], named=name_of[named]
        )
        for code, named in zip(lies_in[strays], named_code[strays], strict=True)
    ]
    remarks.add(strays, "name_of_other_kelurahan", Outcome.CHECK, reasons, column=columns[1], values=placed["name"])


def _is_elsewhere(placed: gpd.GeoDataFrame, codes: pd.Series, known: gpd.GeoDataFrame) -> npt.NDArray[np.bool_]:
    """Whether each facility lies clearly outside the kelurahan of a code: outlines are generalised."""
    outlines = known.geometry.set_axis(known["code"].to_numpy(dtype=object)).reindex(codes)
    distance_m = shapely.distance(np.asarray(placed.geometry.array), np.asarray(outlines.array))
    return np.asarray(distance_m > SHORE_M)


def _named_kelurahan(
    facility_names: pd.Series, names: list[str], codes: npt.NDArray[np.object_], synonyms: Synonyms
) -> pd.Series:
    """Return the code of the kelurahan whose name stands within each facility's name, missing where none does."""
    words = {code: plain_words(name) for name, code in zip(names, codes, strict=True)}
    # The longest first, so that “Sepinggan Baru” is not taken for “Sepinggan”.
    ordered = sorted(words, key=lambda code: (-len(" ".join(words[code])), code))
    patterns = [r"[\s.-]*".join(_spellings(word, synonyms) for word in words[code]) for code in ordered]
    pattern = re.compile(r"\b(?:" + "|".join(f"({one})" for one in patterns) + r")\b", re.IGNORECASE)
    named: dict[str, object] = {}
    for name in facility_names.dropna().unique():
        found = {match.lastindex for match in pattern.finditer(name) if match.lastindex}
        if len(found) == 1:
            named[name] = ordered[found.pop() - 1]
    return facility_names.map(named).astype(object)


def _spellings(word: str, synonyms: Synonyms) -> str:
    short = sorted(short for short, full in synonyms.abbreviations.items() if full == word)
    return rf"(?:{'|'.join([word, *short])})"


def points_of(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Return a point in each shape, itself where it is one."""
    points = shapes.copy()
    outline = shapely.get_dimensions(shapes) == 2
    points[outline] = shapely.point_on_surface(shapes[outline])
    return points
