"""A delivery that is being brought in: what was decided so far, kept while pages change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

import streamlit as st

from planner.cleaning.quality.report import CheckedDelivery
from planner.sources.delivery.crs import CrsGuess
from planner.sources.delivery.delivery import Delivery
from planner.sources.delivery.mapping import ColumnMapping
from planner.sources.delivery.preview import Preview
from planner.sources.delivery.store import SourceDetails
from planner.texts import text, translate

_KEY = "import_work"
_TURN = "import_turn"


class Step(IntEnum):
    """What is asked, one question a page, in this order."""

    FILE = 1
    SOURCE = 2
    TABLE = 3
    COLUMNS = 4
    KINDS = 5
    PLACE = 6
    REPORT = 7


@dataclass(frozen=True, eq=False)
class Work:
    """What was decided of a delivery so far; ``None`` for what comes in a later step.

    Attributes
    ----------
    delivery
        The opened file.
    step
        The question that is asked now.
    source
        Whose layer it is.
    view
        The layer with its header.
    mapping
        Which column holds what.
    crs
        How its coordinates are read; also ``None`` where it has none.
    checked
        The rows, checked.
    """

    delivery: Delivery
    step: Step = Step.SOURCE
    source: SourceDetails | None = None
    view: Preview | None = None
    mapping: ColumnMapping | None = None
    crs: CrsGuess | None = None
    checked: CheckedDelivery | None = None


def work_in_hand() -> Work | None:
    """Return the delivery that is being brought in; ``None`` before a file is chosen."""
    work: Work | None = st.session_state.get(_KEY)
    return work


def begin(delivery: Delivery) -> None:
    """Begin with a file."""
    st.session_state[_TURN] = turn() + 1
    st.session_state[_KEY] = Work(delivery)
    st.rerun()


def advance(work: Work, **decided: Any) -> None:
    """Keep what was decided and ask the next question."""
    st.session_state[_KEY] = replace(work, step=Step(work.step + 1), **decided)
    st.rerun()


def give_up() -> None:
    """Forget the delivery: nothing of it was kept."""
    st.session_state.pop(_KEY, None)
    st.session_state[_TURN] = turn() + 1


def turn() -> int:
    """Return a number that changes with each delivery, so that its questions start unanswered."""
    return int(st.session_state.get(_TURN, 0))


def go_on(label: str | None = None) -> bool:
    """Show the button to the next question, and say whether it was pressed."""
    return st.button(label or translate(text("Continue")), type="primary", width="stretch", key=f"import_next_{turn()}")


def way_back(work: Work) -> None:
    """Offer the question before this one, and to give up."""
    with st.container(horizontal=True):
        if st.button(translate(text("Back")), key="import_back"):
            if work.step is Step.SOURCE:
                give_up()
            else:
                st.session_state[_KEY] = replace(work, step=Step(work.step - 1))
            st.rerun()
        if st.button(translate(text("Cancel")), key="import_cancel"):
            give_up()
            st.rerun()
