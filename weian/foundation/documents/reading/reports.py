"""Things to be reported: what, to whom, by when."""

import re
from collections.abc import Iterator
from itertools import dropwhile

from weian.foundation.documents.reading.model import Ask, Clause, Report
from weian.foundation.documents.reading.reporting import RECEIVER_ENDS, report_verb
from weian.kernel.text.glyphs import fold

_TO_ENDS = rf"(?:{RECEIVER_ENDS}|(?:邮箱|信箱)(?:[A-Za-z0-9_.@-]+)?|平台|系统|工作群|上级)"
_TOWARDS_RE = re.compile(
    rf"向(?P<to>[^，。；：]{{0,40}}?{_TO_ENDS}[^，。；：]{{0,12}}?)(?:书面|口头|当面|电话|短信|定期|如实|及时|统一|逐级|同步|立即|即时|按时|实行|“|[零日周月])*(?:报告|报送|上报|报[备批]|备案|反馈|提交|[首初续终速直抄]报|汇报|报(?=[一两\d][次份]))"
)
_THING = "情况|总结|报告|信息|方案|名单|数据|表|材料|进展|计划|小结|台账|清单|预案|动态|结果|问题|隐患|线索|做法|亮点|图片|照片|文件"  # noqa: E501
# A word begun, not a name ended: 动员部署, 处置, 办结.
_BROKEN = (
    r"(?<=部)[署分位件]|(?<=处)[置理罚]|(?<=办)[结理公案]|(?<=科)[学目研]|"
    r"(?<=[院室])[内外]|(?<=[站点])[点位]|(?<=[省市县])[级域]"
)
_DEALT_WITH = (
    r"各?[一两二\d]份|备案|存档|存查|备查|留存|留档|归档|登记|知悉|批准|同意|核准|阅示|"
    "审[批核定阅议签查]|签[阅批]|研究|汇总|依法|核发|办理|安排|验收|核定|销号|整改|处[理置]|协调|统筹|解决"
)
_AFTER_RE = re.compile(
    rf"^(?:至|到|给|送)*(?P<to>(?:(?!{_THING})[^，。；：、（）]){{0,30}}?{_TO_ENDS})(?!{_BROKEN})(?={_DEALT_WITH}|不得|并|[，。；：（）、]|$|[^，。；：（）、至到给]{{1,16}}(?:{_THING}))"
)
_THING_TO_RE = re.compile(
    rf"^(?P<what>[^，。；（）]{{2,40}}?)(?:（[^（）]*）)?(?:报送|发送|上报|报|发|送)?(?:至|到|给)(?P<to>[^，。；：（）]{{0,40}}?{_TO_ENDS})(?=[，。；（）]|$|备案)"
)
_EVENT_RE = re.compile(
    r"(?:发现|发生|出现|突发(?!情况|事件|公共|性)|[如若][有需]|遇有|遇到(?!的)|遇(?![到有])|一旦有)(?![后之时的])"
    r"(?P<what>[^，。；：]{2,30}?(?=的，)|[^，。；：、]{2,16}?(?=的|随时|即时|时|后|应|要|须|，|、|立即|及时|第一时间))"
    r"|(?:(?<=[，。；])|^)(?P<after>[^，。；：、]{2,12}?)(?:发生|出现)后"
)
_CUT_RE = re.compile(
    r"(?:填好|备齐|一并|直接|(?:修订|制定|编制|完成|结束|验收|批准)后|(?:到期|期满|届满)前|现场|当[场面]|另行|先行|事[先后]|随后|即刻|统一|分别|及时|同步|随时|即时|第一时间|抄|一经[^，。；]{1,4}|书面|(?<![、班系话办值])电话|汇总|逐级|如实|按时|加盖公章|盖章|以[^，。；]{1,12}形式|经[^，。；]{1,12}(?:同意|审核|签字|论证|审定|审查|审批|批准|研究|复核|把关|通过|汇总)后?|通过[^，。；]{1,16}|（[^（）]*）|于|在|须|应当?|要|同时|后|提前|自|从|务)+$"
)
_MADE = r"(?:形成|编制|撰写|出具|制[定订]|拟[定订]|提出|整理|填写|梳理|填报|汇总(?!表|分析|整理|后))(?![一两\d]次)"
_MADE_RE = re.compile(
    rf"(?:(?:{_MADE}|确定|明确|细化|修订|完善)(?P<made>[^，。；]{{2,20}}?)"
    r"|(?:将|把)(?P<ready>[^，。；]{2,30}?)(?:填好|备齐|(?:准备|整理|汇总)好)"
    rf"|对(?P<looked>[^，。；]{{2,20}}?)进行(?:审核|汇总|梳理|审查|统计|核实|评估|分析))，(?:(?!{_MADE})[^，。；将]{{2,10}}，)?并?$"
)
_SIGNED_RE = re.compile(
    r"(?:^|，)(?P<what>[^，。；]{1,12}(?:表|报告|材料|台账|清单|方案|名单))[由经][^，。；]{2,16}(?:签字|审核|盖章|把关|确认)，"
)
_NAMED_RE = re.compile(r"《[^《》]*》")
_ASIDE_RE = re.compile(r"（[^（）报送]*）")  # （一式三份，加盖公章） ends no piece
_REGIME_NAME_RE = re.compile(r"[零日周月季]报告?(?=[”，。；]|制度)")
_REGIME_RE = re.compile(r"(?:实行|执行|落实|坚持|严格)[^，。；]{0,12}(?:报告”?(?:制度)?|报事|报平安)$")
_TOPIC_RE = re.compile(
    rf"(?:各(?:单位|地|科室|县区|机构))?(?!对|将|把|请|按)(?P<what>[^，。；：]{{1,24}}?(?:{_THING}|量)(?<!问题|隐患|线索))(?=，|由|经|应|须|要|于|在|每|当日|次日|\d)"
)
_HEAD_RE = re.compile(
    r"^(?:请|各|并|且|同时|应|要|须|及时|按要求|按照要求|按规定|立即|每[日天周月季年半][^，。；]{0,10}?前|次|度|\d+[次名份]|[一1](?=[次名份])|名(?=“)|[:：]|了)+"
)


