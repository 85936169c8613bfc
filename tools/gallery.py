"""Make the pictures of the gallery anew, by the real commands and a real browser, and write ``docs/gallery.md``.

Needs Chromium, LibreOffice (``soffice``, with Calc), ``pdftoppm`` and QGIS (``python3-qgis``). Takes some minutes.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader

from planner.assess import assess
from planner.ingest import load_city
from planner.reports.identity import assessment_id
from planner.ui.launch import free_port, streamlit_command

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PICTURES = DOCS / "images" / "gallery"
OVERVIEW = DOCS / "images" / "overview.png"
MOST_BYTES = 120_000
WIDTH = 1000
GAP = 12
DESKTOP, PHONE = (1280, 900), (390, 844)
START_SECONDS, PAGE_MILLISECONDS = 180, 240_000
SYSTEM_PYTHON = "/usr/bin/python3"
FIRST_PAGES = 'pdf:calc_pdf_Export:{"PageRange":{"type":"string","value":"1-20"}}'
WORKBOOK_PAGES = (2, 14)
"""A page of the data dictionary, and one of the sheet of a kecamatan."""

HEAD = """# Gallery

What comes out of the planner for the built-in city, made by `python tools/gallery.py` with the commands that are named,
in Indonesian, with no option changed. What the commands made is of assessment `{id}`, as of {day}; the documents print
the same id. The app starts with a shorter search for the plan, so its pages are of assessment `{app_id}`. These are
small pictures: the files themselves are sharp.
"""

TAIL = """## Without a picture

