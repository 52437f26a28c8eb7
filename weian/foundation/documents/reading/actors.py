"""Who answers for a clause, and by when, from markers such as （牵头单位：甲，配合单位：乙）."""

import re
from dataclasses import dataclass, field

from weian.foundation.documents.reading.model import Actor
from weian.foundation.documents.reading.passage import Passage
from weian.foundation.documents.reading.words import DOER_ENDS, ORG_ENDS, PEOPLE_ENDS

_KIND = "主体|分工|单位|部门|科室|处室|股室|机构|科|处|领导|人"
_LABEL_RE = re.compile(
    rf"(?P<label>(?P<role>牵头|主责|主办|承办|经办|责任|负责|实施|落实|执行|配合|协办|协助|参与|参加|协同|支持)(?:{_KIND})?(?:及责任人)?)：(?=[^：])"
)
_TIME_LABEL_RE = re.compile(
    r"(?:完成时限|完成时间|时限要求|整改时限|工作时限|办理时限|时间节点|时间要求|时限|完成期限|进度要求|频次|时间安排)："
)
_ROLES = {
    "lead": "牵头|主责|主办|承办",
    "support": "配合|协办|协助|参与|参加|协同|支持",
    "responsible": "经办|责任|负责|实施|落实|执行",
}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words.split("|")}
_BRACKET_RE = re.compile(
    r"（(?P<inside>[^（）]*(?:（[^（）]*）[^（）]*)*)）|[【\[〔](?P<square>[^【】\[\]〔〕]{4,160})[】\]〕]"
)
_VERB_RE = re.compile(
    r"^(?P<names>.+?)(?:等)?(?P<verb>牵头(?:负责)?|共同负责|分别负责|按(?:照)?(?:各自)?职责(?:分工)?(?:分别|共同)?(?:负责|落实)(?:落实)?|按(?:照)?(?:各自)?职责分工|负责(?:落实|实施)?|(?:具体|组织)?落实|参与|配合|协助|协同)$"
)
_BY_RE = re.compile(
    r"由(?P<lead>[^，。；：（）]{2,30}?)牵头(?:负责|组织)?(?:，(?:由)?(?P<support>[^，。；：（）]{2,40}?)(?:参与|配合|协助)|，会同(?P<beside>[^，。；：（）\d]{2,40}?)(?=[于在，。；\d]|按|负责|开展|组织))?"
)
_RUNNING_RES = (  # 由甲负责，乙配合 / 甲牵头，乙、丙配合 in running words
    re.compile(
        r"(?:(?<=[，。；：])|^)由(?P<responsible>[^，。；：（）]{2,30}?)(?:具体|共同|统一|全面)?负责(?:落实|实施)?"
        r"(?:，(?P<support>[^，。；：（）]{2,40}?)(?:参与|配合|协助)(?:落实|实施)?)?(?=[，。；]|$)"
    ),
    re.compile(
        r"(?:(?<=[，。；：])|^)(?!由)(?P<lead>[^，。；：（）]{2,30}?)(?:牵头(?:负责|组织|落实)?|主办)"
        r"，(?P<support>[^，。；：（）]{2,40}?)(?:参与|配合|协助|协办)(?:落实|实施)?(?=[，。；]|$)"
    ),
)
_TELLS_RE = re.compile(
    rf"(?P<names>.{{2,30}}?(?:{ORG_ENDS}|{PEOPLE_ENDS}))(?:按照?(?:各自)?职责)?(?P<verb>牵头|负责|配合|协助|落实)(?=.)"
)
_END_RE = re.compile(rf"(?:{ORG_ENDS}|{PEOPLE_ENDS}|{DOER_ENDS})$")
_NO_NAME_RE = re.compile(r"\d[年月日]|[前底]$|持续|长期|推进|完成|坚持|每[日周月季年]")
_NOBODY = re.compile(r"^[/—\-无\s]*$")


