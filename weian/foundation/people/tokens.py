"""Of a secret that is handed out (a link, a poster, a cookie) only this is kept."""

from __future__ import annotations

import hashlib


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
