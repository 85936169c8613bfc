"""The edits that lead from one state of a working city to another."""

from __future__ import annotations

from collections.abc import Iterable

from planner.model.person import NEEDED_ROLE, Collection, Role
from planner.storage.folder import is_photo
from planner.storage.records import Edit, Row


def edits_between(former: Iterable[Row], present: Iterable[Row]) -> tuple[Edit, ...]:
    """Return what was taken out, changed and put in, in this order; rows that only moved stay where they were.

    Parameters
    ----------
    former
        The rows before, in order.
    present
        The rows after, in order.
    """
    before = {(row.collection, row.key): row for row in former}
    after = {(row.collection, row.key): row for row in present}
    last = dict.fromkeys(Collection, -1)
    for row in before.values():
        last[row.collection] = max(last[row.collection], row.position)
    out = [
        Edit(row.collection, row.key, row.subject, row.position, row.body, None)
        for name, row in before.items()
        if name not in after
    ]
    changed = [
        Edit(row.collection, row.key, row.subject, before[name].position, before[name].body, row.body)
        for name, row in after.items()
        if name in before and before[name].body != row.body
    ]
    added = []
    for name, row in after.items():
        if name not in before:
            # Behind all that is there; scenarios and files have no order.
            position = 0 if row.collection in (Collection.SCENARIOS, Collection.FILES) else last[row.collection] + 1
            last[row.collection] = position
            added.append(Edit(row.collection, row.key, row.subject, position, None, row.body))
    return (*out, *changed, *added)


def needed_role(edits: Iterable[Edit]) -> Role:
    """Return the least role that may make edits."""
    order = list(Role)
    needed = [
        NEEDED_ROLE[
            Collection.SURVEY if edit.collection is Collection.FILES and is_photo(edit.key) else edit.collection
        ]
        for edit in edits
    ]
    return max(needed, key=order.index, default=Role.VIEWER)
