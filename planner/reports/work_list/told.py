"""What a work list says in words: how much work it is, how it was ordered, and what was assumed."""

from __future__ import annotations

from planner.rounds.stops import SIGN_TASKS
from planner.rounds.travel import MODE_LABELS
from planner.rounds.work_list import Round, WorkList
from planner.texts import Percent, Text, plural, text

_METRES = 1000


def kilometres(metres: float) -> Text:
    """Return a way in kilometres with one decimal."""
    return text("{kilometres} km", kilometres=round(metres / _METRES, 1))


def duration(minutes: float) -> Text:
    """Return a time in hours and minutes."""
    hours, rest = divmod(round(minutes), 60)
    return text("{hours} h {minutes} min", hours=hours, minutes=rest) if hours else text("{n} min", n=rest)


def amount_sentence(work: WorkList) -> Text:
    """Say how many places, days and kilometres there are."""
    if not work.stops:
        return text("There is nothing to do.")
    signs = sum(stop.task in SIGN_TASKS for stop in work.stops)
    return text(
        "{places}: {signs} where a sign has to be put up, replaced or made visible, {surveys} to look at first. "
        "{rounds}, {days} in the field, {way} between the stops, {time} of work in all.",
        places=plural("{n} place", "{n} places", len(work.stops)),
        signs=signs,
        surveys=len(work.stops) - signs,
        rounds=plural("{n} round", "{n} rounds", len(work.rounds)),
        days=plural("{n} day", "{n} days", work.days),
        way=kilometres(work.way_m),
        time=duration(work.minutes),
    )


def proof_sentence(work: WorkList) -> Text | None:
    """Say how good the orders are; ``None`` where there is nothing to order."""
    ordered = [one for one in work.rounds if one.days]
    if not ordered:
        return None
    open_rounds = [one for one in ordered if not one.is_proven]
    if not open_rounds:
        return text("Every round is proven to be in the shortest order.")
    return text(
        "{proven} of {count} rounds are proven to be in the shortest order; no other one is more than {excess} longer "
        "than the shortest.",
        proven=len(ordered) - len(open_rounds),
        count=len(ordered),
        excess=Percent(max(one.excess for one in open_rounds), decimals=1),
    )


def order_told(one: Round) -> Text:
    """Say in a few words how good the order of a round is."""
    if not one.days:
        return text("no way known")
    if one.is_proven:
        return text("proven shortest")
    return text("at most {excess} longer than the shortest", excess=Percent(one.excess, decimals=1))


def assumption_sentences(work: WorkList) -> list[Text]:
    """Say what was assumed, and what the list can't tell."""
    travel = work.travel
    return [
        text(
            "Assumed, to be changed to what the office knows: {mode} at {speed} km/h, {minutes} minutes at a stop, "
            "{hours} hours a day in the field.",
            mode=MODE_LABELS[travel.mode],
            speed=float(travel.speed),
            minutes=float(travel.minutes_per_stop),
            hours=float(travel.hours_per_day),
        ),
        text(
            "The kelurahan with the most signs to put up, replace or make visible comes first; of equal ones the one "
            "with the most children. Each round begins on a day of its own; short ones can be done on one day. The way "
            "to the first stop of a day and back from the last is not counted."
        ),
        text(
            "Ways between stops are estimated from the streets that are known, whatever their direction: a line on the "
            "sketch is the order, not the street to take."
        ),
    ]


def round_title(one: Round) -> Text:
    """Return what a round is called."""
    if one.region_name is None:
        return text("Kelurahan not known")
    if one.kecamatan_name is None:
        return text("{region}", region=one.region_name)
    return text("{region}, {kecamatan}", region=one.region_name, kecamatan=one.kecamatan_name)
