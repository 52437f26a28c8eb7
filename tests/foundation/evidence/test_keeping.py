"""What is kept is kept once, whole, with a trace."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting
from tests.foundation.evidence import corpus
from weian.foundation.audit import api as audit
from weian.foundation.evidence import api as evidence
from weian.foundation.evidence import storage
from weian.foundation.evidence.models import Attachment, Blob
from weian.foundation.people.viewer import Viewer


def keep(by: Viewer, data: bytes, name: str = "现场.jpg", **more: object) -> Attachment:
    told = {"owner_kind": "thing", "owner_uid": uuid4(), "role": "scene", **more}
    with acting(by):
        return evidence.keep(corpus.Sent(data, name), by=by, unit=by.unit, **told)  # type: ignore[arg-type]


def test_a_photo_lies_under_its_hash_and_its_row_tells_of_it(cast: Cast) -> None:
    kept = keep(cast.keeper, corpus.image(), source="camera")
    data = storage.path_of(kept.blob_id).read_bytes()
    assert hashlib.sha256(data).hexdigest() == kept.blob_id
    assert (kept.blob.size, kept.blob.mime, kept.blob.width, kept.blob.height) == (len(data), "image/jpeg", 640, 480)
    assert storage.thumb_of(kept.blob_id).stat().st_size < len(data)
    assert (kept.by, kept.source, kept.get_source_display()) == (cast.keeper.person.uid, "camera", "现场拍摄")
    assert evidence.bytes_of(kept) == data


def test_the_event_holds_the_hash_and_no_file_name(cast: Cast) -> None:
    kept = keep(cast.keeper, corpus.image(), name="张三的照片.jpg")
    [event] = audit.history(kept.uid)
    assert (event.verb, event.chain, event.actor) == ("evidence.kept", cast.hospital.uid, cast.keeper.person.uid)
    assert event.facts["sha256"] == kept.blob_id
    assert "张三" not in str(event.facts)


def test_the_same_bytes_lie_once_for_many_records(cast: Cast, evidence_root: Path) -> None:
    first, second = keep(cast.keeper, corpus.pdf(), "a.pdf"), keep(cast.officer, corpus.pdf(), "b.pdf")
    assert first.blob_id == second.blob_id and first.uid != second.uid
    assert Blob.objects.count() == 1
    assert len(list(evidence_root.glob("*/*"))) == 1


def test_the_same_upload_again_is_the_same_attachment(cast: Cast) -> None:
    uid, owner = uuid4(), uuid4()
    first = keep(cast.keeper, corpus.image(), uid=uid, owner_uid=owner)
    again = keep(cast.keeper, corpus.image(), uid=uid, owner_uid=owner)
    assert again == first and Attachment.objects.count() == 1 and len(audit.history(uid)) == 1


def test_another_file_under_a_used_number_is_refused(cast: Cast) -> None:
    uid, owner = uuid4(), uuid4()
    keep(cast.keeper, corpus.image(), uid=uid, owner_uid=owner)
    for by, data, of in (
        (cast.keeper, corpus.image("PNG"), owner),
        (cast.officer, corpus.image(), owner),
        (cast.keeper, corpus.image(), uuid4()),
    ):  # fmt: skip
        with pytest.raises(evidence.Rejected, match="已经存过另一个文件"):
            keep(by, data, uid=uid, owner_uid=of)


def test_a_file_over_the_limit_is_refused_unread(cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    settings.EVIDENCE_MAX_BYTES = 1_000_000
    with pytest.raises(evidence.Rejected, match="文件太大。一个文件最多"):
        keep(cast.keeper, b"\xff\xd8\xff" + b"\x00" * 1_000_001)


def test_a_refused_file_leaves_nothing_behind(cast: Cast, evidence_root: Path) -> None:
    with pytest.raises(evidence.Rejected):
        keep(cast.keeper, corpus.HOSTILE["svg"][1])
    assert not list(evidence_root.glob("*/*")) and not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("sent", "kept_as"),
    [
        ("../../etc/passwd", "passwd.jpg"), ("C:\\fakepath\\门诊楼.JPEG", "门诊楼.jpg"), ("发票.pdf.exe", "发票.jpg"),
        ("\u202egpj.exe", "gpj.jpg"), ("", "文件.jpg"), ("a\r\nSet-Cookie: x=1.jpg", "aSet-Cookie_ x=1.jpg"),
        ("长" * 300 + ".jpg", "长" * 80 + ".jpg"),
    ],
)  # fmt: skip
def test_a_claimed_name_becomes_a_plain_one_with_the_true_ending(cast: Cast, sent: str, kept_as: str) -> None:
    assert keep(cast.keeper, corpus.image(), name=sent).name == kept_as


def test_files_of_many_records_come_in_one_query(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    owners = [uuid4(), uuid4(), uuid4()]
    one = keep(cast.keeper, corpus.image(), owner_uid=owners[0])
    two = keep(cast.keeper, corpus.pdf(), "a.pdf", owner_uid=owners[1])
    with django_assert_num_queries(1):
        assert evidence.attachments_of_many("thing", owners) == {owners[0]: [one], owners[1]: [two], owners[2]: []}


def test_the_sweep_takes_old_files_without_a_row_and_nothing_else(cast: Cast, evidence_root: Path) -> None:
    kept = keep(cast.keeper, corpus.image())
    orphan, young, draft = (evidence_root / "ab" / name for name in ("ab" + "0" * 62, "ab" + "1" * 62, ".draft-x"))
    orphan.parent.mkdir(exist_ok=True)
    for path in (orphan, young, draft):
        path.write_bytes(b"left behind")
    for path in (orphan, draft, storage.path_of(kept.blob_id), storage.thumb_of(kept.blob_id)):
        os.utime(path, (1, 1))
    assert evidence.sweep(grace=timedelta(hours=1)) == 2
    assert young.exists() and storage.path_of(kept.blob_id).exists() and storage.thumb_of(kept.blob_id).exists()
    assert not orphan.exists() and not draft.exists()


def test_a_kept_file_that_was_changed_on_the_disk_is_noticed(cast: Cast) -> None:
    kept = keep(cast.keeper, corpus.image())
    storage.path_of(kept.blob_id).write_bytes(b"something else")
    with pytest.raises(Exception, match="内容与存入时不符"):
        evidence.bytes_of(kept)
