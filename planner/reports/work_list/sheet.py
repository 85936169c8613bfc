"""The work list as a sheet to print: what there is to do, then a page a day with tick boxes and a sketch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import jinja2
from markupsafe import Markup

import planner
from planner.model.labels import KIND_LABELS
from planner.reports.facts import capitalised
from planner.reports.work_list.sketch import way_sketch
from planner.reports.work_list.told import (
    amount_sentence,
    assumption_sentences,
    duration,
    kilometres,
    order_told,
    proof_sentence,
    round_title,
)
from planner.rounds.stops import SIGN_TASKS, TASK_LABELS, Stop
from planner.rounds.work_list import Day, Round, WorkList
from planner.texts import Text, current_language, plural, text, translate

_PAGES = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True)

_FINGERPRINT_SIGNS = 12

Row = Mapping[str, object]


def work_sheet(work: WorkList, provenance: str = "") -> str:
    """Return the work list as one HTML page for A4 paper, in the language that is spoken.

    Parameters
    ----------
    work
        What to write.
    provenance
        The element that says how the page is made.
    """
    city = work.city
    heads = {
        "number": text("No."),
        "place": text("Place"),
        "to_do": text("To do"),
        "leg": text("Way"),
    }
    round_heads = [text("Round"), text("Places"), text("Signs"), text("Days"), text("Way"), text("Order")]
    return _PAGES.get_template("sheet.html").render(
        language=current_language(),
        version=planner.__version__,
        provenance=provenance,
        title=translate(text("KSTR signs: work list of {city}", city=city.name)),
        over=translate(
            text(
                "{city}, as of {day}. Data: {fingerprint}. Sources on the first page.",
                city=city.name,
                day=work.as_of,
                fingerprint=city.fingerprint[:_FINGERPRINT_SIGNS],
            )
        ),
        amount=translate(amount_sentence(work)),
        proof=_words(proof_sentence(work)),
        assumptions=[translate(sentence) for sentence in assumption_sentences(work)],
        round_heads=[translate(head) for head in round_heads],
        rounds=[_round_row(one) for one in work.rounds],
        sources_title=translate(text("Sources")),
        sources=[
            translate(text("{title}, {date} ({licence})", title=of.title, date=of.date, licence=of.licence))
            for of in city.sources
        ],
        heads={name: translate(head) for name, head in heads.items()},
        pages=[page for number, one in enumerate(work.rounds, 1) for page in _pages(work, number, one)],
    )


def _round_row(one: Round) -> Row:
    cells = [text("{n}", n=len(one.stops)), text("{n}", n=one.signs), text("{n}", n=len(one.days))]
    way = translate(kilometres(sum(day.way_m for day in one.days))) if one.days else "–"
    return {
        "title": translate(round_title(one)),
        "cells": [*map(translate, cells), way, translate(order_told(one))],
    }


def _pages(work: WorkList, number: int, one: Round) -> Iterator[Row]:
    """Return a page for each day of a round; on the last stands what can't be put on its way."""
    title = text("{number}. {round}", number=number, round=round_title(one))
    for day in one.days:
        heading = text("{round}: day {day} of {days}", round=title, day=day.number, days=len(one.days))
        yield {
            "title": translate(heading),
            "amount": translate(_day_amount(day)),
            "sketch": Markup(way_sketch(work.city, day.visits, one.region_code)),  # noqa: S704 - numbers and texts
            "stops": [_stop_row(visit.stop, visit.number, visit.leg_m) for visit in day.visits],
            **(_lost(one) if day is one.days[-1] else {}),
        }
    if not one.days:
        yield {"title": translate(title), **_lost(one)}


def _lost(one: Round) -> Row:
    """Return the stops of a round whose position is not known."""
    if not one.without_position:
        return {}
    told = plural(
        "The position of {n} place is not known: ask the kelurahan where it is.",
        "The positions of {n} places are not known: ask the kelurahan where they are.",
        len(one.without_position),
    )
    return {"lost_told": translate(told), "lost": [_stop_row(stop, None, None) for stop in one.without_position]}


def _day_amount(day: Day) -> Text:
    return text(
        "{places}, {way} between them, about {time}. Day of work: ____________ Name: ____________",
        places=plural("{n} place", "{n} places", len(day.visits)),
        way=kilometres(day.way_m),
        time=duration(day.minutes),
    )


def _stop_row(stop: Stop, number: int | None, leg_m: int | None) -> Row:
    return {
        "number": number,
        "name": stop.name,
        "kind": capitalised(translate(KIND_LABELS[stop.kind])),
        "address": stop.address,
        "to_do": capitalised(translate(TASK_LABELS[stop.task])),
        "is_sign": stop.task in SIGN_TASKS,
        "why": translate(stop.reason_text),
        "leg": _words(text("{metres} m", metres=leg_m) if leg_m else None),
    }


def _words(told: Text | None) -> str | None:
    return None if told is None else translate(told)
