"""Questions about the columns of a delivery: what each holds, and which kinds of facility are meant."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import streamlit as st

from planner.errors import OptionError
from planner.model.kinds import FacilityKind
from planner.model.labels import KIND_LABELS
from planner.reports.delivery_told import NO_FACILITY
from planner.reports.facts import capitalised
from planner.sources.delivery.fields import FIELD_LABELS, AreaUnit, Field
from planner.sources.delivery.mapping import ColumnMapping, check_mapping, choose_columns, kind_values
from planner.sources.delivery.preview import Preview
from planner.sources.settings import SKIP
from planner.texts import text, translate
from planner.ui.components.import_work import Work, advance, go_on, turn
from planner.ui.components.markup import bullets, element, show
from planner.ui.components.views import attempt

_FIRST = (Field.NAME, Field.KIND, Field.EAST, Field.NORTH, Field.POSITION, Field.KECAMATAN, Field.KELURAHAN)


def ask_for_columns(work: Work, view: Preview, mapping: ColumnMapping) -> None:
    """Ask which column holds what, the guesses filled in."""
    if mapping.notices:
        show(bullets(mapping.notices))
    chosen = {field: _column(field, view, mapping) for field in _FIRST}
    others = [field for field in Field if field not in _FIRST]
    with st.expander(translate(text("Further columns"))):
        chosen |= {field: _column(field, view, mapping) for field in others}
        unit = st.selectbox(
            translate(text("Unit of areas that name none")),
            list(AreaUnit),
            index=list(AreaUnit).index(mapping.area_unit),
            key=f"import_unit_{turn()}",
        )
    if go_on():
        decided = attempt(lambda: _decided(view, mapping, chosen))
        if decided is not None:
            advance(work, mapping=replace(decided, area_unit=unit or mapping.area_unit))


def _column(field: Field, view: Preview, mapping: ColumnMapping) -> str | None:
    """Ask for the column of one field, and say why the guessed one was guessed."""
    samples = {column.name: ", ".join(column.samples[:2]) for column in view.columns}
    nothing = translate(text("None"))
    names = ["", *samples]
    guess = next((guess for guess in mapping.guesses if guess.field is field), None)
    chosen = st.selectbox(
        capitalised(translate(FIELD_LABELS[field])),
        names,
        index=names.index(guess.column) if guess else 0,
        format_func=lambda name: f"{name} ({samples[name]})" if name else nothing,
        key=f"import_column_{turn()}_{view.layer}_{view.header_row}_{field}",
    )
    if guess and guess.column == chosen:
        show(element("p", guess.reason, css="note"))
    return chosen or None


def _decided(view: Preview, mapping: ColumnMapping, chosen: dict[Field, str | None]) -> ColumnMapping:
    twice = [name for name, count in Counter(filter(None, chosen.values())).items() if count > 1]
    if twice:
        raise OptionError(text("“{column}” is chosen twice: choose it for one thing only.", column=twice[0]))
    decided = choose_columns(mapping, view, chosen)
    # Which kind is meant is the next question: here any will do.
    check_mapping(decided if decided.kind else replace(decided, kind=FacilityKind.PARK), view)
    return decided


def ask_for_kinds(work: Work, view: Preview, mapping: ColumnMapping) -> None:
    """Ask which kinds of facility the rows are: one for all, or one for each value of a column."""
    column = mapping.column(Field.KIND)
    decided = _one_kind(mapping) if column is None else _kinds_of_values(mapping, kind_values(view.cells[column]))
    if go_on():
        checked = attempt(lambda: _sound(decided, view))
        if checked is not None:
            advance(work, mapping=checked)


def _sound(mapping: ColumnMapping, view: Preview) -> ColumnMapping:
    check_mapping(mapping, view)
    return mapping


def _labels() -> dict[str, str]:
    return {
        "": translate(text("Not decided: rows are set aside")),
        **{str(kind): capitalised(translate(KIND_LABELS[kind])) for kind in FacilityKind},
    }


def _one_kind(mapping: ColumnMapping) -> ColumnMapping:
    labels = _labels() | {"": translate(text("Choose a kind"))}
    kind = st.selectbox(
        translate(text("Kind of every row")),
        list(labels),
        index=list(labels).index(str(mapping.kind or "")),
        format_func=labels.__getitem__,
        key=f"import_kind_{turn()}",
    )
    return replace(mapping, kind=FacilityKind(kind) if kind else None)


def _kinds_of_values(mapping: ColumnMapping, values: list[str]) -> ColumnMapping:
    labels = _labels() | {SKIP: capitalised(translate(NO_FACILITY))}
    named: dict[str, str] = {}
    # What nobody knows yet stands first.
    for value in sorted(values, key=lambda value: value in mapping.kinds):
        show(element("p", element("strong", value)))
        kind = st.selectbox(
            value,
            list(labels),
            index=list(labels).index(mapping.kinds.get(value, "")),
            format_func=labels.__getitem__,
            label_visibility="collapsed",
            key=f"import_kind_{turn()}_{value}",
        )
        named |= {value: kind} if kind else {}
    others = {value: kind for value, kind in mapping.kinds.items() if value not in values}
    unknown = tuple(value for value in values if value not in named)
    return replace(mapping, kind=None, kinds={**others, **named}, unknown_kinds=unknown)
