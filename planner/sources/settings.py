"""The form of ``city.toml``: which layers a city has, what their columns are called, and where they come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt

SETTINGS_FILE = "city.toml"
DEGREES = "EPSG:4326"
"""CRS of the positions in a table that names none: longitude and latitude on WGS 84."""

RASTER_ENDINGS = (".tif", ".tiff")
"""Files of these endings are rasters."""

SKIP = "skip"
"""In ``kinds``: rows of this value are no facility."""
ANY_OTHER = "*"
"""In ``kinds``: every value that is not named."""


def _written_as_text(value: object) -> object:
    # 2025 and 2025-12-31 without quotes are a number and a date in TOML, and mean the same here.
    if isinstance(value, dt.date) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value)
    return value


Words = Annotated[str, Field(min_length=1)]
DateText = Annotated[str, BeforeValidator(_written_as_text)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class CitySettings(_Table):
    """Code, name and metric CRS of the city, and the kinds of facility that its layers list without a gap."""

    code: Words
    name: Words
    metric_crs: Words
    complete_kinds: tuple[Words, ...] = ()


class SourceSettings(_Table):
    """Where rows come from, as of when, and under which terms. ``series`` names counts that must not be mixed."""

    title: Words
    date: DateText
    licence: Words
    note: str = ""
    series: Words | None = None


class LayerSettings(_Table):
    """A file and the source it comes from. ``layer`` chooses one layer of a file that has several."""

    file: Words
    source: Words
    layer: Words | None = None


class RegionColumns(_Table):
    """Columns of the region outlines."""

    code: Words
    name: Words
    kecamatan_code: Words | None = None
    kecamatan: Words | None = None


class RegionSettings(LayerSettings):
    """The outlines of the smallest regions."""

    level: Literal["kelurahan", "kecamatan"]
    columns: RegionColumns
    crs: Words | None = None


class CountColumns(_Table):
    """Columns of a table of people."""

    code: Words
    population: Words


class ScaleSettings(LayerSettings):
    """Newer totals that the counts are scaled to."""

    columns: CountColumns


class PopulationSettings(LayerSettings):
    """People by region and age group."""

    columns: CountColumns
    ages: Annotated[dict[str, Words], Field(min_length=1)]
    scale_to: ScaleSettings | None = None


class FacilityColumns(_Table):
    """Columns of a facility layer. A position is ``lon`` and ``lat``, or ``x`` and ``y``."""

    name: Words
    id: Words | None = None
    lon: Words | None = None
    lat: Words | None = None
    x: Words | None = None
    y: Words | None = None
    kecamatan: Words | None = None
    kelurahan: Words | None = None
    area_m2: Words | None = None
    capacity: Words | None = None
    pupils: Words | None = None
    address: Words | None = None
    child_friendly: Words | None = None
    child_friendly_basis: Words | None = None
    public: Words | None = None
    position_quality: Words | None = None
    note: Words | None = None
    source_detail: Words | None = None
    source_date: Words | None = None

    @property
    def position(self) -> tuple[str, str] | None:
        """The columns of the position, east first; ``None`` where the layer has its own geometry."""
        return _position(self)


class FacilitySettings(LayerSettings):
    """One layer of facilities: all of one kind, or the kind told by the values of some columns.

    Rows of a layer that does not add places only complete places of other sources, where records are merged.
    """

    columns: FacilityColumns
    kind: Words | None = None
    kind_columns: tuple[Words, ...] = ()
    kinds: dict[str, Words] = {}
    crs: Words | None = None
    everyday_places: StrictBool = False
    adds_places: StrictBool = True


class StreetColumns(_Table):
    """Columns of the streets."""

    name: Words | None = None
    street_class: Words | None = None


class StreetSettings(LayerSettings):
    """Streets that can be walked."""

    columns: StreetColumns = StreetColumns()
    crs: Words | None = None


class HomeColumns(_Table):
    """Columns of buildings or land use."""

    use: Words | None = None


class HomeSettings(LayerSettings):
    """Buildings or land use. ``homes`` are the values of the column ``use`` that people live in or on."""

    columns: HomeColumns = HomeColumns()
    homes: tuple[Words, ...] = ()
    crs: Words | None = None


class GridColumns(_Table):
    """Columns of a population grid. The centre of a square is ``lon`` and ``lat``, or ``x`` and ``y``."""

    people: Words | None = None
    lon: Words | None = None
    lat: Words | None = None
    x: Words | None = None
    y: Words | None = None

    @property
    def position(self) -> tuple[str, str] | None:
        """The columns of the centre, east first; ``None`` where the layer has its own geometry."""
        return _position(self)


class RasterSettings(LayerSettings):
    """A GeoTIFF. ``band`` chooses one of several; ``crs`` is assumed where the file carries none."""

    band: Annotated[StrictInt, Field(ge=1)] | None = None
    crs: Words | None = None


class GridSettings(RasterSettings):
    """People on a grid: a GeoTIFF, squares, or a table of centres with ``cell_size`` in units of its CRS."""

    columns: GridColumns = GridColumns()
    cell_size: Annotated[float, Field(gt=0)] | None = None


class OutlineColumns(_Table):
    """Columns of outlines or entrances: ``facility`` is the id of a facility of the same source."""

    facility: Words | None = None


class OutlineSettings(LayerSettings):
    """Outlines of facilities, or their entrances, in a layer of their own."""

    columns: OutlineColumns = OutlineColumns()
    crs: Words | None = None


class KindColumns(_Table):
    """Columns of a layer whose rows are of several kinds."""

    kind: Words | None = None
    name: Words | None = None
    depth_m: Words | None = None


class KindSettings(LayerSettings):
    """A layer of crossings or exclusions: all of one kind, or the kind told by the values of a column."""

    columns: KindColumns = KindColumns()
    kind: Words | None = None
    kinds: dict[str, Words] = {}
    crs: Words | None = None


class ParcelColumns(_Table):
    """Columns of parcels or land use."""

    id: Words | None = None
    name: Words | None = None
    use: Words | None = None
    owner: Words | None = None


class ParcelSettings(LayerSettings):
    """Land that a site may be built on. ``uses`` and ``owners`` are the values of their columns that are taken."""

    columns: ParcelColumns = ParcelColumns()
    uses: tuple[Words, ...] = ()
    owners: tuple[Words, ...] = ()
    crs: Words | None = None


class TobaccoColumns(_Table):
    """Columns of shops or billboards. A position is ``lon`` and ``lat``, or ``x`` and ``y``.

    ``confirmed`` says whether an inspection found tobacco sold, or advertised, there.
    """

    id: Words | None = None
    name: Words | None = None
    confirmed: Words | None = None
    lon: Words | None = None
    lat: Words | None = None
    x: Words | None = None
    y: Words | None = None

    @property
    def position(self) -> tuple[str, str] | None:
        """The columns of the position, east first; ``None`` where the layer has its own geometry."""
        return _position(self)


class TobaccoSettings(LayerSettings):
    """Where tobacco may be sold or advertised. ``kinds``: values of ``kind_columns`` that are taken; empty for all."""

    columns: TobaccoColumns = TobaccoColumns()
    kind_columns: tuple[Words, ...] = ()
    kinds: tuple[Words, ...] = ()
    crs: Words | None = None


class ReportColumns(_Table):
    """Columns of the table of reports: code or name of the kecamatan, month, and the two counts."""

    kecamatan: Words
    month: Words
    received: Words
    settled: Words


class ReportSettings(LayerSettings):
    """Reports of violence against children that were received and settled, by kecamatan and month: counts alone."""

    columns: ReportColumns


class FigureColumns(_Table):
    """Columns of the table of published figures."""

    subject: Words
    value: Words
    unit: Words
    definition: Words
    date: Words
    citation: Words
    series: Words | None = None
    address: Words | None = None


class FigureSettings(LayerSettings):
    """Figures that others published of the city."""

    columns: FigureColumns


class MergingSettings(_Table):
    """One place once: which source knows best, and where a person's decisions are kept."""

    enabled: StrictBool = True
    decisions: Words = "decisions.csv"
    precedence: tuple[Words, ...] = ()
    fields: dict[str, tuple[Words, ...]] = {}


