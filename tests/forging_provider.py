"""An OpenID Connect provider on loopback that answers as a test wants: rightly, or with a forged or broken token."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT_ID = "planner"
Claims = dict[str, Any]
Signer = Callable[["Forger", Claims], str]


def rightly(forger: Forger, claims: Claims) -> str:
    """Sign a token as the provider does."""
    return jwt.encode({"alg": "RS256", "kid": "right"}, claims, forger.key)


def with_another_key(forger: Forger, claims: Claims) -> str:
    """Sign a token with a key that is not the provider's."""
    return jwt.encode({"alg": "RS256", "kid": "right"}, claims, RSAKey.generate_key(2048, {"kid": "right"}))


def without_signature(forger: Forger, claims: Claims) -> str:
    """Return a token that says it needs no signature."""
    return jwt.encode({"alg": "none"}, claims, None, algorithms=["none"])


def with_the_public_key(forger: Forger, claims: Claims) -> str:
    """Sign a token with the provider's public key, which everybody has, as if it were a secret."""
    public = forger.key.as_pem(private=False)
    return jwt.encode({"alg": "HS256", "kid": "right"}, claims, OctKey.import_key(public), algorithms=["HS256"])


def with_its_own_key_inside(forger: Forger, claims: Claims) -> str:
    """Sign a token with another key and put that key into its header."""
    own = RSAKey.generate_key(2048)
    return jwt.encode({"alg": "RS256", "jwk": own.as_dict(private=False)}, claims, own)


def without_a_dot(forger: Forger, claims: Claims) -> str:
    """Return something that is no token."""
    return "no-token"


@dataclass
class Forger:
    """What the provider answers.

    Attributes
    ----------
    claims
        Said in each token in place of what would be said rightly; ``None`` leaves a claim out.
    sign
        Makes a token of claims.
    state
        Sent back in place of the state that was given.
    answer
        The whole answer of the token endpoint in place of the right one.
    status
        Its status.
    algorithms
        Which algorithms the provider says that it signs with.
    """

    claims: Claims = field(default_factory=dict)
    sign: Signer = rightly
    state: str | None = None
    answer: Claims | None = None
    status: int = 200
    algorithms: tuple[str, ...] = ("RS256",)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "right"}))
    address: str = ""
    nonces: dict[str, str] = field(default_factory=dict)

    def metadata(self) -> Claims:
        """Return the provider's description of itself."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": list(self.algorithms),
        }

    def authorize(self, asked: dict[str, list[str]]) -> str:
        """Return where the browser is sent back to, with a code."""
        code = secrets.token_hex(8)
        self.nonces[code] = asked["nonce"][0]
        told = {"code": code, "state": self.state or asked["state"][0]}
        return f"{asked['redirect_uri'][0]}?{urlencode(told)}"

    def token(self, asked: dict[str, list[str]]) -> Claims:
        """Return the answer of the token endpoint."""
        if self.answer is not None:
            return self.answer
        now = int(time.time())
        claims: Claims = {
            "iss": self.address,
            "sub": "subject-1",
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 3600,
            "nonce": self.nonces[asked["code"][0]],
            "email": "kepala@example.org",
            "email_verified": True,
        } | self.claims
        said = {name: value for name, value in claims.items() if value is not None}
        return {"access_token": "access", "token_type": "Bearer", "expires_in": 3600, "id_token": self.sign(self, said)}


@contextmanager
def forging_provider() -> Iterator[Forger]:
    """Run such a provider on a free port."""
    forger = Forger()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(forger))
    forger.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield forger
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(forger: Forger) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            match asked.path:
                case "/.well-known/openid-configuration":
                    self._say(forger.metadata())
                case "/keys":
                    self._say({"keys": [forger.key.as_dict(private=False)]})
                case "/authorize":
                    self.send_response(302)
                    self.send_header("Location", forger.authorize(parse_qs(asked.query)))
                    self.end_headers()
                case _:
                    self.send_error(404)

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(forger.token(parse_qs(sent)), forger.status)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _say(self, answer: Claims, status: int = 200) -> None:
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return Handler
