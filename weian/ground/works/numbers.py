"""Numbers of papers: 白鹭县卫生健康局停工〔2026〕3号, one series per office, paper and year, without gaps."""

from __future__ import annotations

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.ground.works.models import Counter
from weian.ground.works.pack_schema import papers
from weian.kernel import clock
from weian.kernel.series import following
from weian.kernel.text.numbers import DocNo

STOP = "stop"


def take(office: Unit, kind: str) -> str:
    """The next number of the office's series of this year; holds the counter's row until the transaction ends."""
    paper = papers().get(kind)
    if paper is None:
        raise Refused("没有这种文书，请系统管理员装入外包与施工的内容包。")
    counter = following(Counter, office=office, kind=kind, year=clock.today().year)
    return str(DocNo(f"{office.title}{paper.word}", counter.year, counter.last))
