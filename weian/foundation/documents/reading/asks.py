"""Reads what one paragraph asks for."""

import itertools
import re
from dataclasses import dataclass, replace
from datetime import date

from weian.foundation.documents.reading import subjects, verbs
from weian.foundation.documents.reading.actors import names_in
from weian.foundation.documents.reading.model import Ask, Target
from weian.foundation.documents.reading.passage import Passage
from weian.foundation.documents.reading.reporting import hands_over
from weian.foundation.documents.reading.sentences import Piece, group_pieces, read_pieces, split_sentences
from weian.kernel.text.cadence import Cadence
from weian.kernel.text.dates import Context, When, find_whens
from weian.kernel.text.norms import Norm
from weian.kernel.text.numerals import NUMBER, parse_number

_UNBOUND_RE = re.compile(r"前后|左右|，|以|之|开|起|中|的|份的")
_DONE_RE = re.compile(
    r"[^，。；、的]{0,8}?(?:完成|完毕|完工|完结|到位|查完|改完|实现|建成|达到|达标|消除|清零|全部|(?:组织|开展|进行|举[办行]|召开)\S{0,2}[\d一两二三]次)"
)  # 上半年完成…
_PAST_RE = re.compile(
    r"(?:其中|据|截[至止])?(?:(?P<year>20\d\d|二零[零一二三四五六七八九]{2})年(?!以前|之前)|去年|上年|今年上半年|上半年以来|上月|上季度|今年以来|去[春夏秋冬]|上一(?:轮|年度?|季度|阶段)|(?<=截[至止]))"
)
_NO_LESS_RE = re.compile(r"不(?:得|应|能)?(?:低于|少于|小于|超过|高于|大于|多于)")
_GIVES_RE = re.compile(r"(?:将|把)[^，。；]{2,}报")
_MUST_RE = re.compile(r"应当|必须|严禁|不得|禁止|务必")
_BEFORE_SUBJECT_RE = re.compile(
    r"(?:[^，。；]{0,18}?(?:底前|日前|月前|年内|年底|止|起至[^，。；]{2,12}日)|此后|随后|届时|每(?:季度?|月度?|年度?|[周日天旬班]|半[年月]|学期)|每[^，。；、向对将把]{1,4}度?|要|即|并|且)?"
)
_LEAD_IN_RE = re.compile(r"^(?:[一二三四五六七八九十]{1,2}是|[①②③④⑤⑥⑦⑧⑨⑩]|（\d{1,2}）|\d{1,2}[.、](?!\d))")

_COUNT_RE = re.compile(rf"(?P<n>{NUMBER})(?:次|遍|轮)")
_SHIFT_RE = re.compile(rf"每(?:个?班次?|值)(?!级|子)[^，。；]{{0,30}}?(?P<n>{NUMBER})(?:次|遍|轮)(?!以[内下])")
_TELLS_RE = re.compile(r"^[我本]|(?<!不)了(?!解)|\d[万亿]?元|负责解释")
_NOT_SENT_RE = re.compile(rf"{_TELLS_RE.pattern}|存档|备查|留存|归档")  # told, or kept in the house
_COUNTED_RE = re.compile(r"(?:不得?[少低]于|至少)")  # 专职人员不少于3人: they are counted, another sees to it
_RUNS_RE = re.compile(r"[^，。；：\d]{0,10}(?:行动|活动|整治|攻坚战?)(?:时间)?(?:自|从|为|：)?")
_TITLE_RE = re.compile(rf"{_LEAD_IN_RE.pattern[1:]}[^，。；：\d每]{{2,12}}。")  # 三是及时报告。 and then what is asked


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


def read_asks(passage: Passage, setting: Setting) -> list[Ask]:
    """Asks of one paragraph, in order."""
    masked = passage.masked
    asks: list[Ask] = []
    for start, end in split_sentences(passage.norm):
        asks += _read_sentence(passage, masked, start, end, setting)
    return asks


@dataclass
class _Sentence:
    """One sentence of a paragraph while its asks are read; ``start`` is the offset of its times and numbers."""

    passage: Passage
    masked: str
    start: int
    end: int
    setting: Setting
    who: tuple[int, int] | None = None
    carried: When | None = None  # a time that the pieces after it share

    @property
    def words(self) -> str:
        return self.masked[self.start : self.end]


def _read_sentence(passage: Passage, masked: str, start: int, end: int, setting: Setting) -> list[Ask]:
    if _TITLE_RE.fullmatch(masked, start, end) and end < len(masked):
        return []
    if _only_runs(masked[start:end], setting.context):
        return []
    lead = _LEAD_IN_RE.match(masked[start:end])
    sentence = _Sentence(passage, masked, start + (lead.end() if lead else 0), end, setting)
    groups = _groups(sentence)
    asks: list[Ask] = []
    for group in groups:
        sentence.who = _who(masked, group, fields_at=_fields_at(sentence, group)) or sentence.who
        if _is_ask(sentence, group):
            asks += _asks_of(sentence, group)
        sentence.carried = group.whens[-1] if group.whens else sentence.carried
    return asks


