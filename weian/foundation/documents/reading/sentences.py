"""Sentences and the pieces of sentences that each ask one thing."""

import itertools
import re
from dataclasses import dataclass, field, replace

from weian.foundation.documents.reading import subjects, verbs
from weian.kernel.text.cadence import Cadence, find_cadences, times_spans
from weian.kernel.text.dates import Context, When, find_whens
from weian.kernel.text.norms import Norm, find_norms

_ONE_BY_ONE_RE = re.compile(
    r"(?:(?<=[，。；：、])|^)(?:[一二三四五六七八九十]{1,2}是(?!否)|[①②③④⑤⑥⑦⑧⑨⑩]|（\d{1,2}）|\d{1,2}[.、](?!\d))"
)
_LONGEST = 800  # characters; the longest sentence met in a real notice has some 450
_MORE = 6  # characters beside a time: somebody does something
_OPEN, _CLOSE = "（《“〔", "）》”〕"


@dataclass
class Piece:
    """A stretch between commas with what stands in it; offsets are into the paragraph."""

    start: int
    end: int
    kind: str | None = None
    whens: list[When] = field(default_factory=list)
    cadences: list[Cadence] = field(default_factory=list)
    norms: list[Norm] = field(default_factory=list)
    opens: bool = False  # a condition: what it conditions follows
    begins: bool = True  # starts with a verb of its own
    says_more: bool = False  # than when

    @property
    def timed(self) -> bool:
        return bool(
            self.whens or self.cadences or any(norm.op == "<=" and norm.unit in verbs.TIME_UNITS for norm in self.norms)
        )

    @property
    def has_fields(self) -> bool:
        return bool(self.whens or self.cadences or self.norms)

    def absorb(self, other: "Piece") -> None:
        self.end = other.end
        self.kind = other.kind if other.kind == "report" else self.kind or other.kind
        self.whens += other.whens
        self.cadences += other.cadences
        self.norms += other.norms


def split_sentences(norm: str) -> list[tuple[int, int]]:
    """Stretches that end at 。；！？ or begin with 一是, 二是, ①, …"""
    cuts = {0, len(norm)}
    depth = 0
    for position, char in enumerate(norm):
        depth += char in _OPEN
        depth = max(0, depth - (char in _CLOSE))
        if char in "。；！？" and (depth == 0 or char in "。！？"):
            cuts.add(position + 1)
    cuts.update(match.start() for match in _ONE_BY_ONE_RE.finditer(norm))
    ordered = _short_enough(norm, sorted(cuts))
    return [(low, high) for low, high in itertools.pairwise(ordered) if norm[low:high].strip("。；！？，")]


def _short_enough(norm: str, cuts: list[int]) -> list[int]:
    """Cuts more often where a sentence has no end: the grammars take time with the square of its length."""
    close: list[int] = cuts[:1]
    for cut in cuts[1:]:
        while cut - close[-1] > _LONGEST:
            comma = norm.rfind("，", close[-1] + 1, close[-1] + _LONGEST)
            close.append(comma + 1 if comma > 0 else close[-1] + _LONGEST)
        close.append(cut)
    return close


