from __future__ import annotations

import hashlib

from weian.foundation.evidence import storage
from weian.foundation.evidence.models import Attachment


class Damaged(Exception):
    """The bytes on the disk are gone or are not those that were kept."""


def bytes_of(attachment: Attachment) -> bytes:
    """The bytes of a file for putting into a report. Raises Damaged when they are not what was kept."""
    try:
        data = storage.path_of(attachment.blob_id).read_bytes()
    except OSError as error:
        raise Damaged(f"文件“{attachment.name}”不在存储中，请系统管理员从备份恢复。") from error
    if hashlib.sha256(data).hexdigest() != attachment.blob_id:
        raise Damaged(f"文件“{attachment.name}”的内容与存入时不符，请系统管理员从备份恢复。")
    return data
