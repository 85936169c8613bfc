"""One place once: which records of several sources count as one place, why, and what waits for a person's answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from pathlib import Path

import geopandas as gpd
import pandas as pd
import streamlit as st

from planner.cleaning.conflation.decisions import new_decision
from planner.cleaning.conflation.merging import unmerge
from planner.errors import ConflictError, PlannerError
from planner.model import person
from planner.model.city import City
from planner.model.labels import KIND_LABELS
from planner.model.merging import Merging
from planner.reports.changes.told import ANSWER_LABELS
from planner.reports.facts import capitalised, facility_facts
from planner.reports.lineage import source_lines
from planner.reports.merges import merges_told
from planner.sources.builtin import is_builtin
from planner.sources.decisions import add_decisions, withdraw_decision
from planner.storage.records import Deed
from planner.texts import Text, plural, text, translate
from planner.ui import editing
from planner.ui.components.markup import Content, Html, bullets, element, facts, joined, show, table
from planner.ui.components.permission import may_change
from planner.ui.components.read_only import show_read_only
from planner.ui.components.views import error_summary, inset, title
from planner.ui.engine import city_folder, current_city

ASKED_AT_ONCE = 10
"""Pairs that are shown at a time: the likeliest first, the next ones when these are answered."""

_OFFICE = "merges_office"
_OFFICE_FIELD = "merges_office_field"
_DONE = "merges_done"
_PROBLEM = "merges_problem"


def show_merges() -> None:
    """Show the page."""
    city = current_city()
    title(
        text("One place once"),
        over=city.name,
        lead=text("A place that stands in several sources counts once. Every merge has its reason and can be undone."),
    )
    if city.merging is None:
        show(
            inset(
                element(
                    "p",
                    text(
                        "This city does not merge records: the table [merging] in its city.toml is missing or "
                        "switched off."
                    ),
                )
            )
        )
        return
    show(bullets(merges_told(city.merging)))
    _outcome()
    decides = _office()
    _waiting(city, city.merging, decides=decides)
    _merged(city, city.merging, decides=decides)
    _decided(city.merging, decides=decides)
    _alone(city, city.merging)


def _office() -> bool:
    """Ask which office answers, and return whether answers can be given."""
    if is_builtin(city_folder()):
        show_read_only(text("Come back to this page and give answers."))
        return False
    if not may_change(person.Collection.MERGES):
        return False
    # A widget's own key is forgotten when the page changes; the office is not.
    if _OFFICE_FIELD not in st.session_state:
        st.session_state[_OFFICE_FIELD] = st.session_state.get(_OFFICE, "")
    office = st.text_input(
        translate(text("Office that answers (not a person's name)")), max_chars=100, key=_OFFICE_FIELD
    )
    st.session_state[_OFFICE] = office.strip()
    if not st.session_state[_OFFICE]:
        show(element("p", text("Write the office first; then answers can be given."), css="note"))
    return bool(st.session_state[_OFFICE])


def _outcome() -> None:
    """Say what became of the last answer."""
    problem = st.session_state.pop(_PROBLEM, None)
    if problem is not None:
        error_summary(problem)
    done, pair = st.session_state.pop(_DONE, (None, None))
    if done is not None:
        show(inset(element("p", done, role="status")))
    if pair is not None:
        _withdraw_button("last", *pair)


def _keep(done: Text, make: Callable[[Callable[[None], None]], None], pair: tuple[str, str] | None = None) -> None:
    """Make an edit, and keep what to say of it, and which answer can be taken back, for the next drawing."""

    def say_done(_: None) -> None:
        st.session_state[_DONE] = (done, pair)

    editing.begin()
    try:
        make(say_done)
    except ConflictError:
        # The page that is drawn next asks which version is to stay.
        return
    except PlannerError as error:
        st.session_state[_PROBLEM] = error.message


def _decide(merging: Merging, id_a: str, id_b: str, answer: str) -> None:
    names = merging.records.set_index("id")["name"]
    done = text(
        "Noted: {name} and {other} are {answer}.", name=names[id_a], other=names[id_b], answer=ANSWER_LABELS[answer]
    )
    office = st.session_state[_OFFICE]

    def change(folder: Path) -> None:
        decided = new_decision(merging.records, id_a, id_b, answer, office=office, date=_today(), reason="")
        add_decisions(folder, decided)

    _keep(done, lambda then: editing.edit(Deed.DECIDE, change, done=then), (id_a, id_b))


def _take_apart(merging: Merging, facility_id: str) -> None:
    office = st.session_state[_OFFICE]

    def change(folder: Path) -> None:
        add_decisions(folder, unmerge(merging.merges, facility_id, office=office, date=_today(), reason=""))

    _keep(
        text("Noted: the records of this place are places of their own."),
        lambda then: editing.edit(Deed.DECIDE, change, done=then),
    )


def _withdraw(id_a: str, id_b: str) -> None:
    def change(folder: Path) -> None:
        withdraw_decision(folder, id_a, id_b)

    _keep(text("The answer was taken back."), lambda then: editing.edit(Deed.DECIDE, change, done=then))


def _today() -> str:
    return dt.date.today().isoformat()


def _waiting(city: City, merging: Merging, *, decides: bool) -> None:
    """Show the pairs that wait, the two records side by side."""
    show(element("h2", text("Waiting for a yes or no")))
    if merging.waiting.empty:
        show(element("p", text("No pair waits for an answer.")))
    asked = merging.waiting.head(ASKED_AT_ONCE)
    known = merging.records["id"].isin([*asked["id_a"], *asked["id_b"]])
    sides = _sides(city, merging.records[known])
    for id_a, id_b, reason in asked[["id_a", "id_b", "reason"]].itertuples(index=False):
        with st.container(border=True):
            show(element("p", reason))
            _side_by_side([sides[id_a], sides[id_b]])
            if decides:
                with st.container(horizontal=True):
                    for answer, label in ANSWER_LABELS.items():
                        st.button(
                            capitalised(translate(label)),
                            key=f"merges_{answer}_{id_a}_{id_b}",
                            on_click=_decide,
                            args=(merging, id_a, id_b, answer),
                        )
    left = len(merging.waiting) - ASKED_AT_ONCE
    if left > 0:
        show(element("p", plural("{n} more pair follows.", "{n} more pairs follow.", left), css="note"))


def _sides(city: City, records: gpd.GeoDataFrame) -> dict[str, Html]:
    """Return what its source says of each record, by record id, in the order of the records."""
    recorded = facility_facts(city, records)
    sides = {}
    for row, (id_, name, declared) in enumerate(
        records[["id", "name", "declared_kecamatan"]].itertuples(index=False, name=None)
    ):
        rows: list[tuple[Content, Content]] = [
            (str(fact), str(told)) for fact, told in recorded.iloc[row].dropna().items()
        ]
        if isinstance(declared, str):
            rows.append((text("Kecamatan as its source says"), declared))
        sides[id_] = joined([element("h3", name), facts([*rows, (text("Record"), id_)])])
    return sides


def _side_by_side(sides: Collection[Html]) -> None:
    for column, side in zip(st.columns(len(sides)), sides, strict=True):
        with column:
            show(side)


def _merged(city: City, merging: Merging, *, decides: bool) -> None:
    """Show every merged place with its records and reasons, and let one be taken apart."""
    places = city.facilities[city.facilities["id"].isin(merging.members)].sort_values(["name", "id"])
    show(element("h2", text("Merged")))
    if places.empty:
        show(element("p", text("No record was merged with another.")))
        return
    show(_merged_table(city, merging, places))
    names = {
        "": translate(text("Choose a place to see its records")),
        **dict(zip(places["id"], places["name"], strict=True)),
    }
    chosen = st.selectbox(translate(text("Merged place")), list(names), format_func=names.__getitem__)
    if not chosen:
        return
    show(bullets(merging.merges.loc[merging.merges["facility_id"] == chosen, "reason"]))
    _side_by_side(_sides(city, merging.records_of(chosen)).values())
    if decides:
        st.button(
            translate(text("Not one place: take apart")),
            key=f"merges_apart_{chosen}",
            on_click=_take_apart,
            args=(merging, chosen),
        )


def _merged_table(city: City, merging: Merging, places: pd.DataFrame) -> Html:
    lines = source_lines(city, merging.records).set_axis(merging.records["id"])
    whole = merging.members
    records = lines.loc[whole.index].groupby(whole.to_numpy(), sort=False).agg("; ".join)
    position = merging.given("position").map(merging.records.set_index("id")["source"])
    titles = {source.id: source.title for source in city.sources}
    reasons = merging.merges.groupby("facility_id")["reason"].agg(list)
    rows: list[dict[str, Content]] = [
        {
            "name": name,
            "kind": KIND_LABELS[kind],
            "records": records[id_],
            "position": titles[position[id_]] if id_ in position.index else text("not known"),
            "reason": joined(reasons[id_], " "),
        }
        for id_, name, kind in places[["id", "name", "kind"]].itertuples(index=False)
    ]
    heads = {
        "name": text("Place"),
        "kind": text("Kind"),
        "records": text("Records"),
        "position": text("Position from"),
        "reason": text("Why they are one place"),
    }
    caption = plural("{n} place out of several records", "{n} places out of several records", len(rows))
    return element("details", element("summary", caption), table(caption, heads, rows, prose=True))


def _decided(merging: Merging, *, decides: bool) -> None:
    """Show what was answered, and let an answer be taken back."""
    if merging.decisions.empty:
        return
    show(element("h2", text("Answers so far")))
    names = merging.records.set_index("id")["name"]
    for id_a, id_b, answer, office, date, reason in merging.decisions.itertuples(index=False):
        with st.container(border=True):
            show(
                element(
                    "p",
                    text(
                        "{name} and {other}: {answer} ({office}, {date})",
                        name=names.get(id_a, id_a),
                        other=names.get(id_b, id_b),
                        answer=ANSWER_LABELS[answer],
                        office=office,
                        date=date,
                    ),
                ),
                element("p", reason, css="note") if reason else None,
            )
            if decides:
                _withdraw_button("any", id_a, id_b)


def _withdraw_button(where: str, id_a: str, id_b: str) -> None:
    """Offer to take an answer back; ``where`` tells apart the buttons of one answer."""
    key = f"merges_undo_{where}_{id_a}_{id_b}"
    st.button(translate(text("Take back")), key=key, on_click=_withdraw, args=(id_a, id_b))


def _alone(city: City, merging: Merging) -> None:
    """Show the records that only complete other sources and fit no place of theirs."""
    if merging.alone.empty:
        return
    ordered = merging.alone.sort_values(["kind", "name", "id"])
    lines = source_lines(city, ordered)
    rows: list[dict[str, Content]] = [
        {"name": name, "kind": KIND_LABELS[kind], "source": line}
        for name, kind, line in zip(ordered["name"], ordered["kind"], lines, strict=True)
    ]
    heads = {"name": text("Name"), "kind": text("Kind"), "source": text("Source")}
    caption = plural(
        "{n} record fits no place of another source", "{n} records fit no place of another source", len(rows)
    )
    show(
        element("h2", text("Not counted as places")),
        element(
            "p",
            text(
                "These sources only complete others. What fits none may be missing in the others, have another name "
                "there, or be no such place at all."
            ),
        ),
        element("details", element("summary", caption), table(caption, heads, rows)),
    )
