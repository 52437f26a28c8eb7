"""Rows of tables that were flattened to lines with tabs, bars or wide gaps."""

import re
from dataclasses import dataclass, field

from weian.foundation.documents.reading.blocks import Block
from weian.foundation.documents.reading.passage import Passage

_COLUMNS = {
    "serial": r"^(?:序号|编号|项目?序号)$",
    "due": r"(?:时限|时间|期限|节点|完成日期)",
    "task": r"(?:任务|内容|事项|措施|要求|工作项目|项目|重点|举措)",
    "lead": r"^(?:牵头|主责|主办|承办)",
    "support": r"^(?:配合|协办|参与|参加|协同)",
    "receiver": (
        r"^(?:接收|受理|收件|报送至|报至|报往|送达|主送)(?:单位|部门|科室|处室|人|对象|机构)?$"
        r"|^(?:报送|上报|报告|提交)(?:对象|去向|至)$"
    ),
    "responsible": r"(?:责任|负责|实施|落实|报送|上报|填报|提交)(?:单位|部门|科室|处室|人|主体|领导)?$",
    "every": r"^(?:频次|周期|频率)$",
}
_HANDED_IN_RE = re.compile(r"^(?:报送|上报|提交|报告)(?:时限|时间|期限|频次)")
_LABEL_RE = re.compile(
    r"^（?(?:牵头|责任|配合|主责|主办|承办|协办|参与|完成时限|完成时间)(?:单位|部门|科室|处室|人)?："
)


@dataclass
class Row:
    """A row of a task table; the cells keep their places."""

    serial: str = ""
    task: Passage = field(default_factory=lambda: Passage("", "", ()))
    actors: list[tuple[str, Passage]] = field(default_factory=list)
    times: list[Passage] = field(default_factory=list)
    is_header: bool = False
    reports: bool = False  # a column tells by when it is handed in, or to whom
    receiver: str | None = None


def has_label(norm: str) -> bool:
    """Does the paragraph begin with a marker such as 责任单位：?"""
    return bool(_LABEL_RE.match(norm))


def find_rows(solid: list[Block]) -> dict[int, Row]:
    """Index of block → row, for every table whose head names a task column and one more that is known."""
    rows: dict[int, Row] = {}
    columns: list[str] = []
    reports = False
    for index, block in enumerate(solid):
        if block.kind == "note":  # a page number between two rows
            continue
        if not block.cells or block.kind != "clause":
            columns = []
            continue
        named = [_column(cell.norm) for cell in block.cells]
        if _is_header(named) and all(len(cell) <= 12 for cell in block.cells):
            columns = named
            reports = "receiver" in named or any(_HANDED_IN_RE.search(cell.norm) for cell in block.cells)
            rows[index] = Row(is_header=True)
        elif columns and abs(len(block.cells) - len(columns)) <= 1:
            rows[index] = _row(block, columns, sum(not row.is_header for row in rows.values()) + 1)
            rows[index].reports = reports
    return rows


def _is_header(named: list[str]) -> bool:
    """Names a task and one thing more, or who answers and by when: then the other columns are the task."""
    known = {name for name in named if name}
    answered = known & {"lead", "responsible"} and known & {"due", "every"}
    return len(known) >= 2 and ("task" in known or bool(answered))


def _column(name: str) -> str:
    for column, pattern in _COLUMNS.items():
        if re.search(pattern, name):
            return column
    return ""


def _row(block: Block, columns: list[str], count: int) -> Row:
    row = Row(serial=str(count))
    tasks: list[Passage] = []
    others: list[Passage] = []
    for name, cell in zip(columns, block.cells, strict=False):
        if not cell:
            continue
        if name == "serial":
            row.serial = cell.raw.strip("、. ")
        elif name == "task":
            tasks.append(cell)
        elif name in ("lead", "support", "responsible"):
            row.actors.append((name, cell))
        elif name == "receiver":
            row.receiver = cell.raw
        elif name in ("due", "every"):
            row.times.append(cell)
        elif not name:
            others.append(cell)
    row.task = max(tasks, key=len) if tasks else Passage.join(others) if others else block.passage
    return row