def _only_runs(words: str, context: Context) -> bool:
    """行动自12月1日起至次年3月10日止 says how long all of it runs and asks nothing. Moves ``context`` on."""
    head = _RUNS_RE.match(words)
    if head is None:
        return False
    tried = replace(context)
    whens = find_whens(words, tried)
    if len(whens) != 1 or whens[0].kind not in ("span", "event") or not head.end() - 1 <= whens[0].start <= head.end():
        return False
    if not re.fullmatch(r"(?:为?止|结束)?[。；，]?", words[whens[0].end :]):
        return False
    context.year, context.month = tried.year, tried.month
    return True


def _groups(sentence: _Sentence) -> list[Piece]:
    """What the sentence may ask, piece by piece; nothing where it tells or threatens."""
    context = sentence.setting.context
    tried = replace(context)
    pieces = read_pieces(sentence.masked, sentence.start, sentence.end, tried)
    told = any(one.kind == "report" and _GIVES_RE.search(sentence.masked[one.start : one.end]) for one in pieces)
    if verbs.is_blame(sentence.words) and not told and not any(piece.has_fields for piece in pieces):
        return []  # 对不改的，移交处理，并将结果报市局 asks for something
    pieces = _asking(sentence, pieces)
    if not pieces:
        return []
    context.year, context.month, context.near, context.rolled = tried.year, tried.month, tried.near, tried.rolled
    for piece in pieces:
        piece.whens = _binding(sentence, piece)
        if sentence.setting.terse:  # a preamble tells how things stand: 合格率89.5%
            piece.norms = [norm for norm in piece.norms if norm.op != "=" or norm.value == 1]
    return group_pieces(sentence.masked, pieces)


def _asking(sentence: _Sentence, pieces: list[Piece]) -> list[Piece]:
    """The pieces that do not merely tell: 去年为93%，今年要达到99% asks from 今年 on."""
    told = verbs.is_fact(sentence.words)
    asking = []
    for piece in pieces:
        words = sentence.masked[piece.start : piece.end]
        if verbs.is_strong(words) or _sets(words, piece):
            told = False
        elif _is_past(words, piece, sentence.setting.context.issued):
            told = True
        if not told:
            asking.append(piece)
    return asking


def _sets(words: str, piece: Piece) -> bool:
    """Nobody tells a fact with 不低于 or, unless it has been done, with a last day."""
    dated = any(when.kind == "due" for when in piece.whens) and not (
        verbs.is_telling(words) or words.startswith(("截至", "截止"))
    )
    return dated or bool(_NO_LESS_RE.search(words))


def _is_past(words: str, piece: Piece, issued: date | None) -> bool:
    """Begins with a time that was over when the notice was issued."""
    head = _PAST_RE.match(words)
    if head is None or issued is None:
        return False
    if head["year"] and not words.startswith("截"):
        return parse_number(head["year"]) < issued.year
    return not any(when.last and when.last > issued for when in piece.whens)


def _binding(sentence: _Sentence, piece: Piece) -> list[When]:
    """The times of a piece that bind somebody; 7月上旬、8月上旬 bind together."""
    kept: list[When] = []
    for when in piece.whens:
        joined = kept and re.fullmatch(r"[、和及]", sentence.words[kept[-1].end : when.start])
        if _binds(sentence, when, piece) or (joined and when.kind == kept[-1].kind == "bare" and when.last):
            kept.append(when)
    return kept


def _binds(sentence: _Sentence, when: When, piece: Piece) -> bool:
    """Does this time bind anybody?"""
    if _names_past_months(sentence, when):
        return False
    if when.kind in ("due", "span", "event"):
        return True
    if when.kind != "bare" or sentence.setting.terse or not when.last or not when.first:
        return False
    if sentence.setting.context.issued and when.last < sentence.setting.context.issued:
        return False  # only a deadline in so many words may lie before the issue: then it is a contradiction
    if piece.opens:  # 参加5月考核的，
        return False
    wide = (when.last - when.first).days > 31
    if wide and not _DONE_RE.match(sentence.masked, sentence.start + when.end):
        return False
    if _UNBOUND_RE.match(sentence.masked, sentence.start + when.end):
        return False
    words = sentence.masked[piece.start : piece.end]
    if not words[when.end - (piece.start - sentence.start) :].strip("上下午点时分整：，0123456789"):
        words = sentence.masked[piece.start : sentence.end]  # 6月16日上午9时，在门诊广场开展…
    early = sentence.start + when.start - piece.start <= 12
    return early and (verbs.kind_of(words) is not None or verbs.is_directive(words))


