"""Words of a rule that mean kinds of facility."""

from __future__ import annotations

from collections.abc import Mapping

from planner.errors import RuleError
from planner.model.kinds import FacilityKind
from planner.model.rule import Rule
from planner.texts import text
from planner.texts.suggestion import nearest_known


def words_named(rule: Rule, name: str, known: Mapping[str, tuple[FacilityKind, ...]]) -> tuple[str, ...]:
    """Return the words of a list of a rule.

    Parameters
    ----------
    rule
        The rule.
    name
        What the list is called among its numbers.
    known
        The kinds of facility that each word means.

    Raises
    ------
    planner.errors.RuleError
        If the rule lacks the list, or names a word that is not known.
    """
    words = rule.numbers.get(name)
    if not isinstance(words, list | tuple) or not words:
        raise RuleError(text("The rule {rule} lacks the list {name}: add it.", rule=rule.id, name=name))
    for word in words:
        if word not in known:
            raise RuleError(
                text(
                    "The rule {rule} names “{word}” under {name}, which is no kind of place; {hint}.",
                    rule=rule.id,
                    word=str(word),
                    name=name,
                    hint=nearest_known(str(word), known),
                )
            )
    return tuple(words)
