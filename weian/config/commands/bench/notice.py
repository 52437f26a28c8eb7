"""A notice of ten pages, and how long it takes to be read: no database, so no floor beside it."""

from __future__ import annotations

import time
from statistics import median

from weian.foundation.documents.reading import read_text

CHARACTERS = 6_200  # ten pages of 22 lines of 28 characters
_HEAD = "关于开展安全检查的通知\n卫安〔2026〕1号\n各医疗机构：\n为做好安全工作，现就有关事项通知如下。\n"
_CLAUSE = (
    "（{0}）检查设施。各单位要在{1}月底前完成第{0}轮排查，每月25日前将进展情况报区卫生健康局，整改率不低于95%。"
    "每季度组织1次演练，参演人数不少于20人。（责任单位：各医疗机构；配合单位：区疾控中心）\n"
)


def milliseconds(runs: int) -> float:
    """Median time of reading it."""
    clauses = "一、检查\n" + "".join(_CLAUSE.format("一二三四五六七八九"[at % 9], at % 9 + 1) for at in range(60))
    text = (_HEAD + clauses)[:CHARACTERS] + "\n区卫生健康局\n2026年1月5日\n"
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        read_text(text)
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)
