"""Makes the corpus of broken deliveries: ``python -m broken.corpus FOLDER`` from the folder of the tests.

Most files are a sound little layer with one thing wrong. What a user must read for each stands in
``expected.toml``.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import struct
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd
import xlsxwriter

HEADER = ["Nama Taman", "Kecamatan", "Kelurahan", "Luas", "Lintang", "Bujur"]
GOOD = [
    ["Taman Satu", "Utara", "Bukit", "1500", "-1.198771", "116.842715"],
    ["Taman Dua", "Utara", "Hulu", "250", "-1.198768", "116.887643"],
    ["Taman Tiga", "Selatan", "Pantai", "800", "-1.243992", "116.842711"],
]
POSITIONS = [(116.842715, -1.198771), (116.887643, -1.198768), (116.842711, -1.243992)]

Make = Callable[[Path], None]
FILES: dict[str, Make] = {}


def broken(name: str) -> Callable[[Make], Make]:
    """Register what makes one file of the corpus."""

    def register(make: Make) -> Make:
        FILES[name] = make
        return make

    return register


def add(name: str, content: bytes | str) -> None:
    """Register a file by its content."""
    raw = content.encode() if isinstance(content, str) else content
    FILES[name] = lambda path: path.write_bytes(raw) and None  # type: ignore[func-returns-value]


def table(header: Sequence[str] = HEADER, rows: Iterable[Sequence[str]] = GOOD, separator: str = ";") -> str:
    """Write a table as text."""
    return "".join(separator.join(cells) + "\n" for cells in [header, *rows])


def changed(row: int, column: str, cell: str) -> str:
    """Write the sound table with one cell changed; rows count from 1."""
    rows = [list(cells) for cells in GOOD]
    rows[row - 1][HEADER.index(column)] = cell
    return table(rows=rows)


def with_column(name: str, cells: Sequence[str]) -> str:
    """Write the sound table with one more column."""
    return table([*HEADER, name], [[*row, cell] for row, cell in zip(GOOD, cells, strict=True)])


def feature(geometry: object, name: str = "Taman Satu") -> dict[str, object]:
    """Return one GeoJSON feature."""
    return {"type": "Feature", "properties": {"Nama Taman": name}, "geometry": geometry}


def point(place: int) -> dict[str, object]:
    """Return one of the sound positions as GeoJSON."""
    return {"type": "Point", "coordinates": list(POSITIONS[place])}


def collection(*features: object, **more: object) -> str:
    """Write a GeoJSON collection."""
    return json.dumps({"type": "FeatureCollection", **more, "features": list(features)})


def sound_layer() -> gpd.GeoDataFrame:
    """Return the sound table as points in degrees."""
    facts = pd.DataFrame(GOOD, columns=HEADER)[["Nama Taman", "Kecamatan", "Luas"]]
    return gpd.GeoDataFrame(facts, geometry=gpd.points_from_xy(*zip(*POSITIONS, strict=True)), crs="EPSG:4326")


def shapefile(folder: Path) -> dict[str, bytes]:
    """Return the parts of a sound Shapefile by their endings."""
    work = folder / "shapefile-parts"
    work.mkdir()
    sound_layer().rename(columns={"Nama Taman": "NAMA_TAMAN"}).to_file(work / "taman.shp")
    parts = {path.suffix: path.read_bytes() for path in sorted(work.iterdir())}
    shutil.rmtree(work)
    return parts


def pack(path: Path, members: dict[str, bytes]) -> None:
    """Write a ZIP."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def pack_shapefile(path: Path, parts: dict[str, bytes], prefix: str = "taman") -> None:
    """Write a zipped Shapefile."""
    pack(path, {f"{prefix}{ending}": content for ending, content in parts.items()})


def workbook(path: Path, rows: Iterable[Sequence[str]] = (HEADER, *GOOD)) -> None:
    """Write rows as an Excel workbook."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Taman")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)


def repacked(path: Path, changes: Callable[[dict[str, bytes]], dict[str, bytes]]) -> None:
    """Change the members of a packed file."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    pack(path, changes(members))


# --- Not what it says it is ---------------------------------------------------------------------

