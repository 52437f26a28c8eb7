from weian.config.commands.backup import restore as main

__all__ = ["main"]
