"""A numbered instrument on the screen: the very blocks of its Word and PDF, so that all three say the same."""

from __future__ import annotations

from typing import Any

from weian.foundation.documents.paper import Heading, Paper, Para, Table, Text


def lines(paper: Paper) -> list[dict[str, Any]]:
    """Headings, paragraphs and tables, as the page writes them."""
    said: list[dict[str, Any]] = []
    for block in paper.blocks:
        if isinstance(block, Heading):
            said.append({"heading": _words(block.text)})
        elif isinstance(block, Para):
            said.append({"text": _words(block.runs)})
        elif isinstance(block, Table):
            titles = [one if isinstance(one, str) else one.title for one in block.columns]
            rows = [list(zip(titles, map(_words, row), strict=True)) for row in block.rows]
            said.append({"titles": titles, "rows": rows})
    return said


def _words(runs: Any) -> str:
    if isinstance(runs, str | Text):
        return runs if isinstance(runs, str) else runs.text
    return "".join(map(_words, runs))
