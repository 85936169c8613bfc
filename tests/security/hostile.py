"""A city whose every name tries something: markup, scripts, formulas, templates, Typst, SQL, paths and Markdown."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

PAYLOADS = (
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(2)>',
    "'><b onmouseover=alert(3) autofocus onfocus=alert(3) tabindex=1>",
    "</script><script>alert(4)</script>",
    "</textarea></title></style><iframe srcdoc='<script>alert(5)</script>'>",
    "`${alert(6)}`",
    "{{ 7*191 }}{% raw %}",
    "[x](javascript:alert(7)) ![x](x)",
    ":red[x] :material/home: $x^2$",
    '=HYPERLINK("http://evil.example","x")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    '#read("/etc/passwd") #include "x.typ" $x$ *x* _x_ @x <x>',
    "'; DROP TABLE facilities; --",
    "../../../etc/passwd",
    "%2e%2e%2f\\\\evil\\share",
    "javascript:alert(8)",
    "<a href=javascript:alert(9)>x</a>",
    "&lt;img src=x onerror=alert(10)&gt;",
    "\u202egnp.exe",
    "<!--[if IE]><script>alert(11)</script>",
    "<math><mtext></table><img src=x onerror=alert(12)>",
)
"""What a name may hold; each still has to be shown as it is written."""

_NAMED = {
    "schools.csv": ("name", "address", "note", "source_detail"),
    "health_2020.csv": ("name", "address"),
    "osm_places.csv": ("name",),
    "parks.csv": ("name", "note", "child_friendly_basis"),
    "figures.csv": ("subject", "definition", "citation"),
}
_REGION = "Manggar Baru"
_KECAMATAN = "Balikpapan Timur"
_TITLE = "Taman, RTH dan RBRA yang diketahui namanya"


def hostile_city(source: Path, folder: Path, payloads: Sequence[str] = PAYLOADS) -> Path:
    """Write a copy of a city in which names hold what they should not.

    Parameters
    ----------
    source
        The built-in city folder.
    folder
        Where the copy goes.
    payloads
        What the names hold.
    """
    shutil.copytree(source, folder)
    turn = cycle(payloads)
    for name, columns in _NAMED.items():
        _renamed(folder / name, columns, turn)
    _regions(folder, {_REGION: payloads[0], _KECAMATAN: payloads[1 % len(payloads)]})
    settings = folder / "city.toml"
    written = settings.read_text(encoding="utf-8")
    written = written.replace('name = "Kota Balikpapan"', f"name = {json.dumps(payloads[3 % len(payloads)])}")
    settings.write_text(written.replace(f'"{_TITLE}"', json.dumps(payloads[0])), encoding="utf-8")
    return folder


def _renamed(path: Path, columns: Sequence[str], turn: Iterator[str]) -> None:
    """Put what is tried into columns of a table: into every third row, so that others stay as they were."""
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    for number, row in enumerate(rows[::3]):
        for column in columns:
            # The number keeps names apart, which would otherwise be records of one place.
            row[head.index(column)] = f"{next(turn)} {number}"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def _regions(folder: Path, names: dict[str, str]) -> None:
    """Rename regions in every file that names them."""
    for path in folder.iterdir():
        if path.suffix == ".geojson":
            written = path.read_text(encoding="utf-8")
            for old, new in names.items():
                written = written.replace(json.dumps(old), json.dumps(new))
            path.write_text(written, encoding="utf-8")
        elif path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                rows = [[names.get(cell, cell) for cell in row] for row in csv.reader(file)]
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