@dataclass
class Markers:
    """What the markers of one paragraph say; ``cuts`` are stretches that are not part of the text."""

    actors: list[Actor] = field(default_factory=list)
    times: list[tuple[int, int]] = field(default_factory=list)
    cuts: list[tuple[int, int]] = field(default_factory=list)


def find_markers(passage: Passage) -> Markers:
    """Actors and time marks of one paragraph."""
    markers = Markers()
    for bracket in _BRACKET_RE.finditer(passage.norm):
        if _read_bracket(passage, bracket, markers):
            markers.cuts.append(bracket.span())
    _read_open_labels(passage, markers)
    _read_running(passage, markers)
    for match in _BY_RE.finditer(passage.norm):
        markers.actors += actors_in(passage, *match.span("lead"), "lead")
        for beside in ("support", "beside"):
            if match[beside]:
                markers.actors += actors_in(passage, *match.span(beside), "support")
    return markers


def _read_running(passage: Passage, markers: Markers) -> None:
    for pattern in _RUNNING_RES:
        for match in pattern.finditer(passage.norm):
            if any(low <= match.start() < high for low, high in markers.cuts):
                continue
            found = [
                actor
                for role in pattern.groupindex
                if match[role]
                for actor in actors_in(passage, *match.span(role), role)
            ]
            if all(_END_RE.search(actor.name) for actor in found):
                markers.actors += found


def _read_bracket(passage: Passage, bracket: re.Match[str], markers: Markers) -> bool:
    part = "inside" if bracket["inside"] is not None else "square"
    start, end = bracket.span(part)
    inside = bracket[part]
    if _LABEL_RE.search(inside) or _TIME_LABEL_RE.search(inside):
        return _read_labels(passage, start, end, markers)
    if len(inside) > 160 or not re.search(r"负责|牵头|配合|职责分工", inside):
        return False
    found, times = _read_verbs(passage, start, inside)
    markers.actors += found
    markers.times += times if found else []
    return bool(found)


def _read_verbs(passage: Passage, start: int, inside: str) -> tuple[list[Actor], list[tuple[int, int]]]:
    """甲牵头，乙、丙配合 / 甲、乙按职责分工负责，6月底前完成: the actors, and what may be times."""
    actors: list[Actor] = []
    waiting: list[tuple[int, int]] = []
    position = start
    for segment in re.split(r"([，；。])", inside):
        match = _VERB_RE.match(segment)
        if match:
            role = next((_ROLE_OF[word] for word in _ROLE_OF if word in match["verb"]), "responsible")
            for low, high in [*waiting, (position, position + match.end("names"))]:
                actors += actors_in(passage, low, high, role)
            waiting = []
        elif told := _TELLS_RE.match(segment):  # 县医院牵头医疗救治，疾控中心负责消杀
            actors += actors_in(passage, position, position + told.end("names"), _ROLE_OF[told["verb"]])
        elif segment and segment not in "，；。":
            waiting.append((position, position + len(segment)))
        position += len(segment)
    if any(len(actor.name) > 24 or re.search(r"[要须]|应(?!急)|的$", actor.name) for actor in actors):
        return [], []
    return actors, waiting


def _read_open_labels(passage: Passage, markers: Markers) -> None:
    """责任科室：甲；配合科室：乙 outside brackets runs to the end of its sentence."""
    for match in _LABEL_RE.finditer(passage.norm):
        start = len(passage.norm[: match.start()].rstrip("—-·●■▪"))
        if any(low <= match.start() < high for low, high in markers.cuts):
            continue
        before = passage.norm[:start]
        if before and not re.search(r"[。；，）、：]$", before):
            continue
        stop = _next_of("。", passage.norm, match.end())
        if _read_labels(passage, match.start(), stop, markers):
            markers.cuts.append((start, min(stop + 1, len(passage))))
    for match in _TIME_LABEL_RE.finditer(passage.norm):
        if not any(low <= match.start() < high for low, high in markers.cuts):
            stop = _next_of("。；", passage.norm, match.end())
            markers.times.append((match.end(), stop))