def read_reports(clauses: list[Clause], issuer: str | None) -> list[Report]:
    """One report for every ask of that kind; a 一并报送 takes its neighbour's times."""
    reports: list[Report] = []
    previous: Ask | None = None
    for clause in clauses:
        for ask in clause.asks:
            if ask.kind != "report" or _names_regime(ask, clause) or _is_own(ask, issuer):
                continue
            if (
                previous
                and re.search(r"一并(?:报|上报|提交)", ask.text)
                and not (ask.due or ask.every or ask.due_event)
            ):
                _take_times(ask, previous)
            what, to = object_and_receiver(ask)
            if _gathers(ask, reports):
                _tell_receiver(reports, to)
                continue
            to = to or clause.receiver or _receiver_after(ask, clause)
            what = (
                what
                or _made_before(clause, ask)
                or _event_before(clause, ask)
                or _condition_before(clause, ask)
                or _regime_before(clause, ask)
                or _topic(clause, ask)
                or _thing_first(clause, ask)
                or (reports[-1].what if reports else "")
                or ask.text
            )
            reports.append(Report(what, to, ask.due, ask.due_event, ask.every, ask.line, clause.no))
            previous = ask
    return reports


def _is_own(ask: Ask, issuer: str | None) -> bool:
    """…, 市卫生健康委汇总后报市政府: what the issuer will do with it, no day being named."""
    own = (
        bool(issuer)
        and len(ask.who) == 1
        and str(issuer).removesuffix("员会").endswith(ask.who[0].removesuffix("员会"))
    )
    return own and not re.search(r"\d", ask.text)


def _gathers(ask: Ask, reports: list[Report]) -> bool:
    """以上材料统一报…: says where what was told before goes, and asks for nothing more."""
    told = re.match(r"(?:以上|上述)[^，。；]{0,6}(?:材料|资料|文件|报告|信息|内容)", fold(ask.text))
    return bool(told and reports and reports[-1].line == ask.line and not (ask.due or ask.due_event or ask.every))


def _tell_receiver(reports: list[Report], to: str | None) -> None:
    for report in reports:
        if report.line == reports[-1].line:
            report.to = report.to or to


def _names_regime(ask: Ask, clause: Clause) -> bool:
    """实行零报告，每日17时前报…: the regime is named, then told."""
    if ask.due or ask.due_event or not _REGIME_RE.search(fold(ask.text)):
        return False
    after = _reports_after(ask, clause)
    return any(one.line == ask.line and ask.every in (None, one.every) for one in after)


