"""One question to an Overpass server, asked through OSMnx.

OSMnx writes the question, waits for a free slot of the server and sends it. Its raw answer is taken before
OSMnx makes shapes of it, so that a live answer goes the same way as an extract.
"""

from __future__ import annotations

import json
import math
import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, cast
from urllib.parse import urlsplit

import osmnx
import requests
from shapely import MultiPolygon, Polygon

from planner.errors import FetchError
from planner.texts import Text, text

_BUSY = frozenset({429, 500, 502, 503, 504})
_CHUNK_BYTES = 1 << 20
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_one_at_a_time = threading.RLock()


@dataclass(frozen=True)
class OsmService:
    """Where to ask, and how patiently.

    Attributes
    ----------
    overpass_url
        The Overpass server; OSMnx's own choice if ``None``.
    nominatim_url
        The server that finds places by name; OSMnx's own choice if ``None``.
    wait_for_slot
        Whether to ask the server first when it has a free slot, as the public ones demand.
    timeout_s
        How long one question may take, in seconds.
    tries
        How often a question is asked before giving up.
    first_pause_s, longest_pause_s
        How long to wait after the first failure, twice as long after each further one, and when to give up
        rather than wait.
    max_answer_bytes
        Answers that are larger are refused.
    """

    overpass_url: str | None = None
    nominatim_url: str | None = None
    wait_for_slot: bool = True
    timeout_s: float = 180.0
    tries: int = 5
    first_pause_s: float = 5.0
    longest_pause_s: float = 300.0
    max_answer_bytes: int = 200_000_000


