"""Leaflet itself: where its files lie on this machine, and their text for a page that stands alone."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

SCRIPT = "leaflet.js"
STYLESHEET = "leaflet.css"


@cache
def leaflet_folder() -> Path:
    """Return the folder that holds ``leaflet.js``, ``leaflet.css`` and ``images/``.

    The app declares it as a component's folder, so that Streamlit itself serves Leaflet.
    """
    return Path(str(files("js_lib_leaflet"))) / "static" / "js_lib_leaflet"


@cache
def leaflet_script() -> str:
    """Return Leaflet's JavaScript, without the pointer to its source map."""
    script = (leaflet_folder() / SCRIPT).read_text(encoding="utf-8")
    return script.partition("\n//# sourceMappingURL=")[0]


@cache
def leaflet_stylesheet() -> str:
    """Return Leaflet's style sheet with its images written into it."""
    sheet = (leaflet_folder() / STYLESHEET).read_text(encoding="utf-8")
    return re.sub(r"url\((images/[\w.-]+)\)", lambda match: f"url({_data_url(match[1])})", sheet)


def _data_url(image: str) -> str:
    content = base64.b64encode((leaflet_folder() / image).read_bytes()).decode("ascii")
    return f"data:image/png;base64,{content}"
