"""A comparison of scenarios as a GeoPackage: regions with the figures of each, and the places that change."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from planner.model.kinds import ALL_CHILDREN, Level
from planner.reports.carried.geopackage import finish, moment_of, with_provenance
from planner.reports.data_package.tables import about_table
from planner.reports.geopackage_contents import GEOPACKAGE_VERSION
from planner.scenarios.comparing import SHARES, Comparison
from planner.scenarios.places import COLUMNS, changed_places
from planner.texts import Language, speak, translate


def write_comparison_geopackage(comparison: Comparison, path: Path, language: Language, provenance: str = "") -> None:
    """Write the layers ``kecamatan``, ``kelurahan`` and ``changed_places``, and tables with every figure.

    In the layers of regions the figures of the first assessment end in ``_0``, those of the next one in ``_1`` and
    so on: children, and of each kind the children of all ages within reach, their share and its difference to the
    first. The table ``scenarios`` says which number is which; ``access`` and ``findings`` hold the rest, and ``about``
    tells this file from any other.

    Parameters
    ----------
    comparison
        What to write.
    path
        The file to write; it must not exist yet.
    language
        The language of the sentences in it.
    provenance
        How the file is made.
    """
    first = comparison.named[0].assessment
    for level in (Level.KECAMATAN, Level.KELURAHAN):
        _regions(comparison, level).to_file(
            path,
            layer=str(level),
            driver="GPKG",
            VERSION=GEOPACKAGE_VERSION,
            engine="pyogrio",
            geometry_type="MultiPolygon",
        )
    _changed_places(comparison).to_file(
        path, layer="changed_places", driver="GPKG", VERSION=GEOPACKAGE_VERSION, engine="pyogrio", geometry_type="Point"
    )
    with speak(language):
        tables = {
            "scenarios": pd.DataFrame({"number": range(len(comparison.named)), "scenario": comparison.names}),
            "access": comparison.access,
            "findings": comparison.findings.assign(reason_text=comparison.findings["reason_text"].map(translate)),
            "plans": comparison.plans,
        }
        about = about_table(first.city, first.options)
    for name, table in tables.items():
        pyogrio.write_dataframe(table, path, layer=name, driver="GPKG", VERSION=GEOPACKAGE_VERSION)
    finish(path, with_provenance(about, provenance), moment_of(first.options))


def _regions(comparison: Comparison, level: Level) -> gpd.GeoDataFrame:
    regions = comparison.named[0].assessment.city.regions_at(level).drop(columns="level")
    access = comparison.access
    rows = access[(access["level"] == level) & (access["age_tier"] == ALL_CHILDREN)]
    shares = [column for column in SHARES if column in rows.columns]
    figures = {"children_within": "within", "change_children_within": "change", **{share: share for share in shares}}
    columns = {}
    for number, name in enumerate(comparison.names):
        own = rows[rows["scenario"] == name]
        columns[f"children_{number}"] = own.drop_duplicates("code").set_index("code")["children"]
        for kind, of_kind in own.groupby("kind", sort=False):
            by_code = of_kind.set_index("code")
            columns |= {f"{short}_{kind}_{number}": by_code[figure] for figure, short in figures.items()}
    table = pd.DataFrame(columns, index=pd.Index(regions["code"], name="code"))
    return regions.merge(table.reset_index(), on="code", how="left")


def _changed_places(comparison: Comparison) -> gpd.GeoDataFrame:
    first, *others = comparison.named
    tables = [changed_places(first.assessment.city, one.assessment.city).assign(scenario=one.name) for one in others]
    together = pd.concat(tables, ignore_index=True)[["scenario", *COLUMNS]]
    return gpd.GeoDataFrame(together, geometry="geometry", crs=first.assessment.city.crs)
