"""What is chosen, and the address that says so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planner.ui.state import PARAMETERS, as_address, read_address


def test_an_empty_address_chooses_the_defaults() -> None:
    assert read_address({}) == {name: parameter.default for name, parameter in PARAMETERS.items()}


def test_an_address_says_only_what_differs_from_the_default() -> None:
    assert as_address(read_address({})) == {}
    assert as_address(read_address({"minutes": "15", "sites": "6", "tiles": "1"})) == {"minutes": "15", "sites": "6"}


def test_a_link_reproduces_the_choices() -> None:
    address = {"language": "en", "minutes": "20", "kind": "school_sd", "tier": "6-11", "show": "park,clinic"}
    assert as_address(read_address(address)) == address


def test_what_is_impossible_is_read_as_the_default() -> None:
    for name, word in {"minutes": "0", "sites": "-5", "tier": "old", "language": "xx", "show": "volcano"}.items():
        assert read_address({name: word})[name] == PARAMETERS[name].default


def test_nothing_may_be_shown() -> None:
    assert read_address({"show": ""})["show"] == ""


@given(st.dictionaries(st.sampled_from([*PARAMETERS, "other"]), st.text(max_size=300)))
def test_any_address_is_read_as_something_possible(address: dict[str, str]) -> None:
    chosen = read_address(address)
    assert list(chosen) == list(PARAMETERS)
    assert all(
        word in ("", PARAMETERS[name].default) or PARAMETERS[name].allowed(word) for name, word in chosen.items()
    )
    assert read_address(as_address(chosen)) == chosen
