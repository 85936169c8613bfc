"""What is chosen: kept while pages change, and written into the address so that a link shows the same page."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

import streamlit as st

from planner.model.domain import Domain
from planner.model.kinds import ALL_CHILDREN, CHILD_FRIENDLY_PARK, PLAY_KINDS, AgeTier, FacilityKind, Level, Status
from planner.model.options import (
    DEFAULT_EXCLUSIONS,
    DEFAULT_SOURCES,
    MAX_SITES,
    MAX_YEARS,
    CandidateSource,
    Exclusion,
    Objective,
    Programme,
)
from planner.texts import DEFAULT_LANGUAGE, Language

MOST_MINUTES = 60
MOST_EQUITY = 5
MOST_APART_M = 10_000
MOST_CAPACITY = 1_000_000
MOST_AREA_M2 = 1_000_000
MOST_MILLIONS = 100_000_000
"""Most millions of rupiah that can be given."""
FIRST_YEARS = (2000, 2100)
LIMITS = ("sites", "budget", "years")
"""What keeps a plan from growing: a number of sites, an amount of money, or one a year."""

_CHOSEN = "chosen"
_ADDRESS = "address"


@dataclass(frozen=True)
class Parameter:
    """One choice that an address can carry.

    Attributes
    ----------
    default
        What is chosen before anybody chooses, as it stands in an address.
    allowed
        Whether an address may say this; what it may not is read as the default.
    """

    default: str
    allowed: Callable[[str], bool]


def _one_of(*words: str) -> Callable[[str], bool]:
    return lambda word: word in words


def _whole_number(least: int, most: int) -> Callable[[str], bool]:
    longest = len(str(most))
    return lambda word: word.isascii() and word.isdigit() and len(word) <= longest and least <= int(word) <= most


def _some_of(*words: str) -> Callable[[str], bool]:
    return lambda word: all(part in words for part in word.split(",") if part)


def _ids(word: str) -> bool:
    # Which candidates exist is known only where the plan is made; there, one that does not exist is named.
    return len(word) <= 4000


def _code(word: str) -> bool:
    # Which codes exist is known only where the city is known; there, one that does not exist chooses nothing.
    return len(word) <= 200


def _first_language() -> str:
    """Return the language to begin with: as the environment says, else the default."""
    wish = os.environ.get("PLANNER_LANGUAGE", "")
    return wish if wish in set(Language) else str(DEFAULT_LANGUAGE)


_MILLIONS = _whole_number(0, MOST_MILLIONS)

PLAN_PARAMETERS: Mapping[str, Parameter] = {
    "programme": Parameter(Programme.PARK_PER_KECAMATAN, _one_of(*Programme)),
    "limit": Parameter("sites", _one_of(*LIMITS)),
    "sites": Parameter("", _whole_number(0, MAX_SITES)),
    "budget": Parameter("2000", _MILLIONS),
    "new_cost": Parameter("", _MILLIONS),
    "upgrade_cost": Parameter("", _MILLIONS),
    "first_year": Parameter("", _whole_number(*FIRST_YEARS)),
    "years": Parameter("5", _whole_number(1, MAX_YEARS)),
    "year_budget": Parameter("2000", _MILLIONS),
    "equity": Parameter("0", _whole_number(0, MOST_EQUITY)),
    "apart": Parameter("0", _whole_number(0, MOST_APART_M)),
    "capacity": Parameter("", _whole_number(1, MOST_CAPACITY)),
    "objective": Parameter(Objective.COVERAGE, _one_of(*Objective)),
    "sources": Parameter(",".join(DEFAULT_SOURCES), _some_of(*CandidateSource)),
    "exclusions": Parameter(",".join(DEFAULT_EXCLUSIONS), _some_of(*Exclusion)),
    "area": Parameter("", _whole_number(0, MOST_AREA_M2)),
    "must": Parameter("", _ids),
    "must_not": Parameter("", _ids),
}
"""What a plan has to keep to, by its name in the address; amounts are in millions of rupiah."""

SCOREBOARD_PARAMETERS: Mapping[str, Parameter] = {
    "domain": Parameter("", _one_of("", *Domain)),
    "unit_level": Parameter("", _one_of("", *Level)),
    "status": Parameter("", _one_of("", *Status)),
    "rule": Parameter("", _code),
    "unit": Parameter("", _code),
    "since": Parameter("", _code),
}
"""Which findings are shown, which one is looked at, and since which kept assessment; empty for all, or for none."""

PARAMETERS: Mapping[str, Parameter] = {
    "language": Parameter(_first_language(), _one_of(*Language)),
    "barrier": Parameter("1", _one_of("0", "1")),
    "slope": Parameter("1", _one_of("0", "1")),
    "minutes": Parameter("10", _whole_number(1, MOST_MINUTES)),
    "kind": Parameter(CHILD_FRIENDLY_PARK, _one_of(CHILD_FRIENDLY_PARK, *FacilityKind)),
    "tier": Parameter(ALL_CHILDREN, _one_of(ALL_CHILDREN, *AgeTier)),
    "level": Parameter(Level.KELURAHAN, _one_of(Level.KECAMATAN, Level.KELURAHAN)),
    "kecamatan": Parameter("", _code),
    "kelurahan": Parameter("", _code),
    "show": Parameter(",".join([*PLAY_KINDS, FacilityKind.RTH]), _some_of(*FacilityKind)),
    "place": Parameter("", _code),
    "tiles": Parameter("1", _one_of("0", "1")),
    "scenario": Parameter("", _code),
    "waiting": Parameter("", _code),
    **PLAN_PARAMETERS,
    **SCOREBOARD_PARAMETERS,
}
"""Every choice, by its name in the address."""


def read_address(address: Mapping[str, str]) -> dict[str, str]:
    """Return every choice an address makes, with the default where it makes none or an impossible one."""
    return {
        name: address[name] if name in address and parameter.allowed(address[name]) else parameter.default
        for name, parameter in PARAMETERS.items()
    }


def as_address(chosen: Mapping[str, str]) -> dict[str, str]:
    """Return what an address has to say: the choices that are not the default."""
    return {name: chosen[name] for name, parameter in PARAMETERS.items() if chosen[name] != parameter.default}


def begin() -> None:
    """Take over the choices of the address, when it is new; to be called once at the start of each run.

    Streamlit empties the address when the page changes: an empty address therefore changes nothing.
    """
    address = {name: st.query_params[name] for name in st.query_params if name in PARAMETERS}
    if _CHOSEN not in st.session_state or (address and address != st.session_state[_ADDRESS]):
        st.session_state[_CHOSEN] = read_address(address)
    _write_address()


def chosen(name: str) -> str:
    """Return what is chosen, as it stands in an address."""
    return str(st.session_state[_CHOSEN][name])


def is_default(name: str) -> bool:
    """Say whether something is chosen as everybody begins with it."""
    return chosen(name) == PARAMETERS[name].default


def choose(name: str, value: str) -> None:
    """Choose something."""
    st.session_state[_CHOSEN] = {**st.session_state[_CHOSEN], name: value}
    _write_address()


def choose_defaults(names: Iterable[str]) -> None:
    """Choose again what everybody begins with."""
    st.session_state[_CHOSEN] = st.session_state[_CHOSEN] | {name: PARAMETERS[name].default for name in names}
    _write_address()


def several(name: str) -> tuple[str, ...]:
    """Return the words of a choice of several, in their order."""
    return tuple(word for word in chosen(name).split(",") if word)


class Tie(TypedDict):
    """The arguments that tie a widget to a choice."""

    key: str
    on_change: Callable[[], None]


def widget(name: str, value: object, *, write: Callable[[Any], str] = str) -> Tie:
    """Return the arguments that tie a widget to a choice.

    Parameters
    ----------
    name
        Name of the choice.
    value
        What the widget shows now.
    write
        Turns the widget's value into what stands in the address.
    """
    key = f"choice_{name}"
    st.session_state[key] = value

    def keep() -> None:
        choose(name, write(st.session_state[key]))

    return {"key": key, "on_change": keep}


def _write_address() -> None:
    address = as_address(st.session_state[_CHOSEN])
    st.session_state[_ADDRESS] = address
    if {name: st.query_params[name] for name in st.query_params} != address:
        st.query_params.from_dict(address)