The data package of `planner export --out out` holds GeoJSON, GeoParquet, CSV, the JSON of the contract, ISO 19115
metadata and checksums too, in one file that is named after the assessment.
The three notebooks in `notebooks/` show their own tables, maps and charts when they are run.
"""


@dataclass(frozen=True)
class Shown:
    """One entry of the gallery.

    Attributes
    ----------
    name
        Name of its picture, without the ending.
    title, says
        What it is called, and one sentence.
    made_by
        The command, or what a person does.
    """

    name: str
    title: str
    says: str
    made_by: str


BRIEFINGS = (
    Shown(
        "brief-page",
        "One page",
        "For a reader with two minutes: what is met, what to decide, what is not known.",
        "`planner brief --out out --only page`",
    ),
    Shown(
        "brief-report",
        "Full report",
        "What is met and what is not, how the figures were made, every kecamatan with its own map.",
        "`planner brief --out out --only report`",
    ),
    Shown(
        "brief-report-2",
        "Full report, the other pages",
        "The plan with its reasons, smoke-free signs with the work list, maps, sources and limits.",
        "`planner brief --out out --only report`",
    ),
    Shown(
        "brief-slides",
        "Slides",
        "Tables and charts are PowerPoint's own and can be edited.",
        "`planner brief --out out --only slides`, drawn by LibreOffice",
    ),
)
MAPS = (
    Shown(
        "map-findings",
        "Map of findings",
        "Where the programme is met, not met, not known.",
        "`planner maps --out out --subject findings --format png`",
    ),
    Shown(
        "map-coverage",
        "Map of coverage",
        "The share of children who can walk to a child-friendly park.",
        "`planner maps --out out --subject coverage --format png`",
    ),
    Shown(
        "map-facilities",
        "Map of places",
        "Schools, health, parks and play spaces.",
        "`planner maps --out out --subject facilities --format png`",
    ),
    Shown(
        "map-proposals",
        "Map of proposals",
        "The proposed sites in their order.",
        "`planner maps --out out --subject proposals --format png`",
    ),
    Shown(
        "map-smoke-free",
        "Map of smoke-free signs",
        "What is known of the KSTR signs.",
        "`planner maps --out out --subject smoke_free --format png`",
    ),
    Shown(
        "map-sheet",
        "A sheet for each kecamatan",
        "One of the series, upright.",
        "`planner maps --out out --subject coverage --orientation portrait --series --format png`",
    ),
)
FILES = (
    Shown(
        "qgis",
        "Layers in QGIS",
        "The GeoPackage brings its styles and the names of its columns along.",
        "`planner export --out out`; `assessment.gpkg` opened in QGIS, no style chosen by hand",
    ),
    Shown(
        "workbook",
        "Workbook",
        "Its data dictionary, and the sheet of one kecamatan.",
        "`planner export --out out`; `assessment.xlsx` printed by LibreOffice",
    ),
    Shown(
        "web-map",
        "Web map",
        "One file that opens from a mail attachment, also without a network.",
        "`planner assess --out out`; `map.html` opened in Chromium with the network off",
    ),
    Shown(
        "kla",
        "Evidence for KLA",
        "What the data prove for each indicator, and what is missing.",
        "`planner kla --out out`; the page opened in Chromium",
    ),
    Shown(
        "work-sheet",
        "Work sheet for the KSTR survey",
        "Where to look for signs, in the order of the way.",
        "`planner smoke-free --out out`; the sheet opened in Chromium",
    ),
)
APP = (
    Shown("app-overview", "Overview", "The promise and who keeps it.", "`planner app`, page *Overview*"),
    Shown("app-coverage", "Coverage", "Who can walk there.", "`planner app`, page *Coverage*"),
    Shown("app-scoreboard", "Scoreboard", "Every rule in every kecamatan.", "`planner app`, page *Scoreboard*"),
    Shown("app-proposals", "Proposals", "Where to build next, with the proof.", "`planner app`, page *Proposals*"),
    Shown(
        "app-briefing",
        "Briefings and maps",
        "Documents and maps by a click.",
        "`planner app`, page *Briefings and maps*",
    ),
    Shown("app-glossary", "Glossary", "Every term in one sentence.", "`planner app`, page *Glossary*"),
    Shown(
        "app-phone",
        "On a phone",
        "The overview and the parks, 390 pixels wide.",
        "`planner app`, pages *Overview* and *Parks and green space*",
    ),
)
SECTIONS = {"Briefings": BRIEFINGS, "Maps on paper": MAPS, "Files": FILES, "The app": APP}


def run(*command: str) -> None:
    """Run a command and be quiet unless it fails."""
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603


def planner(*arguments: str) -> None:
    """Run a command of the planner in Indonesian."""
    print(f"planner {' '.join(arguments)}")
    run(sys.executable, "-m", "planner", *arguments, "--language", "id")


def pages_of(pdf: Path, pages: Sequence[int], dots_per_inch: int = 70) -> list[Image.Image]:
    """Return pages of a PDF as pictures."""
    with tempfile.TemporaryDirectory() as folder:
        for page in pages:
            asked = ("-r", str(dots_per_inch), "-f", str(page), "-l", str(page), "-png", "-singlefile")
            run("pdftoppm", *asked, str(pdf), f"{folder}/{page}")
        return [Image.open(Path(folder) / f"{page}.png").convert("RGB") for page in pages]


def pages_in(pdf: Path) -> int:
    """Return how many pages a PDF has."""
    return len(PdfReader(pdf).pages)


def drawn_by_office(file: Path, folder: Path, form: str = "pdf") -> Path:
    """Return a file as LibreOffice prints it."""
    home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    run("soffice", home, "--headless", "--convert-to", form, "--outdir", str(folder), str(file))
    return folder / f"{file.stem}.pdf"


def beside(pictures: Sequence[Image.Image], columns: int) -> Image.Image:
    """Return pictures in rows, on grey."""
    width, height = pictures[0].size
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", ((width + GAP) * columns + GAP, (height + GAP) * rows + GAP), "#d4d7da")
    for number, picture in enumerate(pictures):
        row, column = divmod(number, columns)
        sheet.paste(picture, (GAP + column * (width + GAP), GAP + row * (height + GAP)))
    return sheet


def keep(picture: Image.Image, path: Path) -> None:
    """Write a picture small enough for the repository."""
    width = min(WIDTH, picture.width)
    while True:
        small = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
        for colours in (256, 128):
            content = io.BytesIO()
            small.quantize(colours, kmeans=1, dither=Image.Dither.NONE).save(content, "PNG", optimize=True)
            if content.tell() <= MOST_BYTES:
                path.write_bytes(content.getvalue())
                print(f"{path.relative_to(ROOT)}: {content.tell() // 1000} kB")
                return
        width = round(width * 0.9)


def gallery(name: str, picture: Image.Image) -> None:
    """Keep a picture of the gallery."""
    keep(picture, PICTURES / f"{name}.png")


def briefings(folder: Path, identity: str) -> None:
    """Make the pictures of the documents, and see that they are of the assessment that the page names."""
    planner("brief", "--out", str(folder))
    words = subprocess.run(["pdftotext", str(folder / "briefing.pdf"), "-"], check=True, capture_output=True, text=True)  # noqa: S603, S607
    if identity not in words.stdout:
        raise SystemExit(f"The briefing is not of assessment {identity}.")
    gallery("brief-page", pages_of(folder / "briefing.pdf", [1], 90)[0])
    report, slides = folder / "report.pdf", drawn_by_office(folder / "briefing.pptx", folder)
    last = pages_in(report)
    gallery("brief-report", beside(pages_of(report, range(1, 7), 50), 3))
    gallery("brief-report-2", beside(pages_of(report, range(7, last + 1), 50), 3))
    gallery("brief-slides", beside(pages_of(slides, range(1, pages_in(slides) + 1), 40), 3))


def paper_maps(folder: Path) -> None:
    """Make the pictures of the maps on paper."""
    planner("maps", "--out", str(folder), "--format", "png")
    for entry in MAPS[:-1]:
        gallery(entry.name, Image.open(folder / f"{entry.name}-a4-landscape.png").convert("RGB"))
    upright = ("--orientation", "portrait", "--series", "--format", "png")
    planner("maps", "--out", str(folder), "--subject", "coverage", *upright)
    sheets = sorted(folder.glob("map-coverage-*.*-a4-portrait.png"))
    gallery("map-sheet", Image.open(sheets[-2]).convert("RGB").resize((720, 1018), Image.Resampling.LANCZOS))


def data(folder: Path) -> None:
    """Make the pictures of the data package, opened with QGIS and LibreOffice."""
    planner("export", "--out", str(folder / "export"))
    (archive,) = (folder / "export").glob("*.zip")
    with zipfile.ZipFile(archive) as package:
        package.extractall(folder / "export")
    picture = folder / "qgis.png"
    run(
        SYSTEM_PYTHON, str(ROOT / "tools" / "qgis_picture.py"), str(folder / "export" / "assessment.gpkg"), str(picture)
    )
    gallery("qgis", Image.open(picture).convert("RGB"))
    book = drawn_by_office(folder / "export" / "assessment.xlsx", folder, FIRST_PAGES)
    dictionary, sheet = (upper_part(page) for page in pages_of(book, WORKBOOK_PAGES, 120))
    gallery("workbook", beside([dictionary, sheet.resize(dictionary.size, Image.Resampling.LANCZOS)], 1))


def upper_part(page: Image.Image) -> Image.Image:
    """Return the upper part of a page, where its heads are."""
    return page.crop((0, page.height // 20, page.width, page.height // 2))


def files(folder: Path, browser: Browser) -> None:
    """Make the pictures of the files."""
    planner("assess", "--out", str(folder))
    planner("kla", "--out", str(folder))
    planner("smoke-free", "--out", str(folder))
    context = browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, offline=True)
    page = context.new_page()
    for name, file in {"web-map": "map.html", "kla": "kla.html", "work-sheet": "kstr.html"}.items():
        page.goto((folder / file).as_uri())
        page.wait_for_timeout(1500)
        gallery(name, taken(page))
    context.close()


def taken(page: Page) -> Image.Image:
    """Return what a page shows."""
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


@contextmanager
def app() -> Iterator[str]:
    """Run the app on the built-in city, and give its address."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PLANNER_")}
    running = subprocess.Popen(  # noqa: S603
        streamlit_command(port), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
    )
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + START_SECONDS
        while not answers(f"{address}/_stcore/health"):
            if time.monotonic() > until:
                raise SystemExit("The app does not start.")
            time.sleep(0.3)
        yield address
    finally:
        running.terminate()
        running.wait(timeout=20)


