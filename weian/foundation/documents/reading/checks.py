"""Contradictions in a notice. They are told, never repaired."""

import itertools
import re
from datetime import date

from weian.foundation.documents.reading.model import Ask, Clause, Report, Stage

_SUMMARY_RE = re.compile(r"总结")


def find_contradictions(
    clauses: list[Clause], stages: list[Stage], reports: list[Report], issued: date | None
) -> list[str]:
    """Chinese sentences, one for each thing that does not agree with another."""
    return [
        *_impossible_days(clauses),
        *_before_issue(clauses, issued),
        *_stage_order(stages),
        *_summary_before_stage(stages, reports),
    ]


def _impossible_days(clauses: list[Clause]) -> list[str]:
    sentences = []
    for clause in clauses:
        for ask in clause.asks:
            sentences += [f"第{ask.line[0]}行：{doubt}，请核对原文" for doubt in ask.doubts if doubt.endswith("不存在")]
    return list(dict.fromkeys(sentences))


def _before_issue(clauses: list[Clause], issued: date | None) -> list[str]:
    asks: list[tuple[Clause, Ask]] = [(clause, ask) for clause in clauses for ask in clause.asks if ask.due]
    if issued is None:
        return []
    late = {(ask.line[0], ask.due): clause for clause, ask in asks if ask.due and ask.due < issued}
    return [
        f"第{line}行：截止日{due}早于发文日{issued}（{clause.no}），未作改动，请核对"
        for (line, due), clause in late.items()
    ]


def _stage_order(stages: list[Stage]) -> list[str]:
    sentences = []
    for stage in stages:
        if stage.first and stage.last and stage.last < stage.first:
            sentences.append(f"第{stage.line[0]}行：“{stage.name}”止于{stage.last}，早于开始日{stage.first}")
    for before, after in itertools.pairwise(stages):
        if before.last and after.first and after.first <= before.last:
            sentences.append(
                f"第{after.line[0]}行：“{after.name}”自{after.first}开始，而“{before.name}”到{before.last}才结束，两个阶段重叠"
            )
    return sentences


def _summary_before_stage(stages: list[Stage], reports: list[Report]) -> list[str]:
    """A summary of the whole that is due before the work it sums up has ended."""
    sentences = []
    for report in reports:
        if not report.due or not _SUMMARY_RE.search(report.what):
            continue
        for stage in stages:
            running = stage.last and report.due < stage.last
            not_begun = stage.first and report.due < stage.first
            if running and (not stage.first or stage.first <= report.due):
                sentences.append(
                    f"第{report.line[0]}行要求{report.due}前报送“{report.what}”，而“{stage.name}”（第{stage.line[0]}行）到{stage.last}才结束"
                )
            elif not_begun:
                sentences.append(
                    f"第{report.line[0]}行要求{report.due}前报送“{report.what}”，而“{stage.name}”（第{stage.line[0]}行）{stage.first}才开始"
                )
    return sentences
