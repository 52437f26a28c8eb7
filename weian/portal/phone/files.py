"""The files of the field page: what the service worker keeps on the phone, so that the page starts without network."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

STYLES = (
    "ui/css/tokens.css", "ui/css/base.css", "ui/css/parts.css", "ui/css/forms.css", "ui/css/record.css",
    "ui/css/phone.css", "phone/css/field.css",
)  # fmt: skip
ICONS = (
    "camera", "check", "chevron-right", "clock", "cross", "done", "hazard", "inspect", "phone", "save", "send", "stop",
)  # fmt: skip
# Asked for at once: one module finds the next only when it was read, and a slow line makes each finding dear.
MODULES = (
    "vendor/idb.js", "ui/js/files.js",
    *(f"phone/js/{one}.js" for one in ("outbox", "store", "box", "dom", "sheet", "photos", "sign", "drawing")),
)  # fmt: skip
READER = ("vendor/barcode.js", "vendor/zxing_reader.wasm")
_HERE = Path(__file__).parent
# What the worker and its two pages are written from: a change of them is a new version too.
_SOURCES = ("sw.js", "field.html", "scan.html")


@cache
def shell_files() -> tuple[str, ...]:
    """Names under the static address, in a fixed order."""
    modules = sorted(one.name for one in (_HERE / "static" / "phone" / "js").glob("*.js"))
    return ("ui/mark.svg", *STYLES, "ui/js/files.js", "vendor/idb.js", *(f"phone/js/{one}" for one in modules))


def sources() -> list[bytes]:
    """Everything that makes the page what it is, before names were hashed."""
    found = [finders.find(name) for name in shell_files()]
    assert all(isinstance(one, str) for one in found), dict(zip(shell_files(), found, strict=True))
    return [
        *(Path(str(one)).read_bytes() for one in found),
        *((_HERE / "templates" / "phone" / one).read_bytes() for one in _SOURCES),
    ]