def _receiver_after(ask: Ask, clause: Clause) -> str | None:
    """2月底前将方案、7月10日前将小结报市安委办: the last of a list says to whom."""
    if report_verb(fold(ask.text)):
        return None
    told = next((one for one in _reports_after(ask, clause) if report_verb(fold(one.text))), None)
    return object_and_receiver(told)[1] if told else None


def _reports_after(ask: Ask, clause: Clause) -> Iterator[Ask]:
    """Those of the clause that stand behind an ask."""
    behind = dropwhile(lambda one: one is not ask, clause.asks)
    return (one for one in behind if one is not ask and one.kind == "report")


def _take_times(ask: Ask, previous: Ask) -> None:
    ask.due, ask.due_event, ask.every, ask.by = previous.due, previous.due_event, previous.every, previous.by
    ask.doubts.append("原文写“一并报送”，时间随上一项报送")


def _made_before(clause: Clause, ask: Ask) -> str:
    """要制定实施方案，于3月23日前报…: what was made just before in the same sentence."""
    before = fold(clause.text.split(ask.text)[0])
    sentence = re.split(r"[。；]", before)[-1]
    found = [*_MADE_RE.finditer(sentence)]
    return found[-1][str(found[-1].lastgroup)] if found and ask.text != clause.text else ""


def _event_before(clause: Clause, ask: Ask) -> str | None:
    """What has to happen before it is reported: 发现火灾隐患…应当…报告."""
    found = list(_EVENT_RE.finditer(fold(clause.text.split(ask.text)[0] + ask.text)))
    return (found[-1]["what"] or found[-1]["after"]) if found else None


def _topic(clause: Clause, ask: Ask) -> str:
    """清单由药学部更新，并报保卫科: what the sentence begins with."""
    found = _TOPIC_RE.match(_sentence_up_to(clause, ask))
    return found["what"] if found else ""


def _thing_first(clause: Clause, ask: Ask) -> str:
    """重大危险源应当登记建档，并报…备案: what has to be dealt with, where nobody is said to do so."""
    found = re.match(r"(?P<what>[^，。；：]{2,16}?)(?:应(?!急)|[须要])", _sentence_up_to(clause, ask))
    return found["what"] if found and not ask.who else ""


def _condition_before(clause: Clause, ask: Ask) -> str | None:
    """病房进水、停电的，应在30分钟内电话首报: on what condition."""
    found = re.search(
        r"^(?:(?P<what>[^。；：]{2,40}?)(?:情况|情形)?的，|对(?P<of>[^，。；：]{2,30})，)", _sentence_up_to(clause, ask)
    )
    return (found["what"] or found["of"]) if found else None


def _sentence_up_to(clause: Clause, ask: Ask) -> str:
    """The sentence that an ask stands in, to the end of the ask."""
    at = clause.text.find(ask.text)
    return re.split(r"[。；]", fold(clause.text[: max(at, 0)] + ask.text))[-1]


def _regime_before(clause: Clause, ask: Ask) -> str | None:
    """实行零报告，每日17时前报…: the regime says what."""
    found = _REGIME_NAME_RE.search(fold(clause.text))
    return found.group() if found and found.group() not in fold(ask.text) else None


def object_and_receiver(ask: Ask) -> tuple[str, str | None]:
    """What is reported ("" where the words do not say) and to whom, from the words of an ask."""
    raw = ask.text
    norm = _NAMED_RE.sub(lambda match: "□" * len(match.group()), fold(raw))  # no verb in 《事故报告规定》
    norm = _ASIDE_RE.sub(lambda match: f"（{'□' * (len(match.group()) - 2)}）", norm)
    verb = report_verb(norm)
    if verb is None:
        return _given(raw, norm) or _trim_object(_without_times(raw, ask)), None
    towards = _TOWARDS_RE.search(norm)
    receiver = raw[towards.start("to") : towards.end("to")] if towards else None
    start = verb.end()
    following = _AFTER_RE.match(norm[start:])
    if receiver is None and following:
        receiver = raw[start + following.start("to") : start + following.end("to")]
        start += following.end("to")
    moved = _THING_TO_RE.match(norm[start:]) if receiver is None else None
    if moved:
        receiver = raw[start + moved.start("to") : start + moved.end("to")]
        return _given(raw, norm[: verb.start()]) or _object(
            raw[start + moved.start("what") : start + moved.end("what")]
        ), receiver
    return _what(ask, raw, norm, verb, start), receiver or _further(raw, norm, verb.end())