def _next_of(characters: str, norm: str, position: int) -> int:
    """Where the next of ``characters`` stands; the end of the words if none does."""
    return min((place for char in characters if (place := norm.find(char, position)) >= 0), default=len(norm))


def _read_labels(passage: Passage, start: int, end: int, markers: Markers) -> bool:
    labels = [(match.start(), match.end(), match["role"]) for match in _LABEL_RE.finditer(passage.norm, start, end)]
    labels += [(match.start(), match.end(), "") for match in _TIME_LABEL_RE.finditer(passage.norm, start, end)]
    labels.sort()
    for index, (_, value_start, role) in enumerate(labels):
        stop = labels[index + 1][0] if index + 1 < len(labels) else end
        if role:
            _read_value(passage, value_start, stop, _ROLE_OF[role], markers)
        else:
            markers.times.append((value_start, stop))
    return bool(labels)


def _read_value(passage: Passage, start: int, end: int, role: str, markers: Markers) -> None:
    """What follows a label: names, here and there with verbs of their own (甲牵头，乙配合) or a time behind them."""
    value = passage.norm[start:end]
    if re.search(r"牵头|配合", value):
        actors, times = _read_verbs(passage, start, value.rstrip("。；"))
        if actors:
            markers.actors += actors
            markers.times += times
            return
    position = start
    for segment in re.split(r"([，；。])", value):
        stop = position + len(segment)
        if _NO_NAME_RE.search(segment) and not _END_RE.search(segment):
            markers.times.append((position, stop))
        elif told := _TELLS_RE.match(segment):
            markers.actors += actors_in(passage, position, position + told.end("names"), _ROLE_OF[told["verb"]])
        elif segment not in "，；。":
            markers.actors += actors_in(passage, position, stop, role)
        position = stop


def actors_in(passage: Passage, start: int, end: int, role: str) -> list[Actor]:
    """Actors in a list of names such as 甲委、乙局和丙部门."""
    ranges = _split_names(passage.norm, start, end)
    names = [passage.raw[low:high] for low, high in ranges]
    if names and names[-1].endswith("部门") and len(names[-1]) > 2:
        names = [name if _END_RE.search(name) else name + "部门" for name in names]
    return [Actor(name, role, passage.spans(low, high)) for name, (low, high) in zip(names, ranges, strict=True)]


def names_in(passage: Passage, start: int, end: int) -> list[str]:
    """Each name of a list such as 甲委、乙局和丙部门, as written."""
    return [passage.raw[low:high] for low, high in _split_names(passage.norm, start, end)]


def _split_names(norm: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where each name of a list such as 甲委、乙局和丙部门 stands."""
    ranges, low, depth = [], start, 0
    for position in range(start, end + 1):
        char = norm[position] if position < end else "、"
        depth += (char == "（") - (char == "）")
        joins = char in "和及与" and _END_RE.search(norm[low:position]) and _has_end(norm, position + 1, end)
        if (char in "、，；。" or joins) and depth <= 0:
            ranges.append((low, position))
            low = position + 1
    return [trimmed for trimmed in (_trim(norm, *item) for item in ranges) if trimmed]


def _has_end(norm: str, start: int, end: int) -> bool:
    following = re.split(r"[、，；。和及与]", norm[start:end])[0]
    return bool(_END_RE.search(re.sub(r"等$", "", following)))


def _trim(norm: str, low: int, high: int) -> tuple[int, int] | None:
    words = norm[low:high]
    kept = re.sub(r"等(?:部门|单位|有关部门|相关部门)?$|按职责分工(?:负责)?$|(?:分别|共同)?负责$", "", words) or words
    if _NOBODY.match(kept):
        return None
    return low, low + len(kept)
