"""How the handbook becomes a site: ``make docs`` writes it to ``build/docs``."""

from __future__ import annotations

import re

from sphinx.application import Sphinx

from planner import __version__

project = "Child-friendly facility planner"
author = "Child-friendly facility planner"
release = __version__
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
root_doc = "index"
myst_heading_anchors = 3

html_theme = "furo"
html_title = project
html_copy_source = False
html_show_copyright = False

_BESIDE = re.compile(r"\[([^\]]+)\]\(\.\./([^)]+)\)")


def name_files_beside(_app: Sphinx, _page: str, content: list[str]) -> None:
    """Name a file that lies outside the handbook instead of linking it: the site stands on its own."""
    content[0] = _BESIDE.sub(r"\1 (`\2`)", content[0])


def setup(app: Sphinx) -> None:
    """Take part in the build."""
    app.connect("source-read", name_files_beside)
