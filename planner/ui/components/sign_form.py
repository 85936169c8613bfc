"""The form of the survey of signs: lives in the browser, works without a connection, and sends what it kept."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.components.v2 import component

from planner.model.city import City
from planner.model.kinds import Known
from planner.model.labels import KIND_LABELS, KNOWN_LABELS
from planner.model.survey import FADED, FORMS, SIGN_KINDS, Form, SurveyFact
from planner.model.survey_labels import FACT_QUESTIONS
from planner.reports.facts import capitalised
from planner.reports.survey_facts import FADED_LABEL
from planner.sources.survey.photos import LONGEST_SIDE_PIXELS
from planner.sources.survey.values import LONGEST
from planner.sources.survey.visits import ASKED
from planner.sources.survey.visits_file import VISITS_FORMAT, VISITS_VERSION
from planner.texts import current_language, text, translate
from planner.ui.components.sign_form_words import FORM_WORDS

POST = "sign_post"
"""Key of the element that passes visits on."""

_HERE = Path(__file__).parent
_PARTS = ("store", "tools", "sending", "questions", "places", "views", "main")


def _script(*parts: str) -> str:
    return "\n".join((_HERE / f"sign_form_{part}.js").read_text(encoding="utf-8") for part in parts)


_STYLE = (_HERE / "sign_form.css").read_text(encoding="utf-8")

# Components are registered once; nothing of these comes from another host.
_form = component("sign_form", html="<div class='sign-form'></div>", css=_STYLE, js=_script(*_PARTS, "page"))
_post = component("sign_post", js=_script("post"))


def form_data(city: City, places: pd.DataFrame, revision: int = 0) -> dict[str, Any]:
    """Return everything the form has to know, in the language that is spoken.

    Parameters
    ----------
    city
        The city.
    places
        As :func:`planner.reports.sign_places.sign_places` returns them.
    revision
        Of which revision of the city they are; 0 for a city without a history.
    """
    regions = places["kelurahan"].fillna(places["kecamatan"]).fillna("")
    shown = places.assign(region=regions)[["id", "name", "kind", "lon", "lat", "region", "last"]]
    rows = shown.astype("object").where(shown.notna(), None).values.tolist()
    labels = {str(kind): capitalised(translate(label)) for kind, label in KIND_LABELS.items()}
    return {
        "city": city.code,
        "seen": revision,
        "places": rows,
        "kind_labels": labels,
        "kinds": sorted(([str(kind), labels[kind]] for kind in SIGN_KINDS), key=lambda pair: pair[1]),
        "first": str(SurveyFact.SMOKE_FREE_SIGN),
        "questions": [_question(fact) for fact in ASKED],
        "limits": dict(LONGEST),
        "longest_pixels": LONGEST_SIDE_PIXELS,
        "words": {name: translate(words) for name, words in FORM_WORDS.items()},
    }


def show_sign_form(data: Mapping[str, Any], answer: Mapping[str, Any], on_post: Callable[[], None]) -> None:
    """Show the form, and the element by which it speaks with the planner.

    Parameters
    ----------
    data
        As :func:`form_data` returns it: the same as long as the places are, so that it is sent to the browser once.
    answer
        What became of the visits that came last.
    on_post
        Is called when visits came; they stand in the session's state under :data:`POST`.
    """
    # The message that Streamlit lays over a page without connection would only be in the way of this form.
    st.html("<style>body:has(.sign-form-host) [data-testid=stDialog] { display: none }</style>")
    _form(key="sign_form", data=dict(data))
    _post(key=POST, data=dict(answer), on_post_change=on_post)


def offline_form(data: Mapping[str, Any], city_name: str) -> str:
    """Return the form as one HTML file that works without any network and saves its visits as a file.

    Parameters
    ----------
    data
        As :func:`form_data` returns it.
    city_name
        What the city is called.
    """
    told = {**data, "offline": True, "file": {"format": VISITS_FORMAT, "version": VISITS_VERSION}}
    filled = {
        "language": str(current_language()),
        "title": html.escape(translate(text("KSTR sign survey, {city}", city=city_name))),
        "style": _STYLE,
        # No name in the data can end the element that holds it.
        "data": json.dumps(told, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c"),
        "script": _script(*_PARTS, "file"),
    }
    template = (_HERE / "sign_form.html").read_text(encoding="utf-8")
    return re.sub(r"\{(language|title|style|data|script)\}", lambda place: filled[place[1]], template)


def _question(fact: SurveyFact) -> dict[str, Any]:
    answers = {Known.YES: KNOWN_LABELS[Known.YES], FADED: FADED_LABEL, Known.NO: KNOWN_LABELS[Known.NO]}
    shown = [
        [str(value), capitalised(translate(label))]
        for value, label in answers.items()
        if value != FADED or FORMS[fact] is Form.LEGIBILITY
    ]
    return {"fact": str(fact), "question": translate(FACT_QUESTIONS[fact]), "answers": shown}
