"""`weian mission`: which requirement rows a passing test proves, and which not yet.

A row is claimed by `@pytest.mark.row("S0-0.1")` on a test; tests/proofs.py writes what passed to var/mission.json.
`--results FILE` reads another run's, `--all` names also the rows that nothing proves.
"""

from __future__ import annotations

import argparse
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
    parser = argparse.ArgumentParser(prog="weian mission")
    parser.add_argument("--all", action="store_true", help="也列出未证明的行")
    parser.add_argument("--results", type=Path, default=PROVED, help="另一次测试的结果")
    options = parser.parse_args(argv)
    known = rows()
    if not options.results.exists():
        print("还没有测试结果：先运行 make test。", file=sys.stderr)
        return 1
    proved: dict[str, list[str]] = json.loads(options.results.read_text("utf-8"))
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
        if left and options.all:
            print("\n".join(f"  · {one:<9} {known[one][1]}" for one in left))
        elif left:
            print(f"  未证明：{' '.join(left)}")
    print(f"\n共 {len(known)} 行，已证明 {len(set(proved) & set(known))}，未证明 {len(set(known) - set(proved))}")
    return 0
