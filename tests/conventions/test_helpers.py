"""What no test of an ordinary run imports still fits: the long proofs, the makers of pictures and dumps."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HELPERS = sorted(
    path for folder in ("tests", "scripts") for path in (ROOT / folder).rglob("*.py")
    if not path.name.startswith(("test_", "conftest"))
)  # fmt: skip


def missing(path: Path) -> list[str]:
    """What a file imports anywhere in it, also inside its functions, and is not there."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [one.name for one in node.names if one.name != "*"]
            module = __import__(node.module, fromlist=names)
            found += [f"{path.name}:{node.lineno} {node.module}.{one}" for one in names if not hasattr(module, one)]
        elif isinstance(node, ast.Import):
            for one in node.names:
                importlib.import_module(one.name)
    return found


def test_every_helper_finds_what_it_imports() -> None:
    assert len(HELPERS) > 40
    assert [one for path in HELPERS for one in missing(path)] == []


def test_a_name_that_is_gone_is_found(tmp_path: Path) -> None:
    """Otherwise the test above could not fail."""
    gone = tmp_path / "gone.py"
    gone.write_text("def f():\n    from weian.config.processes import serve, serves\n")
    assert missing(gone) == ["gone.py:2 weian.config.processes.serves"]
