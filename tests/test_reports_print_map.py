"""Maps on paper: sizes, round scales, names that do not overlap, and sheets that look as somebody approved."""

from __future__ import annotations

import dataclasses
import html
import io
import itertools
import json
import os
from pathlib import Path

import numpy as np
import pytest
from approval import APPROVED
from drawn_assessment import HOSTILE, drawn_assessment, drawn_city, infeasible_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from PIL import Image
from pypdf import PdfReader

from planner.errors import OutputError
from planner.model.assessment import Assessment
from planner.reports.print_map.content import MapLabel
from planner.reports.print_map.extent import extent_on, round_down, round_up
from planner.reports.print_map.folder import MapFile, file_name, sheets_of, write_sheets
from planner.reports.print_map.labels import place_labels
from planner.reports.print_map.names import draw_names, width_mm, wrapped
from planner.reports.print_map.paper import Frame, Orientation, Paper, PaperSize
from planner.reports.print_map.picture import map_picture
from planner.reports.print_map.sheet import Format, Sheet, draw_sheet, write_sheet
from planner.reports.print_map.subjects import Subject
from planner.reports.provenance import provenance_document
from planner.texts import Language, speak

PAPERS = [Paper(size, orientation) for size in PaperSize for orientation in Orientation]
SMALL_DPI = 50


def picture(assessment: Assessment, sheet: Sheet, language: Language = Language.ENGLISH) -> Image.Image:
    with speak(language):
        written = write_sheet(draw_sheet(assessment, sheet), Format.PNG, dots_per_inch=SMALL_DPI)
    return Image.open(io.BytesIO(written)).convert("L")


@pytest.mark.parametrize("paper", PAPERS, ids=[f"{paper.size}-{paper.orientation}" for paper in PAPERS])
def test_the_parts_of_a_sheet_lie_on_it_and_beside_one_another(paper: Paper) -> None:
    parts = [paper.title, paper.foot, paper.panel, paper.map]
    for part in [*parts, paper.inset, paper.scale_bar]:
        assert part.width_mm > 0
        assert part.height_mm > 0
        assert part.left_mm >= 0
        assert part.bottom_mm >= 0
        assert part.left_mm + part.width_mm <= paper.width_mm
        assert part.top_mm <= paper.height_mm
    for place, one in enumerate(parts):
        for other in parts[place + 1 :]:
            beside = (
                one.left_mm + one.width_mm <= other.left_mm
                or other.left_mm + other.width_mm <= one.left_mm
                or one.top_mm <= other.bottom_mm
                or other.top_mm <= one.bottom_mm
            )
            assert beside, (one, other)


def test_a_map_shows_all_it_should_at_a_round_scale() -> None:
    # 10 km on 100 mm is 1 : 100,000; with a margin of 6 % the next round scale is 1 : 125,000, so 12.5 km are seen.
    extent = extent_on(Frame(0, 0, 100, 50), (0, 0, 10_000, 2_000))
    assert extent.scale == 125_000
    assert extent.bounds == (5_000 - 6_250, 1_000 - 3_125, 5_000 + 6_250, 1_000 + 3_125)


def test_a_single_point_is_shown_at_the_largest_scale() -> None:
    assert extent_on(Frame(0, 0, 100, 50), (7, 7, 7, 7)).scale == 500


@given(st.floats(1e-3, 1e9))
def test_round_numbers_stand_above_and_below(value: float) -> None:
    assert value * (1 - 1e-9) <= round_up(value) <= 1.3 * value
    assert value / 2.51 <= round_down(value) <= value * (1 + 1e-9)


boxes = st.tuples(st.floats(0, 100), st.floats(0, 100), st.floats(1, 30), st.floats(1, 10), st.booleans())


