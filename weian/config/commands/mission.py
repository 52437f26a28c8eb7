"""`weian mission`: which requirement rows a passing test proves, and which not yet.

A row is claimed by `@pytest.mark.row("S0-0.1")` on a test; tests/conftest.py writes what passed to var/mission.json.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ROWS = ROOT / "docs" / "requirements.tsv"
PROVED = ROOT / "var" / "mission.json"


def rows() -> dict[str, tuple[str, str]]:
    """id → (part in which it is due, short title)."""
    with ROWS.open(encoding="utf-8") as file:
        return {row["id"]: (row["part"], row["title"]) for row in csv.DictReader(file, delimiter="\t")}


def main(argv: list[str]) -> int:
    known = rows()
    if not PROVED.exists():
        print("还没有测试结果：先运行 make test。", file=sys.stderr)
        return 1
    proved: dict[str, list[str]] = json.loads(PROVED.read_text())
    unknown = sorted(set(proved) - set(known))
    if unknown:
        print(f"测试声称证明了不存在的行：{'、'.join(unknown)}", file=sys.stderr)
        return 1
    for part in dict.fromkeys(part for part, _ in known.values()):
        ids = [one for one, (where, _) in known.items() if where == part]
        done = [one for one in ids if one in proved]
        print(f"\n{part}: {len(done)} / {len(ids)} 行已证明")
        for one in done:
            print(f"  ✓ {one:<9} {known[one][1]}   ← {proved[one][0]}")
        left = [one for one in ids if one not in proved]
        if left and "--all" in argv:
            print("\n".join(f"  · {one:<9} {known[one][1]}" for one in left))
        elif left:
            print(f"  未证明：{' '.join(left)}")
    print(f"\n共 {len(known)} 行，已证明 {len(set(proved) & set(known))}，未证明 {len(set(known) - set(proved))}")
    return 0
