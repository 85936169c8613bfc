"""The columns, types and coordinate systems of the tables that pass between rooms.

Every table with a geometry is in the city's metric CRS. A schema checks columns and types; whether a
geometry is a point or an outline is said here and kept by the room that makes the table.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pandera.pandas as pa

from planner.model.kinds import (
    ALL_CHILDREN,
    CHILDREN_COLUMNS,
    AgeTier,
    Designation,
    FacilityKind,
    Known,
    Level,
    Placement,
)
from planner.model.merging import ANY_FIELD, FIELDS, YES

_WORDS = pd.StringDtype(na_value=np.nan)


def _text(*, nullable: bool = True, unique: bool = False) -> pa.Column:
    return pa.Column(_WORDS, nullable=nullable, unique=unique)


def _one_of(words: Iterable[str]) -> pa.Column:
    return pa.Column(_WORDS, pa.Check.isin([str(word) for word in words]))


def _count() -> pa.Column:
    return pa.Column("int64", pa.Check.ge(0))


def _share() -> pa.Column:
    return pa.Column("float64", [pa.Check.ge(0), pa.Check.le(1)], nullable=True)


def _measure() -> pa.Column:
    return pa.Column("float64", pa.Check.ge(0), nullable=True)


def _places() -> pa.Column:
    return pa.Column("Int64", pa.Check.ge(0), nullable=True)


REGIONS = pa.DataFrameSchema(
    {
        "code": _text(nullable=False, unique=True),
        "level": _one_of([Level.KECAMATAN, Level.KELURAHAN]),
        "name": _text(nullable=False),
        "kecamatan_code": _text(nullable=False),
        "geometry": pa.Column("geometry"),
    },
    strict=True,
    coerce=True,
    ordered=True,
)
"""Kecamatan and, where the city has them, kelurahan. ``kecamatan_code`` of a kecamatan is its own code.
Geometry: polygons; the regions of one level are a valid coverage (no gap, no overlap)."""

POPULATION = pa.DataFrameSchema(
    {"population": _count(), **{column: _count() for column in CHILDREN_COLUMNS}},
    index=pa.Index(_WORDS, unique=True, name="code"),
    strict=True,
    coerce=True,
    ordered=True,
)
"""People and children by age tier in whole numbers, one row for each region of the finest level."""

FACILITIES = pa.DataFrameSchema(
    {
        "id": _text(nullable=False, unique=True),
        "kind": _one_of(FacilityKind),
        "name": _text(nullable=False),
        "kelurahan_code": _text(),
        "kecamatan_code": _text(),
        "placement": _one_of(Placement),
        "declared_kelurahan": _text(),
        "declared_kecamatan": _text(),
        "child_friendly": _one_of(Designation),
        "child_friendly_basis": _text(),
        "public": _one_of(Known),
        "area_m2": pa.Column("float64", pa.Check.ge(0), nullable=True),
        "capacity": pa.Column("float64", pa.Check.ge(0), nullable=True),
        "pupils": pa.Column("float64", pa.Check.ge(0), nullable=True),
        "address": _text(),
        "position_quality": _text(),
        "note": _text(),
        "source": _text(nullable=False),
        "source_row": _count(),
        "source_detail": _text(),
        "source_date": _text(),
        "geometry": pa.Column("geometry", nullable=True),
    },
    strict=True,
    coerce=True,
    ordered=True,
)
"""One row a facility. Geometry: a point, or ``None`` where no position is known. ``source_row`` counts the
rows of the source's file from 1, without its header; ``declared_*`` are what the source itself says."""

EVERYDAY_PLACES = pa.DataFrameSchema(
    {"source": _text(nullable=False), "geometry": pa.Column("geometry")}, strict=True, coerce=True, ordered=True
)
"""Places of everyday life, whose density hints at where people live. Geometry: points inside the city."""

STREETS = pa.DataFrameSchema(
    {"name": _text(), "street_class": _text(), "geometry": pa.Column("geometry")},
    strict=True,
    coerce=True,
    ordered=True,
)
"""Streets that can be walked. Geometry: single lines; two lines meet where they share a vertex."""

POPULATION_GRID = pa.DataFrameSchema(
    {"people": pa.Column("float64", pa.Check.ge(0)), "geometry": pa.Column("geometry")},
    strict=True,
    coerce=True,
    ordered=True,
)
"""People on a grid finer than the regions; only their proportions are used. Geometry: squares that do not overlap."""

HOMES = pa.DataFrameSchema({"geometry": pa.Column("geometry")}, strict=True, coerce=True, ordered=True)
"""Where homes are: outlines of buildings, or of residential land that do not overlap. Geometry: polygons."""