@settings(deadline=None)
@given(st.lists(boxes, max_size=25))
def test_names_never_overlap_nor_leave_the_frame(names: list[tuple[float, float, float, float, bool]]) -> None:
    sizes = [(width, height) for _, _, width, height, _ in names]
    placed = place_labels(
        [(x, y) for x, y, *_ in names], sizes, (0, 0, 100, 100), taken=[(40, 40, 60, 60)],
        centred=[on for *_, on in names],
    )  # fmt: skip
    assert sorted([*placed.positions, *placed.left_out]) == list(range(len(names)))
    drawn = [(40.0, 40.0, 60.0, 60.0)]
    for place, (x, y) in placed.positions.items():
        width, height = sizes[place]
        box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        assert min(box) >= -1e-9
        assert max(box) <= 100 + 1e-9
        for other in drawn:
            apart = 1e-9
            assert (
                box[0] >= other[2] - apart
                or box[2] <= other[0] + apart
                or box[1] >= other[3] - apart
                or box[3] <= other[1] + apart
            )
        drawn.append(box)


def test_a_name_stands_on_its_point_where_it_may_and_beside_it_otherwise() -> None:
    placed = place_labels([(50, 50), (20, 20)], [(10, 4), (10, 4)], (0, 0, 100, 100), centred=[True, False])
    assert placed.positions[0] == (50, 50)
    assert placed.positions[1] != (20, 20)


def test_lines_are_broken_between_words_only() -> None:
    words = "Taman Kanak-kanak " + "x" * 60 + " selesai"
    lines = wrapped(words, 40.0, 7.0)
    assert " ".join(lines) == words
    assert all(width_mm(line, 7.0) <= 40.0 or " " not in line for line in lines)


@pytest.mark.parametrize("subject", list(Subject))
def test_a_sheet_looks_as_it_was_approved(subject: Subject) -> None:
    """Tolerant: fonts and edges differ by a hair between versions, a missing layer does not."""
    path = APPROVED / "print_map" / f"{subject}.png"
    said = picture(drawn_assessment(), Sheet(subject))
    if os.environ.get("APPROVE") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        said.save(path, optimize=True)
    approved = Image.open(path).convert("L")
    assert said.size == approved.size
    difference = np.abs(np.asarray(said, dtype=float) - np.asarray(approved, dtype=float))
    assert difference.mean() < 1.0
    assert (difference > 60).mean() < 0.01


@pytest.mark.parametrize("paper", PAPERS, ids=[f"{paper.size}-{paper.orientation}" for paper in PAPERS])
@pytest.mark.parametrize("language", list(Language))
def test_every_size_is_drawn_in_both_languages(paper: Paper, language: Language) -> None:
    said = picture(drawn_assessment(), Sheet(Subject.PROPOSALS, paper, "90.01.02"), language)
    assert said.size == pytest.approx((paper.width_mm / 25.4 * SMALL_DPI, paper.height_mm / 25.4 * SMALL_DPI), abs=1)
    assert np.asarray(said).std() > 5


@pytest.mark.parametrize("form", list(Format))
def test_the_same_sheet_gives_the_same_bytes(form: Format) -> None:
    sheet = Sheet(Subject.FINDINGS)
    first, second = (write_sheet(draw_sheet(drawn_assessment(), sheet), form, dots_per_inch=50) for _ in range(2))
    assert first == second
    assert first.startswith({Format.PDF: b"%PDF", Format.PNG: b"\x89PNG", Format.SVG: b"<?xml"}[form])


def test_names_from_data_are_no_markup() -> None:
    with speak(Language.ENGLISH):
        written = write_sheet(draw_sheet(drawn_assessment(), Sheet(Subject.PROPOSALS)), Format.SVG).decode()
    assert HOSTILE not in written
    assert "<script" not in written


def test_names_with_dollar_signs_are_written_as_they_are() -> None:
    assert width_mm("$x$", 7.0) > width_mm("x", 7.0)


@pytest.mark.parametrize("subject", list(Subject))
def test_a_picture_for_a_document_may_have_its_legend(subject: Subject) -> None:
    with speak(Language.ENGLISH):
        bare, with_legend = (
            Image.open(io.BytesIO(map_picture(drawn_assessment(), subject, 150, 80, legend_mm=wide, form=Format.PNG)))
            for wide in (0.0, 60.0)
        )
    assert bare.size == with_legend.size
    assert not np.array_equal(np.asarray(bare), np.asarray(with_legend))


