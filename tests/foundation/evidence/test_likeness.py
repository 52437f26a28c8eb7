"""Pictures that are nearly the same are found by the index, all of them and no others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations
from random import Random
from uuid import UUID, uuid4

from django.db import connection

from tests.cast import Cast
from tests.conftest import set_up
from weian.foundation.evidence import api as evidence
from weian.foundation.evidence.models import Attachment, Blob
from weian.foundation.org.models import Unit
from weian.kernel import clock

DICE = Random(7)


def sent(
    unit: Unit, hashes: Sequence[int], *, days_ago: int = 0, role: str = "scene", kind: str = "thing"
) -> list[UUID]:
    """One picture for each record, of this look; returns the records."""
    when = clock.now() - timedelta(days=days_ago)
    blobs = [
        Blob(sha256=f"{DICE.getrandbits(256):064x}", size=9, mime="image/jpeg", made_at=when, dhash=_signed(one))
        for one in hashes
    ]  # fmt: skip
    Blob.objects.bulk_create(blobs)
    rows = [
        Attachment(unit=unit, blob=blob, owner_kind=kind, owner_uid=uuid4(), role=role, name="现场.jpg",
                   sent_sha256=blob.sha256, received_at=when)
        for blob in blobs
    ]  # fmt: skip
    Attachment.objects.bulk_create(rows)
    return [one.owner_uid for one in rows]


def _signed(hash_: int) -> int:
    return hash_ - 2**64 if hash_ >= 2**63 else hash_


def bits(*which: int) -> int:
    return sum(1 << one for one in which)


def test_all_that_differ_in_three_bits_are_found_in_all_that_was_ever_kept_and_no_others(cast: Cast) -> None:
    looks = [DICE.getrandbits(64) for _ in range(300)]
    flips = [bits(*DICE.sample(range(64), DICE.choice([0, 1, 2, 3, 3, 3, 4, 5]))) for _ in looks]
    corners = [bits(*some) for some in combinations((0, 13, 26, 39, 52, 63), 3)]
    with set_up():
        earlier = sent(cast.hospital, looks + looks[:1] * len(corners), days_ago=700)
        later = sent(
            cast.hospital, [a ^ b for a, b in zip(looks, flips, strict=True)] + [looks[0] ^ one for one in corners]
        )
        found = set(evidence.alike(["thing"], later))
        assert evidence.alike(["other"], later) == [] == evidence.alike(["thing"], [])
    wanted = {(new, old) for new, old, flip in zip(later, earlier, flips, strict=False) if flip.bit_count() <= 3}
    assert wanted <= found and len(wanted) > 150
    alike = {later[0], *later[300:]}, {earlier[0], *earlier[300:]}
    strange = {(new, old) for new, old in found - wanted if not (new in alike[0] and old in alike[1] | alike[0])}
    assert strange == set()


def test_of_ones_own_only_the_earlier_of_others_all_and_never_a_white_wall_or_a_signature(cast: Cast) -> None:
    look = DICE.getrandbits(64)
    with set_up():
        [before], [after] = sent(cast.hospital, [look], days_ago=3), sent(cast.hospital, [look])
        [theirs] = sent(cast.neighbour_hospital, [look ^ bits(3, 40)], days_ago=-1)
        assert set(evidence.alike(["thing"], [after])) == {(after, before), (after, theirs)}
        assert set(evidence.alike(["thing"], [before])) == {(before, theirs)}
        assert set(evidence.alike(["thing"], [theirs])) == {(theirs, before), (theirs, after)}
        walls = [*sent(cast.hospital, [0], days_ago=1), *sent(cast.hospital, [bits(5)])]
        signed = [*sent(cast.hospital, [~look % 2**64] * 2, role="signature")]
        assert evidence.alike(["thing"], [*walls, *signed]) == []


def test_the_question_goes_by_the_index_and_is_one(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with set_up():
        mine = sent(cast.hospital, [DICE.getrandbits(64) for _ in range(40)])
        with django_assert_num_queries(1) as asked:
            evidence.alike(["thing"], mine)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN " + asked.captured_queries[0]["sql"])
            assert "evidence_blob_looks" in "\n".join(row[0] for row in cursor.fetchall())
