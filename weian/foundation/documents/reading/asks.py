"""Reads what one paragraph asks for."""

import itertools
import re
from dataclasses import dataclass, field, replace

from weian.foundation.documents.reading import verbs
from weian.foundation.documents.reading.model import Ask, Target
from weian.foundation.documents.reading.passage import Passage
from weian.foundation.documents.reading.sentences import Piece, group_pieces, read_pieces, split_sentences
from weian.kernel.text.dates import Context, When

_LEAD_IN_RE = re.compile(r"^(?:[一二三四五六七八九十]{1,2}是|[①②③④⑤⑥⑦⑧⑨⑩]|（\d{1,2}）|\d{1,2}[.、])")


@dataclass
class Setting:
    """What the place of a paragraph lends to its asks.

    terse: only words with a time, cadence or norm count (preambles, guiding ideas).
    inherited: the end of the stage or bracket that the paragraph stands under, with the words' places.
    """

    context: Context
    terse: bool = False
    inherited: When | None = None
    inherited_passage: Passage | None = None
    year_doubt: str | None = None  # None where the year of a time without one is certain


@dataclass
class Found:
    """An ask with the stretch of the paragraph that it was read from."""

    ask: Ask
    start: int
    end: int
    own_time: bool = False
    leading: list[When] = field(default_factory=list)


def read_asks(passage: Passage, setting: Setting) -> list[Ask]:
    """Asks of one paragraph, in order."""
    asks: list[Ask] = []
    masked = passage.masked
    previous_report: Found | None = None
    for start, end in split_sentences(passage.norm):
        found = _read_sentence(passage, masked, start, end, setting)
        asks += [item.ask for item in found]
        previous_report = next((item for item in reversed(found) if item.ask.kind == "report"), previous_report)
    return asks


def _read_sentence(passage: Passage, masked: str, start: int, end: int, setting: Setting) -> list[Found]:
    lead = _LEAD_IN_RE.match(masked[start:end])
    start += lead.end() if lead else 0
    words = masked[start:end]
    tried = replace(setting.context)
    pieces = read_pieces(masked, start, end, tried)
    if verbs.is_fact(words) or (verbs.is_blame(words) and not any(piece.has_fields for piece in pieces)):
        return []
    setting.context.year, setting.context.month, setting.context.near = tried.year, tried.month, tried.near
    for piece in pieces:
        piece.whens = [when for when in piece.whens if _binds(when, masked, start, piece, setting)]
    groups = group_pieces(masked, pieces)
    found: list[Found] = []
    who, carried = None, None
    for group in groups:
        who = _who(masked, group) or who
        own = list(group.whens)
        if not _is_ask(masked, group, words, setting):
            carried = own[-1] if own else carried
            continue
        found += _asks_of(passage, masked, start, group, who, carried, setting)
        carried = own[-1] if own else carried
    return found


def _binds(when: When, masked: str, start: int, piece: Piece, setting: Setting) -> bool:
    """Does this time bind anybody?"""
    if when.kind in ("due", "span", "event"):
        return True
    if when.kind != "bare" or setting.terse:
        return False
    after = masked[start + when.end : start + when.end + 2]
    if (
        after.startswith(("前后", "左右", "，", "以", "之", "开", "起", "中", "的", "份的"))
        or not when.last
        or not when.first
    ):
        return False
    if (when.last - when.first).days > 31:
        return False
    position = start + when.start - piece.start
    words = masked[piece.start : piece.end]
    return position <= 12 and (verbs.kind_of(words) is not None or verbs.is_directive(words))


def _is_ask(masked: str, group: Piece, sentence: str, setting: Setting) -> bool:
    words = masked[group.start : group.end]
    if group.has_fields:
        bound = any(when.kind in ("due", "span", "event") for when in group.whens)
        return bool(group.kind or group.norms or group.cadences or bound or verbs.is_directive(words))
    if setting.terse or verbs.is_own_act(words):
        return False
    if group.kind == "report":
        return verbs.is_directive(sentence) or bool(re.search(r"及时|即时|第一时间|立即|一并|逐级|如实|应", words))
    return bool(group.kind and verbs.is_directive(sentence)) or bool(re.search(r"应当|必须|严禁|不得|禁止|务必", words))


