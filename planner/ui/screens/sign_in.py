"""The page before all others where people sign in, and who is signed in at the side of them."""

from __future__ import annotations

import streamlit as st

from planner.model.labels import ROLE_LABELS
from planner.texts import text, translate
from planner.ui import state
from planner.ui.asked_page import remember
from planner.ui.components.markup import element, show
from planner.ui.components.views import error_summary, title
from planner.ui.session import Visitor, sign_in, sign_out


def show_sign_in(visitor: Visitor, page: str = "") -> None:
    """Show why somebody is not in yet, and the way in if there is one.

    Parameters
    ----------
    visitor
        Somebody who may not come in.
    page
        Name of the page that they asked for, where they go on afterwards.
    """
    title(text("Child-friendly city planner"))
    if visitor.why is not None:
        error_summary(visitor.why)
    if not visitor.shared:
        return
    if visitor.signed_in:
        _sign_out_button(translate(text("Sign out")))
    elif st.button(translate(text("Sign in")), type="primary", key="sign_in"):
        remember(page, st.query_params)
        sign_in()
    show(
        element("p", text("Your own office's account is asked for; this planner never sees its password."), css="note")
    )


def show_who(visitor: Visitor) -> None:
    """Show at the side who is signed in, by office and role, and the way out."""
    if visitor.actor is None or not visitor.shared:
        return
    with st.sidebar:
        show(
            element(
                "p",
                text("Signed in: {office}, {role}", office=visitor.actor.office, role=ROLE_LABELS[visitor.actor.role]),
                css="note",
            )
        )
        _sign_out_button(translate(text("Sign out")))


def _sign_out_button(label: str) -> None:
    if st.button(label, key="sign_out"):
        remember("", {"language": state.chosen("language")})
        sign_out()
        st.stop()
