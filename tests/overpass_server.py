"""A local server that answers OSMnx's own questions, to Overpass and to Nominatim, from a real or drawn extract.

It understands what OSMnx writes, ``(node['key'='value'](poly:'lat lon …');(._;>;);)``, and can be told to
misbehave: each word in ``faults`` spoils one answer.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import osmium
import shapely

STATUS = "Connected as: 1\nCurrent time: now\nAnnounced endpoint: none\nRate limit: 2\n2 slots available now.\n"
QUESTION = re.compile(r"\((node|way|relation)\['([^']+)'(?:='([^']*)')?\]\(poly:'([^']+)'\);\(\._;>;\);\)")
MEMBER_TYPES = {"n": "node", "w": "way", "r": "relation"}


class Extract:
    """The elements of an extract, as Overpass writes them."""

    def __init__(self, path: Path) -> None:
        self.elements: dict[str, dict[int, dict[str, Any]]] = {"node": {}, "way": {}, "relation": {}}
        for element in osmium.FileProcessor(str(path)):
            kind = MEMBER_TYPES[element.type_str()]
            self.elements[kind][element.id] = self._as_json(kind, element)
        nodes = self.elements["node"]
        self.shapes = {
            "node": shapely.points([(node["lon"], node["lat"]) for node in nodes.values()]),
            "way": np.array([self._line(way) for way in self.elements["way"].values()], dtype=object),
        }

    def _as_json(self, kind: str, element: Any) -> dict[str, Any]:
        found: dict[str, Any] = {"type": kind, "id": element.id}
        if kind == "node":
            found |= {"lat": element.location.lat, "lon": element.location.lon}
        elif kind == "way":
            found["nodes"] = [node.ref for node in element.nodes]
        else:
            found["members"] = [
                {"type": MEMBER_TYPES[member.type], "ref": member.ref, "role": member.role}
                for member in element.members
            ]
        return found | ({"tags": dict(element.tags)} if len(element.tags) else {})

    def _line(self, way: dict[str, Any]) -> shapely.Geometry | None:
        nodes = [self.elements["node"][ref] for ref in way["nodes"] if ref in self.elements["node"]]
        places = [(node["lon"], node["lat"]) for node in nodes]
        return shapely.LineString(places) if len(places) > 1 else None

    def answer(self, question: str) -> list[dict[str, Any]]:
        """Return what a question asks for, with all that it consists of."""
        found: dict[tuple[str, int], dict[str, Any]] = {}
        inside: dict[str, dict[str, set[int]]] = {}
        for kind, key, value, corners in QUESTION.findall(question):
            area = inside.setdefault(corners, self._inside(corners))
            for number in area[kind]:
                element = self.elements[kind][number]
                if key in element.get("tags", {}) and value in ("", element["tags"][key]):
                    self._take(kind, number, found)
        return list(found.values())

    def _inside(self, corners: str) -> dict[str, set[int]]:
        numbers = [float(number) for number in corners.split()]
        area = shapely.Polygon(zip(numbers[1::2], numbers[0::2], strict=True))
        shapely.prepare(area)
        inside = {
            kind: {
                number
                for number, hit in zip(self.elements[kind], shapely.intersects(area, self.shapes[kind]), strict=True)
                if hit
            }
            for kind in ("node", "way")
        }
        inside["relation"] = {
            number
            for number, relation in self.elements["relation"].items()
            if any(member["ref"] in inside.get(member["type"], ()) for member in relation["members"])
        }
        return inside

    def _take(self, kind: str, number: int, found: dict[tuple[str, int], dict[str, Any]]) -> None:
        element = self.elements[kind].get(number)
        if element is None or (kind, number) in found:
            return
        found[kind, number] = element
        for node in element.get("nodes", ()):
            self._take("node", node, found)
        for member in element.get("members", ()):
            if member["type"] != "relation":
                self._take(member["type"], member["ref"], found)


class OverpassServer(ThreadingHTTPServer):
    """Answers from an extract.

    Attributes
    ----------
    moment
        Of when its data are.
    faults
        What goes wrong with the next answers, first to last: ``timeout``, ``busy``, ``overloaded``,
        ``broken``, ``cut``, ``remark``, ``refused``, ``undated``, ``odd``, ``large``, ``empty``; ``fine`` for nothing.
    questions
        What was asked.
    outline
        What Nominatim knows, as GeoJSON; ``None`` if nothing.
    """

    daemon_threads = True

    def __init__(self, extract: Extract, moment: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.extract = extract
        self.moment = moment
        self.faults: list[str] = []
        self.questions: list[str] = []
        self.outline: dict[str, Any] | None = None
        self.retry_after: str | None = "0"

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: OverpassServer

    def do_GET(self) -> None:
        if self.path.startswith("/api/status"):
            self._send(200, STATUS.encode())
        else:
            self._send_outline()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        question = parse_qs(body)["data"][0]
        self.server.questions.append(question)
        fault = self.server.faults.pop(0) if self.server.faults else "fine"
        answer = {
            "version": 0.6,
            "osm3s": {"timestamp_osm_base": self.server.moment},
            "elements": [] if fault == "empty" else self.server.extract.answer(question),
        }
        self._answer(fault, answer)

    def _answer(self, fault: str, answer: dict[str, Any]) -> None:
        match fault:
            case "timeout":
                time.sleep(0.6)
                self._send(200, b"{}")
            case "busy":
                headers = {} if self.server.retry_after is None else {"Retry-After": self.server.retry_after}
                self._send(429, b"Too many requests", headers)
            case "overloaded":
                self._send(504, b"<html>The server is probably too busy</html>")
            case "refused":
                self._send(400, b"<html>parse error</html>")
            case "broken":
                self._send(200, json.dumps(answer).encode()[:-20])
            case "cut":
                self._send(200, json.dumps(answer).encode(), claimed=10**9)
            case "remark":
                self._send(200, json.dumps(answer | {"remark": "runtime error: Query timed out"}).encode())
            case "undated":
                self._send(200, json.dumps({"elements": []}).encode())
            case "odd":
                odd = [{"type": "node", "id": 1, "lat": "north", "lon": None}]
                self._send(200, json.dumps(answer | {"elements": odd}).encode())
            case "large":
                self._send(200, b" " * 3_000_000 + json.dumps(answer).encode())
            case _:
                self._send(200, json.dumps(answer).encode())

    def _send_outline(self) -> None:
        place = {
            "osm_type": "relation",
            "osm_id": 1,
            "lat": "0",
            "lon": "0",
            "importance": 0.5,
            "class": "boundary",
            "type": "administrative",
            "place_rank": 12,
            "addresstype": "city",
            "name": "Kota",
            "display_name": "Kota, Indonesia",
            "boundingbox": ["0", "1", "0", "1"],
        }
        known = [] if self.server.outline is None else [place | {"geojson": self.server.outline}]
        self._send(200, json.dumps(known).encode())

    def _send(
        self, status: int, content: bytes, headers: dict[str, str] | None = None, claimed: int | None = None
    ) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(claimed or len(content)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)
        except (BrokenPipeError, ConnectionResetError):
            # Whoever asked has gone away, as in the test of a timeout.
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(extract: Extract, moment: str) -> Iterator[OverpassServer]:
    """Serve an extract for as long as a ``with`` block lasts."""
    server = OverpassServer(extract, moment)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
