"""`weian worker`: background jobs from PostgreSQL's own queue."""

from __future__ import annotations

from weian.config import environment


def main(argv: list[str]) -> int:
    environment.prepare()
    environment.load_django()
    from django.core.management import call_command

    call_command("procrastinate", "worker", "--concurrency", "2", *argv)
    return 0
