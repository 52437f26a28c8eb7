"""What can go wrong with the embedded PostgreSQL, said in Chinese with a way out."""

from __future__ import annotations

import re
from pathlib import Path


class EmbeddedError(RuntimeError):
    """The embedded server could not do what was asked; the message is for the person at the keyboard."""


# PostgreSQL's own words (always English: lc_messages=C) → what the person should do.
_KNOWN = [
    (r"No space left on device", "磁盘已满，请先腾出空间再启动。"),
    (r"Permission denied|could not (open|create|write).*[Pp]ermission", "没有读写权限，请检查数据目录的属主和权限。"),
    (r"[Rr]ead-only file system", "所在的文件系统是只读的，请换一个可写的目录。"),
    (r"has wrong ownership", "数据目录的属主不是启动数据库的用户，请用原来的用户启动，或改回属主。"),
    (r"has invalid permissions", "数据目录的权限过宽，请执行 chmod 700 后重试。"),
    (
        r"was initialized by PostgreSQL version",
        "数据由另一个大版本的 PostgreSQL 建立，请安装同一大版本，或先导出再导入。",
    ),
    (
        r"could not (create|allocate).*shared memory|Cannot allocate memory",
        "内存或共享内存不足，请关闭其他程序后重试。",
    ),
    (r"could not create semaphores", "系统信号量不足，请关闭其他数据库后重试。"),
    (
        r"could not locate a valid checkpoint|invalid page in block|PANIC",
        "数据文件已损坏，请不要改动数据目录，从备份恢复。",
    ),
    (r"lock file .* already exists", "另一个数据库进程正在使用这个数据目录。"),
    (r"cannot be run as root", "PostgreSQL 不允许以 root 身份运行，而本机又无法切换到普通用户。"),
    (r"error while loading shared libraries|symbol lookup error", "PostgreSQL 程序缺少系统库，无法运行。"),
]


def explain(output: str) -> str:
    """Return a Chinese sentence for the first known complaint in `output`, else an empty string."""
    for pattern, sentence in _KNOWN:
        if re.search(pattern, output):
            return sentence
    return ""


def failed(what: str, output: str, log: Path | None = None) -> EmbeddedError:
    """Build the error for a failed step: what failed, why if known, PostgreSQL's last lines, where the log is."""
    tail = "\n".join(line for line in output.strip().splitlines()[-6:])
    parts = [what + "：" + (explain(output) or "原因见下面 PostgreSQL 的输出。")]
    if tail:
        parts.append(tail)
    if log is not None:
        parts.append(f"完整日志：{log}")
    return EmbeddedError("\n".join(parts))
