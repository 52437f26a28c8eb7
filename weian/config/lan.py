"""On the local network over TLS with a certificate of our own, so that a phone beside the computer can try it."""

from __future__ import annotations

import ipaddress
import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import segno
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LIFE = timedelta(days=397)  # the longest that browsers take
# An address for documentation (RFC 5737): asking the system for the way there sends nothing.
_ELSEWHERE = ("192.0.2.1", 9)


@dataclass(frozen=True)
class Certificate:
    """Two files: the certificate that everybody may see, and the key that only this account may read."""

    cert: Path
    key: Path


def own_address() -> str:
    """The address of this computer on the network; loopback where there is no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ELSEWHERE)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def certificate(folder: Path, address: str) -> Certificate:
    """The certificate for `address` and loopback in `folder`; a fitting one that lasts another day is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Certificate(folder / "cert.pem", folder / "key.pem")
    if not (made.cert.exists() and made.key.exists() and _fits(made.cert, address)):
        _make(made, address)
    return made


def say(url: str) -> str:
    """What is printed for the person with the phone: the address, as a code too, and what to expect."""
    lines = [f"手机连同一个 Wi-Fi，打开 {url}", ""]
    code = segno.make(url, error="l", micro=False)
    rows = [list(row) for row in code.matrix_iter(border=2)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    halves = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}  # light on a dark terminal: two rows in one line
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        lines.append("".join(halves[int(bool(top)), int(bool(low))] for top, low in zip(upper, lower, strict=True)))
    lines += [
        "",
        "证书是本机自己做的：手机会警告一次，核对地址后选“继续访问”。只用于试用，正式部署要用单位的证书。",
        "通行密钥需要域名，在这种地址上用不了；口令和 PIN 可以。这一步只在电脑上用真的 TLS 试过，没有在真手机上试过。",
    ]
    return "\n".join(lines)


def _fits(cert: Path, address: str) -> bool:
    try:
        known = x509.load_pem_x509_certificate(cert.read_bytes())
        names = known.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, x509.ExtensionNotFound):
        return False
    lasts = known.not_valid_after_utc > datetime.now(UTC) + timedelta(days=1)
    return lasts and ipaddress.ip_address(address) in names.get_values_for_type(x509.IPAddress)


def _make(files: Certificate, address: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"WeiAn {address}")])
    addresses = {ipaddress.ip_address(address), ipaddress.ip_address("127.0.0.1")}
    names = [x509.DNSName("localhost"), *(x509.IPAddress(one) for one in sorted(addresses, key=str))]
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LIFE)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    files.key.unlink(missing_ok=True)
    with os.fdopen(os.open(files.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(secret)
    files.cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
