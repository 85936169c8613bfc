"""Every page in a real browser, on a desktop and on a phone; and a briefing from the click to the PDF."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from planner.cli import main
from planner.reports.carried.csvw import SUFFIX
from planner.texts import text, translate
from planner.ui.router import PAGES
from planner.ui.screens.briefing import DOCUMENT_BUTTONS

from .conftest import Visit

WIDER = """(() => {
  const main = document.querySelector("[data-testid=stMain]");
  return main.scrollWidth - main.clientWidth;
})()"""


def test_every_page_is_shown_without_a_fault_and_fits_the_screen(visit: Visit) -> None:
    for name in PAGES:
        visit.open(name)
        expect(visit.page.locator(".error-summary")).to_have_count(0)
        assert visit.page.evaluate(WIDER) <= 0, name
        assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def test_a_briefing_is_taken_along(visit: Visit, tmp_path: Path) -> None:
    visit.open("briefing")
    expect(visit.page.locator("[data-testid=stImage] img")).to_be_visible(timeout=60_000)
    visit.keep("briefing")
    with visit.page.expect_download(timeout=60_000) as download:
        visit.page.get_by_role("button", name=translate(next(iter(DOCUMENT_BUTTONS.values()))), exact=True).click()
    saved = tmp_path / "briefing.pdf"
    download.value.save_as(saved)
    (page,) = PdfReader(saved).pages
    assert "Balikpapan" in page.extract_text()


def test_a_table_is_taken_along_and_made_again(visit: Visit, tmp_path: Path) -> None:
    visit.open("coverage", "tiles=0&kind=school_sd&tier=6-11&level=kecamatan")
    for label, suffix in ((text("Download this table (CSV)"), ""), (text("How the table was made (JSON)"), SUFFIX)):
        with visit.page.expect_download(timeout=60_000) as download:
            visit.page.get_by_role("button", name=translate(label), exact=True).click()
        assert (
            download.value.suggested_filename == f"{translate(text('coverage'))}-school_sd-6-11-kecamatan.csv{suffix}"
        )
        download.value.save_as(tmp_path / download.value.suggested_filename)
    (table,) = tmp_path.glob("*.csv")
    assert main(["rerun", str(table), "--out", str(tmp_path / "again")]) == 0
    for file in tmp_path.glob("*.*"):
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes()
