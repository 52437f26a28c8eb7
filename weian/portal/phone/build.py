"""Which build of the field page this server has: a digest of all that the page is made of."""

from __future__ import annotations

import hashlib
from functools import cache

from weian.portal.phone.files import shell_files, source_of


@cache
def build() -> str:
    found = hashlib.sha256()
    for name in shell_files():
        found.update(name.encode())
        found.update(source_of(name))
    return found.hexdigest()[:16]
