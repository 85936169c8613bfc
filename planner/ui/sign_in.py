"""The settings of sign-in by the office's own provider: from the environment, never from the checkout."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import tomlkit

from planner.errors import OutputError, SettingsError
from planner.storage.members import MEMBERS_VARIABLE, load_members
from planner.storage.private_file import check_outside, read_outside, write_outside
from planner.texts import text

CLIENT_ID = "PLANNER_OIDC_CLIENT_ID"
CLIENT_SECRET = "PLANNER_OIDC_CLIENT_SECRET"  # noqa: S105 - the name of a variable
METADATA_URL = "PLANNER_OIDC_METADATA_URL"
COOKIE_SECRET = "PLANNER_OIDC_COOKIE_SECRET"  # noqa: S105 - the name of a variable
REDIRECT_URI = "PLANNER_OIDC_REDIRECT_URI"
VARIABLES = (CLIENT_ID, CLIENT_SECRET, METADATA_URL, COOKIE_SECRET, REDIRECT_URI)
"""Each is needed; each but the addresses may instead be named with ``_FILE`` behind it, as a file that holds it."""

SHARED_VARIABLE = "PLANNER_SHARED"
"""Says 1 where the planner is shared: it then does not start without sign-in."""

SECRETS_FILE = "secrets.toml"
SECRET_VARIABLES = (CLIENT_SECRET, COOKIE_SECRET)

_FILE = "_FILE"
_CALLBACK = "/oauth2callback"
_SCOPE = "openid email"
"""What the provider is asked for: no names, no portrait."""

_COOKIE_CHARACTERS = 32
_MOST_CHARACTERS = 4_000
MOST_BYTES = 16_000


@dataclass(frozen=True)
class SignIn:
    """What the app needs to know of the office's OpenID Connect provider.

    Attributes
    ----------
    client_id
        How the provider calls this app.
    client_secret
        By which the app proves to the provider that it is the one.
    metadata_url
        Address of the provider's description of itself (``.well-known/openid-configuration``).
    cookie_secret
        By which the app signs who is signed in.
    redirect_uri
        The app's own address with ``/oauth2callback`` behind it.
    """

    client_id: str
    client_secret: str = field(repr=False)
    metadata_url: str
    cookie_secret: str = field(repr=False)
    redirect_uri: str


def sign_in_settings(environment: Mapping[str, str]) -> SignIn | None:
    """Return the settings of sign-in; ``None`` on one desk, where none of them is given.

    Parameters
    ----------
    environment
        Variables of the environment, as ``os.environ``.

    Raises
    ------
    planner.errors.PlannerError
        If one is missing or unusable, a file that holds a secret is open to others or lies in the checkout, or there
        is no usable table of members.
    """
    given_any = any(environment.get(name) or environment.get(name + _FILE) for name in VARIABLES)
    if not (given_any or is_shared(environment)):
        return None
    settings = _checked(environment)
    load_members(members_path(environment))
    return settings


def is_shared(environment: Mapping[str, str]) -> bool:
    """Say whether the environment asks for a planner that is shared.

    Raises
    ------
    planner.errors.SettingsError
        If it says so unclearly.
    """
    said = environment.get(SHARED_VARIABLE, "")
    if said not in ("", "0", "1"):
        raise SettingsError(text("{name} is 1 or 0, not “{said}”.", name=SHARED_VARIABLE, said=said))
    return said == "1" or bool(environment.get(MEMBERS_VARIABLE))


def members_path(environment: Mapping[str, str]) -> Path:
    """Return where the table of members lies.

    Raises
    ------
    planner.errors.SettingsError
        If the environment does not name it.
    """
    named = environment.get(MEMBERS_VARIABLE, "")
    if not named:
        raise SettingsError(
            text(
                "Who signs in needs a role: name the table of members in the variable {name}; "
                "“planner members set” makes one.",
                name=MEMBERS_VARIABLE,
            )
        )
    return Path(named)


def _checked(environment: Mapping[str, str]) -> SignIn:
    given = {name: _given(name, environment) for name in VARIABLES}
    missing = [name for name in VARIABLES if not given[name]]
    if missing:
        raise SettingsError(
            text(
                "A planner that is shared needs sign-in, and these variables of the environment are missing: {names}. "
                "To work on one desk give none of {all}.",
                names=", ".join(missing),
                all=", ".join((*VARIABLES, MEMBERS_VARIABLE, SHARED_VARIABLE)),
            )
        )
    for name in (METADATA_URL, REDIRECT_URI):
        _check_address(name, given[name])
    _check_redirect(given[REDIRECT_URI])
    if len(given[COOKIE_SECRET]) < _COOKIE_CHARACTERS:
        raise SettingsError(
            text(
                "{name} is too short: give at least {least} characters made by chance, as by “openssl rand -hex 32”.",
                name=COOKIE_SECRET,
                least=_COOKIE_CHARACTERS,
            )
        )
    return SignIn(*(given[name] for name in VARIABLES))


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for other processes: the secrets themselves are left out."""
    return {name: value for name, value in environment.items() if name not in SECRET_VARIABLES}


