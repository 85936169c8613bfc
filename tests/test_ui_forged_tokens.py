"""Signing in with a provider's answer that is wrong, too old or forged: nobody comes in by it.

Streamlit and Authlib check the answer; what they let through is judged once more by ``planner.ui.session``. Both are
asked here as a browser asks them, in a real server.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from forging_provider import (
    CLIENT_ID,
    Forger,
    Signer,
    forging_provider,
    with_another_key,
    with_its_own_key_inside,
    with_the_public_key,
    without_a_dot,
    without_signature,
)
from joserfc import jwt
from joserfc.jwk import OctKey
from served import any_port, started
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from planner.model.person import Actor, Role
from planner.ui.session import Door, Visitor, visitor_of

COOKIE_SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105 - of a test
USER_COOKIE = "_streamlit_user"
LOG = "log"
SECONDS = 60
MEMBER = Actor(Role.PLANNER, "Bappeda")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Forger, str, Door]]:
    """Run the app as an office runs it, with a provider that can forge."""
    folder = tmp_path_factory.mktemp("sign-in")
    members = folder / "members.csv"
    members.write_text(
        "email,role,office\nkepala@example.org,planner,Bappeda\nlihat@example.org,viewer,DP3AKB\n", encoding="utf-8"
    )
    port = any_port()
    address = f"http://127.0.0.1:{port}"
    with forging_provider() as forger:
        variables = {
            "PLANNER_SHARED": "1",
            "PLANNER_MEMBERS": str(members),
            "PLANNER_OIDC_CLIENT_ID": CLIENT_ID,
            "PLANNER_OIDC_CLIENT_SECRET": "client-secret",
            "PLANNER_OIDC_METADATA_URL": f"{forger.address}/.well-known/openid-configuration",
            "PLANNER_OIDC_COOKIE_SECRET": COOKIE_SECRET,
            "PLANNER_OIDC_REDIRECT_URI": f"{address}/oauth2callback",
        }
        ports = ["--port", str(port), "--health-port", str(any_port())]
        command = [sys.executable, "-m", "planner", "serve", *ports]
        with started(command, f"{address}/_stcore/health", variables, folder / LOG):
            yield forger, address, Door(CLIENT_ID, COOKIE_SECRET, members)


@pytest.fixture
def forger(served: tuple[Forger, str, Door]) -> Iterator[Forger]:
    """Return the provider; afterwards it answers rightly again."""
    forger = served[0]
    right = vars(Forger(key=forger.key, address=forger.address))
    yield forger
    vars(forger).update(right)


def signed_in(served: tuple[Forger, str, Door]) -> Visitor:
    """Do what a browser does when “Sign in” is pressed, and return who came in."""
    with httpx.Client(timeout=SECONDS) as client:
        return sign_in(served, client)


def sign_in(served: tuple[Forger, str, Door], client: httpx.Client) -> Visitor:
    """Sign in by a browser, and return who came in."""
    _, address, door = served
    begun = {"provider": "default", "exp": int(time.time()) + 60}
    token = jwt.encode({"alg": "HS256"}, begun, OctKey.import_key(COOKIE_SECRET))
    client.get(f"{address}/auth/login", params={"provider": token}, follow_redirects=True).raise_for_status()
    return visitor_of(claims_in(client.cookies.get(USER_COOKIE)), door, time.time())


def claims_in(cookie: str | None) -> dict[str, Any]:
    """Return what Streamlit reads out of its cookie."""
    said = None if cookie is None else decode_signed_value(COOKIE_SECRET, USER_COOKIE, cookie.strip('"'))
    return {} if said is None else dict(json.loads(said))


def test_a_right_answer_brings_in_whoever_stands_in_the_table(served: tuple[Forger, str, Door], forger: Forger) -> None:
    assert signed_in(served).actor == MEMBER


@pytest.mark.parametrize(
    "sign",
    [with_another_key, without_signature, with_the_public_key, with_its_own_key_inside, without_a_dot],
    ids=lambda sign: sign.__name__,
)
def test_a_forged_signature_brings_in_nobody(served: tuple[Forger, str, Door], forger: Forger, sign: Signer) -> None:
    forger.sign = sign
    assert signed_in(served) == Visitor()


NOW = int(time.time())


def from_now(claims: dict[str, Any]) -> str:
    """Return claims with moments as seconds from now, so that every process calls the test the same."""
    return str({name: value - NOW if type(value) is int else value for name, value in claims.items()})


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "http://127.0.0.1:1/another"},
        {"iss": None},
        {"aud": "another-app"},
        {"aud": ["another-app", "a-third"]},
        {"aud": "another-app", "azp": CLIENT_ID},
        {"aud": None},
        {"nonce": "guessed"},
        {"nonce": None},
        {"sub": None},
        {"sub": ""},
        {"exp": NOW - 3600},
        {"exp": NOW - 30},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": None},
        {"iat": NOW + 3600},
        {"iat": NOW - 13 * 3600, "exp": NOW + 13 * 3600},
        {"nbf": NOW + 3600},
        {"email": None},
        {"email_verified": False},
        {"email_verified": "false"},
        {"email": "somebody.else@example.org"},
        {"email": ["kepala@example.org"]},
        {"email": "\u212aepala@example.org"},  # begins with the sign for kelvin, whose small letter is a k
    ],
    ids=from_now,
)
def test_a_wrong_claim_brings_in_nobody(
    served: tuple[Forger, str, Door], forger: Forger, claims: dict[str, Any]
) -> None:
    forger.claims = claims
    assert signed_in(served).actor is None


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"error": "invalid_client"}, 401),
        ({"access_token": "access", "token_type": "Bearer"}, 200),
        ({"access_token": "access", "token_type": "Bearer", "userinfo": {"email": "kepala@example.org"}}, 200),
        ({}, 500),
    ],
    ids=["refused", "without an identity", "with words in its place", "broken"],
)
def test_an_answer_without_an_identity_brings_in_nobody(
    served: tuple[Forger, str, Door], forger: Forger, answer: dict[str, Any], status: int
) -> None:
    forger.answer, forger.status = answer, status
    assert signed_in(served).actor is None


def test_a_foreign_state_brings_in_nobody(served: tuple[Forger, str, Door], forger: Forger) -> None:
    forger.state = "guessed"
    assert signed_in(served) == Visitor()


def test_an_answer_that_this_browser_did_not_ask_for_brings_in_nobody(
    served: tuple[Forger, str, Door], forger: Forger
) -> None:
    _, address, _ = served
    forger.nonces["stolen"] = "nonce"
    with httpx.Client(timeout=SECONDS) as client:
        client.get(f"{address}/oauth2callback", params={"code": "stolen", "state": "any"}, follow_redirects=True)
        assert client.cookies.get(USER_COOKIE) is None


def test_a_token_without_signature_brings_in_nobody_even_where_the_provider_says_it_gives_such(
    served: tuple[Forger, str, Door], forger: Forger
) -> None:
    forger.algorithms = ("RS256", "none")
    forger.sign = without_signature
    assert signed_in(served) == Visitor()


@pytest.mark.parametrize("secret", ["another-secret-of-the-same-length!!", ""])
def test_a_cookie_signed_with_another_secret_is_none(secret: str) -> None:
    from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

    forged = create_signed_value(secret, USER_COOKIE, json.dumps({"is_logged_in": True, "email": "kepala@example.org"}))
    assert claims_in(forged.decode()) == {}


def test_a_way_in_that_this_app_did_not_begin_leads_nowhere(served: tuple[Forger, str, Door], forger: Forger) -> None:
    _, address, _ = served
    forged = jwt.encode(
        {"alg": "HS256"}, {"provider": "default", "exp": int(time.time()) + 60}, OctKey.import_key("x" * 32)
    )
    with httpx.Client(timeout=SECONDS) as client:
        answer = client.get(f"{address}/auth/login", params={"provider": forged})
        assert answer.headers["location"] == "/"


# What else the service is asked for, without any page.


def uploaded(served: tuple[Forger, str, Door], client: httpx.Client) -> int:
    """Send a file as a browser does, and return the status of the answer."""
    address = served[1]
    return client.put(f"{address}/_stcore/upload_file/session/file", files={"file": b"content"}).status_code


def test_files_are_taken_from_nobody_who_is_not_signed_in(served: tuple[Forger, str, Door]) -> None:
    with httpx.Client(timeout=SECONDS) as client:
        assert uploaded(served, client) == 403
        assert client.get(f"{served[1]}/media/any.pdf").status_code == 403


def test_files_are_taken_from_no_viewer(served: tuple[Forger, str, Door], forger: Forger) -> None:
    forger.claims = {"email": "lihat@example.org", "sub": "subject-2"}
    with httpx.Client(timeout=SECONDS) as client:
        assert sign_in(served, client).actor == Actor(Role.VIEWER, "DP3AKB")
        assert uploaded(served, client) == 403
        assert client.get(f"{served[1]}/media/any.pdf").status_code == 404


def test_files_of_a_planner_come_to_the_app_which_asks_for_its_own_token(
    served: tuple[Forger, str, Door], forger: Forger
) -> None:
    with httpx.Client(timeout=SECONDS) as client:
        assert sign_in(served, client).actor == MEMBER
        answer = client.put(f"{served[1]}/_stcore/upload_file/session/file", files={"file": b"content"})
        assert answer.status_code == 403
        assert "XSRF" in answer.text


def test_a_cookie_of_streamlits_that_is_forged_is_worth_nothing(served: tuple[Forger, str, Door]) -> None:
    with httpx.Client(timeout=SECONDS, cookies={USER_COOKIE: "forged"}) as client:
        assert uploaded(served, client) == 403


def test_what_went_wrong_is_logged_without_anybody_or_any_secret(
    served: tuple[Forger, str, Door], forger: Forger
) -> None:
    forger.sign = with_another_key
    assert signed_in(served) == Visitor()
    logged = (served[2].members.parent / LOG).read_text(encoding="utf-8")
    assert "starlette_auth_routes" in logged
    for word in ("example.org", "kepala", "subject-1", "client-secret", COOKIE_SECRET, "eyJ"):
        assert word not in logged
