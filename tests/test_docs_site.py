"""The handbook: every page is on the site, the site is built without a warning, and no link leads nowhere."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.parse
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md"), *ROOT.glob("examples/*.md"), *ROOT.glob("data/**/*.md")])
GALLERY = DOCS / "images" / "gallery"
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def links(path: Path) -> list[str]:
    """Return where a page leads within the project."""
    found = LINK.findall(CODE.sub("", path.read_text(encoding="utf-8")))
    return [link for link in found if not link.startswith(("http://", "https://", "mailto:"))]


def anchors(path: Path) -> set[str]:
    """Return the names of a page's headings, as they are made of their words."""
    heads = re.findall(r"(?m)^#+ (.+)$", CODE.sub("", path.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", head.strip().lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_link_leads_nowhere(page: Path) -> None:
    for link in links(page):
        name, _, anchor = urllib.parse.unquote(link).partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{page.name}: {link}"
        assert target.is_relative_to(ROOT), f"{page.name}: {link} leads out of the project"
        if anchor:
            assert anchor in anchors(target), f"{page.name}: {link}"


def test_every_page_of_the_handbook_is_in_its_contents() -> None:
    contents = set(re.findall(r"(?m)^([\w-]+)$", (DOCS / "index.md").read_text(encoding="utf-8")))
    assert {page.stem for page in DOCS.glob("*.md")} - {"index"} == contents


def test_every_picture_is_used() -> None:
    used = {(page.parent / link).resolve() for page in PAGES for link in links(page)}
    pictures = [path for path in (DOCS / "images").rglob("*") if path.is_file()]
    assert [path.name for path in pictures if path not in used] == []


def test_pictures_of_the_gallery_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in GALLERY.glob("*.png")}
    assert len(sizes) > 15
    assert [name for name, size in sizes.items() if size > 150_000] == []
    assert sum(sizes.values()) <= 2_500_000
    for path in GALLERY.glob("*.png"):
        with Image.open(path) as picture:
            assert picture.width <= 1000, path.name


def test_the_gallery_says_of_which_assessment_it_is_and_how_each_picture_was_made() -> None:
    page = (DOCS / "gallery.md").read_text(encoding="utf-8")
    assert re.search(r"assessment `[0-9a-f]{12}`", page)
    parts = page.split("\n### ")[1:]
    assert len(parts) >= 15
    for part in parts:
        assert "![" in part, part
        assert "Made by" in part, part


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    options = ["-W", "--keep-going", "-q", "-b", "html", "-d", str(tmp_path / "cache")]
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, str(DOCS), str(tmp_path / "site")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    assert built.stderr == ""
    pages = list((tmp_path / "site").glob("*.html"))
    assert {page.stem for page in DOCS.glob("*.md")} <= {page.stem for page in pages}
    for page in pages:
        asked = re.findall(r'(?:src|href)="(https?:)?//[^"]+\.(?:js|css|woff2?|png)"', page.read_text(encoding="utf-8"))
        assert asked == [], f"{page.name} asks the network"
