"""Every word a person reads: texts that are written once and shown in a chosen language.

A :class:`Text` is an English template with its values. It is translated at the very edge, so that an
assessment can be made once and shown in each language.
"""

from planner.texts.catalogue import DEFAULT_LANGUAGE, Language, current_language, speak, translate
from planner.texts.text import Percent, Text, plural, text

__all__ = [
    "DEFAULT_LANGUAGE",
    "Language",
    "Percent",
    "Text",
    "current_language",
    "plural",
    "speak",
    "text",
    "translate",
]
