"""Addresses of pages: which words are one, and which may be followed."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+")
_SAFE = "https://"


def is_address(written: str) -> bool:
    """Say whether words are the address of a page on the web."""
    return _ADDRESS.fullmatch(written) is not None


def may_be_followed(address: str) -> bool:
    """Say whether an address may become a link: only one that leads to its page over a secure connection."""
    return is_address(address) and address.startswith(_SAFE)
