"""The keys by which a phone shuts its outbox: one per person, out of the instance's secret, the same everywhere.

A changed secret still opens what was shut before, as long as it stands among SECRET_KEY_FALLBACKS (Django's own way).
"""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.encoding import force_bytes

_PURPOSE = b"weian phone outbox 1"


def keys_of(person: UUID) -> dict[str, bytes]:
    """Key id → 256 bits for AES-GCM; the first is the one to shut with."""
    found = {}
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        key = hmac.new(force_bytes(secret), _PURPOSE + person.bytes, hashlib.sha256).digest()
        found[hashlib.sha256(key).hexdigest()[:12]] = key
    return found


def opened(person: UUID, key_id: str, nonce: bytes, box: bytes) -> bytes | None:
    """What the phone shut; None where it is not this person's, or was tampered with."""
    key = keys_of(person).get(key_id)
    if key is None or len(nonce) != 12:
        return None
    try:
        return AESGCM(key).decrypt(nonce, box, None)
    except InvalidTag:
        return None
