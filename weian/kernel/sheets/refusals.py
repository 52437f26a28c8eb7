"""Why a whole file is refused; each message is a Chinese sentence that says what to do."""

from __future__ import annotations

from collections.abc import Sequence


class UnreadableSheet(ValueError):
    """The file cannot be read as a table at all."""


class MissingColumns(UnreadableSheet):
    """A table was found, but columns that it must have were not; ``columns`` names them."""

    def __init__(self, message: str, columns: Sequence[str]) -> None:
        super().__init__(message)
        self.columns = tuple(columns)


EMPTY = "这个文件是空的，请重新选择。"
TOO_LARGE = "文件超过 {limit} MB，请删去图片或拆成几份再导入。"
NOT_EXCEL = "这不是 Excel 工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。"
BROKEN = "Excel 文件已损坏，打不开。请用 Excel 或 WPS 打开并另存为 .xlsx 后再导入。"
ENCRYPTED = "Excel 文件设了打开密码。请去掉密码后再导入。"
BOMB = "压缩包展开后过大或结构异常，为安全起见没有读取。请另存为新的 .xlsx 后再导入。"
TOO_HEAVY = "表格展开后太大，没有读完。请删去表格下方和右侧的空白行列，或拆成几份再导入。"
TOO_SLOW = "表格太复杂，在规定时间内没有读完。请拆成几份再导入。"
TOO_MANY_ROWS = "工作表“{sheet}”超过 {limit} 行，请拆成几份再导入。"
NO_SHEET = "工作簿里没有可见的、有内容的工作表。"
NO_HEADER = "前 {depth} 行里没有找到表头。表头应有：{wanted}。"
NO_COLUMNS = "工作表“{sheet}”第 {row} 行的表头缺少：{missing}。"
TWICE = "工作表“{sheet}”的表头里“{column}”出现了不止一次（{letters} 列），请只保留一列。"
