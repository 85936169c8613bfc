"""JSON with a line for each key and row: the same document as Python's own."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.reports.json_text import json_text

plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
nested = st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)


@given(st.dictionaries(st.text(), nested))
def test_it_is_the_same_document(document: dict[str, object]) -> None:
    written = json_text(document)
    assert json.loads(written) == document
    assert list(json.loads(written)) == list(document)


def test_each_key_and_each_row_stands_on_a_line_of_its_own() -> None:
    document = {"a": 1, "rows": [{"b": "é"}, {"b": [1, 2]}], "none": []}
    assert json_text(document) == '{\n"a": 1,\n"rows": [\n {"b": "é"},\n {"b": [1, 2]}\n],\n"none": []\n}\n'


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        json_text({"a": math.nan})
