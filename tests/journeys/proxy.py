"""A real nginx with the configuration that is shipped, on this machine only and with a certificate of its own."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "deploy" / "nginx.conf"
START_SECONDS = 20

_MAIN = """
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
daemon off;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/answers;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/planner.conf;
}}
"""


def port_of_its_own() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def own_configuration(folder: Path, tls_port: int, app_port: int, health_port: int) -> str:
    """Return the shipped configuration with names, ports and files of a test."""
    plain_port = port_of_its_own()
    changes = {
        "listen 80;": f"listen 127.0.0.1:{plain_port};",
        "    listen [::]:80;\n": "",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{tls_port} ssl http2;",
        "    listen [::]:443 ssl http2;\n": "",
        "server_name planner.example;": "server_name localhost;",
        "https://planner\\.example": "https://localhost",
        "https://planner.example": f"https://localhost:{tls_port}",
        "/var/log/nginx/": f"{folder}/",
        "/etc/ssl/planner/": f"{folder}/",
        "http://127.0.0.1:8501": f"http://127.0.0.1:{app_port}",
        "http://127.0.0.1:8502": f"http://127.0.0.1:{health_port}",
    }
    written = SHIPPED.read_text(encoding="utf-8")
    for shipped, own in changes.items():
        assert shipped in written
        written = written.replace(shipped, own)
    return written


def make_certificate(folder: Path) -> None:
    """Write a certificate for this machine, signed by itself."""
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem"), "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )


@contextmanager
def running_nginx(folder: Path, app_port: int, health_port: int, tls_port: int | None = None) -> Iterator[str]:
    """Run nginx in front of a service, on any port if none is given, and give its address."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("needs nginx: install Debian's package of that name")
    tls_port = tls_port or port_of_its_own()
    make_certificate(folder)
    (folder / "planner.conf").write_text(own_configuration(folder, tls_port, app_port, health_port), encoding="utf-8")
    main = folder / "nginx.conf"
    # As root, nginx would hand its work to a user who may not enter the folder of a test.
    user = f"user {getpass.getuser()};" if os.getuid() == 0 else ""
    main.write_text(_MAIN.format(folder=folder, user=user), encoding="utf-8")
    command = [nginx, "-p", str(folder), "-c", str(main), "-e", str(folder / "error.log")]
    subprocess.run([*command, "-t", "-q"], check=True)
    process = subprocess.Popen(command)
    try:
        _wait_until_open(tls_port, process)
        yield f"https://localhost:{tls_port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("nginx does not start")
