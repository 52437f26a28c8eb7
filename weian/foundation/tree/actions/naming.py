from __future__ import annotations

from collections.abc import Container

from weian.foundation.org.models import Unit


def free_name(name: str, taken: Container[str], old: Unit, *, longest: int) -> str:
    """`name`, or where it is taken a name that says that it came from `old`, of at most `longest` characters."""
    found, n = name, 1
    while found in taken:
        mark = f"（原{old.title}{n if n > 1 else ''}）"[-longest:]
        found, n = name[: longest - len(mark)] + mark, n + 1
    return found
