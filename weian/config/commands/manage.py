"""`weian manage …`: Django's own commands, on this instance's database."""

from __future__ import annotations

import os
import sys

from weian.config import environment

WITHOUT_DATABASE = {"collectstatic", "makemigrations", "check", "help"}


def main(argv: list[str]) -> int:
    if os.environ.get("WEIAN_AS_OWNER") != "1" and argv[:1] and argv[0] not in WITHOUT_DATABASE:
        environment.prepare()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weian.config.settings")
    from django.core.management import execute_from_command_line

    if argv[:1] and argv[0] in WITHOUT_DATABASE:
        os.environ.setdefault("WEIAN_NO_POOL", "1")
    if argv[:1] == ["makemigrations"]:
        _without_history()
    execute_from_command_line(["weian manage", *argv])
    return 0


def _without_history() -> None:
    """makemigrations compares files; it warns about a database that is not there, which is no news here."""
    import warnings

    warnings.filterwarnings("ignore", "Got an error checking a consistent migration history", RuntimeWarning)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
