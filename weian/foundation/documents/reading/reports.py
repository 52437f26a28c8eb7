"""Things to be reported: what, to whom, by when."""

import re

from weian.foundation.documents.reading import verbs
from weian.foundation.documents.reading.model import Ask, Clause, Report
from weian.foundation.documents.reading.words import ORG_ENDS
from weian.kernel.text.glyphs import fold

_TO_ENDS = rf"(?:{ORG_ENDS}|邮箱|信箱|平台|系统|工作群|办|上级|主管部门|责任人|负责人)"
_TOWARDS_RE = re.compile(rf"向(?P<to>[^，。；：]{{1,40}}?{_TO_ENDS}[^，。；：]{{0,12}}?)(?:书面|电话|如实|及时|统一|逐级|书面)*(?:报告|报送|上报|报备|反馈|提交|续报|汇报)")
_AFTER_RE = re.compile(
    rf"^(?:至|到|给|送)?(?P<to>(?:[^，。；：、（）]{{0,30}}?{_TO_ENDS})+)(?=备案|审批|审核|汇总|[，。；：（）、]|$|[^，。；：（）、]{{0,12}}(?:情况|总结|报告|信息|方案|名单|数据|表))"
)
_OBJECT_RE = re.compile(r"(?:并|同时|请)?(?:将|把)(?P<what>[^，。；]{2,60})$")
_CUT_RE = re.compile(
    r"(?:一并|统一|分别|及时|书面|电话|汇总|逐级|如实|按时|加盖公章|盖章|以[^，。；]{1,12}形式|经[^，。；]{1,12}(?:同意|审核|签字)后?|通过[^，。；]{1,16}|（[^（）]*）|于|在|须|应|要|同时|后)+$"
)
_HEAD_RE = re.compile(r"^(?:请|各|并|且|同时|应|要|须|及时|按要求|按照要求|按规定|立即|每[日天周月季年半][^，。；]{0,10}?前|次|度|一|1|本|\d次|[:：]|了)+")


def read_reports(clauses: list[Clause]) -> list[Report]:
    """One report for every ask of that kind; a 一并报送 takes its neighbour's times."""
    reports: list[Report] = []
    for clause in clauses:
        for ask in clause.asks:
            if ask.kind != "report":
                continue
            if re.search(r"一并(?:报|上报|提交)", ask.text) and not (ask.due or ask.every or ask.due_event) and reports:
                _take_times(ask, reports[-1])
            what, to = object_and_receiver(ask)
            reports.append(Report(what, to, ask.due, ask.due_event, ask.every, ask.line, clause.no))
    return reports


def _take_times(ask: Ask, report: Report) -> None:
    ask.due, ask.due_event, ask.every = report.due, report.due_event, report.every
    ask.doubts.append("原文写“一并报送”，时间随上一项报送")


def object_and_receiver(ask: Ask) -> tuple[str, str | None]:
    """What is reported and to whom, from the words of an ask."""
    raw = ask.text
    norm = fold(raw)
    to = _TOWARDS_RE.search(norm)
    verb = verbs.report_verb(norm)
    if verb is None:
        return raw, None
    after = raw[verb.end() :]
    receiver = raw[to.start("to") : to.end("to")] if to else None
    following = _AFTER_RE.match(norm[verb.end() :])
    if receiver is None and following:
        receiver = raw[verb.end() + following.start("to") : verb.end() + following.end("to")]
        after = after[following.end("to") :]
    return _what(ask, raw, norm, verb, after), receiver


def _what(ask: Ask, raw: str, norm: str, verb: re.Match, after: str) -> str:
    before = norm[: verb.start()]
    piece_start = max(before.rfind(char) for char in "，。；") + 1
    given = re.search(r"(?:将|把)(?P<what>[^，。；]{2,60}?)$", before) or re.search(r"(?:将|把)(?P<what>[^，。；]{2,60})", before)
    if given:
        return _trim_object(raw[given.start("what") : given.end("what")])
    tail = re.split(r"[，。；（(]", after)[0]
    tail = re.sub(rf"^(?:至|到|给)?[^，。；]{{0,24}}?(?:{_TO_ENDS})?(?:备案|审批)$", "", tail)
    tail = _HEAD_RE.sub("", tail)
    if len(tail) >= 2 and not re.fullmatch(r"(?:备案|审批|制度|邮箱|.{0,2}次)", tail):
        return tail
    return _trim_object(_without_times(raw[piece_start : verb.start()], ask)) or raw


def _without_times(words: str, ask: Ask) -> str:
    """Drops subject and time from the words before a verb without 将."""
    for who in ask.who:
        words = words.removeprefix(who)
    words = re.sub(r"^(?:请|由|应|要|须)", "", words)
    words = re.split(r"(?:于|在|须|应|要)?(?:每|\d{1,4}年|\d{1,2}月|\d{1,2}[日小分个]|第一时间|及时|立即|向)", words)[0] or words
    return words


def _trim_object(words: str) -> str:
    kept = re.split(r"(?:于|在)(?=\d|每|[一二三四五六七八九十]{1,3}[月日])|(?=\d{1,4}年\d|\d{1,2}月\d)|(?<!上)(?=每[月季周日年])", words)[0]
    previous = None
    while kept != previous:
        previous = kept
        kept = _CUT_RE.sub("", kept)
    return kept.strip("，。；、的")
