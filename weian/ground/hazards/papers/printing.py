"""A paper about a hazard in GB/T 9704-2012 layout, from nothing but what it said when it was given out."""

from __future__ import annotations

from weian.foundation.documents.paper import Kind, Paper, Para, Text
from weian.foundation.org import api as org
from weian.ground.hazards import models


def paper_of(made: models.Paper) -> Paper:
    """The same paper always prints the same."""
    told = made.body
    lines = [Para([Text(f"{head}："), Text(f"{text.rstrip('。')}。", Kind.QUOTED)]) for head, text in told["said"]]
    return Paper(
        title=made.title, doc_no=made.no, issuer=told["office"], addressees=[told["to"]],
        blocks=[Para(told["opening"]), *lines], signature=told["office"], date=made.day, demo=org.is_demo(),
    )  # fmt: skip