def _further(raw: str, norm: str, position: int) -> str | None:
    """填报周报，经院长签字后报安委办: to whom, said with a verb further on."""
    verb = report_verb(norm[position:])
    if verb is None:
        return None
    position += verb.end()
    found = _AFTER_RE.match(norm[position:])
    return raw[position + found.start("to") : position + found.end("to")] if found else _further(raw, norm, position)


def _given(raw: str, before: str) -> str:
    """The object in 将…报送."""
    given = re.search(r"(?:将|把)(?P<what>[^，。；]{2,60}?)$", before) or re.search(
        r"(?:将|把)(?P<what>[^，。；]{2,60})", before
    )
    if given is None:
        given = re.search(
            r"对(?P<what>[^，。；对]{2,30}?)(?:，|要|应当?|须|必须)*(?:在|于|\d|及时|立即|第一时间|如实|逐级|同步|随时)",
            before,
        )
    if given is None:
        given = _SIGNED_RE.search(before)
    if given is None:
        given = re.search(
            rf"{_MADE}(?P<what>[^，。；]{{2,20}}?)(?:，?并?$|，连同[^，。；]{{2,16}}$|，[^，。；]{{0,14}}后$|(?:（[^（）]*）)?，(?:并|经|于|在|随|\d))",
            before,
        )
    return _trim_object(raw[given.start("what") : given.end("what")]) if given else ""


def _what(ask: Ask, raw: str, norm: str, verb: re.Match[str], start: int) -> str:
    before = norm[: verb.start()]
    piece_start = max(before.rfind(char) for char in "，。；") + 1
    near = re.sub(rf"^{_MADE}", "", _trim_object(_without_times(raw[piece_start : verb.start()], ask)))
    if raw.startswith("由", piece_start):  # 由安全科汇总后报…: who, not what
        near = near if re.search(rf"(?:{_THING})$", near) else ""
    given = near if piece_start and re.search(rf"^(?![随和与及]|连同).*(?:{_THING})$", near) else _given(raw, before)
    if given:
        return given
    named = re.search(r"(?:(?<=“)|(?<=[实执]行)|(?<=落实|坚持))(?:每[日天周月])?[零日周月]报告$", norm[: verb.end()])
    if named:  # 向总值班室“零报告”
        return raw[named.start() : named.end()]
    behind = re.split(r"[，。；（(]", raw[start:])[0]
    tail = "" if re.match("[并且后]", behind) else _object(behind)  # 报告并挂牌督办
    listed = tail.startswith(("、", "和", "及"))  # more receivers
    listed = listed or bool(re.match(r"时间|时限|不得|最[迟晚]|在|于|每|应", tail))
    if (
        re.search(r"[一-龥]{2}", tail)
        and not listed
        and not re.fullmatch(rf"(?:{_DEALT_WITH})+(?:后.*)?|公示|制度|邮箱|.{{0,2}}次", tail)
    ):
        return tail
    event = _EVENT_RE.search(before, piece_start)
    if event:
        low, high = event.span("what" if event["what"] else "after")
        return raw[low:high]
    vague = re.search(r"[的时并且后先当起内]$|之日|按照?|^(?:[于在]|同时|随|连同|及时|由|不能)", near)
    return near if len(near) >= 2 and not vague else ""


def _object(words: str) -> str:
    return _HEAD_RE.sub("", words)


def _without_times(words: str, ask: Ask) -> str:
    """Drops subject and time from the words before a verb without 将."""
    words = re.sub(r"^(?:请|由)", "", words)
    for who in ask.who:
        words = words.removeprefix(who)
    words = re.sub(r"^(?:应(?!急)当?|要|须)", "", words)
    return re.split(
        r"(?:于|在|须|应当?|要|必须|请)*(?:每|半|[按逐][日周月季]|(?<![理事缘自])由(?!于)|即时|[次下][月周季年]|[次当]日|[单双][周月]|\d{1,4}\s*年|\d{1,2}\s*月|\d{1,2}\s*[日小分个]|第一时间|及时|立即|向|逐级|如实|(?:于|在)[^，。；]{1,8}[前后])",
        words,
    )[0]


def _trim_object(words: str) -> str:
    kept = re.split(
        r"(?:于|在)(?=\d|每|[一二三四五六七八九十]{1,3}[月日])|(?=\d{1,4}年\d|\d{1,2}月\d)|(?<!上)(?=每[月季周日年])",
        words,
    )[0]
    previous = None
    while kept != previous:
        previous = kept
        kept = _CUT_RE.sub("", kept)
    return kept.strip("，。；、的")
