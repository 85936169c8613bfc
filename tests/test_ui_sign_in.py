"""The settings of sign-in: from the environment or a file outside the checkout, and never half."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import planner
from planner.cli import main
from planner.errors import MissingFileError, OutputError, PlannerError, SettingsError
from planner.storage.members import set_member
from planner.texts import Language, speak
from planner.ui.sign_in import SignIn, is_loopback, sign_in_settings, without_secrets, write_secrets

GIVEN = {
    "PLANNER_OIDC_CLIENT_ID": "planner",
    "PLANNER_OIDC_CLIENT_SECRET": "client-secret",
    "PLANNER_OIDC_METADATA_URL": "https://masuk.example.org/.well-known/openid-configuration",
    "PLANNER_OIDC_COOKIE_SECRET": "0123456789abcdef0123456789abcdef",
    "PLANNER_OIDC_REDIRECT_URI": "https://planner.example.org/kota/oauth2callback",
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Let what is raised speak English."""
    with speak(Language.ENGLISH):
        yield


@pytest.fixture
def given_all(tmp_path: Path) -> dict[str, str]:
    """Return an environment that says everything."""
    members = tmp_path / "members.csv"
    set_member(members, "kepala@example.org", "admin", "Bappeda")
    return {**GIVEN, "PLANNER_MEMBERS": str(members), "PATH": "/usr/bin"}


def test_one_desk_needs_nothing() -> None:
    assert sign_in_settings({"PATH": "/usr/bin", "PLANNER_CITY": "kota", "PLANNER_SHARED": "0"}) is None


def test_everything_given_is_taken(given_all: dict[str, str]) -> None:
    assert sign_in_settings(given_all) == SignIn(*GIVEN.values())


def test_secrets_are_not_shown() -> None:
    assert "client-secret" not in repr(SignIn(*GIVEN.values()))
    assert GIVEN["PLANNER_OIDC_COOKIE_SECRET"] not in repr(SignIn(*GIVEN.values()))


@pytest.mark.parametrize("missing", GIVEN)
def test_what_is_missing_is_named(given_all: dict[str, str], missing: str) -> None:
    del given_all[missing]
    with pytest.raises(SettingsError, match=f"missing: {missing}\\."):
        sign_in_settings(given_all)


@pytest.mark.parametrize(
    "environment", [{"PLANNER_SHARED": "1"}, {"PLANNER_MEMBERS": "members.csv"}, {"PLANNER_OIDC_CLIENT_ID": "planner"}]
)
def test_shared_without_sign_in_does_not_start(environment: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="needs sign-in"):
        sign_in_settings(environment)


def test_shared_is_one_or_zero() -> None:
    with pytest.raises(SettingsError, match="1 or 0, not “yes”"):
        sign_in_settings({"PLANNER_SHARED": "yes"})


def test_sign_in_without_a_usable_table_of_members_does_not_start(given_all: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="PLANNER_MEMBERS"):
        sign_in_settings(given_all | {"PLANNER_MEMBERS": ""})
    with pytest.raises(MissingFileError):
        sign_in_settings(given_all | {"PLANNER_MEMBERS": str(tmp_path / "none.csv")})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PLANNER_OIDC_COOKIE_SECRET", "short", "at least 32 characters"),
        ("PLANNER_OIDC_CLIENT_ID", "two\nlines", "one plain line"),
        ("PLANNER_OIDC_CLIENT_ID", "x" * 5000, "too much"),
        ("PLANNER_OIDC_METADATA_URL", "masuk.example.org", "https://"),
        ("PLANNER_OIDC_METADATA_URL", "http://masuk.example.org/", "https://"),
        ("PLANNER_OIDC_METADATA_URL", "file:///etc/passwd", "https://"),
        ("PLANNER_OIDC_METADATA_URL", "https://user:secret@masuk.example.org/", "no password"),
        ("PLANNER_OIDC_METADATA_URL", "https://[masuk/", "https://"),
        ("PLANNER_OIDC_METADATA_URL", "https://masuk.example.org:port/", "https://"),
        ("PLANNER_OIDC_REDIRECT_URI", "https://planner.example.org/", "/oauth2callback"),
        ("PLANNER_OIDC_REDIRECT_URI", "https://planner.example.org/oauth2callback?next=x", "/oauth2callback"),
        ("PLANNER_OIDC_REDIRECT_URI", "http://planner.example.org/oauth2callback", "https://"),
    ],
)
def test_a_wrong_setting_is_named(given_all: dict[str, str], name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError, match=name) as caught:
        sign_in_settings(given_all | {name: value})
    assert said in str(caught.value)
    assert "secret@" not in str(caught.value)


def test_plain_http_is_for_this_machine(given_all: dict[str, str]) -> None:
    address = "http://127.0.0.1:8501/oauth2callback"
    settings = sign_in_settings(given_all | {"PLANNER_OIDC_REDIRECT_URI": address})
    assert settings is not None
    assert settings.redirect_uri == address


