"""What the oldest browser drops, what the content policy forbids, and names: checked on the files."""

import re
from pathlib import Path

import pytest

from weian.ui.icons import ICONS

WEIAN = Path(__file__).parents[2] / "weian"
CSS = sorted((WEIAN / "ui" / "static" / "ui" / "css").glob("*.css"))
SCRIPTS = sorted((WEIAN / "ui" / "static" / "ui" / "js").glob("*.js"))
TEMPLATES = sorted(path for path in WEIAN.rglob("templates/**/*.html"))

# Chromium 109 knows none of these.
FORBIDDEN = (
    "light-dark(",
    "color-mix(",
    "oklch(",
    "oklab(",
    "lab(",
    "lch(",
    "subgrid",
    "popover",
    "@scope",
    "text-wrap: balance",
)
LAYERS = "@layer tokens, base, app, print, focus;"
CLASS_NAME = re.compile(r"^(wa|is)-[a-z0-9]+(-[a-z0-9]+)*$")


def named(paths: list[Path]) -> list:  # type: ignore[type-arg]
    return [pytest.param(path, id=path.relative_to(WEIAN).as_posix()) for path in paths]


def bare(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


def test_there_is_something_to_check() -> None:
    assert len(CSS) >= 8 and len(TEMPLATES) >= 40 and len(SCRIPTS) >= 6


@pytest.mark.parametrize("path", named(CSS))
def test_css_is_for_chromium_109(path: Path) -> None:
    css = bare(path.read_text(encoding="utf-8"))
    for function in FORBIDDEN:
        assert not re.search(rf"(?<![\w-]){re.escape(function)}", css), function
    assert "&" not in css  # nesting


@pytest.mark.parametrize("path", named(CSS))
def test_rules_live_in_a_layer(path: Path) -> None:
    """An unlayered rule would beat the focus ring."""
    depth, outside = 0, ""
    for char in bare(path.read_text(encoding="utf-8")).replace(LAYERS, ""):
        if depth == 0:
            outside += char
        depth += {"{": 1, "}": -1}.get(char, 0)
    assert depth == 0
    heads = [head.strip() for head in re.split(r"[{}]", outside) if head.strip()]
    assert heads and all(re.fullmatch(r"@layer (tokens|base|app|print|focus)", head) for head in heads), heads


@pytest.mark.parametrize("path", named(CSS))
def test_rules_are_not_nested(path: Path) -> None:
    css = bare(path.read_text(encoding="utf-8"))
    stack: list[str] = []
    head = ""
    for char in css.replace(LAYERS, ""):
        if char == "{":
            assert not stack or stack[-1].startswith("@"), f"{head.strip()} stands inside {stack[-1]}"
            stack.append(head.strip())
            head = ""
        elif char == "}":
            stack.pop()
            head = ""
        else:
            head = "" if char == ";" else head + char


@pytest.mark.parametrize("path", named(CSS))
def test_colours_come_from_tokens(path: Path) -> None:
    if path.name in ("tokens.css",):
        return
    css = bare(path.read_text(encoding="utf-8"))
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*})", css)) <= {"#fff"}  # paper is white in print
    assert not [
        weight for weight in re.findall(r"font-weight:\s*([^;}]+)", css) if not re.match(r"var\(|inherit", weight)
    ]


@pytest.mark.parametrize("path", named(CSS))
def test_class_names_are_ours(path: Path) -> None:
    css = re.sub(r'"[^"]*"', "", bare(path.read_text(encoding="utf-8")))
    names = set(re.findall(r"\.([A-Za-z_][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", css)))
    assert not [name for name in names if not CLASS_NAME.match(name)]


def test_every_token_that_is_read_is_defined() -> None:
    defined = set(re.findall(r"(--wa-[a-z0-9-]+):", "".join(path.read_text(encoding="utf-8") for path in CSS)))
    for path in CSS:
        used = set(re.findall(r"var\((--wa-[a-z0-9-]+)", path.read_text(encoding="utf-8")))
        assert used <= defined, path.name


@pytest.mark.parametrize("path", named(TEMPLATES))
def test_templates_hold_no_inline_script_style_or_handler(path: Path) -> None:
    html = re.sub(r"\{%.*?%\}", "", path.read_text(encoding="utf-8"))  # `if one ==` is no handler
    assert not re.search(r"<[^>]*\sstyle\s*=", html), "style attribute"
    assert not re.search(r"<style\b", html), "style element"
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", html), "event handler"
    # Words for a script to read are no script: nothing runs them.
    assert not re.search(r"<script\b(?![^>]*\ssrc=)(?! type=\"application/json\")", html), "inline script"
    assert "javascript:" not in html
    assert not re.search(r"hx-on|hx-vals=['\"]js:|hx-headers=['\"]js:", html), "htmx evaluation"


@pytest.mark.parametrize("path", named(TEMPLATES))
def test_template_classes_are_ours(path: Path) -> None:
    # A tag may itself hold quotes, so it goes before the values are read.
    html = re.sub(r"\{#.*?#\}|\{%.*?%\}", " ", path.read_text(encoding="utf-8"))
    for value in re.findall(r'\sclass="([^"]*)"', html):
        plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", value)
        # A name put together from data ("is-{{ kind }}") leaves its beginning behind.
        strange = [name for name in plain.split() if not CLASS_NAME.match(name) and name != "is-"]
        assert not strange, strange


@pytest.mark.parametrize("path", named(TEMPLATES))
def test_icons_named_in_templates_were_drawn(path: Path) -> None:
    for name in re.findall(r"\{%\s*icon \"([^\"]+)\"", path.read_text(encoding="utf-8")):
        assert name in ICONS


@pytest.mark.parametrize("path", named(SCRIPTS))
def test_scripts_neither_evaluate_nor_write_markup(path: Path) -> None:
    script = path.read_text(encoding="utf-8")
    for word in ("eval(", "new Function", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", ".style."):
        assert word not in script, word
