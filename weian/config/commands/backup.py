"""`weian backup FILE` takes a backup while the product runs; `weian restore FILE` brings one back."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from weian.config import backup, environment, migrating


def main(argv: list[str]) -> int:
    parser = _parser("weian backup", "备份数据库、照片和密钥到一个文件；产品可以同时运行")
    options = parser.parse_args(argv)
    try:
        passphrase = _passphrase(options.passphrase_file)
        server = backup.server_of_environment()
        fingerprint = backup.take(server, environment.var(), options.file, passphrase=passphrase, say=_say)
    except backup.BackupError as error:
        print(error, file=sys.stderr)
        return 1
    size = options.file.stat().st_size / 2**20
    print(f"备份完成：{options.file}（{size:,.1f} MB{'，已加密' if passphrase else ''}）")
    print(f"指纹（请记在别处，恢复时可以对照）：{fingerprint}")
    if not passphrase:
        print("备份没有加密，里面有个人信息和密钥：请放在只有管理员能读的地方，或用 --passphrase-file 加密。")
    return 0


def restore(argv: list[str]) -> int:
    parser = _parser("weian restore", "从备份恢复；先全部核对，再动现有数据")
    parser.add_argument("--replace", action="store_true", help="代替这里现有的全部数据")
    options = parser.parse_args(argv)
    try:
        passphrase = _passphrase(options.passphrase_file)
        server = backup.server_of_environment()
        environment.load_django()
        done = backup.restore(
            server, environment.var(), options.file, replace=options.replace, passphrase=passphrase,
            known=migrating.on_disk(), say=_say,
        )  # fmt: skip
    except backup.BackupError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"恢复完成：{done.made_at} 的备份，指纹 {done.fingerprint}。")
    print(f"核对通过：{done.rows:,} 行，{done.files:,} 个文件，{done.chains:,} 条审计链。登录过的人需要重新登录。")
    return 0


def _parser(name: str, what: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=name, description=what)
    parser.add_argument("file", type=Path, help="备份文件")
    parser.add_argument("--passphrase-file", type=Path, help="口令所在的文件；也可以用 WEIAN_BACKUP_PASSPHRASE")
    return parser


def _passphrase(path: Path | None) -> str:
    if path is None:
        return os.environ.get("WEIAN_BACKUP_PASSPHRASE", "")
    try:
        words = path.read_text("utf-8").strip()
    except OSError as error:
        raise backup.BackupError(f"读不到口令文件 {path}：{error.strerror}。") from error
    if not words:
        raise backup.BackupError(f"口令文件 {path} 是空的。")
    return words


def _say(line: str) -> None:
    print(line, flush=True)
