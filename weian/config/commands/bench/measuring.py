"""The clock: a whole request, and its SQL sent bare over the same connection in the same scope."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg

from weian.config.commands.bench.questions import Asked

WARM = 3  # runs before those that count
LONG = 2  # runs of what takes a minute
_DATA = re.compile(r"\s*\(?(SELECT|WITH|INSERT|UPDATE|DELETE)\b", re.I)
_READ = re.compile(r"\s*\(?(SELECT|WITH)\b", re.I)

Statement = tuple[str, Any, frozenset[str]]  # the SQL, its values, what it was planned without (kernel.planning)


@dataclass
class Figures:
    """Milliseconds of the request, and of its SQL sent bare over the same connection in the same scope.

    The floor of a page is its main statement alone; that of an act is all of its statements and one commit. `cpu` is
    what this process itself worked for the request: it says most where other work makes everything wait.
    """

    title: str
    queries: int = 0
    request: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def row(self) -> dict[str, Any]:
        request, floor = points(self.request), points(self.floor)
        return {
            "title": self.title, "queries": self.queries, "p50": request[0], "p95": request[1],
            "sql_p50": points(self.whole)[0], "floor_p50": floor[0], "floor_p95": floor[1],
            "ratio": round(request[0] / floor[0], 1), "cpu_p50": points(self.cpu)[0],
        }  # fmt: skip


def points(times: Sequence[float]) -> tuple[float, float]:
    """p50 and p95, rounded as far as one cares."""
    cuts = statistics.quantiles(times, n=20, method="inclusive")
    return round(cuts[9], 2), round(cuts[18], 2)


def measure(asked: Asked, runs: int) -> Figures:
    """Requests one after the other, as a server that is at work gets them, then their SQL; for an act its SQL first,
    because its rows must not be there yet.

    Every answer is checked, those of a page after all were given: a check reads a million rows, and what a processor
    has at hand is part of being warm.
    """
    figures = Figures(asked.title)
    warm, runs = (0, LONG) if asked.is_long else (WARM, min(runs, asked.most or runs))
    statements = _watched(asked, figures)
    if asked.main:
        answers = [_counted(figures, asked, asked.prepare(), run >= 0) for run in range(-warm, runs)]
        for answer in answers:
            asked.check(answer, None)
        reads = [one for one in statements if _READ.match(one[0])]  # a page may note when it was seen
        figures.whole = [_bare(reads, asked) for _ in range(warm + runs)][warm:]
        figures.floor = [_bare(_main(reads, asked.main), asked) for _ in range(warm + runs)][warm:]
        return figures
    figures.whole = figures.floor = [_bare(statements, asked) for _ in range(warm + runs)][warm:]
    for run in range(-warm, runs):
        given = asked.prepare()
        asked.check(_counted(figures, asked, given, run >= 0), given)
    return figures


def _counted(figures: Figures, asked: Asked, given: Any, counts: bool) -> Any:
    spent, cpu, answer = _timed(asked, given)
    if counts:
        figures.request.append(spent)
        figures.cpu.append(cpu)
    return answer


def _main(statements: list[Statement], piece: str) -> list[Statement]:
    """The statement that gives the page its rows: of those with the piece the one that asks for most."""
    return [max((one for one in statements if piece in one[0]), key=lambda one: len(one[0]))]


def _timed(asked: Asked, given: Any) -> tuple[float, float, Any]:
    """Milliseconds by the clock and of this process's own work, and the answer."""
    from django.db import connection

    began, worked = time.perf_counter(), time.process_time()
    answer = asked.ask(given)
    connection.close()  # back into the pool, as the server does after each request
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000, answer


def _watched(asked: Asked, figures: Figures) -> list[Statement]:
    """One request whose statements are noted; an act is rolled back, so that the same rows can be written again."""
    from django.db import connection, transaction

    from weian.kernel import planning

    noted: list[Statement] = []
    without: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        figures.queries += 1
        if sql == planning.SET:
            (without.add if params[1] == "off" else without.discard)(params[0])
        elif _DATA.match(sql) and "set_config" not in sql:
            noted.extend((sql, one, frozenset(without)) for one in (params if many else [params]))
        return execute(sql, params, many, context)

    given = asked.prepare()
    if asked.main:
        with connection.execute_wrapper(note):
            asked.ask(given)
    else:
        with transaction.atomic():
            with connection.execute_wrapper(note):
                asked.ask(given)
            transaction.set_rollback(True)
    return noted


def _bare(statements: list[Statement], asked: Asked) -> float:
    """Milliseconds of the statements on a plain cursor in the viewer's scope; of an act with checks and one commit."""
    from django.db import connection, transaction

    from weian.kernel import planning, scope

    acts = not asked.main
    with scope.applied(asked.viewer.scope, read_only=not acts):
        with connection.connection.cursor() as cursor, psycopg.RawCursor(connection.connection) as prepared:
            spent = 0.0
            for sql, params, without in statements:
                asking: Any = prepared if params and "$1" in sql else cursor
                for way in without:
                    cursor.execute(planning.SET, [way, "off"])
                began = time.perf_counter()
                asking.execute(sql, params)
                if asking.description:
                    asking.fetchall()
                spent += time.perf_counter() - began
                for way in without:
                    cursor.execute(planning.SET, [way, "on"])
            began = time.perf_counter()
            if acts:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            spent += time.perf_counter() - began
        transaction.set_rollback(acts)
    if acts:  # what a commit costs: a record of the same transaction's kind, flushed to disk
        began = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_logical_emit_message(true, 'weian', 'bench')")
        spent += time.perf_counter() - began
    return spent * 1000
