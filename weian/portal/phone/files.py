"""The files of the field page: what the service worker keeps on the phone, so that the page starts without network."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

STYLES = ("tokens", "base", "parts", "forms", "record", "phone")
PAGES = ("field.html", "scan.html")
_HERE = Path(__file__).parent


@cache
def shell_files() -> tuple[str, ...]:
    """Names under the static address, in a fixed order."""
    modules = sorted(one.name for one in (_HERE / "static" / "phone" / "js").glob("*.js"))
    return (
        "ui/mark.svg",
        *(f"ui/css/{one}.css" for one in STYLES),
        "phone/css/field.css",
        "vendor/idb.js",
        *(f"phone/js/{one}" for one in modules),
    )


def source_of(name: str) -> bytes:
    """The bytes of a static file, before its name was hashed."""
    found = finders.find(name)
    assert isinstance(found, str), f"{name} 不在"
    return Path(found).read_bytes()
