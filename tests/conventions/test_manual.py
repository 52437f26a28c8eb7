"""The manual speaks of the product as it is: its words are on pages, its pictures are there and light."""

from __future__ import annotations

import re
from pathlib import Path

from tests.tools.scenes import SCENES

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "docs" / "manual"
LIMIT = 2.5 * 2**20  # bytes of all pictures together
CHAPTERS = sorted(MANUAL.glob("*.md"))


def test_every_word_quoted_from_a_page_is_on_one() -> None:
    """「…」 is what a page says: whoever renames a button finds the chapter here."""
    files = [one for kind in ("html", "py", "yaml") for one in (ROOT / "weian").rglob(f"*.{kind}")]
    product = "\n".join(one.read_text("utf-8") for one in files if "demo" not in one.relative_to(ROOT).parts)
    quoted = {(one.name, word) for one in CHAPTERS for word in re.findall("「([^」]+)」", one.read_text("utf-8"))}
    assert len(quoted) > 60
    assert sorted((name, word) for name, word in quoted if word not in product) == []


def test_links_and_pictures_lead_somewhere() -> None:
    linked = [(one, to) for one in CHAPTERS for to in re.findall(r"\]\(([^)#:]+)\)", one.read_text("utf-8"))]
    assert [(one.name, to) for one, to in linked if not (one.parent / to).exists()] == []
    index = {to for one, to in linked if one.name == "README.md"}
    assert {one.name for one in CHAPTERS} - {"README.md"} <= index


def test_pictures_are_those_that_the_script_takes_and_all_are_used() -> None:
    taken = {name for name, *_ in SCENES}
    kept = {one.name for one in (MANUAL / "images").iterdir()}
    used = {name for one in CHAPTERS for name in re.findall(r"images/([\w-]+\.png)", one.read_text("utf-8"))}
    assert taken == kept == used
    assert sum(one.stat().st_size for one in (MANUAL / "images").iterdir()) < LIMIT
