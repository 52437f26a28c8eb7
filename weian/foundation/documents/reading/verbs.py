"""What kind of thing words ask for, and whether they ask at all."""

import re

from weian.foundation.documents.reading.words import DIRECTIVE, FACT, KIND_HEADS, KINDS, ORG_ENDS, PEOPLE_ENDS

TIME_UNITS = ("hour", "minute", "day", "workday", "week", "month", "second")
ONE_OF_EACH_RE = re.compile(
    r"(?:制定|召开|开展|组织|进行|建立|签订|举办|完成|形成|编制|发放|张贴|观看|上)[^，。、；]{0,4}?(?:一|1)(?:份|次|个|场|轮|套|本|批|堂|期)"
)
_HEAD_RES = [(kind, re.compile(words)) for kind, words in KIND_HEADS]
_KIND_RES = [(kind, re.compile(words)) for kind, words in KINDS]
_STATE_RE = re.compile(r"[^，。；、]{0,4}情况")  # 抽查在岗情况 is an inspection
_MANNED_RE = re.compile(
    r"(?<!参训)(?<!参演)(?:人员|员|[队岗线班])?(?:不少于|不得少于|不低于|至少)\d+[名人](?![次均民员])"
)
_NOT_A_REPORT_RE = re.compile(
    r"(?:通报|公布|统计|了解|掌握|督促|跟踪)[^，。；]{0,8}(?:报[告送]|上报|填报)|报告(?=[于应须需请])|报告”?(?:制度|机制|书|单|会|厅|质量|率|人(?!员)|卡|流程|程序|的要求|义务|责任)|(?:报送|上报)(?:工作(?=[，。；的]|质量|机制|$)|机制|制度|渠道|质量|流程|程序|内容|范围|口径|格式|责任)|[迟瞒漏谎虚]报|自报|报警|(?<![险灾舆疫汛火警案事震病])情报(?![省市县区州委局卫应至给到])|海报|简报|报废|报表|通报|申报|填报(?![^，。；]{0,12}(?:进度|情况|数据|信息|进展|统计表|结果|[日周月季]报|报表|台账|清单))|举报|预报(?!送)|(?<![每按逐])(?:日|周|月)报(?!送)"
    r"|(?:检测|评估|自查|自评|评价|评审|验收|整改|调研|调查|述职|审计|督查|督导|核查|排查|演练|总结|工作|分析|检验|监测|情况|鉴定|体检|小结)报告(?!至|给|[^，。；]{0,4}备案)|未(?:按|及时)[^，。；]{0,10}(?:报[告送]|上报|报(?=的))|报(?:名|考|修|价|销(?!号)|失)|报告(?=报|上报|提交|[送交递]|发[至送]|反馈)|拒不报告|(?:接到|收到)[^，。；]{0,8}报告|报告后|(?:报送|上报|填报|报告|反馈|提交)的?(?:数据|信息|材料|情况|内容|资料|结果)的|(?:不再|不另行?|不需|不必|不用|无需|无须|免于|不单独|暂不)[^，。；]{0,6}(?:报[告送备]|上报|提交|报)|(?:明确|规定|细化|规范|畅通|完善|健全|公布)[^，。；]{0,30}(?:报告|报送|上报)(?:人|时限|方式|途径|电话|主体|对象|职责|内容|范围|路径|网络|链条|标准|要求|责任|渠道|流程|程序|机制|制度)|(?:取得|拿到|获得|领取|获取)[^，。；]{0,10}报告|形成[^，。；]{0,12}报告|可以?随时|鼓励"
)
_REPORT_RE = re.compile(
    rf"报送|上报|填报|向[^，。；、]{{2,16}}(?:汇报|备案)|书面回复|函复|回复(?=[^，。；]{{0,10}}(?:情况|结果))|上传(?=[^，。；]{{0,20}}(?:平台|系统|邮箱))|发(?=[^，。；、]{{0,12}}(?:邮箱|工作群))|(?<![报移抄输运配护接呈赠])送(?=[^，。；]{{1,16}}(?:存查|备案|备查|审[阅核定签]|签[阅批]))|报备|报请|(?:书面|电话|口头)?报告|反馈(?!机制|渠道|意见|的?问题)|呈[报送]|补报(?!销)|抄报|(?<=情况|总结|报告|信息|方案|名单|数据|材料|进展|计划|小结|台账|清单|结果|隐患|线索|问题|记录|日前|底前)抄送|递交|传[至给](?!家属|患者)|续报|首报|提交(?!讨论|审议)|发送至|发至|即[查知发]即报|有事报事|(?:传真|邮件)至"
    rf"|(?:(?<=[每按逐][日周月])|(?<![通日周月申填简海预自警瞒漏迟谎汇述接]))报(?:至|到|给)?(?=[^，。；、]{{0,24}}?(?:{ORG_ENDS}|邮箱|备案|审批|平台|系统|总结|情况|方案|名单|报告|表|材料|信息|数据|计划|进展|清单|分析|小结|台账|结果|预案|进度))"
    rf"|(?<![移提成相上转])交(?!叉|通|接|班|由|换|流|底|付|警|费|给|办|易)(?=[^，。；、]{{0,16}}?(?:{ORG_ENDS})(?:存档|备案|汇总|审核|$|[，。；]))"
)
_STRONG_RE = re.compile(
    r"(?<![重主首必纲摘需紧概只])要(?!求|点|素|闻|害|件|道|义)|应当|应(?!急|对|用|力|届|该急)|必须|务必|请|须|不得|严禁|禁止|确保|力争|每[日周月季年半]"
)
_FACT_RE = re.compile(FACT)
_DIRECTIVE_RE = re.compile(DIRECTIVE)
_BLAME_RE = re.compile(
    r"^(?:对|凡|因)[^。]{4,80}(?:的|，)[^。]*(?:追究|问责|处理|处罚|约谈|通报|处分|移送|移交|曝光|加分|扣分)|追究[^。]{0,12}责任|予以(?:通报|约谈|问责)"
)
_OWN_ACT_RE = re.compile(r"^(?:我[委局院办]|本[委局])将")
_OWN_SENTENCE_RE = re.compile(
    r"^[^，。；]{0,14}(?:[委局办]|指挥部|专班|[导查]组|办公室)将(?:于|适时|视情|组织|会同|联合|对|不定期|定期|分批|派出|[不在]|\d|每)"
)
_CIRCUMSTANCE_RE = re.compile(
    r"^[^，。；]{0,16}?(?:在|以|按照?|根据|依据|依照|为|围绕|针对|结合|对照|通过|随着|鉴于)(?:(?!编制|制[定订]|修订|完善|印发|报[送备])[^，。；])*(?:基础上|为契机|为抓手|为重点|要求|精神|规定|部署|实际|标准|原则|方式|形式|本方案|本通知|通知|方案|办法|条例|有关规定)，$|的，$|的情况下?，$|[^，。；\d]后，$|发现的[^，。；]{0,8}(?:问题|隐患)，$|[^前月年日学课小]时，$"
)
_BEGIN_RE = re.compile(
    rf"^.{{0,3}}?(?:{DIRECTIVE}|对|并|同时|进行|签订|接受|逐|立即|重点|形成|编制|设立|张贴|留存|监督|指导|协调|彻底|坚决|集中|带头|聘请|邀请|采取|利用|依托|[^，。；]{{0,20}}(?:{ORG_ENDS}|{PEOPLE_ENDS})(?:要|应|须|必须|负责))"
)


