"""The table of members: what it may hold, what is refused, and how it is changed."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import planner
from planner.errors import LayerError, MissingFileError, PlannerError, SettingsError
from planner.model.person import Actor, Role
from planner.storage import members as table_of_members
from planner.storage.members import actor_of, load_members, remove_member, set_member
from planner.texts import Language, speak

HEADER = "email,role,office\n"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Let what is raised speak English."""
    with speak(Language.ENGLISH):
        yield


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "members.csv"
    path.write_text(HEADER + "kepala@example.org,admin,Bappeda\nlihat@example.org,viewer,DP3AKB\n", encoding="utf-8")
    return path


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "members.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_role_and_office_are_found_by_email(table: Path) -> None:
    members = load_members(table)
    assert actor_of(members, "kepala@example.org") == Actor(Role.ADMIN, "Bappeda")
    assert actor_of(members, " Lihat@Example.ORG ") == Actor(Role.VIEWER, "DP3AKB")


def test_whoever_has_no_row_has_no_role(table: Path) -> None:
    members = load_members(table)
    assert actor_of(members, "orang@example.org") is None
    assert actor_of(members, "") is None
    assert actor_of(members, "*") is None


def test_a_letter_that_looks_like_another_is_another(table: Path) -> None:
    # The sign for kelvin, whose small letter is a k.
    assert actor_of(load_members(table), "\u212aepala@example.org") is None


def test_a_row_for_everybody_lets_everybody_look(tmp_path: Path) -> None:
    members = load_members(written(tmp_path, HEADER + "*,viewer,Warga\n"))
    assert actor_of(members, "orang@example.org") == Actor(Role.VIEWER, "Warga")


def test_semicolons_a_byte_order_mark_and_more_columns_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbfoffice;note;email;role\nBappeda;x;a@example.org;planner\n")
    assert load_members(path) == {"a@example.org": Actor(Role.PLANNER, "Bappeda")}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("a@example.org,planner,Bappeda\nA@example.org,viewer,Bappeda\n", "row 2: the same email stands in row 1"),
        ("a@example.org,boss,Bappeda\n", "row 1: the role is one of viewer, surveyor, planner, admin, not “boss”"),
        ("a@example.org,Planner,Bappeda\n", "not “Planner”"),
        ("a@example.org,,Bappeda\n", "the role is one of"),
        ("a@example.org,planner,\n", "the office is missing"),
        (f"a@example.org,planner,{'x' * 81}\n", "longer than 80"),
        ("example.org,planner,Bappeda\n", "the email is none"),
        ("a b@example.org,planner,Bappeda\n", "the email is none"),
        ("a@b@example.org,planner,Bappeda\n", "the email is none"),
        ("\u212a@example.org,planner,Bappeda\n", "the email is none"),
        (",planner,Bappeda\n", "the email is none"),
        ("*,planner,Bappeda\n", "can only be viewer"),
        ("a@example.org,planner\n", "2 cells, but the header has 3"),
        ('a@example.org,"planner\n', "can't be read near line"),
        ("", "header but no row"),
    ],
)
def test_a_wrong_row_is_named_and_nobody_comes_in(tmp_path: Path, rows: str, said: str) -> None:
    with pytest.raises(PlannerError, match=said) as caught:
        load_members(written(tmp_path, HEADER + rows))
    assert "example.org" not in str(caught.value).replace("office@example.org", "")


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="lacks the column role"):
        load_members(written(tmp_path, "email,office\na@example.org,Bappeda\n"))


def test_other_encodings_and_too_large_tables_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LayerError, match="UTF-8"):
        load_members(written(tmp_path, HEADER.encode() + b"a@example.org,planner,B\xe9ppeda\n"))
    monkeypatch.setattr(table_of_members, "MOST_ROWS", 1)
    with pytest.raises(SettingsError, match="more than 1 rows"):
        load_members(written(tmp_path, HEADER + "a@example.org,planner,B\nb@example.org,planner,B\n"))
    monkeypatch.setattr(table_of_members, "MOST_BYTES", 10)
    with pytest.raises(SettingsError, match="larger than 10 bytes"):
        load_members(written(tmp_path, HEADER + "a@example.org,planner,B\n"))


