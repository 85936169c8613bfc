"""What a page shows in the place of its buttons to somebody whose role does not allow them."""

from __future__ import annotations

from planner.model.labels import ROLE_LABELS
from planner.model.person import NEEDED_ROLE, Collection
from planner.texts import text
from planner.ui.components.markup import element, show
from planner.ui.components.views import inset
from planner.ui.session import SENDING_ROLE, current_actor


def may_send_files() -> bool:
    """Say whether whoever looks at the page may send a file, also one that changes nothing: the service takes no other.

    Raises
    ------
    planner.errors.NotAllowedError
        If nobody is signed in.
    """
    return current_actor().at_least(SENDING_ROLE)


def may_change(collection: Collection) -> bool:
    """Say whether whoever looks at the page may change something, and show what is missing if they may not.

    This keeps buttons off the page; the change itself is refused below it.

    Parameters
    ----------
    collection
        What the buttons change.

    Raises
    ------
    planner.errors.NotAllowedError
        If nobody is signed in.
    """
    actor = current_actor()
    if actor.may_change(collection):
        return True
    told = text(
        "You may look here, but not change anything: your role is {role}, and this needs at least {needed}.",
        role=ROLE_LABELS[actor.role],
        needed=ROLE_LABELS[NEEDED_ROLE[collection]],
    )
    show(inset(element("p", told)))
    return False
