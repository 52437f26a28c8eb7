"""`weian web`: pages alone, on a database that `weian prepare` has brought up to date."""

from __future__ import annotations

import argparse
import os

from weian.config import environment


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="weian web", description="只启动网页服务")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2, help="进程数，一般等于处理器核数")
    parser.add_argument("--threads", type=int, default=4, help="每个进程的线程数，每个线程用一个数据库连接")
    options = parser.parse_args(argv)
    environment.prepare(patient=True)
    os.environ["WEIAN_SERVING"] = "1"
    from weian.config import processes

    return processes.serve(
        host=options.host, port=options.port, workers=options.workers, threads=options.threads, jobs=False
    )
