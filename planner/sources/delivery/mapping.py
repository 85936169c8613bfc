"""Which column holds what: guessed with a reason, decided by the user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from planner.errors import LayerError
from planner.model.kinds import FacilityKind
from planner.sources.delivery.fields import FIELD_LABELS, AreaUnit, Field
from planner.sources.delivery.preview import Preview, PreviewColumn
from planner.sources.delivery.synonyms import Synonyms, fields_named, kind_of, load_synonyms, plain_words
from planner.texts import Text, text
from planner.texts.suggestion import nearest_known

_MOST_KINDS = 200
_UNIT_WORDS = {
    "ha": AreaUnit.HECTARE,
    "hektar": AreaUnit.HECTARE,
    "hektare": AreaUnit.HECTARE,
    "km2": AreaUnit.SQUARE_KILOMETRE,
    "are": AreaUnit.ARE,
}


@dataclass(frozen=True)
class ColumnGuess:
    """One column taken for one field.

    Attributes
    ----------
    field, column
        What is held, and where.
    confidence
        From 0 to 1; 1 for what a person chose or remembered.
    reason
        Why, in words.
    """

    field: Field
    column: str
    confidence: float
    reason: Text


@dataclass(frozen=True)
class ColumnMapping:
    """What the columns of a layer hold.

    Attributes
    ----------
    guesses
        Columns by field, in the order of the fields.
    kind
        The kind of every row; ``None`` where a column tells it.
    kinds
        Kind by value of the kind's column; ``skip`` for rows that are no facility.
    unknown_kinds
        Values of the kind's column for which no kind is known: their rows are set aside until one is named.
    area_unit
        In which unit areas are written where the cell itself names none.
    notices
        What changed since the last delivery.
    """

    guesses: tuple[ColumnGuess, ...]
    kind: FacilityKind | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)
    unknown_kinds: tuple[str, ...] = ()
    area_unit: AreaUnit = AreaUnit.SQUARE_METRE
    notices: tuple[Text, ...] = ()

    def column(self, wanted: Field) -> str | None:
        """Return the column of a field; ``None`` if it has none."""
        return next((guess.column for guess in self.guesses if guess.field is wanted), None)

    def assign(self, wanted: Field, column: str | None) -> ColumnMapping:
        """Return the mapping with a column chosen for a field by a person, or with none for it."""
        kept = [guess for guess in self.guesses if guess.field is not wanted and guess.column != column]
        if column is not None:
            kept.append(ColumnGuess(wanted, column, 1.0, text("It was chosen.")))
        return replace(self, guesses=_ordered(kept))

    def name_kinds(self, kinds: Mapping[str, str]) -> ColumnMapping:
        """Return the mapping with kinds named by a person for values of the kind's column."""
        unknown = tuple(value for value in self.unknown_kinds if value not in kinds)
        return replace(self, kind=None, kinds={**self.kinds, **kinds}, unknown_kinds=unknown)


def guess_mapping(view: Preview, remembered: ColumnMapping | None = None) -> ColumnMapping:
    """Guess which column holds what.

    Columns that were remembered keep what they held. The others are told by their names, compared with
    the synonyms; where several claim one field, the surest has it. The kind is told by its column, else by
    the header of the names (“Nama Taman”), the name of the layer or that of the file.

    Parameters
    ----------
    view
        The layer.
    remembered
        What was decided at the last delivery of this source.
    """
    synonyms = load_synonyms()
    names = [column.name for column in view.columns]
    kept = [guess for guess in remembered.guesses if guess.column in names] if remembered else []
    lost = [guess for guess in remembered.guesses if guess.column not in names] if remembered else []
    taken_fields, taken_columns = {guess.field for guess in kept}, {guess.column for guess in kept}
    candidates = [
        guess
        for column in view.columns
        for guess in _candidates(column, view, synonyms)
        if guess.field not in taken_fields and guess.column not in taken_columns
    ]
    for guess in sorted(candidates, key=lambda guess: -guess.confidence):
        if guess.field not in taken_fields and guess.column not in taken_columns:
            kept.append(guess)
            taken_fields.add(guess.field)
            taken_columns.add(guess.column)
    kept = _without_idle_positions(kept, view)
    mapping = ColumnMapping(_ordered(kept), notices=_changes(lost, kept), area_unit=_area_unit(kept))
    if remembered is not None:
        mapping = replace(mapping, area_unit=remembered.area_unit)
    return _with_kinds(mapping, view, remembered, synonyms)


def choose_columns(mapping: ColumnMapping, view: Preview, columns: Mapping[Field, str | None]) -> ColumnMapping:
    """Return the mapping with columns chosen by a person; what another column of kinds means is guessed anew.

    Parameters
    ----------
    mapping
        What was guessed.
    view
        The layer.
    columns
        The column of each field that was decided on; ``None`` for none.
    """
    chosen = mapping
    for wanted, column in columns.items():
        if chosen.column(wanted) != column:
            chosen = chosen.assign(wanted, column)
    column = chosen.column(Field.KIND)
    if column == mapping.column(Field.KIND):
        return chosen
    if column is None or column not in view.cells:
        return replace(chosen, kinds={}, unknown_kinds=())
    synonyms = load_synonyms()
    values = kind_values(view.cells[column])
    kinds = {value: str(kind) for value in values if (kind := kind_of(value, synonyms)) is not None}
    unknown = tuple(value for value in values if value not in kinds)
    return replace(chosen, kind=None, kinds=kinds, unknown_kinds=unknown)


