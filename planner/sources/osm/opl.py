"""Elements as lines of text, in osmium's own OPL format, and back.

Text is made here and not by osmium's writer: when a disk is full, that ends the whole program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import osmium

from planner.sources.osm.matching import Tags

FORMAT = "opl"

_TO_ESCAPE = re.compile(r"[^0-9A-Za-z_:./-]")


def node_line(number: int, lon: float, lat: float, tags: Tags) -> str:
    """Write a point; longitude and latitude in degrees."""
    return f"n{number} v1 x{lon:.7f} y{lat:.7f} T{_tags(tags)}\n"


def way_line(number: int, nodes: Iterable[int], tags: Tags) -> str:
    """Write a line or ring through points."""
    return f"w{number} v1 T{_tags(tags)} N{','.join(f'n{node}' for node in nodes)}\n"


def relation_line(number: int, members: Iterable[tuple[str, int, str]], tags: Tags) -> str:
    """Write a relation; a member is the letter of its kind, its number and its role."""
    written = ",".join(f"{kind}{member}@{_escaped(role)}" for kind, member, role in members)
    return f"r{number} v1 T{_tags(tags)} M{written}\n"


def as_file(content: bytes) -> osmium.io.FileBuffer:
    """Return lines as something that osmium reads like a file."""
    return osmium.io.FileBuffer(content, FORMAT)


def _tags(tags: Tags) -> str:
    return ",".join(f"{_escaped(key)}={_escaped(value)}" for key, value in tags.items())


def _escaped(words: str) -> str:
    return _TO_ESCAPE.sub(_escape, words)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code == 0 or 0xD800 <= code <= 0xDFFF:
        raise ValueError(f"no character: {code}")
    return f"%{code:x}%"