def split_pieces(masked: str, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches between commas outside brackets; a list of 制定一份…、召开一次… is cut at 、 too."""
    sentence = masked[start:end]
    listed = len(verbs.ONE_OF_EACH_RE.findall(sentence)) >= 3
    cuts, depth = [start], 0
    for position in range(start, end):
        char = masked[position]
        depth += char in _OPEN
        depth = max(0, depth - (char in _CLOSE))
        if depth == 0 and ((char in "，：" and not _is_clock(masked, position)) or (listed and char == "、")):
            cuts.append(position + 1)
    return [(low, high) for low, high in zip(cuts, [*cuts[1:], end], strict=True) if high > low]


def _is_clock(text: str, position: int) -> bool:
    return (
        text[position] == "："
        and text[position - 1 : position].isdigit()
        and text[position + 1 : position + 2].isdigit()
    )


def read_pieces(masked: str, start: int, end: int, context: Context) -> list[Piece]:
    """Pieces of one sentence, each with its times, cadences and norms. Moves ``context`` on."""
    sentence = masked[start:end]
    cadences = find_cadences(sentence)
    whens = _without_cadences(sentence, find_whens(sentence, context), cadences)
    taken = [(when.start, when.end) for when in whens] + [(item.start, item.end) for item in cadences]
    norms = find_norms(sentence, taken + times_spans(sentence, cadences))
    pieces = [Piece(low, high, verbs.kind_of(masked[low:high])) for low, high in split_pieces(masked, start, end)]
    for piece in pieces:
        words = masked[piece.start : piece.end]
        piece.opens, piece.begins = verbs.is_circumstance(words), verbs.begins_action(words)
        low, high = piece.start - start, piece.end - start
        piece.whens = [when for when in whens if low <= when.start < high]
        piece.cadences = [item for item in cadences if low <= item.start < high]
        piece.norms = [norm for norm in norms if low <= norm.end - 1 < high]
        told = sum(end - begin for begin, end in taken if low <= begin < high)
        piece.says_more = high - low - told > _MORE
    return pieces


def _without_cadences(sentence: str, whens: list[When], cadences: list[Cadence]) -> list[When]:
    """每年6月、12月20日前: the day belongs to the cadence, not to this year."""
    kept: list[When] = []
    for when in whens:
        inside = any(item.start < when.end and when.start < item.end for item in cadences)
        follows = any(item.every in ("P1Y", "P6M") and 0 <= when.start - item.end <= 1 for item in cadences)
        chained = kept != whens[: whens.index(when)] and re.match(
            r"[、和及]", sentence[when.start - 1 : when.start] or ""
        )
        if not (inside or follows or chained):
            kept.append(when)
    return kept


def group_pieces(masked: str, pieces: list[Piece]) -> list[Piece]:
    """Pieces joined so that each asks one thing."""
    groups: list[Piece] = []
    for piece in pieces:
        current = groups[-1] if groups else None
        if current is not None and _says_when(current, piece, masked[piece.start : piece.end]):
            current.cadences[-1] = replace(piece.cadences[0], times=current.cadences[-1].times)
            current.end = piece.end
        elif current is not None and _follows_own_plan(masked, current, piece):
            groups.append(piece)
        elif current is not None and not _starts_anew(current, piece, masked[piece.start : piece.end]):
            current.absorb(piece)
        else:
            groups.append(piece)
    return groups


def _says_when(current: Piece, piece: Piece, words: str) -> bool:
    """每年述职一次，时间为每年12月10日前: the same period once more, with its day."""
    return bool(
        re.match(r"(?:具体)?(?:时间|时限|期限)(?:为|是|定|在|不)", words)
        and current.cadences
        and piece.cadences
        and current.cadences[-1].every == piece.cadences[0].every
    )


def _follows_own_plan(masked: str, current: Piece, piece: Piece) -> bool:
    """市卫生健康委将于6月组织督查，督查结果报市政府: two things, both of the issuer's."""
    told = piece.kind == "report" and current.kind not in (None, "report")
    return told and verbs.tells_own_plans(masked[current.start : current.end])


def _starts_anew(current: Piece, piece: Piece, words: str) -> bool:
    acts = bool(current.kind or current.norms)
    if acts and piece.opens:
        return True
    timed = piece.timed or "每班" in words
    if timed and not acts and current.timed and current.says_more and subjects.who_in(words):
        return True  # 主任要在1月20日前完成分柜存放，管理员每周盘点
    if not acts and current.whens and piece.whens and current.says_more:
        return True  # 年终前全面总结，12月10日前报总结报告
    if not acts:
        return bool(current.cadences and piece.cadences)
    if piece.norms and (current.norms or current.kind):
        return True
    if piece.timed and current.has_fields:
        return True
    if piece.kind == current.kind == "report" and subjects.who_in(words):
        return True  # 科室交安全科，由安全科汇总后报院长审定
    if piece.kind == current.kind == "report" and re.search(
        r"即时|随时|立即|第一时间|^(?:事后|随后|[如若遇凡]|一旦)|.一并(?:报|上报|提交)", words
    ):
        return True
    return bool(piece.kind and (piece.timed or (piece.begins and piece.kind != current.kind)))
