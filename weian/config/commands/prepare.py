"""`weian prepare`: what `weian run` does before it serves, for services that start pages and jobs apart."""

from __future__ import annotations

import argparse
import os
import sys

from weian.config import foreign
from weian.config.commands import run


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="weian prepare", description="只做启动前的准备：建表、页面文件、内容包")
    parser.add_argument("--wait", type=float, default=0.0, metavar="秒", help="数据库还没有起来时最多等多久")
    options = parser.parse_args(argv)
    if options.wait and (url := os.environ.get("WEIAN_DATABASE_URL")):
        try:
            foreign.wait(url, options.wait, lambda line: print(line, file=sys.stderr, flush=True))
        except foreign.Unfit as error:
            sys.exit(str(error))
    token = run.make_ready(demo=False)
    if token is None:
        return 1
    if token:
        print(f"第一次启用，请打开本站地址后接（7 天内有效，只能用一次）：\n  /accounts/first-run/{token}/", flush=True)
    return 0
