"""`weian packs check` validates the content on disk; `weian packs load` loads what is new."""

from __future__ import annotations

import sys

from weian.config import environment


def main(argv: list[str]) -> int:
    if argv[:1] not in (["check"], ["load"]):
        print("用法：weian packs check | load", file=sys.stderr)
        return 2
    if argv[0] == "load":
        environment.prepare()
    environment.load_django()
    from weian.foundation.packs import api as packs

    try:
        found = list(packs.packs_on_disk())
        if argv[0] == "load":
            load(found)
    except packs.BadPack as error:
        print("\n".join(error.complaints), file=sys.stderr)
        return 1
    print(f"{len(found)} 个内容包，{sum(len(e) for p in found for e in p.entries.values())} 项，全部有效。")
    return 0


def load(found: list) -> int:  # type: ignore[type-arg]
    """Load the packs that are not loaded yet; returns how many."""
    from weian.foundation.audit import api as audit
    from weian.foundation.packs import api as packs

    with audit.acting_as_system("载入内容包") as system:
        return sum(packs.load(file, by=system) is not None for file in found)