@pytest.mark.parametrize("sites", [1, 2, 20])
def test_numbers_of_sites_stand_beside_one_another(sites: int) -> None:
    extent = extent_on(Frame(0, 0, 100, 100), (0.0, 0.0, 10_000.0, 10_000.0))
    badges = [MapLabel(str(number), 5_000.0 + number, 5_000.0, badge="o") for number in range(sites)]
    axes = Figure().add_axes((0, 0, 1, 1))
    assert draw_names(axes, 1.0, badges, extent) == 0
    written = {words.get_text(): words.get_position() for words in axes.texts}
    assert sorted(written, key=int) == [badge.words for badge in badges]
    pairs = itertools.combinations(written.values(), 2)
    apart = [max(abs(x - other_x), abs(y - other_y)) for (x, y), (other_x, other_y) in pairs]
    assert all(distance >= 4.0 * extent.scale / 1000.0 for distance in apart)


def test_a_city_without_kelurahan_plan_and_places_is_drawn() -> None:
    city = drawn_city(with_kelurahan=False)
    bare = drawn_assessment(infeasible_plan(), city=city)
    for subject in Subject:
        assert np.asarray(picture(bare, Sheet(subject))).std() > 5


def test_a_series_has_a_sheet_for_the_city_and_for_each_kecamatan(tmp_path: Path) -> None:
    assessment = drawn_assessment()
    sheets = sheets_of(assessment, [Subject.FINDINGS], Paper(), series=True)
    assert [sheet.kecamatan_code for sheet in sheets] == ["", "90.01.01", "90.01.02"]
    told: list[object] = []
    files = write_sheets(assessment, sheets, [Format.SVG], tmp_path / "out", Language.INDONESIAN, told.append)
    assert [file.name for file in files] == [file_name(sheet, Format.SVG) for sheet in sheets]
    assert files[1].name == "map-findings-90.01.01-a4-landscape.svg"
    assert sorted(tmp_path.glob("out/*")) == sorted(files)
    assert len(told) == 3


def test_a_file_in_the_way_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(OutputError, match="out adalah berkas"):
        write_sheets(drawn_assessment(), [], [Format.PDF], tmp_path / "out", Language.ENGLISH)


def test_a_long_title_becomes_smaller_and_stays_on_the_paper() -> None:
    city = drawn_city()
    regions = city.regions.assign(name=city.regions["name"] + " Kecamatan yang Namanya Sangat Panjang Sekali")
    assessment = drawn_assessment(city=dataclasses.replace(city, regions=regions))
    paper = Paper(PaperSize.A4, Orientation.PORTRAIT)
    with speak(Language.INDONESIAN):
        figure = draw_sheet(assessment, Sheet(Subject.COVERAGE, paper, "90.01.01"))
    title = next(words for words in figure.texts if words.get_fontweight() == "bold")
    right = title.get_window_extent().x1 / figure.dpi * 25.4
    assert "Sangat Panjang" in title.get_text()
    assert right <= paper.width_mm - 9.0


@pytest.mark.parametrize("form", list(Format))
def test_a_sheet_says_how_it_was_made(form: Format, tmp_path: Path) -> None:
    assessment = drawn_assessment()
    sheets = [Sheet(Subject.FINDINGS)]
    (file,) = write_sheets(assessment, sheets, [form], tmp_path, Language.ENGLISH)
    said = {
        Format.PDF: lambda: PdfReader(file).metadata["/Subject"],
        Format.PNG: lambda: Image.open(io.BytesIO(file.read_bytes())).info["Description"],
        Format.SVG: lambda: html.unescape(file.read_text(encoding="utf-8").split("<dc:description>")[1].split("<")[0]),
    }[form]()
    asked = MapFile(Subject.FINDINGS, PaperSize.A4, Orientation.LANDSCAPE, "", form)
    with speak(Language.ENGLISH):
        assert json.loads(str(said)) == provenance_document(assessment.city, assessment.options, asked)
