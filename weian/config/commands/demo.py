"""Build the demo in a new instance; `weian run --demo` calls it."""

from weian.config.demo import build

__all__ = ["build"]
