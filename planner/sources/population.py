"""People by region and age group, as their files have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from planner.errors import LayerError
from planner.sources.columns import counts, unique_words
from planner.sources.layers import Layer
from planner.sources.settings import CountColumns, PopulationSettings
from planner.texts import text


def read_counts(layer: Layer, settings: PopulationSettings, codes: Sequence[str]) -> pd.DataFrame:
    """Read people by region and age group.

    Parameters
    ----------
    layer
        The file's rows.
    settings
        Names of its columns.
    codes
        Codes of the finest regions, each of which needs its row.

    Returns
    -------
    pandas.DataFrame
        Indexed by region code in the order of ``codes``: ``population`` and the columns of the age groups.

    Raises
    ------
    planner.errors.LayerError
        If a region is missing, unknown or given twice, or a cell is no count.
    """
    columns = list(dict.fromkeys(settings.ages.values()))
    table = pd.DataFrame({column: counts(layer, column) for column in columns})
    table.insert(0, "population", counts(layer, settings.columns.population))
    table.index = pd.Index(unique_words(layer, settings.columns.code), name="code")
    check_codes(layer.file, table.index.tolist(), codes)
    return table.loc[list(codes)]


def read_totals(
    layer: Layer, columns: CountColumns, parents: Sequence[Mapping[str, str]]
) -> tuple[pd.Series, Mapping[str, str]]:
    """Read newer totals, and find out which level of region they are of.

    Parameters
    ----------
    layer
        The file's rows.
    columns
        Names of its columns.
    parents
        For each level that the totals may be of: code of a finest region to code of the region it belongs to.

    Returns
    -------
    tuple
        People by code of the larger region, and the level's mapping from finest regions to it.

    Raises
    ------
    planner.errors.LayerError
        If the codes are those of no level.
    """
    totals = counts(layer, columns.population)
    totals.index = pd.Index(unique_words(layer, columns.code), name="code")
    given = set(totals.index)
    # The level that shares most codes is the one that is meant; on a tie, the finer one.
    meant = max(parents, key=lambda parent: len(given & set(parent.values())))
    check_codes(layer.file, totals.index.tolist(), list(dict.fromkeys(meant.values())))
    return totals, meant


def check_codes(file: str, given: Sequence[str], needed: Sequence[str]) -> None:
    """Check that a table has a row for each region and for nothing else.

    Raises
    ------
    planner.errors.LayerError
        If it does not; names the first few codes.
    """
    missing = [code for code in needed if code not in set(given)]
    unknown = [code for code in given if code not in set(needed)]
    if missing:
        raise LayerError(
            text(
                "{file} has no row for the region {codes}: add it, or correct the code.",
                file=file,
                codes=_first_few(missing),
            )
        )
    if unknown:
        raise LayerError(
            text(
                "{file} has a row for {codes}, which is no region of this city: delete it, or correct the code.",
                file=file,
                codes=_first_few(unknown),
            )
        )


def _first_few(codes: Sequence[str]) -> str:
    return ", ".join(codes[:3]) + (" …" if len(codes) > 3 else "")
