"""What kind of thing words ask for, and whether they ask at all."""

import re

from weian.foundation.documents.reading.reporting import is_report
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
