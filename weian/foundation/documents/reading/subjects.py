"""Who shall do it: the subject of an ask, where the words name one."""

import re

from weian.foundation.documents.reading.words import DOER_ENDS, ORG_ENDS, PEOPLE_ENDS, SUBJECT_ACTS

# Words that lead on from the end of one name to a longer one: the 监控室 in 监控室值班人员 acts not.
_WORK = (
    "值班|值守|现场|主要|分管|具体|检[查测验修]|抽查|督[查导]|监[护督控管测]|管理|操作|作业|维[修保护]|安全|消防|考核|评[估审]|审核|培训|"
    "联络|负责|巡[查视检]|配送|运送|收运|看护|验收|登记|使用|保管|协调|领导|技术|专业|项目|志愿"
)
_LONGER = (
    rf"员|们|成员|班子|(?:{_WORK})+"
    r"(?:小?组|人|员|队|科|处|室|部|办|站|班|岗|机构|单位|专班|主任|经理|领导)"
)
# A word begun, not a name ended: 办结, 处置, 部分, 科学.
_BROKEN = (
    r"(?<=办)[结理案公]|(?<=处)[置理罚方]|(?<=部)(?:[位件]|分(?!别))|(?<=科)[学目]|(?<=[站点])[点位]|(?<=室)[内外]"
)
_ENDS = (
    rf"(?:{ORG_ENDS}|{PEOPLE_ENDS}|{DOER_ENDS}|[省市县区乡镇村院科]级)"
    rf"(?!{_LONGER}|{_BROKEN})(?:（[^（）：，。；]{{1,12}}）)?"
)
_CHAR = r"(?:[^，。；：“”《》\d]|1[12][0-9](?!\d))"  # a name has no figures, but for 120, 119, 110
_ORDERS = "督促(?:指导)?|指导|监督(?:指导|检查)?|组织|要求|责成|敦促|责令|安排|委托|协调|动员|提醒"
_SUBJECT = (
    rf"^(?:请|由|但|并|同时|另外?|其中|此外|原则上|特别是|尤其是|(?:并|要|应|须|请|负责)?(?:{_ORDERS}))?"
    rf"(?P<who>{_CHAR}{{0,40}}?(?:{_ENDS}))(?<=..)"
)
# What stands after a subject: how, towards whom, when, or the act itself.
_HOW = (
    r"不|均|都|也|则|还|再|既|共|各(?=[\d自抽派一二三四])|只|仅|逐|另|现场|至少|原则上|分(?:别|批|期|片|区|级|类|[二两三四五六]|头)|"
    "自行|自主|主动|共同|联合|统一|统筹|具体|专门|定[期时点]|不定期|随[时机车]|持续|坚持|继续|优先|同步|同时|一律|一并|提前|按时|如期|"
    "全[面员程]|认真|严格|切实|及时|立即|迅速|上门|到[场岗位]|带头|带[班队]|轮[流班]|双人|集中|进一步|首[次先周月日]|率先|人人|务必|当[天日场]|至|"
    "要|应(?!急)|须|必|需|得|可|能|将(?!军)|会同|是[^，。；]{0,8}责任人"
)
_TOWARDS = (
    "在|于|对(?!口)|向|按|与|同(?!志|级|类)|把|为|以(?![上下内外])|用(?!户|品)|从(?!业)|就|因|经(?!理)|遇|凡|自(?!备)|"
    "根据|结合|依[据照托法]|参照|对照|围绕|针对|通过|利用|收到|接[到报警获]|发[现生]"
)
_WHEN = (
    r"[一二三四五六七八九十]{1,3}月|[次下]月|\d|每|[会节汛]前|会后|"
    r"[^，。；、的每（）\d]{1,7}(?:前|后|时|期间|过程中|之日起)(?!方)|"
    "上半年|下半年|[一二三四]季度|[本今明当][年月周季旬日天晚]|年[内底末初]|全年|常年|月[底末初内]|[上中下]旬|平[时日]|日常|节[前后假日]|"
    "周末|[春夏秋冬]季|[白昼夜]间|初|末|近期"
)
_NEXT = rf"(?:{_HOW}|{_TOWARDS}|{_WHEN}|：[每在于对\d]|(?:{SUBJECT_ACTS})(?!的))"
_SUBJECT_RE = re.compile(rf"{_SUBJECT}(?={_NEXT})")
_BY_RE = re.compile(  # 供氧设备由设备科每季度检测
    rf"^[^，。；：]{{2,24}}?(?<![理自缘事])由(?!于)(?P<who>{_CHAR}{{0,30}}?(?:{_ENDS}))(?<=..)(?={_NEXT})"
)
_OF_RE = re.compile(  # 三级医院持证上岗率达到…, 检验科冷藏箱每4小时…
    rf"{_SUBJECT}(?=[^，。；、的\d]{{1,12}}(?:率(?:要|应|须|均)?(?:达|不|≥|保持|力争|100)|每\d))"
)
_TAUGHT_RE = re.compile(  # 新入职员工三级安全教育不少于24学时
    rf"{_SUBJECT}(?=[^，。；、的\d]{{0,10}}(?:培训|教育|学习|训练|演练|投入|经费|学时)(?:时间|总量|学时)?"
    r"(?:要|应|须|均)?(?:不少于|不低于|不得|达到))"
)
_EACH_RE = re.compile(  # 各献血点, whatever its name ends with
    rf"^(?:请|由|并|同时|其中|{_ORDERS})?"
    rf"(?P<who>(?:各|所有|全体|其余|其他)[^，。；：“”《》\d的]{{1,12}}?)(?={_NEXT})"
)
_ALONE_RE = re.compile(
    rf"{_CHAR}{{0,30}}(?:{PEOPLE_ENDS}|{DOER_ENDS}|单位|机构|部门|医院|卫生院|[局委]|中心|公司|企业|科室|处室|[省市县区]级)"
    rf"(?:（{_CHAR}{{1,20}}）)?"
)
_NOT_WHO_RE = re.compile(  # a verb in it: what it ends with is an object
    r"^会同|(?<!安)全部$|[总人]数|不[低少]于|(?<![主需])[要须将把让]|被(?![检查督])|决定|(?<!供)应(?!急)|使(?!用)|开展|加强|落实|做好|"
    r"建立|强化|完善|推进|提高|组织|制定|(?<!被)检查(?![组员人小])|排查(?![组员人])|认真|严格|完成|进行|确定|^重点(?!.*[员人长师工]$)|通过|根据|按照|结合|"
    r"纳入|联网|实行|配备|发现|凡|不能|存在(?![^，。；]{1,12}的)|^在(?![岗建职编院训])|每(?![家个名所])|向|确保|及时|是否|以及|其他部位|"
    r"(?<!卫生)监督(?!所|支队|大队|管理|局|员)|^本(?![院科单机])|立即|以(?![上下内])|为|对(?!口)|到(?!期)|"
    r"^(?:抽查|调整|健全|严禁|禁止|不得|聘请|邀请|选派|成立|组建|明确|召开|走访|约谈|通知|转发|联系|协助|配合|支持|压实|拟|"
    r"设[立置](?!单位|机构)|新增|增设|更换|拆除|关闭|[启停]用|清[理退]|覆盖|涉及|包括|接受|参加|依托|利用|"
    r"[一二三四五六]+[次轮场份遍期]|动员$|或者$|[内外]部$)"
)


def who_in(words: str) -> tuple[int, int] | None:
    """The subject at the head of ``words``, as written."""
    for pattern in (_BY_RE, _SUBJECT_RE, _OF_RE, _TAUGHT_RE, _EACH_RE):
        match = pattern.match(words)
        if match and not _NOT_WHO_RE.search(match["who"]):
            return match.span("who")
    return None


def is_name(words: str) -> bool:
    """Is this a unit, a post or people and nothing else (a heading such as 主要负责人：)?"""
    return bool(_ALONE_RE.fullmatch(words)) and not _NOT_WHO_RE.search(words)
