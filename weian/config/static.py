"""Static files under hashed names, with ES module imports rewritten to them; compressed when they are collected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from weian.portal.phone import files as phone


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """The phone's style sheets are also kept as one file, before names are hashed."""
        if not dry_run:
            parts = [b"".join(paths[name][0].open(paths[name][1]).chunks()) for name in phone.STYLES]
            self.delete(phone.JOINED)
            self._save(phone.JOINED, ContentFile(b"\n".join(parts)))
            paths[phone.JOINED] = (self, phone.JOINED)
        yield from super().post_process(paths, dry_run, **options)
