"""Notices that the reader's rules were not written beside: how much of them is read.

The floors of those kept out lie just below the figures told in docs/reading.md. They keep what was reached;
where a field fails here, look for the rule that broke among the open ones, not at the notices kept out.
"""

from dataclasses import replace

import pytest

from tests.foundation.documents.strangers.measure import scores_of, total
from tests.foundation.documents.strangers.papers import KEPT_OUT, OPEN, strangers
from tests.foundation.documents.strangers.scoring import ALL_FIELDS, SHARES, Sheet, score
from tests.seeds.compare import Score
from weian.foundation.documents.reading import read_text

BAR = 0.97
FLOORS = {
    "due": 0.85, "every": 0.97, "target": 0.93, "actors": 0.87, "stages": 0.59, "reports": 0.74,
    "times": 0.97, "kind": 0.90, "who": 0.79,
}  # fmt: skip


def figure(name, one):
    return one.recall if name in SHARES else one.f1


@pytest.fixture(scope="module")
def kept_out():
    return total(KEPT_OUT)


@pytest.fixture(scope="module")
def opened():
    return total(OPEN)


@pytest.mark.parametrize("name", ALL_FIELDS)
def test_open_notices_are_read(opened, name):
    one = opened[name]
    assert figure(name, one) >= BAR, (one.missed, one.invented)


@pytest.mark.parametrize("name", ALL_FIELDS)
def test_notices_kept_out_are_read_as_well_as_was_measured(kept_out, name):
    found = round(figure(name, kept_out[name]), 3)
    assert found >= FLOORS[name]  # the figure alone: what failed is nobody's to see


@pytest.mark.parametrize("kind", ["ofd", "pdf"])
def test_the_same_notice_reads_the_same_on_a_page(kind):
    """Lines broken by a margin and page numbers between them lose nothing."""
    result = {name: Score() for name in ALL_FIELDS}
    for stranger in [one for one in strangers(OPEN) if one.file_name.endswith(".txt")]:
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
