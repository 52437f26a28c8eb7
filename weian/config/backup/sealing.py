"""An archive under a passphrase: AES-256-GCM in blocks, key by scrypt.

MAGIC, salt (16 bytes), prefix (7 bytes), then blocks of at most BLOCK bytes each with its tag. The nonce of a block is
prefix + number (4 bytes) + whether it is the last one (1 byte), so that no block can be changed, moved or cut off.
"""

from __future__ import annotations

import os
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from weian.config.backup.errors import BackupError

MAGIC = b"WEIAN-SEALED-1\n"
BLOCK = 1 << 20
TAG = 16
COST = 1 << 15  # of scrypt: 32 MiB and about 0.1 s a try


class Sealer:
    """A file to write to whose bytes go sealed into `target`. `close` writes the last block, `target` stays open."""

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        salt, prefix = os.urandom(16), os.urandom(7)
        target.write(MAGIC + salt + prefix)
        self.target, self.blocks, self.waiting = target, _Blocks(passphrase, salt, prefix), bytearray()

    def write(self, data: bytes) -> int:
        self.waiting += data
        while len(self.waiting) > BLOCK:  # the last block is not known before the end
            self.target.write(self.blocks.seal(bytes(self.waiting[:BLOCK]), last=False))
            del self.waiting[:BLOCK]
        return len(data)

    def close(self) -> None:
        self.target.write(self.blocks.seal(bytes(self.waiting), last=True))


class Opener:
    """Reads what `Sealer` wrote; `source` stands behind MAGIC. Raises BackupError for a wrong key or changed bytes."""

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        head = source.read(23)
        if len(head) < 23:
            raise BackupError("备份文件不完整：开头就断了。请换一份备份。")
        self.source, self.blocks = source, _Blocks(passphrase, head[:16], head[16:])
        self.next = source.read(BLOCK + TAG)
        self.ready, self.done = bytearray(), False

    def read(self, size: int = -1) -> bytes:
        while not self.done and (size < 0 or len(self.ready) < size):
            block, self.next = self.next, self.source.read(BLOCK + TAG)
            self.done = not self.next
            self.ready += self.blocks.open(block, last=self.done)
        taken = bytes(self.ready if size < 0 else self.ready[:size])
        del self.ready[: len(taken)]
        return taken


class _Blocks:
    def __init__(self, passphrase: str, salt: bytes, prefix: bytes) -> None:
        self.cipher = AESGCM(Scrypt(salt=salt, length=32, n=COST, r=8, p=1).derive(passphrase.encode()))
        self.prefix, self.number = prefix, 0

    def seal(self, data: bytes, *, last: bool) -> bytes:
        return self.cipher.encrypt(self._nonce(last), data, None)

    def open(self, data: bytes, *, last: bool) -> bytes:
        first = self.number == 0
        try:
            return self.cipher.decrypt(self._nonce(last), data, None)
        except InvalidTag:
            why = "口令不对，或" if first else ""
            raise BackupError(f"打不开备份：{why}文件在第 {self.number} 块处被改动或截断。") from None

    def _nonce(self, last: bool) -> bytes:
        number, self.number = self.number, self.number + 1
        return self.prefix + number.to_bytes(4) + bytes([last])
