"""On the local network: a certificate of our own, which a real TLS client checks by name against the served pages."""

from __future__ import annotations

import ipaddress
import signal
import socket
import ssl
import stat
import time
import urllib.request
from pathlib import Path

import pytest
from cryptography import x509
from django.test import Client

from tests.cast import Cast
from weian.config import lan, processes
from weian.foundation.org.models import Instance
from weian.foundation.people.models import Account


def test_the_certificate_names_the_address_is_kept_and_its_key_is_private(tmp_path: Path) -> None:
    made = lan.certificate(tmp_path, "192.0.2.7")
    names = x509.load_pem_x509_certificate(made.cert.read_bytes()).extensions.get_extension_for_class(
        x509.SubjectAlternativeName
    )
    assert ipaddress.ip_address("192.0.2.7") in names.value.get_values_for_type(x509.IPAddress)
    assert stat.S_IMODE(made.key.stat().st_mode) == 0o600
    before = made.cert.read_bytes()
    assert lan.certificate(tmp_path, "192.0.2.7").cert.read_bytes() == before
    assert lan.certificate(tmp_path, "192.0.2.8").cert.read_bytes() != before


def test_the_pages_are_served_over_tls_to_a_client_that_checks_the_certificate(tmp_path: Path) -> None:
    made = lan.certificate(tmp_path, "127.0.0.1")
    port = processes.free_port("127.0.0.1", range(18430, 18530))
    program = processes.web("127.0.0.1", port, 1, 1, {"WEIAN_TLS": "1"}, (made.cert, made.key))
    program.start()
    address = f"https://127.0.0.1:{port}/static/ui/css/tokens.css"
    try:
        trusting = ssl.create_default_context(cafile=str(made.cert))
        with _patiently(address, trusting) as answer:
            assert answer.status == 200 and b"--wa-accent" in answer.read()
            assert "max-age" in answer.headers["Strict-Transport-Security"]  # the product knows that it is TLS
        with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
            urllib.request.urlopen(address, context=ssl.create_default_context(), timeout=5)
        with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert not plain.recv(64).startswith(b"HTTP/1.1 200")
    finally:
        program.ask_to_end()
        program.end(time.monotonic() + 10)
    assert program.process is not None and program.process.returncode in (0, -signal.SIGTERM, -signal.SIGKILL)


def _patiently(address: str, context: ssl.SSLContext):  # type: ignore[no-untyped-def]
    until = time.monotonic() + 60
    while True:
        try:
            return urllib.request.urlopen(address, context=context, timeout=5)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_the_demo_shows_its_address_as_a_code_where_it_is_tried_on_the_network(cast: Cast, settings: object) -> None:
    Instance.objects.update(is_demo=True)
    Account.objects.filter(username="keeper").update(demo={"group": "x", "order": 1, "title": "x", "note": "x"})
    assert "用手机试" not in Client().get("/accounts/login/").content.decode()
    settings.LAN = True  # type: ignore[attr-defined]
    shown = Client().get("/accounts/login/").content.decode()
    assert "用手机试" in shown and 'class="wa-qr"' in shown and "style=" not in shown.split("用手机试")[1][:4000]


def test_what_is_printed_can_be_scanned_and_says_what_was_not_tried() -> None:
    said = lan.say("https://192.0.2.7:8000/")
    assert "https://192.0.2.7:8000/" in said and "没有在真手机上试过" in said
    rows = [line for line in said.splitlines() if set(line) <= set("█▀▄ ") and line.strip()]
    assert len(rows) > 10 and len({len(row) for row in rows}) == 1
