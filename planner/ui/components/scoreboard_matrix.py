"""Rules × kecamatan as tables: what is met where, by sign, word and colour."""

from __future__ import annotations

from collections.abc import Sequence

from planner.model.domain import DOMAIN_LABELS, Domain
from planner.model.kinds import Level, Status
from planner.model.labels import LEVEL_LABELS, STATUS_LABELS, STATUS_SIGNS
from planner.reports.facts import capitalised
from planner.reports.scoreboard.matrix import WHOLE_CITY, Cell, Matrix, MatrixRow
from planner.texts import text, translate
from planner.ui.components.markup import Content, Html, element, joined, table
from planner.ui.components.views import status_tag


def matrix_tables(matrix: Matrix) -> Html:
    """Return the matrix: a table for each part of the city, with a row a rule and level and a column a kecamatan."""
    domains = dict.fromkeys(row.domain for row in matrix.rows)
    tables = [_domain_table(matrix, domain, [row for row in matrix.rows if row.domain == domain]) for domain in domains]
    return element("div", _legend(matrix), *tables, css="matrix")


def _legend(matrix: Matrix) -> Html | None:
    """Say what a sign with a number stands for, where one is shown."""
    if all(cell.status is not None for row in matrix.rows for cell in row.cells.values()):
        return None
    return element(
        "p",
        text("Behind a sign stands the number of kelurahan:"),
        Html(" "),
        joined([status_tag(status) for status in Status], " "),
        css="note",
    )


def _domain_table(matrix: Matrix, domain: str, rows: Sequence[MatrixRow]) -> Html:
    columns: dict[str, Content] = {WHOLE_CITY: text("Whole city"), **matrix.kecamatan}
    heads: dict[str, Content] = {"about": text("Rule")}
    heads |= {f"in {code}": name for code, name in columns.items() if any(code in row.cells for row in rows)}
    cells = [{"about": _about(row), **{f"in {code}": _cell(cell) for code, cell in row.cells.items()}} for row in rows]
    return table(capitalised(translate(DOMAIN_LABELS[Domain(domain)])), heads, cells, prose=True)


def _about(row: MatrixRow) -> Html:
    """Return the title of a rule, and its level where that is not the column itself."""
    if row.level is not Level.KELURAHAN:
        return joined([row.title])
    by_level = element("span", text("by {level}", level=LEVEL_LABELS[row.level]), css="beside")
    return joined([row.title, by_level])


def _cell(cell: Cell) -> Html:
    if cell.status is not None:
        return status_tag(cell.status)
    return joined([_count(status, number) for status, number in cell.counts.items() if number], " ")


def _count(status: Status, number: int) -> Html:
    """Return how many units have a status: as sign and number, the word for whoever listens."""
    sign = element("span", STATUS_SIGNS[status], css="sign", aria_hidden="true")
    word = element("span", STATUS_LABELS[status], css="unseen")
    return element("strong", sign, Html(" "), number, Html(" "), word, css=f"tag tag-{status}")
