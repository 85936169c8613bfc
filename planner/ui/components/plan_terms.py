"""Further terms of a plan: cost, fairness, distance, size, land, and sites that must or must not be in it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from planner.model.labels import CANDIDATE_SOURCE_LABELS, EXCLUSION_LABELS
from planner.model.options import Exclusion, Objective, Options
from planner.reports.facts import capitalised
from planner.texts import Text, text, translate
from planner.ui import state
from planner.ui.components.plan_choices import cost_choices, number_choice, terms_changed
from planner.ui.engine import candidate_names

OBJECTIVE_LABELS: Mapping[str, Text] = {
    Objective.COVERAGE: text("Most children within the walking time"),
    Objective.MEDIAN: text("Shortest walk for the average child"),
    Objective.CENTER: text("Shortest walk for the child that walks longest"),
}

_EQUITY_LABELS = (
    text("0: every child counts alike"),
    text("1: children of a region that has nothing yet count twice"),
    text("2: they count three times"),
    text("3: they count four times"),
    text("4: they count five times"),
    text("5: they count six times"),
)


def plan_terms(options: Options | None) -> None:
    """Let the reader choose further terms.

    Parameters
    ----------
    options
        What is chosen now; ``None`` where that contradicts itself.
    """
    changed = terms_changed()
    label = text("Further terms ({n} changed)", n=changed) if changed else text("Further terms")
    box = st.expander(translate(label), key="plan_terms", on_change="rerun")
    with box:
        cost_choices()
        _aim_choices()
        _land_choices()
        _site_choices(options, opened=bool(box.open))


def _aim_choices() -> None:
    labels = {str(objective): translate(label) for objective, label in OBJECTIVE_LABELS.items()}
    st.selectbox(
        translate(text("What makes a plan better")),
        list(labels),
        format_func=labels.__getitem__,
        **state.widget("objective", state.chosen("objective")),
    )
    equity = {step: translate(label) for step, label in enumerate(_EQUITY_LABELS)}
    st.select_slider(
        translate(text("How much more children of badly served regions count")),
        list(equity),
        format_func=equity.__getitem__,
        **state.widget("equity", int(state.chosen("equity"))),
    )
    left, right = st.columns(2)
    with left:
        number_choice("apart", text("Least distance between sites, in metres"), most=state.MOST_APART_M, step=100)
    with right:
        number_choice(
            "capacity", text("Most children that one site serves"), least=1, most=state.MOST_CAPACITY, step=100,
            hint=text("Left empty, a site serves everybody who reaches it."),
        )  # fmt: skip


def _land_choices() -> None:
    _several("sources", text("Where sites may come from"), CANDIDATE_SOURCE_LABELS)
    exclusions = {name: label for name, label in EXCLUSION_LABELS.items() if name in set(Exclusion)}
    _several(
        "exclusions",
        text("What keeps a place out"),
        exclusions,
        hint=text("As far as the city has these layers; what is not chosen is only told as a warning."),
    )
    number_choice("area", text("Least area of a site, in m²"), most=state.MOST_AREA_M2, step=50)


def _site_choices(options: Options | None, *, opened: bool) -> None:
    """Let the reader name sites; the many names are looked up only where somebody looks at them."""
    named = [*state.several("must"), *state.several("must_not")]
    names = candidate_names(options) if options is not None and (opened or named) else {}
    labels = {**names, **{site: site for site in named if site not in names}}
    numbered = {site: _numbered(site, label, site in names) for site, label in labels.items()}
    _several("must", text("Sites that must be in the plan"), numbered)
    _several("must_not", text("Sites that must not be in the plan"), numbered)


def _numbered(site: str, label: str, known: bool) -> str:
    """Return a name with what tells it from others of the same name."""
    return f"{label} ({site.partition(':')[2]})" if known else label


def _several(name: str, label: Text, words: Mapping[str, Text] | Mapping[str, str], hint: Text | None = None) -> None:
    labels = {
        str(word): capitalised(translate(shown)) if isinstance(shown, Text) else shown for word, shown in words.items()
    }
    st.multiselect(
        translate(label),
        list(labels),
        format_func=lambda word: labels.get(word, word),
        placeholder=translate(text("None")),
        help=None if hint is None else translate(hint),
        **state.widget(name, list(state.several(name)), write=",".join),
    )