def answers(address: str) -> bool:
    """Say whether an address of this machine answers."""
    try:
        with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - the app that was started here
            return True
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def app_pages(browser: Browser) -> str:
    """Make the pictures of the app's pages, and return the id of the assessment that they show."""
    with app() as address:
        identity = ""

        def visit(names: Sequence[str], size: tuple[int, int], use: Callable[[str, Image.Image], None]) -> None:
            context = browser.new_context(viewport={"width": size[0], "height": size[1]})
            page = context.new_page()
            for name in names:
                # The page that opens first has no name in the address.
                page.goto(f"{address}/{'' if name == 'overview' else name}?tiles=0")
                page.locator(".planner h1, .error-summary").first.wait_for(timeout=PAGE_MILLISECONDS)
                page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(
                    timeout=PAGE_MILLISECONDS
                )
                page.wait_for_timeout(3000)
                use(name, taken(page))
                if name == "briefing":
                    nonlocal identity
                    identity = re.findall(r"\b[0-9a-f]{12}\b", page.inner_text(".planner"))[0]
            context.close()

        pages = [entry.name.removeprefix("app-") for entry in APP[:-1]]
        shots: dict[str, Image.Image] = {}
        visit(pages, DESKTOP, shots.__setitem__)
        for name, picture in shots.items():
            gallery(f"app-{name}", picture)
        keep(shots["overview"], OVERVIEW)
        on_phone: dict[str, Image.Image] = {}
        visit(["overview", "parks"], PHONE, on_phone.__setitem__)
        gallery("app-phone", beside(list(on_phone.values()), 2))
    return identity


def page(identity: str, app_identity: str, day: dt.date) -> str:
    """Return the page of the gallery."""
    parts = [HEAD.format(id=identity, app_id=app_identity, day=day.isoformat())]
    for section, entries in SECTIONS.items():
        parts.append(f"## {section}\n")
        parts += [
            f"### {entry.title}\n\n{entry.says} Made by {entry.made_by}.\n\n"
            f"![{entry.title}](images/gallery/{entry.name}.png)\n"
            for entry in entries
        ]
    return "\n".join([*parts, TAIL])


def main() -> None:
    """Make every picture, then the page."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None or not shutil.which("soffice") or not shutil.which("pdftoppm"):
        raise SystemExit("Needs Chromium, LibreOffice (soffice) and pdftoppm.")
    assessment = assess(load_city())
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        briefings(Path(folder), assessment_id(assessment))
        paper_maps(Path(folder))
        data(Path(folder))
        files(Path(folder), browser)
        app_identity = app_pages(browser)
        browser.close()
    written = page(assessment_id(assessment), app_identity, assessment.options.as_of)
    (DOCS / "gallery.md").write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
