"""What the simulated people do: look at pages, record signs, try out what if."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks.load.client import Client, Drawn

READ, RECORD, CHOOSE, TRY_OUT = "page read", "sign recorded", "both versions shown", "what if"
SHARES = {READ: 0.60, RECORD: 0.25, TRY_OUT: 0.15}
THINKING_S = (5.0, 15.0)

PAGES = (
    "map",
    "map",
    "",
    "coverage",
    "scoreboard",
    "smoke_free",
    "services",
    "parks",
    "kla",
    "rules",
    "proposals",
    "briefing",
    "survey",
    "quality",
    "merges",
    "sources",
    "glossary",
)
"""Which pages are read; the map twice as often as others."""

OTHER_MINUTES = 0.1
"""Share of readings with another walking time than the usual one."""


@dataclass(frozen=True)
class Change:
    """One page change: what it was for, when it began after the start, how long it took, and what was wrong."""

    kind: str
    page: str
    at_s: float
    seconds: float
    problems: tuple[str, ...]


@dataclass
class Log:
    """What happened to everybody."""

    begun: float = field(default_factory=time.perf_counter)
    changes: list[Change] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    refreshes: int = 0
    received_bytes: int = 0

    def add(self, kind: str, page: str, drawn: Drawn) -> None:
        """Note a page change that just ended."""
        at_s = time.perf_counter() - self.begun - drawn.seconds
        self.changes.append(Change(kind, page, at_s, drawn.seconds, tuple(drawn.problems)))


class Person:
    """Somebody at the planner.

    Parameters
    ----------
    number
        Tells one from another, and what they happen to do.
    address
        Address of the planner.
    places
        Ids and names of the places whose signs they look at.
    scenarios
        What they try out.
    log
        Where it is noted.
    """

    def __init__(
        self, number: int, address: str, places: Sequence[tuple[str, str]], scenarios: Sequence[str], log: Log
    ) -> None:
        self._chance = random.Random(number)  # noqa: S311  (nothing secret)
        self._client = Client(address)
        self._number = number
        self._places, self._scenarios = places, scenarios
        self._log = log

    async def work(self, until: float) -> None:
        """Come in, and do one thing after another until a time."""
        await asyncio.sleep(self._chance.uniform(0, THINKING_S[1]))
        self._log.add(READ, "", await self._client.open())
        while time.perf_counter() < until:
            await asyncio.sleep(self._chance.uniform(*THINKING_S))
            kind = self._chance.choices(list(SHARES), list(SHARES.values()))[0]
            await {READ: self._read, RECORD: self._record, TRY_OUT: self._try_out}[kind]()
        self._log.refreshes += self._client.refreshes
        self._log.received_bytes += self._client.received_bytes
        await self._client.close()

    async def _read(self) -> None:
        page = self._chance.choice(PAGES)
        query = "minutes=15" if self._chance.random() < OTHER_MINUTES else ""
        self._log.add(READ, page, await self._client.turn_to(page, query))

    async def _record(self) -> None:
        drawn = await self._client.turn_to("sign_survey")
        self._log.add(READ, "sign_survey", drawn)
        if drawn.problems:
            return
        _, form = drawn.components.get("sign_form", ("", {}))
        await asyncio.sleep(self._chance.uniform(1.0, 3.0))
        visit = self._visit(form.get("seen"))
        newer = await self._send(visit)
        if newer is not None:
            # Somebody else answered otherwise meanwhile: whoever stands before the sign keeps their own answer.
            await asyncio.sleep(self._chance.uniform(1.0, 3.0))
            await self._send(visit | {"seen": newer})

    async def _send(self, visit: dict[str, object]) -> int | None:
        """Send a visit; return the newer revision where somebody else answered otherwise, and nothing was kept."""
        identity = str(visit["id"])
        drawn = await self._client.post("sign_post", "post", {"batch": identity, "visits": [visit]})
        _, answer = drawn.components.get("sign_post", ("", {}))
        receipts = {one["id"]: one for one in answer.get("receipts", [])}
        receipt = receipts.get(identity, {"problem": answer.get("problem") or "no receipt"})
        if receipt.get("versions"):
            self._log.add(CHOOSE, "sign_survey", drawn)
            return int(receipt["revision"])
        if receipt["problem"] is None:
            self._log.confirmed.append(identity)
        elif not drawn.problems:
            drawn.problems.append(f"sign not confirmed: {receipt['problem']}")
        self._log.add(RECORD, "sign_survey", drawn)
        return None

    def _visit(self, seen: object) -> dict[str, object]:
        place, name = self._chance.choice(self._places)
        there = self._chance.random() < 0.7
        answers = {"smoke_free_sign": "yes" if there else "no"}
        if there:
            answers |= {fact: self._chance.choice(["yes", "no"]) for fact in ("sign_legible", "sign_visible")}
        return {
            "id": f"{self._chance.getrandbits(128):032x}",
            "place": place,
            "name": name,
            "date": dt.date.today().isoformat(),
            "office": f"Kantor {self._number % 6 + 1}",
            "answers": answers,
            "seen": seen,
        }

    async def _try_out(self) -> None:
        scenario = self._chance.choice(self._scenarios)
        self._log.add(TRY_OUT, "scenarios", await self._client.turn_to("scenarios", urlencode({"scenario": scenario})))


async def first_visit(address: str) -> None:
    """Open each page once, so that the figures that everybody shares are there."""
    client = Client(address)
    await client.open()
    for page in dict.fromkeys(PAGES):
        await client.turn_to(page)
    await client.close()
