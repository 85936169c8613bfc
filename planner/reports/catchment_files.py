"""The catchment of a place as files: its outlines, and the list of children."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

import geopandas as gpd

from planner.access.place_catchment import PlaceCatchment
from planner.model.city import City
from planner.model.options import Options
from planner.reports.carried import csvw
from planner.reports.catchment import LIST_HEADS, catchment_geojson, catchment_list
from planner.reports.provenance import Asked, how_made, provenance_document
from planner.reports.spreadsheet import as_csv


class CatchmentName(StrEnum):
    """Name of a file of a catchment."""

    OUTLINES = "catchment.geojson"
    LIST = "catchment.csv"


@dataclass(frozen=True)
class CatchmentFile(Asked):
    """One of the files.

    Attributes
    ----------
    file
        Which one.
    place
        Id of the place.
    """

    kind: ClassVar[str] = "catchment"
    file: CatchmentName
    place: str


@dataclass(frozen=True, eq=False)
class Caught:
    """What is written.

    Attributes
    ----------
    city, options
        The city, and what was chosen.
    demand
        The demand points that the catchment is of.
    catchment
        The catchment.
    """

    city: City
    options: Options
    demand: gpd.GeoDataFrame
    catchment: PlaceCatchment


def catchment_file(caught: Caught, name: CatchmentName) -> bytes:
    """Return one of the files, in the spoken language."""
    if name is CatchmentName.LIST:
        return as_csv(catchment_list(caught.city, caught.demand, caught.catchment), LIST_HEADS)
    asked = CatchmentFile(name, caught.catchment.facility_id)
    document = provenance_document(caught.city, caught.options, asked)
    return catchment_geojson(caught.catchment, document).encode("utf-8")


def catchment_files(caught: Caught) -> dict[str, bytes]:
    """Return all of the files by their names, in the spoken language, with the metadata that go beside the list."""
    files = {str(name): catchment_file(caught, name) for name in CatchmentName}
    return files | catchment_metadata(caught, CatchmentName.LIST, files[CatchmentName.LIST])


def catchment_metadata(caught: Caught, file_name: str, content: bytes) -> dict[str, bytes]:
    """Return the metadata that go beside the list, whatever its file is called."""
    asked = CatchmentFile(CatchmentName.LIST, caught.catchment.facility_id)
    return csvw.metadata(file_name, content, how_made(caught.city, caught.options, asked))
