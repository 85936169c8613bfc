"""Answers of an Overpass server: kept as pieces of an extract, and put together to a whole one."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import osmium

from planner.errors import FetchError, OutputError
from planner.sources.osm.clip import TIMESTAMP
from planner.sources.osm.opl import as_file, node_line, relation_line, way_line
from planner.texts import text

_COMMENT = "# "
_MEMBER_LETTERS = {"node": "n", "way": "w", "relation": "r"}


def make_cache(folder: Path) -> None:
    """Make the folder that keeps the pieces of one fetch.

    Raises
    ------
    planner.errors.OutputError
        If it can't be made.
    """
    with _room_needed(folder):
        folder.mkdir(parents=True, exist_ok=True)


def moment(answer: Mapping[str, Any]) -> str:
    """Return of when an answer's data are, such as ``2025-12-31T10:00:00Z``."""
    return str(answer["osm3s"]["timestamp_osm_base"])


def kept_moment(path: Path) -> str | None:
    """Return of when a kept piece's data are, or ``None`` where there is no piece that can be read."""
    if not path.is_file():
        return None
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return lines.readline().removeprefix(_COMMENT).strip() or None
    except (OSError, EOFError, UnicodeDecodeError):
        # Whatever happened to the file, the server can be asked again.
        return None


def keep_answer(answer: Mapping[str, Any], path: Path, dated: str) -> None:
    """Write an answer as a piece of an extract, whole or not at all.

    Parameters
    ----------
    answer
        What the server said.
    path
        The piece to write, ``.opl.gz``.
    dated
        Of when its data are.

    Raises
    ------
    planner.errors.FetchError
        If an element has not the form that OpenStreetMap's elements have.
    planner.errors.OutputError
        If the piece can't be written.
    """
    try:
        content = (_COMMENT + dated + "\n" + "".join(map(_line, answer["elements"]))).encode()
        # What osmium can't read now, it could not read later either.
        with osmium.io.Reader(as_file(content)) as reader:
            osmium.apply(reader)
    except (KeyError, TypeError, AttributeError, ValueError, RuntimeError, osmium.InvalidLocationError) as error:
        raise FetchError(
            text("The OpenStreetMap server gave elements that can't be understood: try another server.")
        ) from error
    aside = _aside(path)
    with _room_needed(path):
        # Without the time of writing in its header, the same answer gives the same file.
        aside.write_bytes(gzip.compress(content, mtime=0))
        aside.replace(path)


def join_pieces(pieces: Iterable[Path], target: Path, dated: str) -> None:
    """Put pieces of one moment together to an extract: each element once, in the order of kind and number.

    Parameters
    ----------
    pieces
        The kept pieces.
    target
        The extract to write, ``.osm.pbf``.
    dated
        Of when its data are.

    Raises
    ------
    planner.errors.OutputError
        If the extract can't be written.
    """
    merged = osmium.MergeInputReader()
    for piece in pieces:
        merged.add_file(str(piece))
    header = osmium.io.Header()
    header.set(TIMESTAMP, dated)
    aside = _aside(target)
    with _room_needed(target), osmium.io.Reader(as_file(b"")) as nothing:
        writer = osmium.io.Writer(str(aside), header, True)
        merged.apply_to_reader(nothing, writer)
        writer.close()
        aside.replace(target)


@contextmanager
def _room_needed(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise OutputError(
            text("{file} can't be written: check that there is room and that you may write there.", file=path)
        ) from error


def _aside(path: Path) -> Path:
    # The ending tells osmium the format, so it has to stay.
    return path.with_name("part-" + path.name)


def _line(element: Mapping[str, Any]) -> str:
    number = int(element["id"])
    tags = {str(key): str(value) for key, value in element.get("tags", {}).items()}
    match element["type"]:
        case "node":
            return node_line(number, *_position(element), tags)
        case "way":
            return way_line(number, map(int, element.get("nodes", [])), tags)
        case "relation":
            members = [
                (_MEMBER_LETTERS[member["type"]], int(member["ref"]), str(member.get("role", "")))
                for member in element.get("members", [])
            ]
            return relation_line(number, members, tags)
        case other:
            raise ValueError(other)


def _position(element: Mapping[str, Any]) -> tuple[float, float]:
    lon, lat = float(element["lon"]), float(element["lat"])
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        raise ValueError((lon, lat))
    return lon, lat
