"""Answers as files: one GeoParquet a task, so that a run that was stopped goes on where it was."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from planner.errors import OutputError
from planner.texts import text


def write_answers(answers: pd.DataFrame, kecamatan: gpd.GeoDataFrame, path: Path) -> Path:
    """Write answers with their outlines, in place of a former file.

    Parameters
    ----------
    answers
        :data:`~planner.national.answering.ANSWERS`, of one kabupaten or of many.
    kecamatan
        Outlines by ``code``.
    path
        The file, ``.parquet``; its folder is made where it is missing.

    Raises
    ------
    planner.errors.OutputError
        If it can't be written.
    """
    shapes = kecamatan.set_index("code").geometry.reindex(answers["kecamatan_code"])
    table = gpd.GeoDataFrame(answers, geometry=shapes.to_numpy(), crs=kecamatan.crs)
    aside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        table.to_parquet(aside)
        aside.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            text("{path} can't be written ({reason}): choose another folder.", path=str(path), reason=reason)
        ) from error
    return path