class TryAgain(Exception):  # noqa: N818
    """A question failed in a way that may pass.

    Parameters
    ----------
    reason
        What happened, as the middle of a sentence.
    after_s
        How long the server asks to wait, in seconds; ``None`` if it does not say.
    """

    def __init__(self, reason: Text, after_s: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after_s = after_s


class _Answered(Exception):  # noqa: N818
    """Carries the answer out of OSMnx."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__()
        self.answer = answer


def ask_overpass(
    area: Polygon, wanted: Mapping[str, tuple[str, ...]], date: str | None, service: OsmService
) -> dict[str, Any]:
    """Ask for all elements with wanted tags in an area, and what they consist of.

    Parameters
    ----------
    area
        Where, in longitude and latitude (WGS 84).
    wanted
        Values by key; none for any value.
    date
        The moment whose data are wanted, such as ``2025-12-31T10:00:00Z``; now if ``None``.
    service
        Where to ask.

    Returns
    -------
    dict
        The answer as the server gave it: ``elements``, and under ``osm3s`` the moment of its data.

    Raises
    ------
    TryAgain
        If the server is busy, silent or broken.
    planner.errors.FetchError
        If the server refuses, or the answer is too large.
    """
    tags: dict[str, bool | str | list[str]] = {key: list(values) or True for key, values in wanted.items()}
    with _asking(service, date), _network_told(service):
        try:
            osmnx.features_from_polygon(area, tags)
        except _Answered as answered:
            return answered.answer
    raise TryAgain(text("the answer was lost"))


def ask_place(name: str, service: OsmService) -> Polygon | MultiPolygon:
    """Return the outline of a place in longitude and latitude (WGS 84).

    Parameters
    ----------
    name
        Such as ``Yogyakarta, Indonesia``.
    service
        Where to ask.

    Raises
    ------
    TryAgain
        If the server is busy, silent or broken.
    planner.errors.FetchError
        If no place of that name has an outline.
    """
    with _asking(service, None), _network_told(service):
        try:
            found = osmnx.geocode_to_gdf(name)
        # By one of these OSMnx says that it found nothing, or nothing with an outline.
        except (TypeError, ValueError, KeyError) as error:
            raise FetchError(
                text(
                    "OpenStreetMap knows no outline of “{name}”: write the city with its country, "
                    "or use the outline of your regions.",
                    name=name,
                )
            ) from error
    return cast("Polygon | MultiPolygon", found.geometry.iloc[0])


@contextmanager
def _asking(service: OsmService, date: str | None) -> Iterator[None]:
    """Set OSMnx up for one question, and back again: its settings are the whole process's."""
    settings = osmnx.settings
    # The language of Overpass knows whole seconds only.
    allowed = f"[timeout:{math.ceil(service.timeout_s)}]"
    pinned = "" if date is None else f'[date:"{date}"]'
    wanted = {
        "overpass_url": service.overpass_url or settings.overpass_url,
        "nominatim_url": service.nominatim_url or settings.nominatim_url,
        "overpass_rate_limit": service.wait_for_slot,
        "overpass_settings": f"[out:json]{allowed}{pinned}",
        "requests_timeout": service.timeout_s,
        "requests_kwargs": {"stream": True, "hooks": {"response": _Reader(service)}},
        # The answers are kept by whoever asks; no other host is asked for addresses; areas are cut beforehand.
        "use_cache": False,
        "doh_url_template": None,
        "max_query_area_size": float("inf"),
    }
    with _one_at_a_time:
        before = {name: getattr(settings, name) for name in wanted}
        resolve = socket.getaddrinfo
        try:
            for name, value in wanted.items():
                setattr(settings, name, value)
            yield
        finally:
            for name, value in before.items():
                setattr(settings, name, value)
            # OSMnx pins the server's address for the whole process.
            socket.getaddrinfo = resolve


@contextmanager
def _network_told(service: OsmService) -> Iterator[None]:
    try:
        yield
    except requests.Timeout as error:
        raise TryAgain(
            text("the server did not answer within {seconds} seconds", seconds=round(service.timeout_s, 1))
        ) from error
    except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
        raise TryAgain(text("the server could not be reached or broke off")) from error
    except requests.RequestException as error:
        raise FetchError(
            text("OpenStreetMap can't be asked at {url}: check the address.", url=service.overpass_url or "")
        ) from error


class _Reader:
    """Looks at each answer as soon as its head has come, before OSMnx does."""

    def __init__(self, service: OsmService) -> None:
        self.service = service

    def __call__(self, response: requests.Response, *_: object, **__: object) -> requests.Response:
        path = urlsplit(response.url).path
        # A server of others must not send this one on, to what only this one can reach.
        if path.endswith("/status") and not response.is_redirect:
            return response
        with response:
            if response.status_code in _BUSY:
                raise TryAgain(_busy_reason(response.status_code), _retry_after_s(response))
            if response.is_redirect or not response.ok:
                raise FetchError(
                    text(
                        "The OpenStreetMap server refused the question (HTTP {status}): try another server.",
                        status=response.status_code,
                    )
                )
            if path.endswith("/interpreter"):
                raise _Answered(_checked(_parsed(self._content(response))))
            # What is read while the connection is open, OSMnx finds afterwards.
            _parsed(response.content)
        return response

    def _content(self, response: requests.Response) -> bytes:
        """Read an answer, but neither without end nor forever."""
        until = time.monotonic() + 2 * self.service.timeout_s
        content = bytearray()
        for chunk in response.iter_content(_CHUNK_BYTES):
            content += chunk
            if len(content) > self.service.max_answer_bytes:
                raise FetchError(
                    text(
                        "The OpenStreetMap server's answer is larger than {limit} MB: use an extract for this city.",
                        limit=self.service.max_answer_bytes // 1_000_000,
                    )
                )
            if time.monotonic() > until:
                raise TryAgain(text("the server's answer came too slowly"))
        return bytes(content)


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise TryAgain(text("the answer was broken")) from error


def _checked(answer: Any) -> dict[str, Any]:
    if not isinstance(answer, dict) or not isinstance(answer.get("elements"), list):
        raise TryAgain(text("the answer was broken"))
    # A server that ran out of time or memory answers with what it had, and says so in a remark.
    if "error" in str(answer.get("remark", "")):
        raise TryAgain(text("the server ran out of time or memory"))
    origin = answer.get("osm3s")
    if not isinstance(origin, dict) or not _MOMENT.fullmatch(str(origin.get("timestamp_osm_base"))):
        raise TryAgain(text("the answer does not say of when its data are"))
    return answer


def _busy_reason(status: int) -> Text:
    if status == 429:
        return text("the server has too many questions to answer")
    return text("the server is overloaded or out of order (HTTP {status})", status=str(status))


def _retry_after_s(response: requests.Response) -> float | None:
    """Return what the server says about when to come back: seconds, or a date."""
    written = response.headers.get("Retry-After", "").strip()
    if not written:
        return None
    if written.isdigit():
        return float(written)
    try:
        return max(0.0, parsedate_to_datetime(written).timestamp() - time.time())
    except ValueError:
        return None
