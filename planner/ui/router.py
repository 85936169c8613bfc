"""The app's frame: language, navigation, and one plain sentence where something is wrong.

Run by ``streamlit run app.py`` and by ``planner app``, which runs this file itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from planner.errors import PlannerError
from planner.texts import Language, Text, speak, text, translate
from planner.ui import state
from planner.ui.components.markup import show_style
from planner.ui.components.views import error_summary
from planner.ui.screens.coverage import show_coverage
from planner.ui.screens.import_data import show_import
from planner.ui.screens.map import show_map_page
from planner.ui.screens.merges import show_merges
from planner.ui.screens.overview import show_overview
from planner.ui.screens.proposals import show_proposals
from planner.ui.screens.quality import show_quality
from planner.ui.screens.scenarios import show_scenarios
from planner.ui.screens.sources import show_sources
from planner.ui.screens.survey import show_survey
from planner.ui.work import DRAWING

ICON = Path(__file__).parent / "icon.png"

# Every page: its name in the address, its title, and the function that shows it.
PAGES: dict[str, tuple[Text, Callable[[], None]]] = {
    "overview": (text("Overview"), show_overview),
    "map": (text("Map"), show_map_page),
    "coverage": (text("Coverage"), show_coverage),
    "proposals": (text("Proposals"), show_proposals),
    "scenarios": (text("What if"), show_scenarios),
    "merges": (text("One place once"), show_merges),
    "survey": (text("Field survey"), show_survey),
    "import": (text("Bring data in"), show_import),
    "quality": (text("Data quality"), show_quality),
    "sources": (text("Sources"), show_sources),
}

# Which pages stand together in the navigation, in this order.
SECTIONS: dict[Text, tuple[str, ...]] = {
    text("At a glance"): ("overview", "map", "coverage"),
    text("What is met"): (),
    text("Where to build"): ("proposals", "scenarios"),
    text("Field work"): ("survey",),
    text("Data"): ("import", "quality", "merges", "sources"),
}

_LANGUAGES = {Language.INDONESIAN: "Bahasa Indonesia", Language.ENGLISH: "English"}

_log = logging.getLogger(__name__)


def main(first: str = "overview") -> None:
    """Show the page that was asked for.

    Parameters
    ----------
    first
        The page that an address without a page opens.
    """
    state.begin()
    with speak(Language(state.chosen("language"))):
        st.set_page_config(
            page_title=translate(text("Child-friendly city planner")), page_icon=str(ICON), layout="wide"
        )
        show_style()
        _language_switch()
    # The switch may have changed the language.
    with speak(Language(state.chosen("language"))):
        pages = {
            name: st.Page(_guarded(page), title=translate(title), url_path=name, default=name == first)
            for name, (title, page) in PAGES.items()
        }
        page = st.navigation(
            {translate(section): [pages[name] for name in names] for section, names in SECTIONS.items() if names}
        )
        _page_links([pages[name] for names in SECTIONS.values() for name in names])
        with DRAWING.page():
            page.run()


def _language_switch() -> None:
    with st.sidebar:
        st.radio(
            translate(text("Language")),
            list(Language),
            format_func=_LANGUAGES.__getitem__,
            **state.widget("language", Language(state.chosen("language"))),
        )


def _page_links(pages: list[st.Page]) -> None:
    """Show the pages in a row: on a phone, where the navigation lies hidden over the page. Elsewhere not shown."""
    with st.container(horizontal=True, gap="small", key="page_links"):
        for page in pages:
            st.page_link(page)


def _guarded(page: Callable[[], None]) -> Callable[[], None]:
    """Return a page that shows one plain sentence instead of a traceback."""

    def show() -> None:
        try:
            page()
        except PlannerError as error:
            error_summary(error.message)
        except Exception:
            _log.exception("A page could not be shown")
            error_summary(
                text(
                    "This page could not be shown because of a fault in the planner. Reload it; if that does not "
                    "help, send the last lines of the window the planner was started from to whoever looks after it."
                )
            )

    return show


if __name__ == "__main__":
    main()
