"""`weian bench`: how long the pages take, beside the bare SQL under them, on this machine in one run.

Requests pass every middleware as a signed-in person of one county sees them. What an answer must hold is asked of the
database by other means; a wrong answer ends with exit code 1, a slow one never does.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from typing import Any

from weian.config.commands.bench import notice
from weian.config.commands.bench.bulk import generate
from weian.config.commands.bench.crowd import generate_units
from weian.config.commands.bench.crowding import Crowd, crowd
from weian.config.commands.bench.field import field_work
from weian.config.commands.bench.instance import is_demo, lent_instance, open_, quiet
from weian.config.commands.bench.measuring import Figures, measure, points
from weian.config.commands.bench.questions import Wrong, everything, history_faults, plain

PROVINCE = 1_000_000  # hazards of some years in a province
CROWD = 9_207  # units below a province
CROWDED = "同时"  # what --only calls them
CROWDS = ((8, 25), (200, 5))  # people at once, pages each


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="weian bench", description="在本机量各页面的用时")
    parser.add_argument("--hazards", type=int, help="另外生成多少条隐患（临时环境默认 20000）")
    parser.add_argument("--units", type=int, default=0, help="省以下补到多少家单位（默认不补）")
    parser.add_argument("--only", default="", help="只量名称里有这几个字的")
    parser.add_argument("--scale", action="store_true", help=f"一个省的量：--hazards {PROVINCE} --units {CROWD}")
    parser.add_argument("--runs", type=int, default=30, help="每项量几次")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    options = parser.parse_args(argv)
    if options.runs < 2 or (options.hazards or 0) < 0:
        parser.error("--runs 至少 2，--hazards 不能是负数。")
    given = "WEIAN_VAR" in os.environ
    wanted = PROVINCE if options.scale else options.hazards if options.hazards is not None else 0 if given else 20_000
    units = CROWD if options.scale else options.units
    with lent_instance(given):
        return _run(wanted, units, options.runs, options.only, scale=options.scale, as_json=options.json)


def _run(hazards: int, units: int, runs: int, only: str, *, scale: bool, as_json: bool) -> int:
    began = time.monotonic()
    with quiet(as_json):
        open_()
        if not is_demo():
            print(
                "这里是正式环境，量用时会写入数据。请用 WEIAN_VAR 指一个演示环境，或不设 WEIAN_VAR。", file=sys.stderr
            )
            return 2
        generate_units(units)
        there = plain("SELECT count(*) FROM hazards_hazard")[0][0] if scale else 0
        generate(max(0, hazards - there))
    figures, faults = ask(runs, only, long=scale)
    crowds = [one for one in CROWDS if only in CROWDED] if scale else []
    gathered = [crowd(*one) for one in crowds]
    faults += [f"{one.people} 人同时：{sentence}" for one in gathered for sentence in one.failed[:5]]
    faults += history_faults()
    _print(figures, faults, runs, time.monotonic() - began, gathered, as_json=as_json)
    return 1 if faults else 0


def ask(runs: int, only: str = "", *, long: bool = False) -> tuple[list[Figures], list[str]]:
    """Every question with `only` in its title, what takes long where that is wanted; and what was wrong in answers."""
    _sums_taken()
    figures, faults = [], []
    for asked in [*everything(), *field_work()]:
        if only not in asked.title or (asked.is_long and not long and not only):
            continue
        try:
            figures.append(measure(asked, runs))
        except Wrong as wrong:
            faults.append(f"{asked.title}：{wrong}")
    return figures, faults


def _sums_taken() -> None:
    """As the worker of a serving instance does twice an hour; nobody works beside the one that is measured."""
    from weian.kernel import clock
    from weian.oversight.reports.jobs import recount

    recount(int(clock.now().timestamp()))


def _print(
    figures: Sequence[Figures], faults: list[str], runs: int, seconds: float, crowds: Sequence[Crowd], *, as_json: bool
) -> None:
    from django.db import connection

    rows = [one.row() for one in figures]
    hazards = plain("SELECT count(*) FROM hazards_hazard")[0][0]
    if as_json:
        server = plain("SHOW server_version")[0][0]
        reading = round(notice.milliseconds(runs), 1)
        about = {"notice_ms": reading, "hazards": hazards, "runs": runs, "cores": os.cpu_count(), "postgresql": server}
        told = {**about, "rows": rows, "crowds": _crowded(crowds), "faults": faults}
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        print(f"\n{hazards} 条隐患，每项 {runs} 次，{os.cpu_count()} 核；毫秒。")
        print("底线：同一作用域里只跑取数的那一句 SQL；办事则是全部语句加一次提交。\n")
        print("| 请求 | p50 | p95 | 底线 p50 | 底线 p95 | 倍数 | 语句 | 全部语句 p50 | 本进程 CPU p50 |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
        for row in rows:
            print(
                "| {title} | {p50} | {p95} | {floor_p50} | {floor_p95} | {ratio} | {queries} | {sql_p50} |"
                " {cpu_p50} |".format(**row)
            )
        print(f"\n读一份十页的通知：{notice.milliseconds(runs):.0f} 毫秒。")
        for one in _crowded(crowds):
            print(
                "{people} 人同时，每人 {each} 页：p50 {p50}，p95 {p95}，每秒 {per_second} 页，出错 {failed}。".format(
                    **one
                )
            )
        print(f"答案核对：{'全部相符' if not faults else f'{len(faults)} 处不符'}。共用 {seconds:.0f} 秒。")
    for fault in faults:
        print(fault, file=sys.stderr)
    connection.close()


def _crowded(crowds: Sequence[Crowd]) -> list[dict[str, Any]]:
    return [
        {
            "people": one.people, "each": one.each, "failed": len(one.failed),
            "p50": points(one.spent)[0], "p95": points(one.spent)[1],
            "per_second": round(len(one.spent) / one.seconds, 1),
        }
        for one in crowds
    ]  # fmt: skip
