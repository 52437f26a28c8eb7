"""A zip archive is opened only when it is of a sane size, whole, and nothing but itself."""

from __future__ import annotations

import re
import zipfile

from weian.foundation.evidence.rejected import Rejected

MAX_UNPACKED = 200 * 2**20
MAX_MEMBERS = 2_000
MAX_RATIO = 200
# A small file of one repeated word packs better than any ratio; under this size it is harmless.
RATIO_FREE = 10 * 2**20
BROKEN = "这个文件已损坏或没有传完。请检查原文件后重新上传。"
_BOMB = "这个文件解开后异常庞大，不能上传。请重新生成一份再上传。"
_ENCRYPTED = "这个文件加了打开密码。请去掉密码后重新上传。"
_UNSAFE_NAME = re.compile(r"^[/\\]|(^|[/\\])\.\.([/\\]|$)|^[A-Za-z]:|\x00")
_CHUNK = 2**20


def check(opened: zipfile.ZipFile, data: bytes) -> None:
    """Raises Rejected for a bomb, an encrypted, a broken archive and for two files in one."""
    members = opened.infolist()
    _check_declared(members, len(data))
    _check_alone(opened, members, data)
    for member in members:
        _unpack(opened, member)


def _check_declared(members: list[zipfile.ZipInfo], packed: int) -> None:
    total = sum(member.file_size for member in members)
    # Members that share their packed bytes make a bomb without nesting: together they hold more than the file.
    overlapping = sum(member.compress_size for member in members) > packed
    if len(members) > MAX_MEMBERS or total > max(RATIO_FREE, min(MAX_UNPACKED, packed * MAX_RATIO)) or overlapping:
        raise Rejected(_BOMB)
    if any(member.flag_bits & 0x1 for member in members):
        raise Rejected(_ENCRYPTED)


def _check_alone(opened: zipfile.ZipFile, members: list[zipfile.ZipInfo], data: bytes) -> None:
    """No bytes before the first member, none after the end: else the file is also something else."""
    starts = min((member.header_offset for member in members), default=1)
    names = [member.filename for member in members]
    if starts != 0 or opened.comment or data[-22:-18] != b"PK\x05\x06":
        raise Rejected(BROKEN)
    if len(names) != len(set(names)) or any(_UNSAFE_NAME.search(name) for name in names):
        raise Rejected(BROKEN)


def _unpack(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Read all of it: zipfile stops at the declared size and compares the checksum, so a lie shows."""
    with opened.open(member) as part:
        while part.read(_CHUNK):
            pass
