"""A browser without a screen: speaks with the planner over its web socket, and knows when a page is drawn."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

LONGEST_S = 60.0
"""A page that is not drawn after so long counts as an error."""

MOST_BYTES = 2**28

_EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN
_FRAGMENT = ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
_WRONG = ("error-summary", "stException")


@dataclass
class Drawn:
    """What a page showed.

    Attributes
    ----------
    seconds
        From the wish to the end of the page.
    words
        Everything written on it.
    components
        Id and data of each component, by its name.
    problems
        What was wrong on it.
    """

    seconds: float = 0.0
    words: list[str] = field(default_factory=list)
    components: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


class Client:
    """One opened page.

    Parameters
    ----------
    address
        Address of the planner, without a path.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._socket: ClientConnection | None = None
        self._pages: dict[str, str] = {}
        self._page = ""
        self._query = ""
        self._kept: dict[str, ForwardMsg] = {}
        self._drawn = Drawn()
        self._finished = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None
        self._repeated: dict[str, asyncio.Task[None]] = {}
        self.refreshes = 0
        self.received_bytes = 0

    async def open(self) -> Drawn:
        """Open the planner's first page."""
        self._socket = await connect(
            self._address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            origin=self._address,  # type: ignore[arg-type]
            max_size=MOST_BYTES,
        )
        self._listening = asyncio.create_task(self._listen())
        return await self._run(BackMsg())

    async def turn_to(self, page: str, query: str = "") -> Drawn:
        """Turn to a page.

        Parameters
        ----------
        page
            Its name in the address.
        query
            What is chosen, as it stands in the address.
        """
        if page not in self._pages:
            return Drawn(problems=["the way to this page was never shown"])
        self._page, self._query = self._pages[page], query
        return await self._run(BackMsg())

    async def post(self, component: str, event: str, value: object) -> Drawn:
        """Let a component send something.

        Parameters
        ----------
        component
            Its name, without where it comes from.
        event, value
            What happened, and what came of it.
        """
        base, _ = self._drawn.components[component]
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add()
        state.id = f"$$STREAMLIT_INTERNAL_KEY_{base}__events"
        state.json_trigger_value = json.dumps([{"event": event, "value": value}])
        return await self._run(message)

    async def close(self) -> None:
        """Leave."""
        self._forget_repeats()
        if self._listening is not None:
            self._listening.cancel()
        if self._socket is not None:
            await self._socket.close()

    async def _run(self, message: BackMsg) -> Drawn:
        self._forget_repeats()
        self._drawn = Drawn()
        self._finished.clear()
        begun = time.perf_counter()
        await self._send(message)
        try:
            await asyncio.wait_for(self._finished.wait(), LONGEST_S)
        except TimeoutError:
            self._drawn.problems.append(f"not drawn after {LONGEST_S:.0f} s")
        self._drawn.seconds = time.perf_counter() - begun
        return self._drawn

    async def _send(self, message: BackMsg) -> None:
        wish = message.rerun_script
        wish.page_script_hash = self._page
        wish.query_string = self._query
        wish.cached_message_hashes.extend(sorted(self._kept))
        if self._socket is not None:
            await self._socket.send(message.SerializeToString())

    async def _listen(self) -> None:
        if self._socket is None:
            return
        try:
            async for data in self._socket:
                if isinstance(data, bytes):
                    self.received_bytes += len(data)
                    self._take(ForwardMsg.FromString(data))
        except Exception as error:
            self._drawn.problems.append(f"connection lost: {type(error).__name__}")
            self._finished.set()

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "ref_hash" and message.ref_hash in self._kept:
            self._take(self._kept[message.ref_hash])
            return
        if message.metadata.cacheable and message.hash:
            # As a browser does: what it has already need not be sent again.
            self._kept[message.hash] = message
        if kind == "navigation":
            self._pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
            self._page = self._page or message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "auto_rerun":
            self._repeat(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "delta" and message.delta.HasField("new_element"):
            self._see(message.delta.new_element)
        elif kind == "script_finished" and message.script_finished not in (_EARLY, _FRAGMENT):
            self._finished.set()

    def _see(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            self._drawn.problems.append(f"exception: {element.exception.type}")
        elif kind in ("markdown", "html"):
            body = element.markdown.body if kind == "markdown" else element.html.body
            self._drawn.words.append(body)
            if any(word in body for word in _WRONG) and "<style" not in body:
                self._drawn.problems.append(body[:400])
        elif kind == "bidi_component":
            one = element.bidi_component
            written = one.json or one.mixed.json
            name = one.component_name.rsplit(".", 1)[-1]
            self._drawn.components[name] = one.id, json.loads(written) if written else {}

    def _repeat(self, fragment: str, seconds: float) -> None:
        """Ask for a part of the page every so often, as a browser does when it is told to."""
        if fragment not in self._repeated:
            self._repeated[fragment] = asyncio.create_task(self._ask_again(fragment, seconds))

    async def _ask_again(self, fragment: str, seconds: float) -> None:
        while True:
            await asyncio.sleep(seconds)
            message = BackMsg()
            message.rerun_script.fragment_id = fragment
            message.rerun_script.is_auto_rerun = True
            self.refreshes += 1
            await self._send(message)

    def _forget_repeats(self) -> None:
        for task in self._repeated.values():
            task.cancel()
        self._repeated.clear()
