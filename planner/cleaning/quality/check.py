"""A delivered layer, checked against the city before anyone accepts it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.cleaning.quality import values
from planner.cleaning.quality.changes import compare, falls, freshness
from planner.cleaning.quality.duplicates import identifiers, same_places
from planner.cleaning.quality.places import compare_kelurahan, place, points_of
from planner.cleaning.quality.report import Change, CheckedDelivery, Outcome, QualityReport, RemarkList
from planner.cleaning.quality.shapes import compare_areas, metric_shapes, rounding_m
from planner.model.city import City
from planner.model.kinds import Level
from planner.model.tables import FACILITIES
from planner.sources.delivery.coordinates import Located, locate
from planner.sources.delivery.crs import CrsGuess, Reading, clear_guess, guess_crs, named_crs, read_declared
from planner.sources.delivery.fields import Field
from planner.sources.delivery.limits import LIMITS, Limits
from planner.sources.delivery.mapping import ColumnMapping, check_mapping
from planner.sources.delivery.memory import Memory
from planner.sources.delivery.preview import Preview
from planner.sources.delivery.synonyms import Synonyms, load_synonyms
from planner.texts import Text, text

OLD_YEARS = 5
"""A record older than this, in years, is worth a look."""


@dataclass(frozen=True)
class DeliverySource:
    """Whose delivery it is.

    Attributes
    ----------
    id
        Id of the source in ``city.toml``.
    date
        Of when the layer is, as the office says: a year, a month or a day.
    """

    id: str
    date: str


def city_outline(city: City) -> shapely.Geometry:
    """Return the outline of a city."""
    return shapely.coverage_union_all(np.asarray(city.regions_at(Level.KECAMATAN).geometry.array))


def suggest_crs(view: Preview, mapping: ColumnMapping, city: City, remembered: Reading | None = None) -> list[CrsGuess]:
    """Return the ways to read a layer's coordinates, the likeliest first; none where it has no positions.

    Parameters
    ----------
    view
        The layer.
    mapping
        Which column holds what.
    city
        The city that it is for.
    remembered
        How the last delivery of this source was read: comes first where no other way puts more in the city.

    Raises
    ------
    planner.errors.CrsError
        If no way of reading puts most positions near the city.
    """
    located = locate(view, mapping)
    if not located.has_positions:
        return []
    guesses = guess_crs(located, city_outline(city), city.crs, view.crs)
    if remembered is not None:
        same = next((guess for guess in guesses if guess.reading == remembered), None)
        former = same or named_crs(located, remembered, city_outline(city), city.crs)
        if not guesses or former.share_inside >= guesses[0].share_inside:
            guesses = [former, *(guess for guess in guesses if guess is not former)]
    clear_guess(guesses, view.file)
    return guesses


def chosen_crs(view: Preview, mapping: ColumnMapping, city: City, reading: Reading) -> CrsGuess:
    """Return a way of reading a layer's coordinates that a person names, with its evidence.

    Raises
    ------
    planner.errors.CrsError
        If the CRS is not known.
    """
    return named_crs(locate(view, mapping), reading, city_outline(city), city.crs)


def check_delivery(
    view: Preview,
    mapping: ColumnMapping,
    crs: CrsGuess | None,
    city: City,
    source: DeliverySource,
    *,
    today: dt.date,
    previous: pd.DataFrame | None = None,
    limits: Limits = LIMITS,
) -> CheckedDelivery:
    """Check every row of a delivered layer: repair what can be repaired, set aside what can't be used.

    Parameters
    ----------
    view
        The layer.
    mapping
        Which column holds what, as confirmed.
    crs
        How its coordinates are to be read; ``None`` where it has none.
    city
        The city that it is for.
    source
        Whose delivery it is.
    today
        The day of the check.
    previous
        The facilities of the last delivery of this source (``kind``, ``kecamatan_code``).
    limits
        The longest names and texts.

    Raises
    ------
    planner.errors.LayerError
        If the mapping does not fit the layer.
    planner.errors.CrsError
        If the CRS is not known.
    """
    check_mapping(mapping, view)
    rows = view.cells.index.to_numpy(dtype=np.int64)
    remarks = RemarkList(rows, view.first_row)
    notices = [*view.notices, *mapping.notices]
    review = _Review(view, mapping, city, source, today, limits, load_synonyms(), remarks, notices)
    _set_aside_rows(review)
    located = locate(view, mapping)
    reading = None if crs is None else crs.reading
    shapes = metric_shapes(view, located, reading, city.crs, remarks)
    facts = _facts(review)
    facts["area_m2"] = compare_areas(shapes, facts["area_m2"], mapping.column(Field.AREA), remarks)
    facts["position_quality"] = _quality_words(_rounding(located, shapes, reading, remarks), facts.index)
    facts = _identified(review, facts, shapes)
    accepted = _placed(review, facts, shapes)
    undated = accepted["source_date"]
    accepted = accepted.assign(source_date=undated.fillna(source.date))[list(FACILITIES.columns)].reset_index(drop=True)
    changes = () if previous is None else compare(previous, accepted, city)
    report = QualityReport(
        source=source.id,
        file=view.file,
        layer=view.layer,
        rows_read=len(rows),
        rows_accepted=len(accepted),
        rows_repaired=int((remarks.repaired & remarks.accepted).sum()),
        rows_set_aside=int((~remarks.accepted).sum()),
        remarks=remarks.table(),
        notices=(*review.notices, *_crs_notices(crs, view)),
        freshness=freshness(undated),
        changes=changes,
        needs_confirmation=_to_confirm(remarks, changes),
    )
    decided = Memory(view.file, mapping, reading, tuple(column.name for column in view.columns))
    return CheckedDelivery(report, decided, accepted)


@dataclass(frozen=True, eq=False)
class _Review:
    """What every step of a check looks at."""

    view: Preview
    mapping: ColumnMapping
    city: City
    source: DeliverySource
    today: dt.date
    limits: Limits
    synonyms: Synonyms
    remarks: RemarkList
    notices: list[Text]

    def column(self, field: Field) -> str | None:
        """Return the column of a field; ``None`` if it has none."""
        return self.mapping.column(field)


def _set_aside_rows(review: _Review) -> None:
    """Set aside what is no row of the table: totals, the header once more, rows with cells beyond it."""
    cells, remarks = review.view.cells, review.remarks
    crowded = cells.index.isin(list(review.view.crowded_rows))
    reason = text("The row has more cells than the header: check the separators and quotes in it.")
    remarks.add(np.asarray(crowded), "too_many_cells", Outcome.SET_ASIDE, reason)
    column = review.column(Field.NAME) or review.column(Field.ID)
    if column is None:
        return
    # A total often stands in the first column, left of the names.
    for name in dict.fromkeys([str(cells.columns[0]), column]):
        words = cells[name].astype("str").str.strip().str.rstrip(":.").str.casefold()
        is_total = words.isin(review.synonyms.totals).to_numpy(dtype=bool)
        remarks.add(
            is_total, "totals", Outcome.SET_ASIDE, text("This is a row of totals."), column=name, values=cells[name]
        )
    is_header = (cells[column].astype("str").str.strip().str.casefold() == column.casefold()).to_numpy(dtype=bool)
    remarks.add(is_header, "header_again", Outcome.SET_ASIDE, text("This row repeats the header."), column=column)


def _facts(review: _Review) -> pd.DataFrame:
    view, mapping, remarks, notices = review.view, review.mapping, review.remarks, review.notices

    def words(field: Field) -> pd.Series:
        return values.clean_text(view, mapping, field, remarks, review.limits)

    return pd.DataFrame(
        {
            "own_id": words(Field.ID),
            "kind": values.kinds(view, mapping, remarks),
            "name": words(Field.NAME),
            "declared_kelurahan": words(Field.KELURAHAN),
            "declared_kecamatan": words(Field.KECAMATAN),
            "child_friendly": values.answers(view, mapping, Field.CHILD_FRIENDLY, remarks, review.synonyms),
            "child_friendly_basis": words(Field.CHILD_FRIENDLY_BASIS),
            "public": values.answers(view, mapping, Field.PUBLIC, remarks, review.synonyms),
            "area_m2": values.areas(view, mapping, remarks, notices),
            "capacity": values.amounts(view, mapping, Field.CAPACITY, remarks, notices),
            "pupils": values.amounts(view, mapping, Field.PUPILS, remarks, notices),
            "address": words(Field.ADDRESS),
            "note": words(Field.NOTE),
            "source": review.source.id,
            "source_row": view.cells.index.to_numpy(dtype=np.int64),
            "source_detail": view.file if view.layer in view.file else f"{view.file}: {view.layer}",
            "source_date": values.dates(view, mapping, remarks, review.synonyms, review.today),
        },
        index=view.cells.index,
    )


def _quality_words(off_m: npt.NDArray[np.float64], index: pd.Index) -> pd.Series:
    words = {size: f"± {int(size)} m" for size in np.unique(off_m[np.isfinite(off_m)])}
    return pd.Series(off_m, index).map(words).astype(object)


def _rounding(
    located: Located, shapes: npt.NDArray[np.object_], reading: Reading | None, remarks: RemarkList
) -> npt.NDArray[np.float64]:
    if reading is None:
        return np.full(len(shapes), np.nan)
    is_point = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    x, y = np.where(is_point, located.x, np.nan), np.where(is_point, located.y, np.nan)
    in_degrees = read_declared(reading.crs).is_geographic
    return rounding_m(x, y, remarks, in_degrees=in_degrees, column=", ".join(located.columns) or None)


def _identified(review: _Review, facts: pd.DataFrame, shapes: npt.NDArray[np.object_]) -> pd.DataFrame:
    """Return the facts with ids and names of their own; what stands there twice is set aside."""
    column, remarks = review.column(Field.NAME), review.remarks
    own = identifiers(facts["own_id"], review.column(Field.ID), remarks, review.notices)
    numbers = pd.Series(facts.index.astype(str), facts.index)
    # A row's number could be the identifier of another row.
    numbers = numbers.where(~numbers.isin(own.dropna()), "row " + numbers)
    identity = review.source.id + ":" + own.astype(object).fillna(numbers).astype("str")
    same_places(facts, shapes, column, remarks)
    nameless = facts["name"].isna().to_numpy()
    reason = text("It has no name and is called by its identifier.")
    remarks.add(nameless, "no_name", Outcome.CHECK, reason, column=column)
    return facts.drop(columns="own_id").assign(id=identity, name=facts["name"].fillna(identity))


def _placed(review: _Review, facts: pd.DataFrame, shapes: npt.NDArray[np.object_]) -> gpd.GeoDataFrame:
    """Return the accepted rows with their regions and shapes."""
    columns = review.column(Field.KECAMATAN), review.column(Field.KELURAHAN)
    city, remarks = review.city, review.remarks
    points = gpd.GeoDataFrame(facts, geometry=gpd.GeoSeries(points_of(shapes), facts.index, crs=city.crs))
    placed = place(points, city, remarks, columns[0])
    compare_kelurahan(placed, city, remarks, review.synonyms, (columns[1], review.column(Field.NAME)))
    remark_on_old_records(placed["source_date"], remarks, review.today, review.column(Field.DATE))
    whole = placed.set_geometry(gpd.GeoSeries(shapes, placed.index, crs=city.crs))
    accepted: gpd.GeoDataFrame = whole[remarks.accepted]
    return accepted


def remark_on_old_records(dates: pd.Series, remarks: RemarkList, today: dt.date, column: str | None) -> None:
    """Remark on rows whose date lies more than :data:`OLD_YEARS` back."""
    old = (dates.str.slice(0, 4) < str(today.year - OLD_YEARS)).fillna(False).to_numpy(dtype=bool)
    reason = text("The record is more than {years} years old.", years=OLD_YEARS)
    remarks.add(old, "old_record", Outcome.CHECK, reason, column=column, values=dates)


def _crs_notices(crs: CrsGuess | None, view: Preview) -> list[Text]:
    if crs is None:
        return []
    if view.crs is None and view.shapes is not None:
        return [text("{file} does not say in which CRS it is.", file=view.file), crs.evidence]
    if view.crs is not None and not crs.is_declared:
        return [text("{file} names another CRS, but it does not fit the city.", file=view.file), crs.evidence]
    return [crs.evidence]


def _to_confirm(remarks: RemarkList, changes: tuple[Change, ...]) -> tuple[Text, ...]:
    """Return why a person has to confirm: kinds that fell, or most rows set aside."""
    aside = int((~remarks.accepted).sum())
    reasons = list(falls(changes))
    if aside > 0.5 * len(remarks.accepted):
        reasons.append(text("{aside} of {rows} rows were set aside.", aside=aside, rows=len(remarks.accepted)))
    return tuple(reasons)
