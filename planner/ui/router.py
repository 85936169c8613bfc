"""The app's frame: language, navigation, and one plain sentence where something is wrong.

Run by ``streamlit run app.py`` and by ``planner app``, which runs this file itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import streamlit as st

from planner import logs
from planner.errors import ConflictError, PlannerError
from planner.texts import Language, Text, speak, text, translate
from planner.ui import editing, state
from planner.ui.asked_page import asked_before
from planner.ui.components.conflict import show_conflict
from planner.ui.components.edit_bar import show_edit_bar
from planner.ui.components.freshness import show_freshness
from planner.ui.components.markup import show_style
from planner.ui.components.views import error_summary
from planner.ui.engine import begin_page
from planner.ui.screens.briefing import show_briefing
from planner.ui.screens.changes import show_changes
from planner.ui.screens.coverage import show_coverage
from planner.ui.screens.glossary import show_glossary
from planner.ui.screens.import_data import show_import
from planner.ui.screens.kla import show_kla
from planner.ui.screens.map import show_map_page
from planner.ui.screens.merges import show_merges
from planner.ui.screens.overview import show_overview
from planner.ui.screens.parks import show_parks
from planner.ui.screens.proposals import show_proposals
from planner.ui.screens.quality import show_quality
from planner.ui.screens.rules import show_rules
from planner.ui.screens.scenarios import show_scenarios
from planner.ui.screens.scoreboard import show_scoreboard
from planner.ui.screens.services import show_services
from planner.ui.screens.sign_in import show_sign_in, show_who
from planner.ui.screens.sign_survey import show_sign_survey
from planner.ui.screens.smoke_free import show_smoke_free
from planner.ui.screens.sources import show_sources
from planner.ui.screens.survey import show_survey
from planner.ui.session import Visitor, current_visitor
from planner.ui.watching import page_drawn, page_failed, page_refused
from planner.ui.workers.drawing import DRAWING

ICON = Path(__file__).parent / "icon.png"

# Every page: its name in the address, its title, and the function that shows it.
PAGES: dict[str, tuple[Text, Callable[[], None]]] = {
    "overview": (text("Overview"), show_overview),
    "map": (text("Map"), show_map_page),
    "coverage": (text("Coverage"), show_coverage),
    "scoreboard": (text("Scoreboard"), show_scoreboard),
    "proposals": (text("Proposals"), show_proposals),
    "scenarios": (text("What if"), show_scenarios),
    "smoke_free": (text("Smoke-free places (KSTR)"), show_smoke_free),
    "services": (text("Schools, health and protection"), show_services),
    "parks": (text("Parks and green space"), show_parks),
    "kla": (text("Evidence for KLA"), show_kla),
    "rules": (text("Rules"), show_rules),
    "briefing": (text("Briefings and maps"), show_briefing),
    "merges": (text("One place once"), show_merges),
    "survey": (text("Field survey"), show_survey),
    "sign_survey": (text("KSTR sign survey"), show_sign_survey),
    "import": (text("Bring data in"), show_import),
    "quality": (text("Data quality"), show_quality),
    "changes": (text("Changes"), show_changes),
    "sources": (text("Sources"), show_sources),
    "glossary": (text("Glossary"), show_glossary),
}

# Which pages stand together in the navigation, in this order.
SECTIONS: dict[Text, tuple[str, ...]] = {
    text("At a glance"): ("overview", "map", "coverage"),
    text("What is met"): (
        "scoreboard",
        "smoke_free",
        "services",
        "parks",
        "kla",
        "rules",
    ),
    text("Where to build"): ("proposals", "scenarios"),
    text("To take along"): ("briefing",),
    text("Field work"): ("survey", "sign_survey"),
    text("Data"): ("import", "quality", "merges", "changes", "sources", "glossary"),
}

_LANGUAGES = {Language.INDONESIAN: "Bahasa Indonesia", Language.ENGLISH: "English"}


def main(first: str = "overview") -> None:
    """Show the page that was asked for.

    Parameters
    ----------
    first
        The page that an address without a page opens.
    """
    state.begin()
    editing.begin()
    with speak(Language(state.chosen("language"))):
        st.set_page_config(
            page_title=translate(text("Child-friendly city planner")), page_icon=str(ICON), layout="wide"
        )
        show_style()
        _language_switch()
    # The switch may have changed the language.
    with speak(Language(state.chosen("language"))):
        visitor = current_visitor()
        if visitor.actor is None:
            _show_door(visitor, first)
            return
        show_who(visitor)
        pages = {
            name: st.Page(_guarded(name, page), title=translate(title), url_path=name, default=name == first)
            for name, (title, page) in PAGES.items()
        }
        page = st.navigation(
            {translate(section): [pages[name] for name in names] for section, names in SECTIONS.items()},
            expanded=True,
        )
        _go_on(pages, page, first)
        _page_links([pages[name] for names in SECTIONS.values() for name in names], page)
        begin_page()
        place = st.container()
        with DRAWING.page(), page_drawn(page.url_path or first):
            page.run()
        show_freshness(place)


def _show_door(visitor: Visitor, first: str) -> None:
    """Show nothing but the way in, at whatever address somebody came."""
    doors = {
        name: st.Page(partial(show_sign_in, visitor, name), title=name, url_path=name, default=name == first)
        for name in PAGES
    }
    page = st.navigation(list(doors.values()), position="hidden")
    _go_on(doors, page, first)
    page.run()


def _go_on(pages: Mapping[str, st.Page], page: st.Page, first: str) -> None:
    """Go where somebody was to go before the way over the provider led them to the first page."""
    if page.url_path or st.query_params:
        return
    asked = asked_before()
    if asked is not None:
        st.switch_page(pages.get(asked.page, pages[first]), query_params=asked.address)


def _language_switch() -> None:
    with st.sidebar:
        st.radio(
            translate(text("Language")),
            list(Language),
            format_func=_LANGUAGES.__getitem__,
            **state.widget("language", Language(state.chosen("language"))),
        )


def _page_links(pages: list[st.Page], current: st.Page) -> None:
    """Show the pages folded up: on a phone, where the navigation lies hidden over the page. Elsewhere not shown."""
    # A key of its own for each page folds the list up again when a page is chosen.
    with st.container(key=f"page_links_{current.url_path}"), st.expander(translate(text("All pages"))):
        for page in pages:
            st.page_link(page)


def _guarded(name: str, page: Callable[[], None]) -> Callable[[], None]:
    """Return a page that shows one plain sentence instead of a traceback, and counts it."""

    def show() -> None:
        try:
            if not show_conflict():
                show_edit_bar()
                page()
        except ConflictError:
            # Drawn anew, the page asks which version is to stay.
            st.rerun()
        except PlannerError as error:
            page_refused(name, error)
            error_summary(error.message)
        except Exception as error:
            page_failed(name, error)
            error_summary(
                text(
                    "This page could not be shown because of a fault in the planner. Reload it; if that does not "
                    "help, send the last lines of the window the planner was started from to whoever looks after it."
                )
            )

    return show


if __name__ == "__main__":
    logs.begin()
    main()