def write_secrets(sign_in: SignIn, folder: Path) -> Path:
    """Write the settings as Streamlit reads them, for nobody but this user, and return the file.

    Parameters
    ----------
    sign_in
        The settings.
    folder
        A folder outside the checkout; made for nobody but this user if it is not there.

    Raises
    ------
    planner.errors.SettingsError
        If the folder lies in the checkout.
    planner.errors.OutputError
        If the file can't be written.
    """
    path = folder / SECRETS_FILE
    check_outside(path)
    try:
        folder.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
        # One from before, of whoever may have made it, is not written into.
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            text("{file} can't be written ({reason}).", file=str(path), reason=error.strerror or str(error))
        ) from error
    write_outside(path, _secrets_toml(sign_in))
    return path


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _secrets_toml(sign_in: SignIn) -> str:
    auth = {
        "redirect_uri": sign_in.redirect_uri,
        "cookie_secret": sign_in.cookie_secret,
        "client_id": sign_in.client_id,
        "client_secret": sign_in.client_secret,
        "server_metadata_url": sign_in.metadata_url,
        "client_kwargs": {"scope": _SCOPE},
    }
    return tomlkit.dumps({"auth": auth})


def _given(name: str, environment: Mapping[str, str]) -> str:
    """Return what is given for a variable, itself or in a file; empty if neither."""
    value, file = environment.get(name, ""), environment.get(name + _FILE, "")
    if value and file:
        raise SettingsError(text("{name} and {file} are both given: give one.", name=name, file=name + _FILE))
    if file:
        value = _read_secret(Path(file))
    if len(value) > _MOST_CHARACTERS or not value.isprintable():
        raise SettingsError(
            text("{name} holds a line break, an invisible character or too much: give one plain line.", name=name)
        )
    return value.strip()


def _read_secret(path: Path) -> str:
    content = read_outside(path, MOST_BYTES, secret=True)
    try:
        value = content.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise SettingsError(text("{file} is not written in UTF-8.", file=str(path))) from error
    if not value:
        raise SettingsError(text("{file} is empty: write the secret into it.", file=str(path)))
    return value


def _check_address(name: str, address: str) -> None:
    """Check that an address is one over TLS; over plain HTTP only on this machine."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    plain = parts.scheme == "http" and is_loopback(host)
    if not host or parts.username is not None or not (parts.scheme == "https" or plain):
        raise SettingsError(
            text(
                "{name} is not usable: give a whole address that begins with https:// and holds no password.",
                name=name,
            )
        )


def _check_redirect(address: str) -> None:
    parts = urlsplit(address)
    if not parts.path.endswith(_CALLBACK) or parts.query or parts.fragment:
        raise SettingsError(
            text(
                "{name} is “{address}”: give the app's own address with {end} behind it.",
                name=REDIRECT_URI,
                address=address,
                end=_CALLBACK,
            )
        )
