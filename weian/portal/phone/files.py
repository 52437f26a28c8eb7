"""The files of the field page: what the service worker keeps on the phone, so that the page starts without network."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage

STYLES = (
    "ui/css/tokens.css", "ui/css/base.css", "ui/css/parts.css", "ui/css/forms.css", "ui/css/record.css",
    "ui/css/phone.css", "phone/css/field.css",
)  # fmt: skip
ICONS = (
    "camera", "check", "chevron-right", "clock", "cross", "done", "hazard", "inspect", "phone", "save", "send", "stop",
)  # fmt: skip
# All of them as one file, where files are collected before they are served: each more is a way to the server.
JOINED = "phone/css/joined.css"
# Asked for at once: one module finds the next only when it was read, and a slow line makes each finding dear. What the
# first page does not need (lists, photos, the outbox as people see it) comes when it is asked for.
EARLY = "phone/js/early.js"
MODULES = (*(f"phone/js/{one}.js" for one in ("field", "outbox", "store", "box", "dom")), "vendor/idb.js")
READER = ("vendor/barcode.js", "vendor/zxing_reader.wasm")
_HERE = Path(__file__).parent
# What the worker and its two pages are written from: a change of them is a new version too.
_SOURCES = ("sw.js", "field.html", "scan.html")


def styles() -> tuple[str, ...]:
    return (JOINED,) if isinstance(staticfiles_storage, ManifestFilesMixin) else STYLES


def shell_files() -> tuple[str, ...]:
    """Names under the static address, in a fixed order."""
    return (*styles(), *_rest())


@cache
def _rest() -> tuple[str, ...]:
    modules = sorted(one.name for one in (_HERE / "static" / "phone" / "js").glob("*.js"))
    return ("ui/mark.svg", "ui/js/files.js", "vendor/idb.js", *(f"phone/js/{one}" for one in modules))


def sources() -> list[bytes]:
    """Everything that makes the page what it is, before names were hashed."""
    names = (*STYLES, *_rest())
    found = [finders.find(name) for name in names]
    assert all(isinstance(one, str) for one in found), dict(zip(names, found, strict=True))
    return [
        *(Path(str(one)).read_bytes() for one in found),
        *((_HERE / "templates" / "phone" / one).read_bytes() for one in _SOURCES),
    ]
