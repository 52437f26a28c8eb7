"""Makes the random tests of an ordinary run larger: a plugin (-p tests.soak.sizes) that WEIAN_SOAK gives its factor.

Only `@given` tests run; each draws that many times its usual examples; those named in FIXED a fixed number
at the full factor.
"""

from __future__ import annotations

import os

import hypothesis
import pytest

FULL = 25  # the factor of `make soak`
# test → examples at the full factor
FIXED = {
    "test_a_mutilated_notice_is_still_read_line_by_line": 10_000,
    "test_a_damaged_file_is_read_or_refused": 10_000,
    "test_any_grid_of_cells_is_answered": 10_000,
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    factor = float(os.environ["WEIAN_SOAK"])
    drawing = [item for item in items if getattr(_function(item), "is_hypothesis_test", False)]
    items[:] = drawing
    for item in drawing:
        _enlarge(_function(item), item.name, factor)


def _function(item: pytest.Item) -> object:
    test = getattr(item, "obj", None)
    return getattr(test, "__func__", test)


def _enlarge(test: object, name: str, factor: float) -> None:
    # Hypothesis keeps the settings of a test on it; an explicit number there goes before every profile.
    usual: hypothesis.settings = test._hypothesis_internal_use_settings  # type: ignore[attr-defined]
    wanted = FIXED[name] * factor / FULL if name in FIXED else usual.max_examples * factor
    test._hypothesis_internal_use_settings = hypothesis.settings(  # type: ignore[attr-defined]
        usual, max_examples=max(1, round(wanted)), deadline=None, derandomize=False, database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )  # fmt: skip


def pytest_report_header() -> str:
    return f"soak: random tests × {os.environ['WEIAN_SOAK']}"
