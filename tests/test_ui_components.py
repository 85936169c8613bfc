"""The pieces that pages are made of."""

from __future__ import annotations

import pandas as pd

from planner.model.kinds import Status
from planner.reports.spreadsheet import as_csv
from planner.texts import Language, Percent, speak, text
from planner.ui.components.markup import Html, bullets, element, inner, table
from planner.ui.components.views import status_tag

HOSTILE = "<img src=x onerror=alert(1)>\"'"


def test_words_of_the_data_are_escaped_and_markup_is_not() -> None:
    assert inner("a < b") == "a &lt; b"
    assert inner(Html("<b>")) == "<b>"
    assert inner(None) == ""
    assert element("p", HOSTILE, title=HOSTILE).markup.count("<") == 2


def test_values_inside_a_text_are_escaped_too() -> None:
    assert "<img" not in inner(text("{name} is a park.", name=HOSTILE))


def test_numbers_and_shares_are_written_as_the_language_writes_them() -> None:
    with speak(Language.ENGLISH):
        assert (inner(1234), inner(Percent(0.125, decimals=1))) == ("1,234", "12.5%")
    with speak(Language.INDONESIAN):
        assert (inner(1234), inner(Percent(0.125, decimals=1))) == ("1.234", "12,5%")


def test_a_status_is_told_by_sign_and_word() -> None:
    with speak(Language.ENGLISH):
        tags = {status: status_tag(status).markup for status in Status}
    assert all(sign in tags[status] for status, sign in zip(Status, "✓✕?", strict=True))
    assert all(word in tags[status] for status, word in zip(Status, ["met", "not met", "not known"], strict=True))


def test_a_table_names_its_columns_and_rows() -> None:
    written = table("Parks", {"name": "Name", "n": "Number"}, [{"name": HOSTILE, "n": 3}], numbers=["n"]).markup
    assert '<th scope="col">Name</th>' in written
    assert '<th scope="row">&lt;img' in written
    assert '<td class="number" data-head="Number">3</td>' in written


def test_a_list_has_an_entry_for_each_item() -> None:
    assert bullets(["a", "b"]).markup == '<ul class="bullets"><li>a</li><li>b</li></ul>'


def test_a_table_for_a_spreadsheet_keeps_accents_and_runs_nothing() -> None:
    rows = pd.DataFrame({"name": ["=1+1", "Sepinggan"], "children": [-3, 2]})
    with speak(Language.ENGLISH):
        written = as_csv(rows, {"name": text("Name"), "children": text("Children")})
    assert written == b"\xef\xbb\xbfName,Children\r\n'=1+1,-3\r\nSepinggan,2\r\n"
