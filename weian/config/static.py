"""Static files under hashed names, with ES module imports rewritten to them; compressed when they are collected."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from weian.portal.phone import files as phone
from weian.portal.phone import joining


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def url(self, name: str | None, force: bool = False) -> str:
        """As the manifest says it, which is read once: a page asks for the same fifteen files each time."""
        if name not in self._urls:
            self._urls[name] = super().url(name, force)
        return self._urls[name]

    def save_manifest(self) -> None:
        self._urls.clear()
        super().save_manifest()

    @cached_property
    def _urls(self) -> dict[str | None, str]:
        return {}

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """The phone's style sheets and its first modules are kept as one file each, before names are hashed."""
        if not dry_run:
            for name, text in _joined({name: _read(*paths[name]) for name in paths if _is_phones(name)}).items():
                self.delete(name)
                self._save(name, ContentFile(text.encode()))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)


def _is_phones(name: str) -> bool:
    return name in phone.STYLES or name in phone.CORE or (name.startswith("phone/js/") and name.endswith(".js"))


def _joined(found: dict[str, str]) -> dict[str, str]:
    """What is written beside or instead of these files."""
    core = {name: found[name] for name in phone.CORE}
    others = {name: text for name, text in found.items() if name.startswith("phone/js/") and name not in core}
    return {
        phone.JOINED: "\n".join(found[name] for name in phone.STYLES),
        phone.JOINED_CORE: joining.joined(core),
        **{name: joining.pointed(name, text, core, phone.JOINED_CORE) for name, text in others.items()},
    }


def _read(storage: Any, path: str) -> str:
    with storage.open(path) as file:
        text: str = file.read().decode()
    return text
