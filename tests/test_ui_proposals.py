"""The proposals page: every term, what can't be met, and the long search."""

from __future__ import annotations

import re
import time

import pytest
from streamlit.testing.v1 import AppTest
from test_ui_pages import headline, open_page, words

from planner.texts import Language
from planner.ui.work import SEARCHES, Searches

PATIENCE_S = 240
OBSTACLE = "What can't be met, and why"


@pytest.fixture(autouse=True)
def built_in_city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_CITY", raising=False)


def said(app: AppTest) -> str:
    return words(app).replace("&#x27;", "'")


def sites(app: AppTest) -> int:
    found = re.search(r"(\d+) sites? (?:is|are) proposed", said(app))
    assert found, said(app)[:400]
    return int(found[1])


def buttons(app: AppTest, beginning: str) -> list[str]:
    return [str(button.key) for button in app.button if str(button.key).startswith(beginning)]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("limit", ["sites", "budget", "years"])
def test_the_page_is_shown_in_both_languages(limit: str, language: Language) -> None:
    app = open_page("proposals", language=language, limit=limit)
    assert not app.exception
    assert headline(app)
    assert "error-summary" not in words(app)


def test_a_budget_pays_for_as_many_sites_as_it_can() -> None:
    app = open_page("proposals", language="en", limit="budget", budget="2000")
    # Four kecamatan need a site, and a new one costs 500 million.
    assert sites(app) >= 4
    assert OBSTACLE not in said(app)
    app.number_input(key="choice_new_cost").set_value(1000).run()
    app.number_input(key="choice_upgrade_cost").set_value(1000).run()
    assert OBSTACLE in said(app)
    assert "at least" in said(app).lower()
    assert app.query_params["new_cost"] == "1000"


def test_no_money_at_all_is_an_obstacle_and_no_fault() -> None:
    app = open_page("proposals", language="en", limit="budget", budget="0")
    assert not app.exception
    assert OBSTACLE in said(app)
    assert "error-summary" not in words(app)


def test_a_puskesmas_needs_its_cost_before_a_budget_can_be_kept() -> None:
    app = open_page("proposals", language="en", programme="PUSKESMAS_KEC", limit="budget")
    assert not app.exception
    assert "give the cost of a new site" in said(app)
    # The field to mend it is still there.
    app.number_input(key="choice_new_cost").set_value(2000).run()
    app.number_input(key="choice_upgrade_cost").set_value(1000).run()
    assert "error-summary" not in words(app)


def test_a_play_space_in_each_kelurahan_begins_with_one_for_each_that_needs_one() -> None:
    app = open_page("proposals", language="en", programme="RBRA_KELURAHAN")
    wanted = app.number_input(key="choice_sites").value
    assert isinstance(wanted, int)
    assert wanted > 20
    assert not app.exception


def test_a_site_can_be_left_out_and_allowed_again() -> None:
    app = open_page("proposals", language="en")
    leave = buttons(app, "plan_leave_")
    assert len(leave) == 4
    app.button(key=leave[0]).click().run()
    assert not app.exception
    assert leave[0] not in buttons(app, "plan_leave_")
    assert app.query_params["must_not"] == leave[0].removeprefix("plan_leave_")
    assert sites(app) == 4
    # The map can show what was left out, which says why.
    app.checkbox(key="plan_left_out").check().run()
    assert not app.exception
    app.button(key="plan_allow").click().run()
    assert leave[0] in buttons(app, "plan_leave_")
    assert "must_not" not in app.query_params


def test_a_site_that_is_kept_stays_whatever_else_is_chosen() -> None:
    app = open_page("proposals", language="en", sites="6")
    keep = buttons(app, "plan_keep_")[-1]
    app.button(key=keep).click().run()
    assert app.query_params["must"] == keep.removeprefix("plan_keep_")
    app.number_input(key="choice_sites").set_value(5).run()
    assert keep in buttons(app, "plan_keep_")
    # Released, the address says nothing of it any more.
    app.button(key=keep).click().run()
    assert "must" not in app.query_params


