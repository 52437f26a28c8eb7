"""The codes of labels: random, and of signs that nobody mistakes when typing them."""

from __future__ import annotations

import secrets

# 30 signs, 12 of them: 58 bits; without I, L, O, U, 0 and 1.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12


def fresh() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def typed(text: str) -> str:
    """A code as somebody types it: small letters, blanks and hyphens do not matter."""
    return "".join(one for one in text.upper() if one in SIGNS)[: LENGTH + 1]