def is_report(words: str) -> bool:
    """Do ``words`` ask that something be reported (报送, 上报, 报…备案), not merely name a reporting regime?"""
    if _OWN_ACT_RE.search(words) or re.search(r"[委局]将[^，。；]{0,20}(?:上报|报送|报告|通报|反馈)", words):
        return False
    if re.search(r"(?:下列|以下|如下)[^，。；]{0,10}：$", words):  # 按下列时间报送：and then what
        return False
    if re.search(
        r"可以?(?:随时|直接|越级|先行)|鼓励", re.sub(r"（[^（）]*）", "", words)
    ):  # an invitation, not a demand
        return False
    cleaned = _NOT_A_REPORT_RE.sub(lambda match: "□" * len(match.group()), words)
    return bool(_REPORT_RE.search(cleaned))


def hands_over(words: str) -> bool:
    """Is it a report, or part of a list of what is reported (2月底前将方案、7月10日前将小结…报送)?"""
    return is_report(words) or bool(re.search(r"前(?:将|把)[^，。；、]{2,}", words))


def report_verb(words: str) -> re.Match[str] | None:
    """The reporting verb in ``words``; offsets hold."""
    cleaned = _NOT_A_REPORT_RE.sub(lambda match: "□" * len(match.group()), words)
    return _REPORT_RE.search(cleaned)


def kind_of(words: str) -> str | None:
    """Kind of the thing asked. Some verbs decide it at the head; else, of several keywords the last one is the head of a Chinese phrase."""  # noqa: E501
    if is_report(words):
        return "report"
    if _CIRCUMSTANCE_RE.search(words):
        return None
    for kind, pattern in _HEAD_RES:
        if pattern.search(words):
            return kind
    found = [
        (match.end(), -len(match.group()), kind) for kind, pattern in _KIND_RES for match in pattern.finditer(words)
    ]
    heads = [item for item in found if not _STATE_RE.match(words, item[0])] or found
    return max(heads)[2] if heads else "staffing" if _MANNED_RE.search(words) else None


def is_strong(words: str) -> bool:
    """Says outright that something must be."""
    return bool(_STRONG_RE.search(words))


def is_directive(words: str) -> bool:
    return bool(_DIRECTIVE_RE.search(words))


def is_fact(words: str) -> bool:
    """Tells what was or is, without asking for anything."""
    return is_telling(words) and not is_strong(words)


def is_telling(words: str) -> bool:
    """Has a word of what was or is."""
    return bool(_FACT_RE.search(words))


def is_own_act(words: str) -> bool:
    """The issuer says what it will do itself."""
    return bool(_OWN_ACT_RE.search(words))


def tells_own_plans(sentence: str) -> bool:
    """Somebody above says what will be done: 市卫生健康委将于6月组织督查，督查结果报市政府."""
    return bool(_OWN_SENTENCE_RE.search(sentence))


def is_circumstance(words: str) -> bool:
    """A condition or basis in front of what is asked: 不能立即整改的， / 根据本方案，"""
    return bool(_CIRCUMSTANCE_RE.search(words))


def begins_action(words: str) -> bool:
    """Does a piece of a sentence begin with a verb of its own, or merely go on listing?"""
    return bool(_BEGIN_RE.match(words))


def is_blame(words: str) -> bool:
    """Says what happens to those who fail: nothing for them to do."""
    return bool(_BLAME_RE.search(words))
