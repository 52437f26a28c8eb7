from __future__ import annotations

from datetime import timedelta

from weian.foundation.evidence import storage
from weian.foundation.evidence.models import Blob

GRACE = timedelta(hours=24)
_BATCH = 500


def sweep(*, grace: timedelta = GRACE) -> int:
    """Remove files that no row speaks of: the acts that wrote them were rolled back. Returns how many.

    `grace` is longer than any request: a younger file may belong to an act that has not committed yet.
    """
    border = storage.disk_time() - grace.total_seconds()
    found = list(storage.older_than(border))
    removed = 0
    for start in range(0, len(found), _BATCH):
        batch = found[start : start + _BATCH]
        digests = {digest for path in batch if (digest := storage.digest_in(path))}
        known = set(Blob.objects.filter(pk__in=digests).values_list("pk", flat=True))
        for path in batch:
            # Asked again at the last moment: somebody may have sent the same bytes a moment ago.
            if storage.digest_in(path) not in known and path.stat().st_mtime < border:
                path.unlink(missing_ok=True)
                removed += 1
    return removed
