"""The address of a page on the web, as it may be shown."""

from __future__ import annotations

from urllib.parse import urlsplit

from planner.rules.addresses import may_be_followed
from planner.ui.components.markup import Html, element


def address_line(address: str) -> Html | None:
    """Return an address as a link where it may be followed, as words where it may not; nothing where there is none."""
    if not address:
        return None
    if not may_be_followed(address):
        return element("span", address, css="beside")
    link = element("a", urlsplit(address).netloc, href=address, rel="noopener noreferrer", target="_blank")
    return element("span", link, css="beside")
