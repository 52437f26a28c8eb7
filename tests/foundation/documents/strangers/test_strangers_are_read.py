"""Notices that the reader's rules were not written beside: how much of them is read.

The floors of those kept out lie just below the figures told in docs/reading.md. They keep what was reached;
where a field fails here, look for the rule that broke among the open ones, not at the notices kept out.
A set that has just been laid down has no floors: measure it once, tell the figures and set them.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.foundation.documents.strangers.measure import scores_of, total
from tests.foundation.documents.strangers.papers import KEPT_OUT, OPEN, strangers
from tests.foundation.documents.strangers.scoring import ALL_FIELDS, SHARES, Sheet, score
from tests.seeds.compare import Score
from weian.foundation.documents.reading import read_text

DOCS = Path(__file__).parents[4] / "docs" / "reading.md"
BAR = 0.97
# Just below what was measured (docs/reading.md, those kept out together); empty while no notice is kept out.
FLOORS: dict[str, float] = {
    "due": 0.98, "every": 0.99, "target": 0.98, "actors": 0.99, "stages": 0.93, "reports": 0.95, "times": 0.97,
    "kind": 0.98, "who": 0.96,
}  # fmt: skip
NONE_KEPT_OUT = "At present no notice is kept out."


def figure(name, one):
    return one.recall if name in SHARES else one.f1


@pytest.fixture(scope="module")
def opened():
    return total(OPEN)


@pytest.mark.parametrize("name", ALL_FIELDS)
def test_open_notices_are_read(opened, name):
    one = opened[name]
    assert figure(name, one) >= BAR, (one.missed, one.invented)


def test_notices_kept_out_are_read_as_well_as_was_measured():
    figures = {name: round(figure(name, one), 3) for name, one in total(KEPT_OUT).items()}
    low = {name: figures[name] for name in FLOORS if figures[name] < FLOORS[name]}
    assert not low  # the figures alone: what failed is nobody's to see


def test_whether_notices_are_kept_out_is_told_and_held():
    some = any(strangers(KEPT_OUT))
    assert set(FLOORS) == (set(ALL_FIELDS) if some else set())
    assert (NONE_KEPT_OUT in DOCS.read_text("utf-8")) is not some


@pytest.mark.parametrize("kind", ["ofd", "pdf"])
def test_the_same_notice_reads_the_same_on_a_page(kind):
    """Lines broken by a margin and page numbers between them lose nothing; a page keeps no bounds between cells."""
    result = {name: Score() for name in ALL_FIELDS}
    texts = [
        one for one in strangers(OPEN) if one.file_name.endswith(".txt") and not {"\t", "|"} & set("".join(one.lines))
    ]
    for stranger in texts:
        for name, one in scores_of(replace(stranger, name=f"{stranger.name}.{kind}")).items():
            result[name].add(one)
    for name, one in result.items():
        assert figure(name, one) >= BAR, (name, one.missed, one.invented)


def test_the_score_counts_what_is_missing_and_what_is_invented():
    stranger = next(strangers(OPEN))
    text = "\n".join(stranger.lines)
    bare = score(Sheet(stranger, read_text("通知\n请查收。"), "通知\n请查收。"))
    assert bare["due"].recall == bare["reports"].recall == bare["stages"].recall == 0
    wrong = text.replace("4月20日前完成首轮", "4月21日前完成首轮")
    moved = score(Sheet(stranger, read_text(wrong), wrong))["due"]
    assert (len(moved.missed), len(moved.invented)) == (1, 1)
