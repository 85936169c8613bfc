"""Small views that several pages share: status tags, figures with their source, insets and errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from planner.errors import ConflictError, PlannerError
from planner.model.kinds import Status
from planner.model.labels import STATUS_LABELS, STATUS_SIGNS
from planner.texts import Text, text
from planner.ui.components.markup import Content, Html, element, show

Answer = TypeVar("Answer")


def status_tag(status: Status) -> Html:
    """Return a status as sign, word and colour: never told by colour alone."""
    sign = element("span", STATUS_SIGNS[status], css="sign", aria_hidden="true")
    return element("strong", sign, Html(" "), STATUS_LABELS[status], css=f"tag tag-{status}")


def title(heading: Content, over: Content = None, lead: Content = None) -> None:
    """Show the page's heading, a line above it and a sentence below it."""
    show(
        element("p", over, css="over") if over else None,
        element("h1", heading),
        element("p", lead, css="lead") if lead else None,
    )


def figure(value: Content, sentence: Content, *notes: Content) -> Html:
    """Return a figure large, the sentence that says what it is, and notes below."""
    return element(
        "div",
        element("p", element("span", value, css="value"), Html(" "), element("span", sentence), css="says"),
        *(element("p", note, css="note") for note in notes if note is not None),
        css="figure",
    )


def source_line(source: Content) -> Html:
    """Return the line that says where a figure comes from."""
    return element("p", text("Source:"), Html(" "), source, css="source")


def inset(*contents: Content) -> Html:
    """Return a passage set off from the rest."""
    return element("div", *contents, css="inset")


def error_summary(message: Text) -> None:
    """Show one plain sentence that says what is wrong and how to mend it."""
    show(
        element(
            "div",
            element("h2", text("There is a problem")),
            element("p", message),
            css="error-summary",
            role="alert",
        )
    )


def attempt(action: Callable[[], Answer]) -> Answer | None:
    """Do something; where it can't be done, say why on the page and leave the question open.

    Raises
    ------
    planner.errors.ConflictError
        If somebody else changed the same: the whole page then asks which version is to stay.
    """
    try:
        return action()
    except ConflictError:
        raise
    except PlannerError as error:
        error_summary(error.message)
        return None