class Settings(_Table):
    """The whole ``city.toml``."""

    city: CitySettings
    sources: dict[str, SourceSettings]
    regions: RegionSettings
    population: PopulationSettings | None = None
    facilities: tuple[FacilitySettings, ...] = ()
    streets: StreetSettings | None = None
    population_grid: GridSettings | None = None
    buildings: HomeSettings | None = None
    landuse: HomeSettings | None = None
    elevation: RasterSettings | None = None
    outlines: tuple[OutlineSettings, ...] = ()
    entrances: OutlineSettings | None = None
    crossings: KindSettings | None = None
    parcels: tuple[ParcelSettings, ...] = ()
    exclusions: tuple[KindSettings, ...] = ()
    tobacco_outlets: tuple[TobaccoSettings, ...] = ()
    billboards: tuple[TobaccoSettings, ...] = ()
    child_reports: ReportSettings | None = None
    figures: FigureSettings | None = None
    merging: MergingSettings | None = None
    rules: dict[str, dict[str, object]] = {}

    @property
    def merges(self) -> bool:
        """Whether records of one place are merged."""
        return self.merging is not None and self.merging.enabled

    def layers(self) -> Mapping[str, LayerSettings]:
        """Return every layer by its key, in the order in which they are read."""
        layers: dict[str, LayerSettings] = {"regions": self.regions}
        if self.population is not None:
            layers["population"] = self.population
            if self.population.scale_to is not None:
                layers["population.scale_to"] = self.population.scale_to
        layers |= _numbered("facilities", self.facilities)
        optional: dict[str, LayerSettings | None] = {
            "streets": self.streets,
            "population_grid": self.population_grid,
            "buildings": self.buildings,
            "landuse": self.landuse,
            "elevation": self.elevation,
            "entrances": self.entrances,
            "crossings": self.crossings,
            "child_reports": self.child_reports,
            "figures": self.figures,
        }
        layers |= {key: layer for key, layer in optional.items() if layer is not None}
        return (
            layers
            | _numbered("outlines", self.outlines)
            | _numbered("parcels", self.parcels)
            | _numbered("exclusions", self.exclusions)
            | _numbered("tobacco_outlets", self.tobacco_outlets)
            | _numbered("billboards", self.billboards)
        )


def is_raster(layer: LayerSettings) -> bool:
    """Return whether a layer is read as a raster and not as rows."""
    if isinstance(layer, GridSettings):
        return layer.file.lower().endswith(RASTER_ENDINGS)
    return isinstance(layer, RasterSettings)


def _numbered(key: str, layers: Sequence[LayerSettings]) -> dict[str, LayerSettings]:
    return {f"{key}[{place}]": layer for place, layer in enumerate(layers, start=1)}


def _position(columns: FacilityColumns | GridColumns | TobaccoColumns) -> tuple[str, str] | None:
    if columns.lon is not None and columns.lat is not None:
        return columns.lon, columns.lat
    if columns.x is not None and columns.y is not None:
        return columns.x, columns.y
    return None
