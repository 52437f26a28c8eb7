"""`weian packs check [FOLDER]` validates content on disk, ours or a folder's; `weian packs load` loads what is new.

`weian packs landed` notes our versions as landed: from then on `check` refuses another content under the same number.
"""

from __future__ import annotations

import sys
from pathlib import Path

from weian.config import environment


def main(argv: list[str]) -> int:
    if argv[:1] not in (["check"], ["load"], ["landed"]) or len(argv) > (2 if argv[0] == "check" else 1):
        print("用法：weian packs check [文件夹] | load | landed", file=sys.stderr)
        return 2
    if argv[0] == "load":
        environment.prepare()
    environment.load_django()
    from weian.foundation.packs import api as packs

    try:
        found = list(packs.packs_on_disk(Path(argv[1]) if argv[1:] else packs.CONTENT))
        if not argv[1:] and argv[0] != "load" and (complaints := packs.edited(found)):
            raise packs.BadPack(complaints)
        if argv[0] == "load":
            load(found)
        if argv[0] == "landed":
            print(f"新记下 {packs.land(found)} 个版本。")
    except packs.BadPack as error:
        print("\n".join(error.complaints), file=sys.stderr)
        return 1
    if not found:
        print("这里没有内容包：应是 领域/包名/pack.yaml。", file=sys.stderr)
        return 1
    print(f"{len(found)} 个内容包，{sum(len(e) for p in found for e in p.entries.values())} 项，全部有效。")
    return 0


def load(found: list) -> int:  # type: ignore[type-arg]
    """Load the packs that are not loaded yet; returns how many."""
    from weian.foundation.audit import api as audit
    from weian.foundation.packs import api as packs

    with audit.acting_as_system("载入内容包") as system:
        return sum(packs.load(file, by=system) is not None for file in found)