def test_must_and_must_not_at_once_is_said_and_can_be_mended() -> None:
    app = open_page("proposals", language="en", must="upgrade:parks:5", must_not="upgrade:parks:5")
    assert not app.exception
    assert "must be in the plan and must not" in said(app)
    app.multiselect(key="choice_must").set_value([]).run()
    assert "must be in the plan and must not" not in said(app)
    assert sites(app) == 4


def test_a_site_that_does_not_exist_is_named() -> None:
    app = open_page("proposals", language="en", must="upgrade:nowhere:1")
    assert not app.exception
    assert "there is no such candidate" in said(app)


def test_without_any_source_of_places_the_page_says_so() -> None:
    app = open_page("proposals", language="en", sources="")
    assert not app.exception
    assert OBSTACLE in said(app)
    assert "No plan can be proposed" in said(app)


@pytest.mark.parametrize("objective", ["p_median", "p_center"])
def test_shorter_walks_may_be_the_aim(objective: str) -> None:
    app = open_page("proposals", language="en", objective=objective)
    assert not app.exception
    assert "error-summary" not in words(app)
    assert sites(app) == 4


def test_where_no_region_needs_a_site_the_page_asks_for_a_number() -> None:
    app = open_page("proposals", language="en", programme="PUSKESMAS_KEC")
    assert not app.exception
    assert "choose how many sites there may be" in said(app)
    assert not buttons(app, "plan_search_start")
    app.number_input(key="choice_sites").set_value(2).run()
    assert sites(app) == 2
    assert "puskesmas" in headline(app)


def test_all_choices_can_be_taken_back_at_once() -> None:
    app = open_page("proposals", language="en", minutes="15", sites="7", equity="2", apart="500", area="100")
    assert not app.exception
    app.button(key="plan_reset").click().run()
    assert set(app.query_params) == {"language"}
    assert not buttons(app, "plan_reset")


def test_an_address_that_makes_no_sense_is_read_as_the_default() -> None:
    absurd = {
        "programme": "casino",
        "limit": "love",
        "budget": "-1",
        "equity": "99",
        "apart": "far",
        "objective": "happiness",
        "sources": "moon",
        "exclusions": "ghosts",
        "capacity": "0",
        "first_year": "1066",
        "years": "999",
    }
    app = open_page("proposals", language="en", **absurd)
    assert not app.exception
    assert sites(app) == 4


@pytest.fixture
def own_searches(monkeypatch: pytest.MonkeyPatch) -> Searches:
    """Begin with searches that nobody has asked for yet."""
    from planner.ui.components import plan_study

    fresh = Searches()
    monkeypatch.setattr(plan_study, "SEARCHES", fresh)
    assert fresh is not SEARCHES
    return fresh


def after_the_search(app: AppTest) -> AppTest:
    until = time.monotonic() + PATIENCE_S
    while buttons(app, "plan_search_stop") and time.monotonic() < until:
        time.sleep(0.5)
        app.run()
    return app


def test_the_long_search_says_how_sure_each_site_is_and_draws_the_curve(own_searches: Searches) -> None:
    app = open_page("proposals", language="en")
    app.button(key="plan_search_start").click().run()
    app = after_the_search(app)
    assert not app.exception
    assert re.search(r"chosen in \d+ of \d+", said(app))
    assert "How many sites are enough" in said(app)
    assert "Proven best among" in said(app)
    # What was found once is there for everybody.
    again = open_page("proposals", language="en")
    assert "How many sites are enough" in said(again)
    assert not buttons(again, "plan_search_start")


def test_a_search_that_is_stopped_at_once_leaves_a_plan(own_searches: Searches) -> None:
    app = open_page("proposals", language="en", sites="9")
    app.button(key="plan_search_start").click().run()
    if buttons(app, "plan_search_stop"):
        app.button(key="plan_search_stop").click().run()
    app = after_the_search(app)
    assert not app.exception
    assert sites(app) == 9


def test_another_choice_stops_the_search(own_searches: Searches) -> None:
    app = open_page("proposals", language="en", sites="12")
    app.button(key="plan_search_start").click().run()
    search = app.session_state["plan_search"]
    app.number_input(key="choice_sites").set_value(11).run()
    assert search.stopped or search.ended
    assert not app.exception
    assert buttons(app, "plan_search_start")
    assert search.wait(PATIENCE_S)
