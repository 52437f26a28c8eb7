"""Recognises the parts of a notice that are not its body: who, to whom, when, under what number."""

import re
from datetime import date

from weian.foundation.documents.reading.words import GENRES, ORG_ENDS, PRESS_WORDS
from weian.kernel.text.dates import Context, find_whens

DOC_NO_RE = re.compile(r"(?P<no>[一-龥A-Za-z（）]{2,18}(?:〔|（)?(?P<year>(?:19|20)\d{2})(?:〕|）)(?:第)?\d{1,5}号)")
_LETTERHEAD_RE = re.compile(rf"^(?P<org>[一-龥（）、]{{2,40}}?(?:{ORG_ENDS}))文件$")
_URGENT_RE = re.compile(
    r"^(?:特急|加急|平急|急件|明电|内部明电|机密|秘密|内部|密级：.*|紧急程度：.*|签发人：.*|等级.*)$"
)
_DATE_LINE_RE = re.compile(
    r"^(?:日期：|发布时间：|成文日期：|印发日期：)?(?P<date>[\d零一二三四五六七八九十]{2,4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日|\d{4}-\d{1,2}-\d{1,2})(?:（[^）]*）)?$"
)
_IMPRINT_RE = re.compile(
    rf"^(?P<org>[一-龥（）]{{2,40}}?(?:{ORG_ENDS}))(?P<date>[\d零一二三四五六七八九]{{4}}年[\d一二三四五六七八九十]{{1,3}}月[\d一二三四五六七八九十]{{1,3}}日)$"
)
_PRINTED_RE = re.compile(r"(?P<date>[\d零一二三四五六七八九]{4}年\d{1,2}月\d{1,2}日)印发$")
_PUBLISHED_RE = re.compile(
    r"(?:发布时间|发布日期|添加时间|时间)：?(?P<date>\d{4}-\d{1,2}-\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日)"
)
_ADDRESS_RE = re.compile(
    rf"^(?!为|根据|按照|现将|一、|（|附|抄|注|联系|时间|地点)[^。；！？“”]{{0,180}}(?:{ORG_ENDS}|所属各?[^，。]{{0,6}}|同志|各位)(?:（[^（）]*）)?：$"
)
_CONTACT_RE = re.compile(
    r"^[^，。；]{0,16}(?:联系人|联系电话|联系方式|电话|传真|邮箱|信箱|邮编|通讯地址|通信地址|地址|电子邮件)[^，。：；]{0,6}："
)
_CC_RE = re.compile(r"^(?:抄送|抄报|主送|分送|主题词)：?")
_NOTE_RE = re.compile(
    rf"^（(?:信息公开|此件|公开|主动公开|依申请|联系人|印章|盖章|此页|本文)|^(?:填报人|填表人|审核人|填报单位|单位（盖章）|制表)|^-?\d{{1,3}}-?$|^第\d+页|^(?:{PRESS_WORDS})(?:：|/|$)|^—\d+—$|^地方新闻|^(?:出席|列席|请假|缺席|记录|参加(?:人员)?)："
)
_GENRE_END_RE = re.compile(rf"(?:{GENRES})(?:（[^（）]{{1,12}}）)?$")
_TERMINAL_RE = re.compile(r"[。；！？]|，")


def is_doc_no(norm: str) -> bool:
    match = DOC_NO_RE.match(norm)
    return match is not None and len(norm) - match.end() <= 14


def letterhead(norm: str) -> str | None:
    """Name of the unit in a line such as 某某委员会文件."""
    match = _LETTERHEAD_RE.match(norm)
    return match["org"] if match else None


def date_line(norm: str) -> date | None:
    """The day, where the paragraph is nothing but a date."""
    match = _DATE_LINE_RE.match(norm)
    return parse_day(match["date"]) if match else None


def imprint(norm: str) -> tuple[str, date] | None:
    """Unit and day of a line that holds both, as minutes and signatures do."""
    match = _IMPRINT_RE.match(norm)
    day = parse_day(match["date"]) if match else None
    return (match["org"], day) if match and day else None


def printed_on(norm: str) -> date | None:
    """The day in a line that ends in 某年某月某日印发."""
    match = _PRINTED_RE.search(norm)
    return parse_day(match["date"]) if match else None


def published_on(norm: str) -> date | None:
    match = _PUBLISHED_RE.search(norm)
    return parse_day(match["date"]) if match else None


def parse_day(words: str) -> date | None:
    whens = find_whens(words, Context())
    return whens[0].last if whens else None


def is_address(norm: str) -> bool:
    return bool(_ADDRESS_RE.match(norm)) and len(norm) <= 220


def side_kind(norm: str) -> str | None:
    """Kind of a paragraph that never carries a clause, or None."""
    if _URGENT_RE.match(norm) or _NOTE_RE.match(norm):
        return "note"
    if _CC_RE.match(norm):
        return "cc"
    if _CONTACT_RE.match(norm):
        return "contact"
    if printed_on(norm) and len(norm) < 60:
        return "note"
    if re.match(r"^附[件表]?\d*(?:：|$)|^附[件表]\d+[一-龥.]", norm):
        return "attachment"
    return None


def ends_in_genre(norm: str) -> bool:
    return bool(_GENRE_END_RE.search(norm))


def is_plain_line(norm: str) -> bool:
    """Short and without the punctuation of a sentence: a title, heading or signature."""
    return len(norm) <= 80 and not _TERMINAL_RE.search(re.sub(r"《[^《》]*》", "", norm)) and not norm.endswith("：")


def is_unit_name(norm: str) -> bool:
    return is_plain_line(norm) and len(norm) <= 60 and bool(re.search(rf"(?:{ORG_ENDS})(?:（[^（）]*）)?$", norm))


def split_addressees(raw: str) -> list[str]:
    """各县卫生健康局、委直属各单位： → the parts; brackets are not opened."""
    parts, depth, current = [], 0, ""
    for char in raw.rstrip("：: "):
        depth += char in "（(“《"
        depth -= char in "）)”》"
        if depth <= 0 and char in "，、；,;" and not re.fullmatch(r"各?[市县区州盟旗地]", current):
            parts.append(current)
            current = ""
        else:
            current += char
    return [part for part in [*parts, current] if part]