def check_mapping(mapping: ColumnMapping, view: Preview) -> None:
    """Check that a mapping names columns that exist, and enough to make facilities of.

    Raises
    ------
    planner.errors.LayerError
        If a column does not exist, or kind or place can't be told.
    """
    names = [column.name for column in view.columns]
    for guess in mapping.guesses:
        if guess.column not in names:
            raise LayerError(
                text(
                    "{file} has no column “{column}”, which was chosen for “{field}”; {hint}.",
                    file=view.file,
                    column=guess.column,
                    field=FIELD_LABELS[guess.field],
                    hint=nearest_known(guess.column, names),
                )
            )
    if mapping.kind is None and mapping.column(Field.KIND) is None:
        raise LayerError(
            text(
                "It is not clear what kind of facility {file} holds: choose one kind for all rows, "
                "or the column that tells it.",
                file=view.file,
            )
        )
    has_pair = mapping.column(Field.EAST) is not None and mapping.column(Field.NORTH) is not None
    has_place = has_pair or view.shapes is not None or mapping.column(Field.POSITION) is not None
    if not has_place and mapping.column(Field.KECAMATAN) is None:
        raise LayerError(
            text(
                "{file} does not say where its rows are: choose the columns of the position, or that of the kecamatan.",
                file=view.file,
            )
        )


def _candidates(column: PreviewColumn, view: Preview, synonyms: Synonyms) -> list[ColumnGuess]:
    guesses = []
    for wanted, confidence in fields_named(column.name, synonyms):
        known = text("“{column}” is a name known for “{field}”.", column=column.name, field=FIELD_LABELS[wanted])
        alike = text(
            "“{column}” begins like a name known for “{field}”.", column=column.name, field=FIELD_LABELS[wanted]
        )
        reason = known if confidence >= 0.9 else alike
        if column.filled == 0:
            confidence /= 2
        if wanted in _NUMERIC and column.filled and column.number_style is None and not column.is_angle:
            confidence /= 2
        guesses.append(ColumnGuess(wanted, column.name, round(confidence, 2), reason))
    return guesses


_NUMERIC = (Field.EAST, Field.NORTH, Field.AREA, Field.CAPACITY, Field.PUPILS)


def _ordered(guesses: list[ColumnGuess]) -> tuple[ColumnGuess, ...]:
    order = list(Field)
    return tuple(sorted(guesses, key=lambda guess: order.index(guess.field)))


def _without_idle_positions(guesses: list[ColumnGuess], view: Preview) -> list[ColumnGuess]:
    """Leave out half a position, and columns of positions where the layer has shapes or a surer pair."""
    fields = {guess.field for guess in guesses}
    idle: set[Field] = set()
    if view.shapes is not None and any(kind for kind, _ in view.shape_kinds):
        idle = {Field.EAST, Field.NORTH, Field.POSITION}
    elif {Field.EAST, Field.NORTH} <= fields:
        idle = {Field.POSITION}
    return [guess for guess in guesses if guess.field not in idle]


def _changes(lost: list[ColumnGuess], kept: list[ColumnGuess]) -> tuple[Text, ...]:
    found = {guess.field: guess.column for guess in kept}
    return tuple(
        text(
            "The column “{column}”, which held “{field}” last time, is gone; “{other}” is taken for it: check it.",
            column=guess.column,
            field=FIELD_LABELS[guess.field],
            other=found[guess.field],
        )
        if guess.field in found
        else text(
            "The column “{column}”, which held “{field}” last time, is gone, and no other was found.",
            column=guess.column,
            field=FIELD_LABELS[guess.field],
        )
        for guess in lost
    )


def _area_unit(guesses: list[ColumnGuess]) -> AreaUnit:
    column = next((guess.column for guess in guesses if guess.field is Field.AREA), "")
    return next((_UNIT_WORDS[word] for word in plain_words(column) if word in _UNIT_WORDS), AreaUnit.SQUARE_METRE)


def _with_kinds(
    mapping: ColumnMapping, view: Preview, remembered: ColumnMapping | None, synonyms: Synonyms
) -> ColumnMapping:
    column = mapping.column(Field.KIND)
    named = (mapping.column(Field.NAME) or "", view.layer, view.file.rpartition(".")[0])
    from_name = next((kind for name in named if (kind := kind_of(name, synonyms)) is not None), None)
    if remembered is not None and remembered.kind is not None:
        return replace(mapping, kind=remembered.kind)
    values = [] if column is None else kind_values(view.cells[column])
    if column is None or not values:
        return replace(mapping.assign(Field.KIND, None), kind=from_name)
    if len(values) > _MOST_KINDS:
        return replace(mapping.assign(Field.KIND, None), kind=from_name)
    known = {} if remembered is None else remembered.kinds
    guessed = {value: kind for value in values if value not in known and (kind := kind_of(value, synonyms)) is not None}
    kinds = {value: str({**known, **guessed}[value]) for value in values if value in known or value in guessed}
    if not kinds and from_name is not None:
        # No value of the column means a kind, but the layer's name does.
        return replace(mapping.assign(Field.KIND, None), kind=from_name)
    return replace(mapping, kinds={**known, **kinds}, unknown_kinds=tuple(v for v in values if v not in kinds))


def kind_values(cells: pd.Series) -> list[str]:
    """Return the different values of a kind's column, as its mapping names them."""
    return sorted(cells.dropna().astype("str").str.strip().unique())
