"""Composites such as 五个一: which ask of a clause is which part, and parts that the reading did not find."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from weian.ground.duties import api as duties
from weian.programs.campaigns.proposing.pieces import title_of

if TYPE_CHECKING:
    from weian.programs.campaigns.proposing.drafting import Draft

_FILLED_UP = "原文点了“{name}”的名，没有读出这一件，按内容包补上，请核对。"
_ITS_OWN = "内容包里“{name}”的第 {order} 项是“{title}”，原文没有这一项，按原文自己列的算，请核对。"
_NEXT_ITEM = re.compile(r"[、，；](?=[^、，；]{0,6}[一1壹][份次场个项套轮张本批期篇堂])")
# How an item of such a list is told: 一份方案, 一次演练, 1场考核.
_ITEM = re.compile(r"[一1壹][份次场个项套轮张本批期篇堂]")
_BY_REPORT_DAY = "原文没写这一件的期限，按报送日 {due} 取。"


def named_in(text: str, composites: Iterable[duties.Composite]) -> duties.Composite | None:
    """The composite that the text calls by name, if any."""
    for composite in composites:
        if any(word in text for word in (composite.name, *composite.aliases)):
            return composite
    return None


def assign(composite: duties.Composite, drafts: list[Draft], blank: Draft) -> list[Draft]:
    """Give the drafts of one clause their parts, in the words of the notice: the pack is only the usual form.

    What the notice lists instead of a usual part is that part; parts of which it says nothing at all are added from
    the pack. Both with a doubt. `blank` is an empty draft of the clause, from which missing parts are made.
    """
    drafts = [piece for one in drafts for piece in _itemised(one, blank)]
    left, meant = list(drafts), {}
    for part in composite.parts:
        if found := _best(part, left):
            left.remove(found)
            meant[part.order] = found
    listed = [one for one in left if _ITEM.search(one.text)]
    added = []
    for part in composite.parts:
        found = meant.get(part.order)
        if found is None and listed:
            found = listed.pop(0)
            found.doubts.append(_ITS_OWN.format(name=composite.name, order=part.order, title=part.title))
            found.title = title_of(found.text)
        elif found is None:
            found = blank.copy(kind=part.kind, title=part.title, text=part.title)
            found.doubts.append(_FILLED_UP.format(name=composite.name))
            added.append(found)
        else:
            found.text = _own_words(found.text, part.title)
            found.title = part.title if part.title in found.text else title_of(found.text)
        if found.title == part.title or part.order in meant:
            found.kind, found.evidence, found.acceptor = part.kind, list(part.evidence), part.acceptor
        found.composite, found.composite_part = composite.code, part.order
        # 召开一次专项部署会议 is short because the notice lists it so, not because half of it was lost.
        found.doubts = [doubt for doubt in found.doubts if "半句" not in doubt]
    return [*drafts, *added]


def spread(composite: duties.Composite, drafts: list[Draft], headings: list[str], blank: Draft) -> list[Draft]:
    """Let every draft belong to the part of which the heading of its clause speaks; what it asks stays as written.

    Returns a draft for each part that no clause speaks of, with a doubt.
    """
    added = []
    for part in composite.parts:
        meant = [one for one in drafts if not one.composite and any(w in headings[one.clause] for w in part.words)]
        for one in meant:
            one.composite, one.composite_part = composite.code, part.order
        if not meant:
            one = blank.copy(
                kind=part.kind, title=part.title, text=part.title, composite=composite.code,
                composite_part=part.order, evidence=list(part.evidence), acceptor=part.acceptor,
            )  # fmt: skip
            one.doubts.append(_FILLED_UP.format(name=composite.name))
            added.append(one)
    return added


def fill_due(drafts: Iterable[Draft], report_due: object) -> None:
    """Parts without a day of their own are due with the report of the notice; said aloud, because the text does not."""
    for draft in drafts:
        if draft.composite and report_due and not (draft.due or draft.due_event or draft.every):
            draft.due = report_due  # type: ignore[assignment]
            draft.doubts.append(_BY_REPORT_DAY.format(due=report_due))


def _itemised(draft: Draft, blank: Draft) -> list[Draft]:
    """组织一次演练、举办一次警示教育 are two items, each a draft; nobody said of what kind the second is."""
    first, *others = _NEXT_ITEM.split(draft.text)
    if not others or not _ITEM.search(first):
        return [draft]
    draft.text, draft.title = first, title_of(first)
    more = (draft.copy(text=one.strip("。"), title=title_of(one), kind=blank.kind, evidence=[]) for one in others)
    return [draft, *more]


def _own_words(text: str, title: str) -> str:
    """Of 牵头部署“五个一”活动，即：制定一份工作方案 only what this part says."""
    noun = title[-2:]
    return next((piece for piece in reversed(re.split(r"[：:，；]", text)) if noun in piece), text).strip()


def _best(part: duties.CompositePart, drafts: list[Draft]) -> Draft | None:
    """The draft that shares most words with the part's title, at least two characters in a row."""
    scored = [(_shared(part.title, one.text), -number, one) for number, one in enumerate(drafts)]
    score, _, best = max(scored, key=lambda row: row[:2], default=(0, 0, None))
    return best if score else None


def _shared(title: str, text: str) -> int:
    """How many two-character words of the title stand in the text, the last one (the noun) counting for more."""
    pairs = [title[i : i + 2] for i in range(len(title) - 1)]
    if not pairs or pairs[-1] not in text:
        return 0
    return 3 + sum(pair in text for pair in pairs[:-1])
