"""A page carries how it was made in a block of data, which no browser runs."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

BLOCK_ID = "planner-provenance"
"""Id of the element."""

_BLOCK = re.compile(rf'<script type="application/json" id="{BLOCK_ID}">(.*?)</script>', re.DOTALL)


def block(provenance: dict[str, Any]) -> Markup:
    """Return the element that says how a page was made."""
    said = htmlsafe_json_dumps(provenance, dumps=partial(json.dumps, ensure_ascii=False))
    return Markup('<script type="application/json" id="{}">{}</script>').format(BLOCK_ID, said)


def said(content: str) -> str | None:
    """Return what a page says of its making; ``None`` where it says nothing."""
    found = _BLOCK.search(content)
    return None if found is None else found[1]