def test_a_table_that_is_not_there_or_a_folder_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(MissingFileError, match="no file"):
            load_members(path)


def test_a_table_in_the_programs_own_folder_is_refused() -> None:
    inside = Path(planner.__file__).parent / "members.csv"
    with pytest.raises(SettingsError, match="inside the folder of the program"):
        load_members(inside)
    with pytest.raises(SettingsError, match="inside the folder of the program"):
        set_member(inside, "a@example.org", Role.ADMIN, "Bappeda")
    assert not inside.exists()


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX modes")
def test_a_table_that_anybody_may_change_is_refused(table: Path) -> None:
    load_members(table)
    table.chmod(0o666)
    with pytest.raises(SettingsError, match="chmod o-w"):
        load_members(table)


def test_a_changed_table_is_read_again_and_an_unchanged_one_is_not(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = load_members(table)
    assert load_members(table) is before
    set_member(table, "lihat@example.org", Role.SURVEYOR, "DP3AKB")
    assert load_members(table)["lihat@example.org"].role == Role.SURVEYOR


def test_members_are_added_changed_and_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    set_member(path, "B@example.org", "admin", " Bappeda ")
    set_member(path, "a@example.org", "viewer", "DP3AKB")
    set_member(path, "a@example.org", "surveyor", 'Dinas "PU", Bidang 1')
    remove_member(path, "A@example.org")
    set_member(path, "a@example.org", "surveyor", 'Dinas "PU", Bidang 1')
    assert path.read_text(encoding="utf-8") == (
        HEADER + 'a@example.org,surveyor,"Dinas ""PU"", Bidang 1"\nb@example.org,admin,Bappeda\n'
    )
    assert sorted(each.name for each in tmp_path.iterdir()) == [".members.csv.lock", "members.csv"]


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX modes")
def test_a_new_table_is_for_its_owner_and_an_old_one_keeps_its_mode(tmp_path: Path, table: Path) -> None:
    new = tmp_path / "new.csv"
    set_member(new, "a@example.org", "admin", "Bappeda")
    assert new.stat().st_mode & 0o777 == 0o600
    table.chmod(0o640)
    set_member(table, "a@example.org", "admin", "Bappeda")
    assert table.stat().st_mode & 0o777 == 0o640


def test_the_last_admin_stays(table: Path) -> None:
    before = table.read_bytes()
    with pytest.raises(SettingsError, match="no admin left"):
        remove_member(table, "kepala@example.org")
    with pytest.raises(SettingsError, match="no admin left"):
        set_member(table, "kepala@example.org", "viewer", "Bappeda")
    assert table.read_bytes() == before


def test_a_member_who_is_not_there_can_not_be_taken_out(table: Path) -> None:
    with pytest.raises(SettingsError, match="no row with this email"):
        remove_member(table, "orang@example.org")


def test_two_who_write_at_once_both_get_in(table: Path) -> None:
    emails = [f"orang{number}@example.org" for number in range(8)]
    writers = [threading.Thread(target=set_member, args=(table, email, "viewer", "DP3AKB")) for email in emails]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert set(emails) <= set(load_members(table))


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)


@given(email=words, role=st.sampled_from(["admin", "planner", ""]) | words, office=words)
def test_whatever_is_given_is_written_and_read_again_or_refused(
    tmp_path_factory: pytest.TempPathFactory, email: str, role: str, office: str
) -> None:
    path = tmp_path_factory.mktemp("members") / "members.csv"
    set_member(path, "kepala@example.org", "admin", "Bappeda")
    try:
        set_member(path, email, role, office)
    except SettingsError:
        assert load_members(path) == {"kepala@example.org": Actor(Role.ADMIN, "Bappeda")}
    else:
        assert actor_of(load_members(path), email) == Actor(Role(role), office.strip())
