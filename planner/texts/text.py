"""A text that is not yet in any language: a template and the values that go into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Percent:
    """A share between 0 and 1 that is shown as a percentage."""

    share: float
    decimals: int = 0


@dataclass(frozen=True)
class Text:
    """A template in English, which is also its key in the catalogues, and its values.

    Make one with :func:`text` or :func:`plural`: these are the names that the catalogues are extracted from.

    Parameters
    ----------
    template
        Sentence with ``{name}`` fields, as in :meth:`str.format`.
    values
        What goes into the fields. Numbers, dates and shares are written as the language writes them;
        a nested text is translated too; a string is taken as it is.
    plural_template
        The sentence for more than one, chosen by ``values["n"]``.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    plural_template: str | None = None

    def __hash__(self) -> int:
        return hash((self.template, tuple(sorted((key, str(value)) for key, value in self.values.items()))))


def text(template: str, /, **values: object) -> Text:
    """Mark a sentence for the catalogues and give its values."""
    return Text(template, MappingProxyType(values))


def plural(template: str, plural_template: str, /, n: int, **values: object) -> Text:
    """Mark a sentence that counts: ``n`` chooses the form and is itself the field ``{n}``."""
    return Text(template, MappingProxyType({"n": n, **values}), plural_template)
