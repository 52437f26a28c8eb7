"""`weian audit verify [--anchors FILE]` recomputes every chain; `heads` prints what to keep outside.

`weian audit export` prints every event as a line of JSON for `scripts/verify_audit.py`, which needs nothing of ours.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from weian.config import environment


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="weian audit")
    parser.add_argument("what", choices=["verify", "heads", "export"])
    parser.add_argument("--anchors", type=Path, help="以前用 heads 留存的文件")
    options = parser.parse_args(argv)
    environment.prepare()
    environment.load_django()
    from weian.foundation.audit import api as audit

    with audit.acting_as_system("核验审计链"):
        if options.what == "heads":
            json.dump(audit.heads(), sys.stdout, indent=1)
            return 0
        if options.what == "export":
            for line in audit.lines():
                print(line)
            return 0
        anchors = json.loads(options.anchors.read_text()) if options.anchors else None
        found = list(audit.faults(anchors))
        count = len(audit.heads())
    for fault in found:
        print(f"链 {fault.chain} 第 {fault.seq} 条：{fault.what}", file=sys.stderr)
    print(f"{count} 条链，发现 {len(found)} 处问题。" if found else f"{count} 条链全部通过。")
    return 1 if found else 0
