"""The child process that looks into an untrusted workbook and parses it.

Started by ``process.py`` as a script of its own, importing nothing of ours: it limits itself,
reads the file from stdin, writes one JSON answer to stdout. It sees no settings, no database and
no secrets. A crash or an abort of the parser ends this process only.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import math
import resource
import struct
import sys
import zipfile
import zlib
from typing import Any

from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook

MAX_CHARACTERS = 50_000_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
MAX_ENTRIES = 2_000
# A small sheet of one repeated word packs better than any ratio; under this size it is harmless.
RATIO_FREE = 10 * 1024 * 1024
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_CHUNK = 1 << 20


class Refused(Exception):
    """Carries the key of the refusal: not_excel, broken, encrypted or bomb."""


def kind(data: bytes) -> str:
    """Return "zip" (xlsx, xlsb, ods) or "ole" (xls); raises Refused for anything else."""
    if data[:4] == b"PK\x03\x04":
        return "zip"
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        # An .xlsx with an opening password is an OLE file around the encrypted package.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused("encrypted")
        return "ole"
    raise Refused("not_excel")


def check_zip(data: bytes) -> None:
    """Raise Refused unless the archive really unpacks within the limits.

    First the central directory as declared, then every member by unpacking it and counting,
    because a declared size may lie.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, struct.error) as error:
        raise Refused("broken") from error
    _check_declared(members, len(data))
    budget = min(MAX_UNPACKED, max(RATIO_FREE, len(data) * MAX_RATIO))
    for member in members:
        budget -= _unpacked_size(data, member, budget)


def _check_declared(members: list[zipfile.ZipInfo], packed: int) -> None:
    total = sum(member.file_size for member in members)
    if len(members) > MAX_ENTRIES or total > MAX_UNPACKED:
        raise Refused("bomb")
    if total > RATIO_FREE and total > packed * MAX_RATIO:
        raise Refused("bomb")
    if any(member.flag_bits & 0x1 for member in members):
        raise Refused("encrypted")
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise Refused("broken")


def _unpacked_size(data: bytes, member: zipfile.ZipInfo, budget: int) -> int:
    packed = _packed_bytes(data, member)
    stored = member.compress_type == zipfile.ZIP_STORED
    size = len(packed) if stored else _inflated_size(packed, budget)
    # Less than declared is as much a lie as more: parsers reserve memory by the declared size.
    if size > budget or size != member.file_size:
        raise Refused("bomb")
    return size


def _packed_bytes(data: bytes, member: zipfile.ZipInfo) -> memoryview:
    start = member.header_offset
    head = data[start : start + _LOCAL_HEADER.size]
    if len(head) < _LOCAL_HEADER.size or head[:4] != b"PK\x03\x04":
        raise Refused("broken")
    *_, name, extra = _LOCAL_HEADER.unpack(head)
    start += _LOCAL_HEADER.size + name + extra
    if start + member.compress_size > len(data):
        raise Refused("broken")
    return memoryview(data)[start : start + member.compress_size]


def _inflated_size(packed: memoryview, budget: int) -> int:
    stream, size, rest = zlib.decompressobj(-zlib.MAX_WBITS), 0, bytes(packed)
    try:
        while size <= budget:
            piece = stream.decompress(rest, _CHUNK)
            size += len(piece)
            rest = stream.unconsumed_tail
            if stream.eof or (not piece and not rest):
                return size
    except zlib.error as error:
        raise Refused("broken") from error
    raise Refused("bomb")


def limit(memory: int, seconds: int) -> None:
    """Cap address space (bytes), processor time (seconds) and files written (none)."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def plain(cell: Any) -> Any:
    """Return a JSON value for one cell; dates and times become one-key objects."""
    if isinstance(cell, dt.datetime):
        return {"t": cell.isoformat()}
    if isinstance(cell, dt.date):
        return {"d": cell.isoformat()}
    if isinstance(cell, dt.time):
        return {"h": cell.isoformat()}
    if isinstance(cell, dt.timedelta):
        return {"s": cell.total_seconds()}
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return None
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    return None if isinstance(cell, str) and not cell.strip() else cell


def sheets(data: bytes, max_rows: int) -> list[dict[str, Any]]:
    """Return every visible worksheet with its rows, trailing blanks trimmed."""
    book = load_workbook(io.BytesIO(data))
    found = []
    for index, meta in enumerate(book.sheets_metadata):
        if meta.typ is SheetTypeEnum.WorkSheet and meta.visible is SheetVisibleEnum.Visible:
            found.append(_sheet(book.get_sheet_by_index(index), meta.name, max_rows))
    return found


def _sheet(sheet: Any, name: str, max_rows: int) -> dict[str, Any]:
    rows: list[list[Any]] = []
    held: list[list[Any]] = []
    weight = 0
    # Rows start at row 1, columns at the first filled one: put the missing columns back.
    left = [None] * (sheet.start[1] if sheet.start else 0)
    for raw in sheet.iter_rows():
        row = left + [plain(cell) for cell in raw]
        while row and row[-1] is None:
            row.pop()
        # Blank rows wait for a filled one to follow: a stray format far below costs nothing.
        held.append(row)
        if not row:
            continue
        rows += held
        held = []
        weight += sum(len(cell) if isinstance(cell, str) else 8 for cell in row)
        if len(rows) > max_rows:
            return {"name": name, "rows": [], "many": True}
        if weight > MAX_CHARACTERS:
            raise MemoryError
    return {"name": name, "rows": rows, "many": False}


def answer(data: bytes, max_rows: int) -> dict[str, Any]:
    """Return the sheets, or the key of the refusal."""
    try:
        if kind(data) == "zip":
            check_zip(data)
        return {"sheets": sheets(data, max_rows)}
    except Refused as refused:
        return {"refused": str(refused)}
    except MemoryError:
        return {"refused": "heavy"}
    except Exception as error:
        # Whatever the parser says of a broken file, the person gets one sentence.
        return {"refused": "encrypted" if type(error).__name__ == "PasswordError" else "broken"}


def main() -> None:
    """Read limits from the command line and the workbook from stdin; print the answer."""
    memory, seconds, max_rows = (int(value) for value in sys.argv[1:4])
    data = sys.stdin.buffer.read()
    limit(memory, seconds)
    try:
        text = json.dumps(answer(data, max_rows), ensure_ascii=False).encode("utf-8", "replace")
    except MemoryError:
        text = b'{"refused": "heavy"}'
    sys.stdout.buffer.write(text)


if __name__ == "__main__":
    main()