OUTLINES = pa.DataFrameSchema(
    {"facility_id": _text(nullable=False), "geometry": pa.Column("geometry")}, strict=True, coerce=True, ordered=True
)
"""Outlines of facilities that have one, such as parks and school grounds. Geometry: polygons."""

ENTRANCES = pa.DataFrameSchema(
    {"facility_id": _text(), "geometry": pa.Column("geometry")}, strict=True, coerce=True, ordered=True
)
"""Mapped entrances and gates. ``facility_id`` is empty where the source does not say whose they are: they belong to
the outline they lie on. Geometry: points."""

CROSSING_KINDS = ("crossing", "traffic_signals", "footbridge", "underpass")

CROSSINGS = pa.DataFrameSchema(
    {"kind": _one_of(CROSSING_KINDS), "geometry": pa.Column("geometry")}, strict=True, coerce=True, ordered=True
)
"""Where a main road can be crossed on foot. Geometry: points, on or near the road."""

PARCELS = pa.DataFrameSchema(
    {
        "id": _text(nullable=False, unique=True),
        "name": _text(),
        "use": _text(),
        "owner": _text(),
        "source": _text(nullable=False),
        "geometry": pa.Column("geometry"),
    },
    strict=True,
    coerce=True,
    ordered=True,
)
"""Land that a site may be built on: municipal parcels, or polygons of land use. Geometry: polygons."""

EXCLUSION_KINDS = ("river", "protected_forest", "water", "flood")

EXCLUSION_AREAS = pa.DataFrameSchema(
    {
        "kind": _one_of(EXCLUSION_KINDS),
        "name": _text(),
        "depth_m": pa.Column("float64", pa.Check.ge(0), nullable=True),
        "source": _text(nullable=False),
        "geometry": pa.Column("geometry"),
    },
    strict=True,
    coerce=True,
    ordered=True,
)
"""Where nothing may be built. ``depth_m`` is of a river, which may also be a line; its setback follows from it.
Geometry: polygons, or lines of rivers."""

POINT_KINDS = ("tobacco_outlet", "billboard")

TOBACCO_POINTS = pa.DataFrameSchema(
    {
        "id": _text(nullable=False, unique=True),
        "kind": _one_of(POINT_KINDS),
        "name": _text(nullable=False),
        "what": _text(),
        "confirmed": _one_of(Known),
        "kelurahan_code": _text(),
        "kecamatan_code": _text(),
        "source": _text(nullable=False),
        "geometry": pa.Column("geometry"),
    },
    strict=True,
    coerce=True,
    ordered=True,
)
"""Places where tobacco may be sold, or advertised: to be looked at, never accused. ``what`` is what the source calls
it, such as ``shop=convenience``; ``confirmed`` whether an inspection found tobacco sold, or advertised, there.
Geometry: points inside the city."""

CHILD_REPORTS = pa.DataFrameSchema(
    {
        "kecamatan_code": _text(nullable=False),
        "month": pa.Column(_WORDS, pa.Check.str_matches(r"^\d{4}-\d{2}$")),
        "received": _count(),
        "settled": _count(),
    },
    unique=["kecamatan_code", "month"],
    strict=True,
    coerce=True,
    ordered=True,
)
"""Reports of violence against children: counts alone, never persons. Small counts are hidden before anybody sees
them."""

FIGURES = pa.DataFrameSchema(
    {
        "subject": _text(nullable=False),
        "value": pa.Column("float64"),
        "unit": _text(nullable=False),
        "definition": _text(nullable=False),
        "date": _text(nullable=False),
        "series": _text(),
        "citation": _text(nullable=False),
        "address": _text(),
        "row": pa.Column("int64", pa.Check.ge(1)),
    },
    strict=True,
    coerce=True,
    ordered=True,
)
"""Figures that others published of the city, each with what it means, when, and by whom: to be put beside the
planner's own, never mixed with them. ``series`` tells apart counts that must not be mixed, such as ``dukcapil`` and
``bps``."""

DEMAND = pa.DataFrameSchema(
    {
        "region_code": _text(nullable=False),
        "kecamatan_code": _text(nullable=False),
        **{column: _count() for column in CHILDREN_COLUMNS},
        "geometry": pa.Column("geometry"),
    },
    strict=True,
    coerce=True,
    ordered=True,
)
"""Where children live. ``region_code`` is of the finest level. Geometry: points. The counts of a region sum
to its row in the population table, tier by tier, to the last child."""

