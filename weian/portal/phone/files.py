"""The files of the field page: what the service worker keeps on the phone, so that the page starts without network."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.template.loader import get_template

STYLES = (
    "ui/css/tokens.css", "ui/css/base.css", "ui/css/parts.css", "ui/css/forms.css", "ui/css/record.css",
    "ui/css/phone.css", "phone/css/field.css",
)  # fmt: skip
ICONS = (
    "camera", "check", "chevron-right", "clock", "cross", "done", "hazard", "inspect", "phone", "save", "send", "stop",
)  # fmt: skip
# Where files are collected before they are served, several become one: each more is a way to the server.
JOINED = "phone/css/joined.css"
CORE = ("vendor/idb.js", *(f"phone/js/{one}.js" for one in ("box", "store", "outbox", "dom")))
JOINED_CORE = "phone/js/core.js"
# The first page needs no more; the rest (lists, photos, the outbox as people see it) comes when it is asked for.
FIELD = "phone/js/field.js"
READER = ("vendor/barcode.js", "vendor/zxing_reader.wasm")
_HERE = Path(__file__).parent
# What the worker and its two pages are written from: a change of them is a new version too.
_SOURCES = ("phone/sw.js", "phone/field.html", "phone/scan.html", "ui/parts/tabs.html")
# Here the words of its bar are said.
_WORDS = _HERE / "sockets.py"


def styles() -> tuple[str, ...]:
    return (JOINED,) if _is_collected() else STYLES


def modules() -> tuple[str, ...]:
    """What the first page runs, named beforehand: one module finds the next only when it was read."""
    return (FIELD, *((JOINED_CORE,) if _is_collected() else CORE))


def shell_files() -> tuple[str, ...]:
    """Names under the static address, in a fixed order."""
    kept = _rest()
    if _is_collected():
        kept = (JOINED_CORE, *(one for one in kept if one not in CORE))
    return (*styles(), *kept)


def _is_collected() -> bool:
    return isinstance(staticfiles_storage, ManifestFilesMixin)


@cache
def _rest() -> tuple[str, ...]:
    scripts = sorted(one.name for one in (_HERE / "static" / "phone" / "js").glob("*.js"))
    return ("ui/mark.svg", "ui/js/files.js", "vendor/idb.js", *(f"phone/js/{one}" for one in scripts))


def sources() -> list[bytes]:
    """Everything that makes the page what it is, before names were hashed."""
    names = (*STYLES, *_rest())
    found = [finders.find(name) for name in names]
    assert all(isinstance(one, str) for one in found), dict(zip(names, found, strict=True))
    return [
        *(Path(str(one)).read_bytes() for one in found),
        *(Path(get_template(one).template.origin.name).read_bytes() for one in _SOURCES),  # type: ignore[attr-defined]
        _WORDS.read_bytes(),
    ]
