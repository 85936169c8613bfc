"""What may stand in the cells of a survey, and how it is written once it is understood."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

from planner.model.kinds import Known
from planner.model.survey import FADED, FORMS, NO_EQUIPMENT, Form, PlayEquipment, SurveyFact
from planner.model.survey_labels import EQUIPMENT_LABELS
from planner.sources.facilities import KNOWN
from planner.sources.survey.photos import is_photo_name
from planner.texts import Language, Text, text, translate

LONGEST: Mapping[str, int] = {"place_name": 200, "value": 200, "office": 100, "note": 500}
"""The most characters of each column that holds words."""

_BETWEEN = re.compile(r"\s*[;,]\s*")


def tidy(words: str) -> str:
    """Return words on one line, without what can't be seen: no cell breaks a row or hides something."""
    seen = words
    if not words.isprintable():
        seen = "".join(character for character in words if character.isprintable() or character.isspace())
    return " ".join(seen.split())


def understood(fact: SurveyFact, written: str) -> str | None:
    """Return a value as :data:`~planner.model.survey.SURVEY` writes it, or ``None`` where it can't be the fact's.

    Parameters
    ----------
    fact
        What was looked at.
    written
        The value as somebody wrote it: in English or Indonesian.
    """
    if KNOWN.get(written.casefold()) == Known.UNKNOWN:
        return str(Known.UNKNOWN)
    return _READERS[FORMS[fact]](written)


def how_to_write(fact: SurveyFact) -> Text:
    """Say how the value of a fact is written."""
    return _HINTS[FORMS[fact]]


def _answer(written: str) -> str | None:
    return KNOWN.get(written.casefold())


def _legibility(written: str) -> str | None:
    return FADED if written.casefold() in (FADED, "pudar") else _answer(written)


def _equipment(written: str) -> str | None:
    """Return kinds in the order of :class:`~planner.model.survey.PlayEquipment`, each once."""
    known = _equipment_words()
    kinds = {known.get(word.casefold()) for word in _BETWEEN.split(written.strip(" ;,"))}
    if None in kinds or (NO_EQUIPMENT in kinds and len(kinds) > 1):
        return None
    return ";".join(kind for kind in [*PlayEquipment, NO_EQUIPMENT] if kind in kinds)


def _equipment_words() -> dict[str, str]:
    """Return what each kind of play equipment may be called: its own word, and its name in each language."""
    named = {
        translate(label, language).casefold(): str(kind)
        for language in Language
        for kind, label in EQUIPMENT_LABELS.items()
    }
    return named | {str(kind): str(kind) for kind in EQUIPMENT_LABELS}


def _number(written: str) -> str | None:
    try:
        number = float(written)
    except ValueError:
        return None
    return f"{number:.12g}" if math.isfinite(number) and number > 0 else None


def _photo(written: str) -> str | None:
    return written if is_photo_name(written) else None


_READERS: Mapping[Form, Callable[[str], str | None]] = {
    Form.ANSWER: _answer,
    Form.LEGIBILITY: _legibility,
    Form.EQUIPMENT: _equipment,
    Form.WORDS: str,
    Form.NUMBER: _number,
    Form.PHOTO: _photo,
}

_HINTS: Mapping[Form, Text] = {
    Form.ANSWER: text("write yes, no or unknown"),
    Form.LEGIBILITY: text("write yes, faded, no or unknown"),
    Form.EQUIPMENT: text(
        "write kinds with “;” between them, or “none” alone; known are: {known}",
        known=", ".join([*PlayEquipment, NO_EQUIPMENT]),
    ),
    Form.WORDS: text("write words"),
    Form.NUMBER: text("write a number above 0, with a point before decimals and nothing between thousands"),
    Form.PHOTO: text("write the name of a picture file that lies beside the table"),
}