def _who(masked: str, group: Piece) -> tuple[int, int] | None:
    """Subject of a group: at its head or after a leading stretch of time or circumstance."""
    position = group.start
    for chunk in re.split(r"(，)", masked[group.start : group.end])[:5]:
        head = re.match(
            r"^(?:[^，。；]{0,18}?(?:底前|日前|月前|年内|年底|止|起至[^，。；]{2,12}日)|每[^，。；、]{1,4}度?|要|即|并|且)?",
            chunk,
        ).end()
        for offset in sorted({0, head}):
            span = verbs.who_in(chunk[offset:])
            if span:
                return position + offset + span[0], position + offset + span[1]
        position += len(chunk)
    return None


def _asks_of(passage, masked, base, group, who, carried, setting) -> list[Found]:
    dues = group.whens or ([carried] if carried and not group.timed and group.kind != "report" else [])
    count = max(len(dues), len(group.cadences), len(group.norms), 1)
    kind = group.kind or "other"
    parts = _parts(masked, base, group, count)
    found = []
    for index in range(count):
        low, high = parts[index]
        ask = Ask(kind, _tidy(passage.raw[low:high]), passage.cut(low, high).lines())
        ask.spans["text"] = passage.spans(low, high)
        if who:
            ask.who = _names(passage.raw[who[0] : who[1]])
            ask.spans["who"] = passage.spans(*who)
        _set_due(ask, passage, base, dues[min(index, len(dues) - 1)] if dues else None, setting)
        _set_cadence(ask, passage, base, group, index, setting)
        if index < len(group.norms):
            norm = group.norms[index]
            ask.target = Target(norm.op, norm.value, norm.unit)
            ask.spans["target"] = passage.spans(base + norm.start, base + norm.end)
            ask.doubts += norm.doubts
        found.append(Found(ask, group.start, group.end, bool(group.whens)))
    return found


def _parts(masked: str, base: int, group: Piece, count: int) -> list[tuple[int, int]]:
    """The group's words shared out among its asks: cut before each time or number after the first."""
    fields = max((group.whens, group.cadences, group.norms), key=len)
    cuts = [group.start]
    for before, here in itertools.pairwise(fields):
        between = masked[base + before.end : base + here.start]
        joint = max((between.rfind(char) for char in "，、；或和及"), default=-1)
        cuts.append(base + before.end + joint + 1 if joint >= 0 else cuts[-1])
    if count < 2:
        return [(group.start, group.end)]
    ends = [*cuts[1:], group.end]
    return [(low, high) if high > low else (group.start, group.end) for low, high in zip(cuts, ends, strict=True)]


def _set_due(ask: Ask, passage: Passage, base: int, when: When | None, setting: Setting) -> None:
    if when is None:
        return
    ask.due, ask.due_event = when.last, when.event
    ask.spans["due"] = passage.spans(base + when.start, base + when.end)
    ask.doubts += year_doubts(when, setting)
    if when.kind == "bare":
        ask.doubts.append(f"“{passage.raw[base + when.start : base + when.end]}”未写明是截止日，暂按最后一天")


def year_doubts(when: When, setting: Setting) -> list[str]:
    """Doubts about a time, the guessed year among them unless the issue date vouches for it."""
    doubts = list(when.doubts)
    issued = setting.context.issued
    if when.year_from == "context" and when.last and setting.year_doubt and (not issued or when.last < issued):
        doubts.append(setting.year_doubt.format(year=when.last.year))
    return doubts


def _set_cadence(ask: Ask, passage: Passage, base: int, group: Piece, index: int, setting: Setting) -> None:
    if index < len(group.cadences):
        cadence = group.cadences[index]
        ask.every, ask.by, ask.times = cadence.every, cadence.by, cadence.times
        ask.spans["every"] = passage.spans(base + cadence.start, base + cadence.end)
        ask.doubts += cadence.doubts
    if ask.due is None and ask.due_event is None and setting.inherited and not (ask.kind == "report" and ask.every):
        ask.due, ask.due_event = setting.inherited.last, setting.inherited.event
        place = setting.inherited_passage or passage
        ask.spans["due"] = place.spans(setting.inherited.start, setting.inherited.end)
        ask.doubts += year_doubts(setting.inherited, setting)


def _tidy(raw: str) -> str:
    return raw.strip("，,。；;：:、 ")


def _names(raw: str) -> list[str]:
    return [name for name in re.split(r"[、，,]", raw) if name]
