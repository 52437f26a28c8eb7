"""A report as a county writes it, with every kind of block in it."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

from weian.config.fonts import font_paths
from weian.foundation.documents.paper import (
    Attachment,
    Bullets,
    Column,
    Figure,
    Heading,
    Paper,
    Para,
    Table,
    Text,
    marked,
)

DAY = dt.date(2026, 11, 20)


def fonts() -> list[Path]:
    return font_paths()


def rate(part, whole, label="全县"):
    value = (Decimal(100 * part) / whole).quantize(Decimal("0.1")) if whole else None
    return Figure(
        value, "%", "hazard.rectified", "隐患整改率", f"https://weian.example/list/{label}",
        numerator=part, denominator=whole, exclusions="已移交的隐患", as_of=DAY, label=label,
    )  # fmt: skip


def count(value, label="全县"):
    return Figure(
        value, "条", "hazard.open", "未整改隐患数", f"https://weian.example/open/{label}", as_of=DAY, label=label
    )


def report(**changes):
    parts = {
        "title": "关于冬季安全生产专项行动工作情况的报告",
        "issuer": "和安县卫生健康局文件",
        "doc_no": "和卫发〔2026〕31号",
        "addressees": ["市卫生健康委员会"],
        "blocks": [
            Para(marked("根据《冬季专项行动通知》（和卫办发〔2026〕47号），我县自2026年11月1日起组织排查。")),
            Heading(1, "一、未完成事项"),
            Para([Text("全县尚有"), count(31), Text("隐患没有整改，整改率为"), rate(378, 409), Text("。")]),
            Heading(2, "（一）分单位情况"),
            Heading(3, "1. 县直医院"),
            Table(
                [Column("单位", 2), Column("整改率", 1, "right"), "余数"],
                [["甲医院", rate(8, 10, "甲医院"), count(2, "甲医院")], ["乙医院", rate(0, 0, "乙医院")]],
                caption="分单位整改情况",
            ),
            Bullets(["继续排查。", "落实责任。"]),
        ],
        "attachments": [Attachment("隐患清单", [Para("见附表。")]), Attachment("名单")],
        "signature": "和安县卫生健康局",
        "date": dt.date(2026, 11, 22),
        "cc": ["县政府办公室", "县应急管理局"],
        "printed_by": "和安县卫生健康局办公室",
        "printed_on": dt.date(2026, 11, 23),
        "footnotes": ["数据取自各单位记录。"],
    }
    return Paper(**{**parts, **changes})
