"""A place is chosen on the map: its catchment comes, and the map goes there once."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import Visit

VIEW = "[map.getZoom(), map.getCenter().lat, map.getCenter().lng]"


def test_a_clicked_place_shows_its_catchment_and_keeps_its_card(visit: Visit) -> None:
    visit.open("map", "tiles=0&language=en")
    holder = visit.page.locator("iframe[title^=streamlit_folium]")
    holder.scroll_into_view_if_needed()
    visit.map.locator(".leaflet-container").wait_for()
    frame = holder.element_handle().content_frame()
    assert frame is not None
    visit.map.get_by_label("Taman Tiga Generasi").locator("span").click()
    expect(visit.page.locator("h2", has_text="Who can walk to Taman Tiga Generasi")).to_be_visible()
    # One outline for the youngest and one for the others, as they walk alike.
    outlines = visit.map.locator(".leaflet-planner-gaps-pane path")
    expect(outlines).to_have_count(2)
    # The layer was drawn anew: the card of the former one fades out while it is opened again.
    expect(visit.map.locator(".leaflet-popup")).to_have_count(1)
    expect(visit.map.locator(".leaflet-popup")).to_contain_text("Taman Tiga Generasi")
    assert frame.evaluate("map.getZoom()") > 13

    visit.map.locator(".leaflet-popup-close-button").click()
    expect(visit.map.locator(".leaflet-popup")).to_have_count(0)
    visit.map.locator(".leaflet-control-zoom-out").click()
    visit.page.wait_for_timeout(500)
    before = frame.evaluate(VIEW)
    visit.page.locator("[data-testid=stButtonGroup] button", has_text="(SD)").click()
    expect(visit.map.locator("path.leaflet-interactive").nth(150)).to_be_attached()
    # The same place again moves nothing, and a card that was closed stays closed.
    assert frame.evaluate(VIEW) == before
    expect(visit.map.locator(".leaflet-popup")).to_have_count(0)
    expect(outlines).to_have_count(2)
    visit.keep("catchment")
