"""Files that people bring: photos, a plan, notices. Made here, never taken from anybody."""

from __future__ import annotations

import io
from datetime import date, timedelta

from docx import Document
from PIL import Image, ImageDraw


def photo(seed: int, *, tidy: bool = False) -> bytes:
    """A JPEG of a corridor as a phone takes it: with boxes in the way, or `tidy`."""
    picture = Image.new("RGB", (1200, 900), (214, 210, 200))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(0, 900), (1200, 900), (760, 420), (440, 420)], fill=(180, 176, 168))
    draw.rectangle((440, 180, 760, 420), fill=(98 + seed % 60, 122, 110))
    for step in range(0 if tidy else 4):
        left = 120 + 210 * step + seed % 40
        draw.rectangle((left, 560 - 30 * step, left + 170, 760), fill=(150, 108, 60 + 10 * step), outline=(60, 40, 20))
    return _saved(picture, "JPEG", quality=88)


def plan() -> bytes:
    """A stamped plan as a PDF of one page."""
    page = Image.new("RGB", (827, 1169), "white")
    draw = ImageDraw.Draw(page)
    for row in range(22):
        draw.line((90, 160 + 40 * row, 737 if row % 5 else 520, 160 + 40 * row), fill=(40, 40, 40), width=3)
    draw.ellipse((520, 880, 680, 1040), outline=(190, 30, 30), width=6)
    return _saved(page, "PDF", resolution=100.0)


def word(text: str) -> bytes:
    """The text as a Word file, a paragraph for each line."""
    document = Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def notice(number: int, *, today: date) -> str:
    """A city's notice with 五个一, two standing demands and a report; days lie ahead of `today`."""
    return NOTICE.format(
        year=today.year,
        number=number,
        plan=_cn(today + timedelta(days=9)),
        check=_cn(today + timedelta(days=16)),
        report=_cn(today + timedelta(days=40)),
        day=_cn(today),
    )


NOTICE = """云泽市卫生健康委员会文件

云卫安发〔{year}〕{number}号

关于开展今冬安全生产专项检查的通知

委直属各单位：

为做好全市卫生健康系统冬季安全生产工作，现将有关事项通知如下：

一、部署“五个一”活动
各单位主要负责人牵头部署“五个一”活动，即：制定一份工作方案、召开一次专项部署会议、开展一次全面检查、组织一次全员培训、进行一次专项督导。各单位于{plan}前将工作方案报送市卫生健康委备案。

二、开展用电检查
各单位要在{check}前对配电室和老旧建筑电气线路全面排查一次，严禁私接乱拉电线。

三、报送总结
各单位于{report}前将工作总结报送市卫生健康委安全生产监督管理科。

云泽市卫生健康委员会
{day}
"""


def _cn(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
