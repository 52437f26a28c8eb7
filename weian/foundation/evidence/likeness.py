"""Pictures that are nearly the same by their difference hashes, in all that is kept: an index finds whom to compare."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from weian.foundation.evidence.models import Attachment

MOST_BITS = 3  # of 64 may differ; the keys of the index (migration 0003) find no more
MOST_EACH = 100  # of one picture; what was sent oftener is known well enough by so many

# A signature is drawn on the same white each time. OFFSET 0: by these indexes, in this order.
_ALIKE = """
SELECT DISTINCT mine.owner_uid, other.owner_uid
FROM evidence_attachment mine
JOIN evidence_blob picture ON picture.sha256 = mine.blob_id
CROSS JOIN LATERAL (
    SELECT theirs.owner_uid
    FROM (
        SELECT blob.sha256 FROM evidence_blob blob
        WHERE weian_picture_keys(blob.dhash) && weian_picture_keys(picture.dhash)
            AND bit_count(blob.dhash::bit(64)) BETWEEN 8 AND 56
            AND bit_count((blob.dhash # picture.dhash)::bit(64)) <= %(bits)s
        OFFSET 0
    ) near
    CROSS JOIN LATERAL (SELECT * FROM evidence_attachment WHERE blob_id = near.sha256 OFFSET 0) theirs
    WHERE theirs.owner_kind = ANY(%(kinds)s) AND theirs.role <> %(signature)s
        AND theirs.owner_uid <> mine.owner_uid
        AND (theirs.unit_id <> mine.unit_id OR theirs.received_at <= mine.received_at)
    LIMIT %(most)s
) other
WHERE mine.owner_kind = ANY(%(kinds)s) AND mine.owner_uid = ANY(%(owners)s) AND mine.role <> %(signature)s
    AND bit_count(picture.dhash::bit(64)) BETWEEN 8 AND 56
"""


def alike(kinds: Iterable[str], owners: Iterable[UUID]) -> list[tuple[UUID, UUID]]:
    """(owner, another owner of these kinds with nearly the same picture): of the same unit who sent it before, of
    other units all. One statement, over all that is kept: the caller asks whether anybody may know of the other."""
    wanted = list(owners)
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, {
            "kinds": list(kinds), "owners": wanted, "bits": MOST_BITS, "most": MOST_EACH,
            "signature": Attachment.Role.SIGNATURE,
        })  # fmt: skip
        return list(cursor.fetchall())
