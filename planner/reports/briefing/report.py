"""The full report: what was found, how, where to build, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from planner.model.assessment import Assessment
from planner.model.kinds import ALL_CHILDREN, CHILD_FRIENDLY_PARK, PLAY_KINDS, Level, Status
from planner.model.labels import KIND_LABELS, STATUS_SIGNS
from planner.reports.briefing.blocks import (
    NEW_PAGE,
    Block,
    beside,
    chapter,
    items,
    note,
    paragraph,
    picture,
    section,
    table,
    together,
)
from planner.reports.briefing.document import BriefingFile, Cell, Document, frame, status_cell
from planner.reports.briefing.facts import brief_of, cost_source, money
from planner.reports.briefing.one_page import kecamatan_table
from planner.reports.briefing.typesetting import typeset
from planner.reports.facts import capitalised, clipped, short_name
from planner.reports.method import method_sentences
from planner.reports.print_map.picture import map_picture
from planner.reports.print_map.subjects import Subject
from planner.reports.scoreboard.matrix import Cell as MatrixCell
from planner.reports.scoreboard.matrix import Matrix, MatrixRow, matrix_of
from planner.reports.scoreboard.table import finding_table
from planner.reports.shares import share_with_range
from planner.reports.sign_places import sign_results
from planner.reports.summary import plan_sentence
from planner.texts import Text, current_language, text, translate

_WIDE_MM = (178.0, 104.0)
_LEGEND_MM = 62.0
_SMALL_MM = (76.0, 54.0)
_MOST_NOTICES = 12
_MOST_FINDINGS = 4
_MOST_SIGNS = 60
_HEAD_LENGTH, _NAME_LENGTH, _SENTENCE_LENGTH = 16, 50, 260


def report(assessment: Assessment) -> bytes:
    """Return the report as PDF, in the spoken language.

    Raises
    ------
    planner.errors.OutputError
        If the pages can't be set.
    """
    return typeset("report.typ", report_data(assessment), _pictures(assessment), assessment.options.as_of)


def report_data(assessment: Assessment) -> dict[str, object]:
    """Return what the report says, in the spoken language."""
    brief, city = brief_of(assessment), assessment.city
    blocks = [
        *_summary(assessment),
        *_method(assessment),
        *_findings(assessment),
        *_kecamatan(assessment),
        *_proposals(assessment),
        *_signs(assessment),
        *_maps(),
        *_sources(assessment),
    ]
    return frame(assessment, text("Places for children: report"), BriefingFile(Document.REPORT)) | {
        "place": translate(text("{city}, as of {day}", city=city.name, day=assessment.options.as_of)),
        "headline": [translate(sentence) for sentence in (*brief.headline, brief.plan)],
        "contents": translate(text("Contents")),
        "map": f"{Subject.FINDINGS}.svg",
        "map-words": translate(text("Where the programme is met, not met, or not known")),
        "blocks": blocks,
    }


def _pictures(assessment: Assessment) -> dict[str, bytes]:
    pictures = {
        f"{subject}.svg": map_picture(assessment, subject, *_WIDE_MM, legend_mm=_LEGEND_MM) for subject in Subject
    }
    kecamatan = assessment.city.regions_at(Level.KECAMATAN)["code"]
    return pictures | {
        _map_of(code): map_picture(assessment, Subject.COVERAGE, *_SMALL_MM, kecamatan_code=code) for code in kecamatan
    }


def _map_of(kecamatan_code: str) -> str:
    return f"kecamatan-{kecamatan_code}.svg"


def _summary(assessment: Assessment) -> Iterable[Block]:
    brief = brief_of(assessment)
    yield chapter(text("Summary"))
    yield {"kind": "table", "table": kecamatan_table(brief)}
    yield section(text("What to decide"))
    yield items(
        text("{what} {children} more children; {cost}.", what=of.what, children=of.children, cost=_cost(of.cost_idr))
        for of in brief.decisions
    )
    yield section(text("What is not known"))
    yield items(brief.not_known)


def _method(assessment: Assessment) -> Iterable[Block]:
    city = assessment.city
    yield chapter(text("How the figures were made"))
    yield items(method_sentences(assessment))
    yield paragraph(
        text(
            "Behind each share stands its range: the least and greatest share when one assumption at a time is "
            "changed, in {runs} runs.",
            runs=len(assessment.variations),
        )
    )
    if city.population is not None:
        yield paragraph(
            text(
                "People: {people}, of them {children} children under 18. Source: {source} ({date}).",
                people=city.people,
                children=city.children,
                source=city.population_source,
                date=city.population_date,
            )
        )


def _findings(assessment: Assessment) -> Iterable[Block]:
    found = finding_table(assessment.city, assessment.rules, assessment.findings)
    matrix = matrix_of(assessment.city, found)
    yield NEW_PAGE
    yield chapter(text("What is met, and what is not"))
    yield paragraph(
        text(
            "Each cell says how a rule stands in a kecamatan. Where a rule speaks of kelurahan, it counts them: met, "
            "not met, not known. No score over the rules is computed."
        )
    )
    yield note(
        text(
            "{met} met, {unmet} not met, {unknown} not known",
            met=STATUS_SIGNS[Status.MET],
            unmet=STATUS_SIGNS[Status.UNMET],
            unknown=STATUS_SIGNS[Status.UNKNOWN],
        )
    )
    heads = [
        text("Rule"),
        *(
            text("{name}", name=clipped(short_name(name, assessment.city.name), _HEAD_LENGTH))
            for name in matrix.kecamatan.values()
        ),
    ]
    rows: list[list[Cell]] = []
    for row in matrix.rows:
        cells = [row.cells.get(code) for code in matrix.kecamatan]
        if any(cells):
            rows.append([_row_title(row, matrix), *("–" if cell is None else _cell(cell) for cell in cells)])
    yield table(heads, (4.6, *(1.5 for _ in matrix.kecamatan)), rows, dense=True)
    city_wide = [finding for finding in assessment.findings if finding.unit_level is Level.CITY]
    if city_wide:
        yield section(text("Of the whole city"))
        titles = {row.rule: row.title for row in matrix.rows}
        yield table(
            (text("Rule"), text("Status"), text("Why")),
            (3, 2, 6),
            [[titles[of.rule], status_cell(of.status), translate(of.reason_text)] for of in city_wide],
        )


def _kecamatan(assessment: Assessment) -> Iterable[Block]:
    titles = {rule: _title(assessment, rule) for rule in assessment.rules}
    yield NEW_PAGE
    yield chapter(text("Kecamatan by kecamatan"))
    regions = assessment.city.regions_at(Level.KECAMATAN)
    for code, name in zip(regions["code"], regions["name"], strict=True):
        yield together(_one_kecamatan(assessment, code, name, titles))


def _one_kecamatan(assessment: Assessment, code: str, name: str, titles: dict[str, str]) -> Iterable[Block]:
    yield section(text("{name}", name=clipped(name, 2 * _NAME_LENGTH)))
    yield beside(
        picture(_map_of(code), text("Children who can walk to a child-friendly park: the darker, the more.")),
        _reach_table(assessment, code),
    )
    own = [
        finding
        for finding in assessment.findings
        if finding.unit_code == code and finding.status is not Status.MET and finding.remedy is not None
    ]
    own = sorted(own, key=lambda finding: finding.status is not Status.UNMET)
    if own:
        yield table(
            (text("Rule"), text("Status"), text("What would change this")),
            (3, 2, 6),
            [
                [
                    titles[of.rule],
                    status_cell(of.status),
                    "" if of.remedy is None else clipped(translate(of.remedy), _SENTENCE_LENGTH),
                ]
                for of in own[:_MOST_FINDINGS]
            ],
        )
    if len(own) > _MOST_FINDINGS:
        yield note(text("{n} more findings stand on the scoreboard.", n=len(own) - _MOST_FINDINGS))


def _reach_table(assessment: Assessment, code: str) -> Block:
    access = assessment.access
    rows = access[(access["code"] == code) & (access["age_tier"] == ALL_CHILDREN)].dropna(subset=["share"])
    kinds = [CHILD_FRIENDLY_PARK, *PLAY_KINDS, "school_sd", "puskesmas", "worship"]
    rows = rows[rows["kind"].isin(kinds)]
    cells: list[list[Cell]] = [
        [
            capitalised(translate(KIND_LABELS[kind])),
            translate(text("{number}", number=int(within))),
            translate(share_with_range(share, low, high)),
        ]
        for kind, within, share, low, high in rows[
            ["kind", "children_within", "share", "share_low", "share_high"]
        ].itertuples(index=False, name=None)
    ]
    minutes = assessment.method.threshold_min
    return table(
        (text("Within {minutes} minutes on foot", minutes=minutes), text("Children"), text("Share and range")),
        (4.5, 1.5, 4.2),
        cells,
        numbers=(1,),
    )


def _proposals(assessment: Assessment) -> Iterable[Block]:
    plan = assessment.plan
    yield NEW_PAGE
    yield chapter(text("Where to build next"))
    yield paragraph(plan_sentence(assessment))
    if not plan.proposals:
        return
    source = cost_source(assessment)
    if source is not None:
        yield note(source)
    yield picture("proposals.svg", text("Proposed sites in the order in which to build them."))
    yield table(
        (text("No."), text("Where"), text("Children newly reached"), text("Cost"), text("Why here")),
        (0.6, 2.6, 1.8, 1.6, 7.4),
        [
            [
                str(site.rank),
                clipped(site.facility_name or f"{site.region_name}, {site.kecamatan_name}", 2 * _NAME_LENGTH),
                translate(text("{number}", number=site.children_newly_within)),
                translate(_cost(site.cost_idr)),
                clipped(translate(site.reason_text), 2 * _SENTENCE_LENGTH),
            ]
            for site in plan.proposals
        ],
        numbers=(0, 2),
    )


def _signs(assessment: Assessment) -> Iterable[Block]:
    """Tell how many places have a good smoke-free sign, and which signs have to be put up or replaced."""
    states = sign_results(assessment)
    yield NEW_PAGE
    yield chapter(text("Smoke-free signs (KSTR)"))
    if states.empty:
        yield paragraph(text("The city's data name no place that must be smoke-free."))
        return
    counts = states["status"].value_counts()
    yield paragraph(
        text(
            "Of {all} places that must be smoke-free, {good} have a good sign, {bad} need one put up or replaced, and "
            "of {unknown} it is not known.",
            all=len(states),
            good=int(counts.get(str(Status.MET), 0)),
            bad=int(counts.get(str(Status.UNMET), 0)),
            unknown=int(counts.get(str(Status.UNKNOWN), 0)),
        )
    )
    by_kind = states.groupby(["kind", "status"]).size().unstack(fill_value=0)
    yield table(
        (text("Kind of place"), text("Places"), text("Good sign"), text("To do"), text("Not known")),
        (5, 1.5, 1.5, 1.5, 1.5),
        [
            [
                capitalised(translate(KIND_LABELS[str(kind)])),
                *(
                    translate(text("{number}", number=int(number)))
                    for number in (row.sum(), *(row.get(str(status), 0) for status in Status))
                ),
            ]
            for kind, row in by_kind.iterrows()
        ],
        numbers=(1, 2, 3, 4),
    )
    yield picture("smoke_free.svg", text("Places that must be smoke-free, by what a survey saw of their sign."))
    yield NEW_PAGE
    yield from _sign_work(assessment, states)


def _sign_work(assessment: Assessment, states: pd.DataFrame) -> Iterable[Block]:
    """Tell what there is to do in each kelurahan, and which signs have to be put up or replaced."""
    yield section(text("Work list by kelurahan"))
    yield note(text("“planner smoke-free” writes it place by place, as a round a kelurahan in the order of the way."))
    names = assessment.city.regions.set_index("code")["name"]
    regions = states[["kecamatan_code", "kelurahan_code"]].fillna("")
    by_region = states.groupby([regions["kecamatan_code"], regions["kelurahan_code"]])["status"]
    rows: list[list[Cell]] = []
    for codes, found in by_region:
        numbers = (len(found), (found == Status.UNMET).sum(), (found == Status.UNKNOWN).sum())
        rows.append(
            [
                *("–" if code == "" else clipped(str(names[code]), _NAME_LENGTH) for code in codes),
                *(translate(text("{number}", number=int(number))) for number in numbers),
            ]
        )
    yield table(
        (text("Kecamatan"), text("Kelurahan"), text("Places"), text("Put up or replace"), text("Go and look")),
        (4, 4, 1.5, 2.5, 2),
        rows,
        numbers=(2, 3, 4),
    )
    to_do = states.loc[states["status"] == Status.UNMET, ["place_name", "reason_text", "seen"]]
    if to_do.empty:
        return
    yield section(text("Signs to put up or replace"))
    yield table(
        (text("Place"), text("Why"), text("Seen on")),
        (4, 6, 2),
        [
            [str(name), translate(why), "–" if pd.isna(seen) else str(seen)]
            for name, why, seen in to_do[["place_name", "reason_text", "seen"]]
            .head(_MOST_SIGNS)
            .itertuples(index=False)
        ],
    )
    if len(to_do) > _MOST_SIGNS:
        yield note(text("{n} more stand in the list that “planner smoke-free” writes.", n=len(to_do) - _MOST_SIGNS))


def _maps() -> Iterable[Block]:
    yield NEW_PAGE
    yield chapter(text("Maps"))
    yield picture("coverage.svg", text("Share of children who can walk to a child-friendly park."))
    yield picture("facilities.svg", text("Places for children that the city's data name with a position."))


def _sources(assessment: Assessment) -> Iterable[Block]:
    city = assessment.city
    yield NEW_PAGE
    yield chapter(text("Sources and limits"))
    yield table(
        (text("Source"), text("Date"), text("Rows"), text("Licence"), text("What to know")),
        (4, 1.8, 1.2, 2.4, 5),
        [[of.title, of.date, translate(text("{number}", number=of.rows)), of.licence, of.note] for of in city.sources],
        numbers=(2,),
    )
    notices = [notice.text for notice in assessment.notices]
    yield section(text("What a reader has to know"))
    yield items(notices[:_MOST_NOTICES])
    if len(notices) > _MOST_NOTICES:
        yield note(text("{n} more stand under “warnings” in assessment.json.", n=len(notices) - _MOST_NOTICES))


def _cell(cell: MatrixCell) -> Cell:
    """Return how a rule stands in a kecamatan: a sign in the colour of the status, or the counts of its kelurahan."""
    if cell.status is None:
        return "\u00a0".join(f"{STATUS_SIGNS[status]}{cell.counts[status]}" for status in Status)
    return {"status": str(cell.status), "words": STATUS_SIGNS[cell.status]}


def _row_title(row: MatrixRow, matrix: Matrix) -> str:
    """Return the title of a rule, and its level where the rule stands there for another level too."""
    if row.level is Level.KELURAHAN and sum(of.rule == row.rule for of in matrix.rows) > 1:
        return translate(text("{rule} (of each kelurahan)", rule=row.title))
    return row.title


def _cost(cost_idr: int | None) -> Text:
    return text("cost not known") if cost_idr is None else text("about {cost}", cost=money(cost_idr))


def _title(assessment: Assessment, rule: str) -> str:
    return assessment.rules[rule].titles[current_language()]
