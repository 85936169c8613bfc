"""A scenario that is tried out beside the city as it is, and what is written of the two: once for everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from planner.model.assessment import Assessment
from planner.model.scenario import Scenario
from planner.scenarios.applying import scenario_fingerprint
from planner.scenarios.comparing import Named
from planner.texts import current_language, text, translate
from planner.ui.components.markup import Html
from planner.ui.engine import scenario_assessment


@dataclass(frozen=True, eq=False)
class Tried:
    """The city as it is, and as a scenario would make it, under the same options.

    Attributes
    ----------
    scenario
        The scenario.
    present, after
        The assessments without and with its changes.
    """

    scenario: Scenario
    present: Assessment
    after: Assessment

    @property
    def named(self) -> tuple[Named, Named]:
        """Both with what they are called, in the spoken language."""
        return Named(translate(text("Now")), self.present), Named(self.scenario.name, self.after)

    def remembered(self, *key: str, make: Callable[[], Html]) -> Html:
        """Return what is written of the two: made once for each city, scenario, options and language.

        Parameters
        ----------
        key
            What it depends on besides: what it is, and what was chosen. Never the plans: with the same options, and too
            little time to find the best ones, they may differ.
        make
            Makes it.
        """
        of = scenario_fingerprint(self.present.city, self.scenario), repr(self.present.options), current_language()
        return _made((*of, *key), make)


def try_out(present: Assessment, scenario: Scenario) -> Tried:
    """Return the city as it is beside what a scenario would make of it.

    Raises
    ------
    planner.errors.PlannerError
        If a change can't be applied.
    """
    return Tried(scenario, present, scenario_assessment(present, scenario))


@st.cache_resource(show_spinner=False, max_entries=256)
def _made(key: tuple[str, ...], _make: Callable[[], Html]) -> Html:
    return _make()