def test_a_secret_may_stand_in_a_file_of_its_own(given_all: dict[str, str], tmp_path: Path) -> None:
    secret = tmp_path / "client-secret"
    secret.write_text("out of a file\n", encoding="utf-8")
    secret.chmod(0o600)
    given_all["PLANNER_OIDC_CLIENT_SECRET_FILE"] = str(secret)
    with pytest.raises(SettingsError, match="both given"):
        sign_in_settings(given_all)
    del given_all["PLANNER_OIDC_CLIENT_SECRET"]
    settings = sign_in_settings(given_all)
    assert settings is not None
    assert settings.client_secret == "out of a file"  # noqa: S105 - of a test


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX modes")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_secret_that_others_can_read_is_refused(given_all: dict[str, str], tmp_path: Path, mode: int) -> None:
    secret = tmp_path / "client-secret"
    secret.write_text("secret", encoding="utf-8")
    secret.chmod(mode)
    del given_all["PLANNER_OIDC_CLIENT_SECRET"]
    with pytest.raises(SettingsError, match="chmod 600"):
        sign_in_settings(given_all | {"PLANNER_OIDC_CLIENT_SECRET_FILE": str(secret)})


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"x" * 20_000, b"two\nlines"])
def test_an_unusable_file_of_a_secret_is_refused(given_all: dict[str, str], tmp_path: Path, content: bytes) -> None:
    secret = tmp_path / "client-secret"
    secret.write_bytes(content)
    secret.chmod(0o600)
    del given_all["PLANNER_OIDC_CLIENT_SECRET"]
    with pytest.raises(SettingsError):
        sign_in_settings(given_all | {"PLANNER_OIDC_CLIENT_SECRET_FILE": str(secret)})


def test_secrets_and_members_in_the_checkout_are_refused(given_all: dict[str, str]) -> None:
    inside = Path(planner.__file__).resolve().parents[1] / "secret.txt"
    del given_all["PLANNER_OIDC_CLIENT_SECRET"]
    with pytest.raises(SettingsError, match="inside the folder of the program"):
        sign_in_settings(given_all | {"PLANNER_OIDC_CLIENT_SECRET_FILE": str(inside)})
    with pytest.raises(SettingsError, match="inside the folder of the program"):
        sign_in_settings({**GIVEN, "PLANNER_MEMBERS": str(inside)})
    with pytest.raises(SettingsError, match="inside the folder of the program"):
        write_secrets(SignIn(*GIVEN.values()), inside.parent / "planner")


def test_streamlits_file_is_for_nobody_else(tmp_path: Path) -> None:
    path = write_secrets(SignIn(*GIVEN.values()), tmp_path / "run" / "sign-in")
    auth = tomllib.loads(path.read_text(encoding="utf-8"))["auth"]
    assert auth["client_secret"] == "client-secret"  # noqa: S105 - of a test
    assert auth["client_kwargs"] == {"scope": "openid email"}
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["secrets.toml"]


def test_a_file_from_before_is_replaced_with_its_mode(tmp_path: Path) -> None:
    (tmp_path / "secrets.toml").write_text("[auth]", encoding="utf-8")
    (tmp_path / "secrets.toml").chmod(0o644)
    path = write_secrets(SignIn(*GIVEN.values()), tmp_path)
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="can't be written"):
        write_secrets(SignIn(*GIVEN.values()), tmp_path / "file" / "run")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60))
def test_any_secret_survives_streamlits_file(tmp_path_factory: pytest.TempPathFactory, secret: str) -> None:
    path = write_secrets(SignIn("id", secret, "https://a", "c" * 32, "https://b"), tmp_path_factory.mktemp("run"))
    assert tomllib.loads(path.read_text(encoding="utf-8"))["auth"]["client_secret"] == secret


def test_other_processes_do_not_get_the_secrets(given_all: dict[str, str]) -> None:
    handed_on = without_secrets(given_all)
    assert handed_on["PATH"] == "/usr/bin"
    assert not {"PLANNER_OIDC_CLIENT_SECRET", "PLANNER_OIDC_COOKIE_SECRET"} & set(handed_on)


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("127.0.1.9", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - all addresses of a machine
        ("::", False),
        ("192.168.1.2", False),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("", False),
    ],
)
def test_this_machine_is_known_by_its_own_addresses(host: str, here: bool) -> None:
    assert is_loopback(host) is here


def test_errors_are_the_planners_own(given_all: dict[str, str]) -> None:
    with pytest.raises(PlannerError):
        sign_in_settings(given_all | {"PLANNER_OIDC_CLIENT_ID": ""})


@pytest.mark.parametrize("command", ["app", "serve"])
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PLANNER_SHARED", "1", "needs sign-in"),
        ("PLANNER_MEMBERS", "members.csv", "needs sign-in"),
        ("PLANNER_OIDC_CLIENT_ID", "planner", "needs sign-in"),
        ("PLANNER_SHARED", "yes", "1 or 0"),
    ],
)
def test_no_command_starts_what_is_half_set_up(
    command: str, name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for known in [known for known in os.environ if known.startswith("PLANNER_")]:
        monkeypatch.delenv(known)
    monkeypatch.setenv(name, value)
    assert main([command, "--language", "en"]) == 2
    assert said in capsys.readouterr().err


def test_no_service_for_other_machines_starts_without_sign_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for known in [known for known in os.environ if known.startswith("PLANNER_")]:
        monkeypatch.delenv(known)
    every_address = "0.0.0.0"  # noqa: S104 - it is refused
    assert main(["serve", "--host", every_address, "--language", "en"]) == 2
    assert "sign-in" in capsys.readouterr().err
