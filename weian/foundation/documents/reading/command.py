"""``weian notice read FILE [--json]``: prints what a notice asks for."""

import argparse
import json
import sys
import unicodedata

from weian.foundation.documents.reading import Ask, Reading, Unreadable, read_file

_KINDS = {
    "plan": "方案", "meeting": "会议", "inspection": "检查", "training": "培训", "drill": "演练", "rectification": "整改",  # noqa: E501
    "report": "报送", "ledger": "台账", "measurement": "检测", "staffing": "人员", "document": "文件", "other": "其他",
}  # fmt: skip
_ROLES = {"lead": "牵头", "support": "配合", "responsible": "责任"}
_UNITS = {
    "permille": "‰", "count": "", "hour": "小时", "minute": "分钟", "day": "天", "workday": "个工作日", "week": "周",
    "month": "个月", "year": "年", "second": "秒", "kg": "公斤",
}  # fmt: skip
_OPS = {">=": "≥", "<=": "≤", "=": "="}
_EVERY = {
    "P1D": "每日", "P1W": "每周", "P1M": "每月", "P3M": "每季度", "P6M": "每半年", "P1Y": "每年", "P15D": "每15日", "P10D": "每旬",  # noqa: E501
}  # fmt: skip


def main(argv: list[str]) -> int:
    """Run the command with the words after ``notice read``; 0 read, 2 could not be read or was called wrongly."""
    parser = argparse.ArgumentParser(
        prog="weian notice read", description="读一份通知，列出其中的要求、时限和报送事项。"
    )
    parser.add_argument("file", metavar="FILE", help="通知文件：.txt、.docx、文字版 PDF、OFD")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    try:
        options = parser.parse_args(argv)
    except SystemExit as leave:
        return int(leave.code or 0)
    try:
        reading = read_file(options.file)
    except Unreadable as refusal:
        print(refusal, file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(reading.to_dict(), ensure_ascii=False, indent=2))
    else:
        print(as_text(reading))
    return 0


def as_text(reading: Reading) -> str:
    """The reading as a table to be read at a terminal."""
    return "\n".join([*_head(reading), *_clauses(reading), *_stages(reading), *_reports(reading), *_warnings(reading)])


def _head(reading: Reading) -> list[str]:
    lines = [reading.title or "（没有找到标题）"]
    for name, value in (
        ("发文字号", reading.doc_no), ("发文单位", reading.issuer), ("成文日期", reading.issued_on),
        ("主送", "、".join(reading.addressees)), ("附件", "；".join(reading.attachments)),
        ("依据", "；".join(cite.title or cite.doc_no or "" for cite in reading.cites)),
    ):  # fmt: skip
        if value:
            lines.append(f"{name}：{value}")
    sure = sum(ask.sure for ask in reading.asks)
    lines += [
        "",
        f"条款 {len(reading.clauses)} 条，要求 {len(reading.asks)} 项，其中 {sure} 项确定、{len(reading.asks) - sure} 项待确认",  # noqa: E501
    ]
    return lines


def _clauses(reading: Reading) -> list[str]:
    lines = []
    for clause in reading.clauses:
        if not clause.asks and not clause.actors:
            continue
        lines += ["", f"{clause.no}　{clause.heading or ''}（第{clause.line[0]}行）"]
        if clause.actors:
            lines.append("  " + "；".join(f"{_ROLES[actor.role]}：{actor.name}" for actor in clause.actors))
        lines += [line for ask in clause.asks for line in _ask(ask)]
    return lines


def _ask(ask: Ask) -> list[str]:
    cells = [_KINDS[ask.kind], "、".join(ask.who) or "主送单位", _when(ask), _norm(ask)]
    widths = (6, 22, 24, 14)
    row = "  " + " ".join(_pad(cell, width) for cell, width in zip(cells, widths, strict=True))
    mark = "" if ask.sure else "？"
    lines = [f"{row} {mark}{ask.text}"]
    return lines + [f"      待确认：{doubt}" for doubt in ask.doubts]


def _when(ask: Ask) -> str:
    parts = []
    if ask.every:
        parts.append(
            _EVERY.get(ask.every, ask.every)
            + (f"({ask.by})" if ask.by else "")
            + (f"×{ask.times}" if ask.times else "")
        )
    if ask.due or ask.due_event:
        parts.append(f"{ask.due or ask.due_event}止")
    return " ".join(parts) or "—"


def _norm(ask: Ask) -> str:
    target = ask.target
    if target is None:
        return "—"
    if target.unit == "ratio":
        return f"{_OPS[target.op]}{target.value * 100:g}%"
    return f"{_OPS[target.op]}{target.value:g}{_UNITS.get(target.unit, target.unit)}"


def _pad(words: str, width: int) -> str:
    used = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in words)
    return words + " " * max(0, width - used)


def _stages(reading: Reading) -> list[str]:
    lines = ["", "阶段"] if reading.stages else []
    for stage in reading.stages:
        start = stage.first or stage.from_event or ""
        lines.append(f"  {stage.name}：{start} — {stage.last or stage.to_event or ''}（第{stage.line[0]}行）")
    return lines


def _reports(reading: Reading) -> list[str]:
    lines = ["", "报送"] if reading.reports else []
    for report in reading.reports:
        when = " ".join(
            str(part) for part in (_EVERY.get(report.every or "", report.every), report.due or report.due_event) if part
        )
        lines.append(f"  {report.what} → {report.to or '未写明'}　{when or '未写明时间'}（第{report.line[0]}行）")
    return lines


def _warnings(reading: Reading) -> list[str]:
    return ["", "请留意", *(f"  {sentence}" for sentence in reading.warnings)] if reading.warnings else []