def _names_past_months(sentence: _Sentence, when: When) -> bool:
    """3月20日前报送1—2月工作情况: what they are about, and over."""
    issued = sentence.setting.context.issued
    over = when.kind == "span" and when.last and issued and when.last < issued
    return bool(
        over and re.compile(r"份?的?[^，。；\d]{0,8}(?:情况|数据|报表|总结|进展|信息)").match(sentence.words, when.end)
    )


def _is_ask(sentence: _Sentence, group: Piece) -> bool:
    words = sentence.masked[group.start : group.end]
    if verbs.is_own_act(words) and not any(when.last for when in group.whens):
        return False
    if group.has_fields:
        bound = any(when.kind in ("due", "span", "event") for when in group.whens)
        return bool(group.kind or group.norms or group.cadences or bound or verbs.is_directive(words))
    if sentence.setting.terse and group.kind != "report":
        return False
    if re.search(r"(?:牵头|配合|协助)[，。；]?$", words):  # those who answer, not what they do
        return False
    if group.kind == "report" and verbs.tells_own_plans(sentence.words):
        own = _who(sentence.masked, group)
        return own is not None and not sentence.masked.startswith("将", own[1])
    if group.kind == "report":
        return verbs.is_directive(sentence.words) or not _NOT_SENT_RE.search(words)
    named = sentence.who is not None and not _TELLS_RE.search(words)  # 值班护士清点抢救器材
    return bool(group.kind and (named or verbs.is_directive(sentence.words))) or bool(_MUST_RE.search(words))


def _who(masked: str, group: Piece, *, fields_at: int | None = None) -> tuple[int, int] | None:
    """Subject of a group: at the head of the stretch with its first time or number, else of the first that has one."""
    found: tuple[int, int] | None = None
    position = group.start
    for chunk in re.split(r"(，)", masked[group.start : group.end])[:7]:
        if fields_at is not None and found and position > fields_at:
            break
        span = _subject_at_head(chunk)
        held = fields_at is not None and position <= fields_at < position + len(chunk)
        if span and (found is None or (held and not _COUNTED_RE.match(chunk, span[1]))):
            found = position + span[0], position + span[1]
        position += len(chunk)
    return found


def _subject_at_head(chunk: str) -> tuple[int, int] | None:
    """The subject that begins a stretch, or follows its leading time or circumstance."""
    head = _BEFORE_SUBJECT_RE.match(chunk)
    for offset in sorted({0, head.end() if head else 0}):
        span = subjects.who_in(chunk[offset:])
        if span:
            return offset + span[0], offset + span[1]
    return None


def _fields_at(sentence: _Sentence, group: Piece) -> int | None:
    """Where the first time, cadence or number of a group begins."""
    starts = [
        *(item.start for item in group.whens),
        *(item.start for item in group.cadences),
        *(item.start for item in group.norms),
    ]
    return sentence.start + min(starts) if starts else None


def _asks_of(sentence: _Sentence, group: Piece) -> list[Ask]:
    """One ask for each time, cadence or number of the group; one where it has none."""
    dues = group.whens
    words = sentence.masked[group.start : group.end]
    shared = group.kind != "report" or words.startswith("并") or bool(re.search(r"同[日时]一并|于同日|当日一并", words))
    if not dues and sentence.carried and not group.timed and shared:
        dues = [sentence.carried]
    count = max(len(dues), len(group.cadences), len(group.norms), 1)
    asks = []
    for index, (low, high) in enumerate(_parts(sentence, group, count)):
        kind = group.kind or "other"
        words = sentence.masked[low:high]
        if group.kind == "report" and not hands_over(words):
            if re.search(r"前完成[^，。；]{2,}，$", words):  # 9月15日前完成登记，10月15日前报结果
                kind = verbs.kind_of(words) or "other"
            else:
                low, high = group.start, group.end  # 分别于6月底、12月底前将…报…: each half needs the whole
        if index:  # 县级每半年、乡级每年至少开展1次
            sentence.who = _who(sentence.masked, Piece(low, high)) or sentence.who
        ask = _ask(sentence, kind, low, high)
        if dues:
            _set_due(ask, sentence, dues[min(index, len(dues) - 1)])
        if index < len(group.cadences):
            _set_cadence(ask, sentence, group.cadences[index])
        if index < len(group.norms):
            _set_target(ask, sentence, group.norms[index])
        _count_shifts(ask, sentence, low, high)
        _inherit(ask, sentence)
        asks.append(ask)
    return asks + _counted_apart(sentence, group, asks)


