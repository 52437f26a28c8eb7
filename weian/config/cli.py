"""`weian`: one command for everything. Commands that need no Django do not load it."""

from __future__ import annotations

import importlib
import os
import sys

# name → (module with main(argv) -> exit code, what it does)
COMMANDS = {
    "run": ("weian.config.commands.run", "启动（--demo 为演示环境）"),
    "prepare": ("weian.config.commands.prepare", "只做启动前的准备：建表、页面文件、内容包"),
    "web": ("weian.config.commands.web", "只启动网页服务"),
    "notice": ("weian.foundation.documents.reading.command", "read FILE：读一份通知，列出它要什么"),
    "packs": ("weian.config.commands.packs", "check | load | landed：检查、载入内容包，记下已发布的版本"),
    "audit": ("weian.config.commands.audit", "verify | heads | export：核验审计链，导出链头、全部事件"),
    "backup": ("weian.config.commands.backup", "FILE：备份数据库、照片和密钥到一个文件"),
    "restore": ("weian.config.commands.restore", "FILE：从备份恢复（--replace 代替现有数据）"),
    "docs": ("weian.config.commands.docs", "生成文档（--check 只比较）"),
    "mission": ("weian.config.commands.mission", "需求行：已证明 / 未证明"),
    "bench": ("weian.config.commands.bench", "量各页面的用时，和只跑 SQL 比"),
    "worker": ("weian.config.commands.worker", "后台任务进程"),
    "manage": ("weian.config.commands.manage", "Django 管理命令"),
}


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, head perhaps, has enough; the interpreter's last flush must not complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        return 130
    return code


def _run(words: list[str]) -> int:
    if not words or words[0] in {"-h", "--help", "help"}:
        print("卫安 weian\n" + "\n".join(f"  weian {name:<8} {what}" for name, (_, what) in COMMANDS.items()))
        return 0
    name, *rest = words
    if name not in COMMANDS:
        print(f"没有 {name} 这个命令。weian help 列出全部命令。", file=sys.stderr)
        return 2
    if name == "notice":
        if rest[:1] != ["read"]:
            print("用法：weian notice read 文件 [--json]", file=sys.stderr)
            return 2
        rest = rest[1:]
    return int(importlib.import_module(COMMANDS[name][0]).main(rest) or 0)


if __name__ == "__main__":
    sys.exit(main())
