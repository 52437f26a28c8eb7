"""The form of an archive: a tar whose last member, SHA256SUMS, names every other with its hash.

    database.dump      pg_dump's custom format
    secret_key         of this instance, if it keeps one in its folder
    evidence/ab/<hash> bytes of kept files, and <hash>.thumb beside them
    manifest.json      what was counted in the moment of the dump
    SHA256SUMS         as `sha256sum -c` reads it; its own hash is the archive's fingerprint

Under a passphrase the tar is sealed (`sealing`).
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from weian.config.backup.errors import BackupError
from weian.config.backup.sealing import MAGIC, Opener, Sealer

FORMAT = 1
SUMS, MANIFEST, DUMP, KEY = "SHA256SUMS", "manifest.json", "database.dump", "secret_key"
_NAME = re.compile(rf"{DUMP}|{KEY}|{MANIFEST}|{SUMS}|evidence/[0-9a-f]{{2}}/[0-9a-f]{{64}}(\.thumb)?")
_CHUNK = 1 << 20
BROKEN = "备份文件不完整：后面的部分没有了，很可能是没有写完或没有传完。请换一份备份。"


class Writer:
    """Puts files into an archive and keeps their hashes."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar, self.sums = tar, list[str]()

    def put_file(self, name: str, path: Path) -> str:
        """Add a file as it lies there; returns its hash."""
        with path.open("rb") as source:
            size = source.seek(0, io.SEEK_END)
            source.seek(0)
            reading = _Hashing(source)
            self._add(name, size, cast("IO[bytes]", reading))
        return self._note(name, reading.digest)

    def put_bytes(self, name: str, data: bytes) -> None:
        self._add(name, len(data), io.BytesIO(data))
        self._note(name, hashlib.sha256(data))

    def finish(self, manifest: dict[str, Any]) -> str:
        """Write what closes an archive; returns its fingerprint."""
        self.put_bytes(MANIFEST, json.dumps({"format": FORMAT, **manifest}, ensure_ascii=False, indent=1).encode())
        sums = "".join(self.sums).encode()
        self._add(SUMS, len(sums), io.BytesIO(sums))
        return hashlib.sha256(sums).hexdigest()

    def _add(self, name: str, size: int, source: IO[bytes]) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self.tar.addfile(member, source)

    def _note(self, name: str, digest: Any) -> str:
        self.sums.append(f"{digest.hexdigest()}  {name}\n")
        return str(digest.hexdigest())


class _Hashing:
    """A source that hashes what is read from it."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.digest.update(data)
        return data


@contextmanager
def written(target: IO[bytes], passphrase: str) -> Iterator[Writer]:
    """An archive that goes into `target`; sealed if there is a passphrase."""
    sealer = Sealer(target, passphrase) if passphrase else None
    with tarfile.open(mode="w|", fileobj=cast("IO[bytes]", sealer or target), format=tarfile.PAX_FORMAT) as tar:
        yield Writer(tar)
    if sealer:
        sealer.close()


def unpack(source: IO[bytes], folder: Path, passphrase: str) -> tuple[dict[str, Any], str]:
    """Lay the members out under `folder`, every hash compared; returns the manifest and the fingerprint.

    Raises BackupError, whose message says what is wrong. Only names that an archive may hold are ever written.
    """
    found: dict[str, str] = {}
    began = False
    try:
        with tarfile.open(mode="r|", fileobj=_opened(source, passphrase)) as tar:
            for member in tar:
                if not member.isreg() or not _NAME.fullmatch(member.name) or member.name in found or SUMS in found:
                    raise BackupError(f"备份文件被改动过：里面有不该有的“{member.name[:80]}”。请换一份备份。")
                began = True
                found[member.name] = _lay_out(tar, member, folder / member.name)
    except (tarfile.TarError, EOFError) as error:
        raise BackupError(BROKEN if began else "这不是卫安的备份文件。") from error
    if SUMS not in found:
        raise BackupError(BROKEN if began else "这不是卫安的备份文件。")
    _compare(found, (folder / SUMS).read_text("utf-8"))
    manifest = json.loads((folder / MANIFEST).read_bytes())
    if manifest.get("format") != FORMAT:
        raise BackupError("这份备份来自更新的版本。请先把卫安升级到做备份时的版本，再恢复。")
    return manifest, found[SUMS]


def _opened(source: IO[bytes], passphrase: str) -> IO[bytes]:
    if source.read(len(MAGIC)) == MAGIC:
        if not passphrase:
            raise BackupError("这份备份加了密，恢复时要给出做备份时的口令（--passphrase-file）。")
        return cast("IO[bytes]", Opener(source, passphrase))
    source.seek(0)
    return source


def _lay_out(tar: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    source, digest, size = tar.extractfile(member), hashlib.sha256(), 0
    assert source is not None
    with path.open("wb") as target:
        while data := source.read(_CHUNK):
            digest.update(data)
            size += target.write(data)
    if size != member.size:
        raise BackupError(BROKEN)
    return digest.hexdigest()


def _compare(found: dict[str, str], sums: str) -> None:
    told = {name: digest for digest, _, name in (line.partition("  ") for line in sums.splitlines())}
    wrong = sorted(name for name in (found.keys() | told.keys()) - {SUMS} if found.get(name, "") != told.get(name, "-"))
    if wrong or not {DUMP, MANIFEST} <= found.keys():
        which = wrong[0] if wrong else DUMP
        more = f"等 {len(wrong)} 处" if len(wrong) > 1 else ""
        raise BackupError(f"备份文件被改动过：“{which}”{more}与记下的哈希不符。请换一份备份。")
    for name, digest in found.items():
        kept = name.rpartition("/")[2]
        if name.startswith("evidence/") and not kept.endswith(".thumb") and kept != digest:
            raise BackupError(f"备份文件被改动过：“{name}”的内容不是它的名字所说的内容。")