add("empty.csv", b"")
add("zeros.csv", bytes(2000))
add("blank.csv", "\n  \n\n")
add("picture renamed.csv", b"\x89PNG\r\n\x1a\n" + bytes(100))
add("pdf renamed.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
add("web page.xls", "<html><body><table><tr><td>Nama</td></tr></table></body></html>")
add("program.csv", b"MZ\x90\x00" + bytes(200))
add("rar.zip", b"Rar!\x1a\x07\x00" + bytes(100))
add("bytes.csv", bytes(range(256)) * 20)
add("taman.dbf", b"\x03" + bytes(64))


@broken("letter.docx")
def _(path: Path) -> None:
    pack(path, {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})


@broken("open document.ods")
def _(path: Path) -> None:
    pack(path, {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})


@broken("texts only.zip")
def _(path: Path) -> None:
    pack(path, {"baca saya.txt": b"halo"})


# --- Tables -------------------------------------------------------------------------------------

add("header only.csv", table(rows=[]))
add("one row.csv", table(rows=GOOD[:1]))
add("no header.csv", "1;2;3\n4;5;6\n7;8;9\n")
add("open quote.csv", table(rows=[*GOOD[:2], ['"Taman Tiga', "Selatan", "Pantai", "800", "-1.24", "116.84"]]))
add("crowded row.csv", table(rows=[*GOOD[:2], [*GOOD[2], "Jl. Mawar", "lagi"]]))
add("two columns of one name.csv", table([*HEADER[:3], "Kecamatan", *HEADER[4:]]))
add("zero byte.csv", table().replace("Taman Dua", "Taman\x00Dua") + "x" * 5000 + "\x00")
add("windows.csv", table().replace("Taman Dua", "Taman Café").encode("cp1252"))
add("utf-16.csv", table().encode("utf-16"))
add("titles above.csv", "DINAS LINGKUNGAN HIDUP\nDaftar Taman 2025\n\n" + table())
add("numbered columns.csv", table(rows=[["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], *GOOD]))
add("totals.csv", table(rows=[*GOOD, ["Jumlah", "", "", "2550", "", ""]]))
add("header again.csv", table(rows=[*GOOD[:2], HEADER, GOOD[2]]))
add("kind not told.csv", table(["Nama", *HEADER[1:]], GOOD))
add("place not told.csv", table(["Nama Taman", "Luas"], [[row[0], row[3]] for row in GOOD]))
add("unknown kind.csv", with_column("Jenis", ["Taman", "Xyzzy", "Taman"]))
add("blank kind.csv", with_column("Jenis", ["Taman", "", "Taman"]))
add("same identifier.csv", with_column("Kode Taman", ["T1", "T2", "T1"]))
add("identifier repeats.csv", with_column("Kode Taman", ["T1", "T1", "T1"]))
add("no name.csv", changed(2, "Nama Taman", ""))
add("long name.csv", changed(2, "Nama Taman", "A" * 10_000))
add("long note.csv", with_column("Keterangan", ["", "panjang " * 2_000, ""]))
add("right to left.csv", changed(2, "Nama Taman", "Taman \u202eauD\u202c"))
add("zero width.csv", changed(2, "Nama Taman", "Ta\u200bman Dua"))
add("formula.csv", changed(2, "Nama Taman", '=HYPERLINK(""http://a.b"")'))
add("html name.csv", changed(2, "Nama Taman", "<script>alert(1)</script>"))
add("area in words.csv", changed(2, "Luas", "luas sekali"))
add("negative area.csv", changed(2, "Luas", "-5"))
add("doubtful thousands.csv", table(rows=[[*row[:3], "1.250", *row[4:]] for row in GOOD]))
add("no answer.csv", with_column("Ramah Anak", ["ya", "mungkin", "tidak"]))
add("no date.csv", with_column("Tanggal Survei", ["12/05/2025", "kemarin dulu", "2025"]))
add("future date.csv", with_column("Tanggal Survei", ["12/05/2025", "2031-01-01", "2025"]))
add("old record.csv", with_column("Tanggal Survei", ["12/05/2025", "Mei 2009", "2025"]))

# --- Positions ----------------------------------------------------------------------------------

add(
    "far apart.csv",
    table(rows=[GOOD[0], [*GOOD[1][:3], "5" + " " * 90_000 + "x", "1°" + " " * 90_000 + "x", GOOD[1][5]]]),
)
add("swapped.csv", table(rows=[[*row[:4], row[5], row[4]] for row in GOOD]))
add("not a number.csv", changed(2, "Lintang", "NaN?"))
add("infinite.csv", changed(2, "Bujur", "inf"))
add("half a position.csv", changed(2, "Bujur", ""))
add("no position.csv", table(rows=[GOOD[0], [*GOOD[1][:4], "", ""], GOOD[2]]))
add("nowhere.csv", table(rows=[GOOD[0], ["Taman Dua", "Atas Awan", "", "", "", ""], GOOD[2]]))
add("outside.csv", changed(2, "Bujur", "116.95"))
add("other country.csv", table(rows=[[*row[:4], "52.37", f"4.9{place}"] for place, row in enumerate(GOOD)]))
add("rounded.csv", table(rows=[GOOD[0], [*GOOD[1][:4], "-1.199", "116.888"], GOOD[2]]))
add("other kecamatan.csv", changed(2, "Kecamatan", "Selatan"))
add("other kelurahan.csv", changed(2, "Kelurahan", "Bukit"))
add("unknown kelurahan.csv", changed(2, "Kelurahan", "Rimba Raya"))
add("name of other kelurahan.csv", changed(2, "Nama Taman", "Taman Pantai Indah"))
add("same place.csv", table(rows=[*GOOD, ["TAMAN SATU", "Utara", "Bukit", "", "-1.198800", "116.842700"]]))
add(
    "sixty minutes.csv",
    table(
        rows=[
            ["Taman Satu", "Utara", "Bukit", "", "1°11'55,6\" LS", "116°50'33,8\" BT"],
            ["Taman Dua", "Utara", "Hulu", "", "1°71'55,6\" LS", "116°53'15,5\" BT"],
            ["Taman Tiga", "Selatan", "Pantai", "", "1°14'38,4\" LS", "116°50'33,8\" BT"],
        ]
    ),
)
add(
    "utm.csv",
    table(
        rows=[
            ["Taman Satu", "Utara", "Bukit", "", "9.867.500,25", "482.500,75"],
            ["Taman Dua", "Utara", "Hulu", "", "9.867.500,25", "487.500,75"],
            ["Taman Tiga", "Selatan", "Pantai", "", "9.862.500,25", "482.500,75"],
        ]
    ),
)

# --- GeoJSON ------------------------------------------------------------------------------------

add("cut off.geojson", collection(*(feature(point(place)) for place in range(3)))[:150])
add("settings.json", '{"name": "planner", "version": 1}')
add("topology.json", '{"type": "Topology", "objects": {}, "arcs": []}')
add("latin.geojson", collection(feature(point(0))).replace("Satu", "Café").encode("cp1252"))
add("deep.geojson", '{"type":' + "[" * 100_000 + "]" * 100_000 + "}")
add("no features.geojson", collection())
add("features of numbers.geojson", '{"type": "FeatureCollection", "features": [1, 2]}')
add("no geometry.geojson", collection(feature(point(0)), feature(None, "Taman Dua"), feature(point(2), "Taman Tiga")))
add(
    "line.geojson",
    collection(
        feature(point(0)),
        feature({"type": "LineString", "coordinates": [POSITIONS[0], POSITIONS[1]]}, "Taman Dua"),
        feature(point(2), "Taman Tiga"),
    ),
)
add(
    "not finite.geojson",
    collection(feature(point(0)), feature(point(1), "Dua"), feature(point(2), "Tiga")).replace("116.887643", "NaN"),
)
add(
    "infinite.geojson",
    collection(feature(point(0)), feature(point(1), "Dua"), feature(point(2), "Tiga")).replace("116.887643", "1e400"),
)
add(
    "bow tie.geojson",
    collection(
        feature(
            {
                "type": "Polygon",
                "coordinates": [[[116.84, -1.20], [116.85, -1.19], [116.85, -1.20], [116.84, -1.19], [116.84, -1.20]]],
            }
        )
    ),
)
add(
    "flat outline.geojson",
    collection(
        feature(point(0)),
        feature({"type": "Polygon", "coordinates": [[[116.84, -1.20], [116.85, -1.20], [116.84, -1.20]]]}, "Taman Dua"),
        feature(point(2), "Taman Tiga"),
    ),
)
add(
    "crs by address.geojson",
    collection(feature(point(0)), crs={"type": "link", "properties": {"href": "http://localhost/crs"}}),
)
add(
    "wrong crs.geojson",
    collection(
        *(feature(point(place), f"Taman {place}") for place in range(3)),
        crs={"type": "name", "properties": {"name": "EPSG:32749"}},
    ),
)

# --- KML ----------------------------------------------------------------------------------------

KML = (
    '<?xml version="1.0"?>{declaration}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{more}'
    "<Placemark><name>Taman {name}</name><Point><coordinates>116.842715,-1.198771,0</coordinates></Point></Placemark>"
    "</Document></kml>"
)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
add("cut off.kml", KML.format(declaration="", more="", name="Satu")[:120])
add("laughs.kml", KML.format(declaration=f'<!DOCTYPE k [<!ENTITY l0 "ha">{LAUGHS}]>', more="", name="&l9;"))
add(
    "outer entity.kml",
    KML.format(declaration='<!DOCTYPE k [<!ENTITY f SYSTEM "file:///etc/passwd">]>', more="", name="&f;"),
)
add("track.kml", '<?xml version="1.0"?><gpx version="1.1"><wpt lat="-1.2" lon="116.8"/></gpx>')
add(
    "taman links.kml",
    KML.format(
        declaration="", more="<NetworkLink><Link><href>http://localhost/a.kml</href></Link></NetworkLink>", name="Satu"
    ),
)
add(
    "taman without coordinates.kml",
    KML.format(declaration="", more="", name="Satu").replace("116.842715,-1.198771,0", "kosong"),
)


@broken("cut off.kmz")
def _(path: Path) -> None:
    pack(path, {"doc.kml": KML.format(declaration="", more="", name="Satu").encode()})
    path.write_bytes(path.read_bytes()[:-30])


# --- Packed files -------------------------------------------------------------------------------


@broken("bomb.zip")
def _(path: Path) -> None:
    pack(path, {"taman.shp": b"x", "taman.dbf": bytes(60_000_000)})


@broken("leads up.zip")
def _(path: Path) -> None:
    pack_shapefile(path, shapefile(path.parent), prefix="../../taman")


@broken("leads to the root.zip")
def _(path: Path) -> None:
    pack_shapefile(path, shapefile(path.parent), prefix="/tmp/taman")  # noqa: S108


@broken("leads to a drive.zip")
def _(path: Path) -> None:
    pack_shapefile(path, shapefile(path.parent), prefix="C:\\taman")


@broken("link.zip")
def _(path: Path) -> None:
    pack_shapefile(path, shapefile(path.parent))
    link = zipfile.ZipInfo("passwd.cpg")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")


@broken("password.zip")
def _(path: Path) -> None:
    pack_shapefile(path, shapefile(path.parent))
    raw = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.find(mark)
        while place >= 0:
            raw[place + offset] |= 1
            place = raw.find(mark, place + 4)
    path.write_bytes(bytes(raw))


@broken("false size.zip")
def _(path: Path) -> None:
    """Write a member that says it is small and is not."""
    pack(path, {"taman.shp": b"x" * 5_000})
    raw = bytearray(path.read_bytes())
    place = raw.find(b"PK\x01\x02")
    raw[place + 24 : place + 28] = struct.pack("<I", 100)
    path.write_bytes(bytes(raw))


@broken("two gigabytes.zip")
def _(path: Path) -> None:
    """Write a member that says it holds two gigabytes."""
    pack(path, {"taman.shp": b"x" * 5_000})
    raw = bytearray(path.read_bytes())
    place = raw.find(b"PK\x01\x02")
    raw[place + 24 : place + 28] = struct.pack("<I", 2**31 - 1)
    path.write_bytes(bytes(raw))


@broken("crowd.zip")
def _(path: Path) -> None:
    pack(path, {"taman.shp": b"x", **{f"{number}.txt": b"" for number in range(1_500)}})


@broken("cut off.zip")
def _(path: Path) -> None:
    pack_shapefile(path, shapefile(path.parent))
    path.write_bytes(path.read_bytes()[:400])


# --- Shapefile, GeoPackage, FlatGeobuf ----------------------------------------------------------


@broken("without dbf.zip")
def _(path: Path) -> None:
    parts = shapefile(path.parent)
    del parts[".dbf"]
    pack_shapefile(path, parts)


@broken("without prj.zip")
def _(path: Path) -> None:
    parts = shapefile(path.parent)
    del parts[".prj"]
    pack_shapefile(path, parts)


@broken("cut off shapes.zip")
def _(path: Path) -> None:
    parts = shapefile(path.parent)
    parts[".shp"] = parts[".shp"][:-20]
    pack_shapefile(path, parts)


@broken("shapes of two gigabytes.zip")
def _(path: Path) -> None:
    parts = shapefile(path.parent)
    parts[".shp"] = parts[".shp"][:24] + struct.pack(">i", 2**30) + parts[".shp"][28:]
    pack_shapefile(path, parts)


@broken("table of two gigabytes.zip")
def _(path: Path) -> None:
    parts = shapefile(path.parent)
    parts[".dbf"] = parts[".dbf"][:4] + struct.pack("<I", 10_000_000) + parts[".dbf"][8:]
    pack_shapefile(path, parts)


@broken("cut off.gpkg")
def _(path: Path) -> None:
    sound_layer().to_file(path)
    path.write_bytes(path.read_bytes()[:30_000])


@broken("notes.gpkg")
def _(path: Path) -> None:
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE notes (line TEXT)")
    base.close()


@broken("cut off.fgb")
def _(path: Path) -> None:
    sound_layer().to_file(path)
    path.write_bytes(path.read_bytes()[:200])


@broken("cut off at its end.fgb")
def _(path: Path) -> None:
    sound_layer().to_file(path)
    path.write_bytes(path.read_bytes()[:-60])


@broken("header of two gigabytes.fgb")
def _(path: Path) -> None:
    sound_layer().to_file(path)
    raw = path.read_bytes()
    path.write_bytes(raw[:8] + struct.pack("<I", 2**31 - 1) + raw[12:])


# --- Workbooks ----------------------------------------------------------------------------------


@broken("cut off.xlsx")
def _(path: Path) -> None:
    workbook(path)
    path.write_bytes(path.read_bytes()[:3_000])


@broken("damaged sheet.xlsx")
def _(path: Path) -> None:
    workbook(path)
    repacked(path, lambda members: {**members, "xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>"})


@broken("nothing.xlsx")
def _(path: Path) -> None:
    workbook(path, [])


@broken("macros.xlsm")
def _(path: Path) -> None:
    workbook(path)
    repacked(path, lambda members: {**members, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


@broken("far cell.xlsx")
def _(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_string(1_048_575, 16_383, "x")


@broken("swelling.xlsx")
def _(path: Path) -> None:
    workbook(path)
    repacked(path, lambda members: {**members, "xl/worksheets/sheet1.xml": b" " * 60_000_000})


@broken("entities.xlsx")
def _(path: Path) -> None:
    workbook(path)

    def laugh(members: dict[str, bytes]) -> dict[str, bytes]:
        texts = members["xl/sharedStrings.xml"].decode()
        start, rest = texts.split("?>", 1)
        declared = f'{start}?><!DOCTYPE k [<!ENTITY l0 "ha">{LAUGHS}]>{rest.replace("Taman Dua", "&l9;")}'
        return {**members, "xl/sharedStrings.xml": declared.encode()}

    repacked(path, laugh)


@broken("formula.xlsx")
def _(path: Path) -> None:
    """Write a cell with a formula, whose last value begins like one too."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADER, *GOOD]):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
        sheet.write_formula(2, 0, '=CONCATENATE("=1","+1")', value="=1+1")


@broken("password.xlsx")
def _(path: Path) -> None:
    marks = "EncryptedPackage".encode("utf-16-le") + "EncryptionInfo".encode("utf-16-le")
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + marks + bytes(500))


@broken("damaged.xls")
def _(path: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + "Workbook".encode("utf-16-le") + bytes(500))


@broken("letter.xls")
def _(path: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1_000))


def make_corpus(folder: Path) -> list[Path]:
    """Write the corpus and return its files in the order of their names."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, make in FILES.items():
        path = folder / name
        make(path)
        os.utime(path, (1_700_000_000, 1_700_000_000))
        paths.append(path)
    return sorted(paths)


if __name__ == "__main__":
    print(f"{len(make_corpus(Path(sys.argv[1])))} files")
