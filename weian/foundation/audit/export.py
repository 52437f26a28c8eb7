"""Events as lines of JSON, for a verifier that is not ours (scripts/verify_audit.py). Personal values stay here."""

from __future__ import annotations

import json
from collections.abc import Iterator

from weian.foundation.audit import hashing
from weian.foundation.audit.models import Chain, Event


def lines() -> Iterator[str]:
    """Every chain in order, an event a line; then the heads, one a line."""
    for event in Event.objects.order_by("chain", "seq").iterator(chunk_size=5_000):
        told = json.loads(hashing.canonical(event)) | {"algorithm": event.algorithm, "hash": event.hash}
        yield json.dumps(told, ensure_ascii=False)
    for head in Chain.objects.order_by("key"):
        yield json.dumps({"head": str(head.key), "seq": head.seq, "hash": head.head})