def _counted_apart(sentence: _Sentence, group: Piece, asks: list[Ask]) -> list[Ask]:
    """每年内部检验一次、外部检验两次: one period, counted apart."""
    if len(asks) != 1 or len(group.cadences) != 1 or not asks[0].times:
        return []
    start = sentence.start + group.cadences[0].end
    first, *more = re.split(r"、", re.split(r"[，。；]", sentence.masked[start : group.end])[0])
    counts = [_COUNT_RE.search(part) for part in more] if _COUNT_RE.search(first) else []
    return [
        replace(asks[0], times=int(parse_number(found["n"])), spans=dict(asks[0].spans), doubts=list(asks[0].doubts))
        for found in counts
        if found and parse_number(found["n"]) != asks[0].times
    ]


def _count_shifts(ask: Ask, sentence: _Sentence, low: int, high: int) -> None:
    """每班巡检不少于3次: a shift is a period, though nobody here knows how long one is."""
    found = _SHIFT_RE.search(sentence.masked, low, high)
    if not found or ask.every:
        return
    ask.times = int(parse_number(found["n"])) or None
    if ask.target and ask.target.unit == "count" and ask.target.value == ask.times:
        ask.target = None
        ask.spans.pop("target")


def _ask(sentence: _Sentence, kind: str, low: int, high: int) -> Ask:
    passage = sentence.passage
    ask = Ask(kind, passage.raw[low:high].strip("，,。；;：:、 "), passage.cut(low, high).lines())
    ask.spans["text"] = passage.spans(low, high)
    if sentence.who:
        ask.who = names_in(passage, *sentence.who)
        ask.spans["who"] = passage.spans(*sentence.who)
    return ask


def _parts(sentence: _Sentence, group: Piece, count: int) -> list[tuple[int, int]]:
    """The group's words shared out among its asks: cut before each time or number after the first."""
    if count == 1:
        return [(group.start, group.end)]
    kinds = (group.whens, group.cadences, group.norms)
    fields = max(([(item.start, item.end) for item in kind] for kind in kinds), key=len)
    cuts = [group.start]
    for (_, end), (start, _) in itertools.pairwise(fields):
        between = sentence.masked[sentence.start + end : sentence.start + start]
        joint = between.rfind("，") if "，" in between else max(between.rfind(char) for char in "、；或和及")
        cuts.append(sentence.start + end + joint + 1 if joint >= 0 else cuts[-1])
    ends = [*cuts[1:], group.end]
    return [(low, high) if high > low else (group.start, group.end) for low, high in zip(cuts, ends, strict=True)]


def _set_due(ask: Ask, sentence: _Sentence, when: When) -> None:
    low, high = sentence.start + when.start, sentence.start + when.end
    words = sentence.passage.raw[low:high]
    ask.due, ask.due_event = when.last, when.event or (None if when.last else words)
    ask.spans["due"] = sentence.passage.spans(low, high)
    ask.doubts += year_doubts(when, sentence.setting)
    if when.kind == "bare":
        ask.doubts.append(f"“{words}”未写明是截止日，暂按最后一天")


def _set_cadence(ask: Ask, sentence: _Sentence, cadence: Cadence) -> None:
    ask.every, ask.by, ask.times = cadence.every, cadence.by, cadence.times
    ask.spans["every"] = sentence.passage.spans(sentence.start + cadence.start, sentence.start + cadence.end)
    ask.doubts += cadence.doubts


def _set_target(ask: Ask, sentence: _Sentence, norm: Norm) -> None:
    ask.target = Target(norm.op, norm.value, norm.unit)
    ask.spans["target"] = sentence.passage.spans(sentence.start + norm.start, sentence.start + norm.end)
    ask.doubts += norm.doubts


def _inherit(ask: Ask, sentence: _Sentence) -> None:
    """An ask without a time of its own ends with its stage; a periodic report goes on its own clock."""
    setting = sentence.setting
    if ask.due or ask.due_event or setting.inherited is None or (ask.kind == "report" and ask.every):
        return
    ask.due, ask.due_event = setting.inherited.last, setting.inherited.event
    place = setting.inherited_passage or sentence.passage
    ask.spans["due"] = place.spans(setting.inherited.start, setting.inherited.end)
    ask.doubts += year_doubts(setting.inherited, setting)


def year_doubts(when: When, setting: Setting) -> list[str]:
    """Doubts about a time, the guessed year among them unless the issue date vouches for it."""
    doubts = list(when.doubts)
    issued = setting.context.issued
    if when.year_from == "context" and when.last and setting.year_doubt and (not issued or when.last < issued):
        doubts.append(setting.year_doubt.format(year=when.last.year))
    return doubts