ACCESS = pa.DataFrameSchema(
    {
        "code": _text(nullable=False),
        "level": _one_of(Level),
        "kind": _text(nullable=False),
        "age_tier": _one_of([ALL_CHILDREN, *AgeTier]),
        "children": _count(),
        "children_within": _count(),
        "share": _share(),
        "share_low": _share(),
        "share_high": _share(),
        "median_min": _measure(),
        "p90_min": _measure(),
        "choices_median": _measure(),
        "choices_mean": _measure(),
        "park_m2_per_child": _measure(),
        "area_unknown": _places(),
        "capacity_per_child": _measure(),
        "capacity_unknown": _places(),
        "capacity_assumed": _places(),
    },
    strict=True,
    coerce=True,
    ordered=True,
)
"""Who reaches what: one row for each region, kind reached and age tier. Empty everywhere: a region without children.

``share_low``, ``share_high``: least and greatest share over the runs of the assessment. ``median_min``, ``p90_min``:
minutes within which half and nine in ten of the children reach a place; empty where so many reach none.
``choices_median``, ``choices_mean``: places that a child reaches in time. ``park_m2_per_child``: m² of public parks,
each shared by all children who reach it; empty for other kinds, and where only parks of unknown area are reached.
``area_unknown``: places reached whose area is not known. ``capacity_per_child``: places in schools or puskesmas for
each child they are for; empty for other kinds and ages, and where no capacity is known or assumed.
``capacity_unknown``, ``capacity_assumed``: places reached whose capacity is not known, or is the standard's."""

GAPS = pa.DataFrameSchema(
    {
        "kind": _text(nullable=False),
        "age_tier": _one_of([ALL_CHILDREN, *AgeTier]),
        "rank": pa.Column("int64", pa.Check.ge(1)),
        "region_code": _text(nullable=False),
        "region_name": _text(nullable=False),
        "kecamatan_code": _text(nullable=False),
        "children": pa.Column("int64", pa.Check.ge(1)),
        "area_m2": pa.Column("float64", pa.Check.gt(0)),
        "geometry": pa.Column("geometry"),
    },
    strict=True,
    coerce=True,
    ordered=True,
)
"""Where children reach no place of a kind in time: one row an area of grid cells that lie side by side in one region
of the finest level. ``children`` are those without access; ``rank`` 1 has the most. Geometry: polygons."""

CATCHMENTS = pa.DataFrameSchema(
    {
        "kind": _text(nullable=False),
        "facility_id": _text(),
        "age_tiers": _text(nullable=False),
        "minutes": pa.Column("float64", pa.Check.gt(0)),
        **{column: _places() for column in CHILDREN_COLUMNS},
        "children": _places(),
        "geometry": pa.Column("geometry"),
    },
    strict=True,
    coerce=True,
    ordered=True,
)
"""The ground from which places of a kind are reached in time, and its children: one row for each group of age tiers
that walk alike (``age_tiers``, their names with commas between) and each place, and one for all places together, which
has no ``facility_id`` and counts each child once. Children are those of the row's own tiers, the others' columns are
empty; all are where the city's children are not known. Geometry: polygons, empty where nothing is in reach."""

LINEAGE = pa.DataFrameSchema(
    {
        "facility_id": _text(nullable=False),
        "field": _one_of([ANY_FIELD, *FIELDS]),
        "record_id": _text(nullable=False),
        "source": _text(nullable=False),
        "source_row": _count(),
    },
    strict=True,
    coerce=True,
    ordered=True,
)
"""Where a merged facility comes from. Under ``*`` stand all its records, the one that gave its id first; under each
group of fields (:data:`~planner.model.merging.FIELDS`) that some record knew, the one that gave it."""

_PAIR = {
    "id_a": _text(nullable=False),
    "id_b": _text(nullable=False),
    "name_a": _text(nullable=False),
    "name_b": _text(nullable=False),
    "distance_m": pa.Column("float64", pa.Check.ge(0), nullable=True),
    "score": pa.Column("float64", nullable=True),
}

MERGES = pa.DataFrameSchema(
    {
        "facility_id": _text(nullable=False),
        **_PAIR,
        "answer": pa.Column(_WORDS, pa.Check.isin([YES]), nullable=True),
        "reason": pa.Column(object),
    },
    strict=True,
    coerce=True,
    ordered=True,
)
"""Pairs of records within one facility that a rule or a person found to be one place. ``answer`` is ``yes`` where a
person decided; ``reason`` is a :class:`~planner.texts.Text`."""

WAITING = pa.DataFrameSchema({**_PAIR, "reason": pa.Column(object)}, strict=True, coerce=True, ordered=True)
"""Pairs of records that may be one place; columns as in :data:`MERGES`."""
