"""Playing with a plan in a real browser: terms, a long search that is stopped, and a site that is left out."""

from __future__ import annotations

from playwright.sync_api import expect

from .conftest import Visit
from .test_main_journey import fits_the_screen

LONG_MS = 240_000


def test_a_planner_searches_long_stops_and_leaves_a_site_out(visit: Visit) -> None:
    page = visit.page
    visit.open("proposals", "tiles=0&limit=budget&budget=6000")
    expect(visit.map.locator(".planner-proposal").first).to_be_attached()
    start = page.locator(".st-key-plan_search_start button")
    start.scroll_into_view_if_needed()
    start.click()
    # A small plan may be proven before anybody can stop the search.
    stop = page.locator(".st-key-plan_search_stop button")
    curve = page.locator("[data-testid=stVegaLiteChart]")
    expect(stop.or_(curve).first).to_be_visible()
    visit.keep("proposals-searching")
    if stop.is_visible():
        stop.click()
    expect(stop).to_have_count(0, timeout=LONG_MS)
    expect(start.or_(curve).first).to_be_visible()
    visit.settle()
    expect(page.locator(".table tbody tr").first).to_be_visible()
    assert fits_the_screen(visit)

    buttons = page.locator("[class*=st-key-plan_leave_] button")
    if not buttons.first.is_visible():
        page.locator("[class*=st-key-plan_sites_] summary").click()
    expect(buttons.first).to_be_visible()
    buttons.first.click()
    expect(page.locator(".st-key-plan_allow button")).to_be_attached()
    visit.settle()
    assert "must_not=" in page.url
    assert fits_the_screen(visit)

    # A link shows the same page, also to somebody else and after a reload.
    page.reload()
    page.locator(".planner h1").first.wait_for()
    visit.settle()
    expect(page.locator(".st-key-plan_allow button")).to_be_attached()
    page.locator(".st-key-plan_reset button").click()
    expect(page.locator(".st-key-plan_reset")).to_have_count(0)
    visit.settle()
    assert "must_not=" not in page.url
    visit.keep("proposals-reset")


def test_every_term_can_be_reached_with_the_keyboard(visit: Visit) -> None:
    page = visit.page
    visit.open("proposals")
    terms = page.locator(".st-key-plan_terms summary")
    terms.focus()
    page.keyboard.press("Enter")
    cost = page.locator(".st-key-choice_new_cost input")
    expect(cost).to_be_visible()
    visit.settle()
    cost.focus()
    page.keyboard.type("450")
    page.keyboard.press("Enter")
    visit.settle()
    expect(page.locator(".planner", has_text="450").first).to_be_attached()
    assert "new_cost=450" in page.url
    assert fits_the_screen(visit)
    visit.keep("proposals-terms")
