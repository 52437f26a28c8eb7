"""`weian prepare`: what `weian run` does before it serves, for services that start pages and jobs apart."""

from __future__ import annotations

from weian.config.commands import run


def main(argv: list[str]) -> int:
    token = run.make_ready(demo=False)
    if token is None:
        return 1
    if token:
        print(f"第一次启用，请打开本站地址后接（7 天内有效，只能用一次）：\n  /accounts/first-run/{token}/", flush=True)
    return 0
