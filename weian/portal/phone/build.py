"""Which build of the field page this server has: a digest of all that the page is made of."""

from __future__ import annotations

import hashlib
from functools import cache

from weian.portal.phone.files import sources


@cache
def build() -> str:
    found = hashlib.sha256()
    for one in sources():
        found.update(hashlib.sha256(one).digest())
    return found.hexdigest()[:16]
