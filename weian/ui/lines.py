"""``{% lines row in rows %} … {% endlines %}``: a loop that is read once and then only filled.

A list asks the template engine a thousand times what a name means, whether it can be called, and how it is written in
which language. What stands between these two tags is made into plain functions when the template is read: text,
variables with filters, ``if``, loops and simple tags. Anything else is refused then, not drawn otherwise; and to write
a name that a row does not have is an error, where the engine would leave a gap. An ``if`` may ask for it.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any, cast

from django.template import TemplateSyntaxError
from django.template.base import Node, Parser, TextNode, Token, VariableNode
from django.template.context import Context
from django.template.defaulttags import ForNode, IfNode, TemplateLiteral
from django.template.library import SimpleNode
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

Scope = dict[str, Any]
Draw = Callable[[Scope], str]
Tell = Callable[[Scope], Any]

_telling = re.compile("[&<>\"']").search  # what escape would write otherwise
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne, "is": operator.is_, "is not": operator.is_not,
    "in": lambda one, several: one in several,
}  # fmt: skip


class LinesNode(Node):
    def __init__(self, draw: Draw) -> None:
        self.draw = draw

    def render(self, context: Context) -> SafeString:
        return mark_safe(self.draw(cast("Scope", context.flatten())))


def lines(parser: Parser, token: Token) -> LinesNode:
    match token.split_contents():
        case [_, name, "in", several]:
            rows = _told(parser.compile_filter(several))
        case _:
            raise TemplateSyntaxError("lines: {% lines row in rows %}")
    body = parser.parse(("endlines",))
    parser.delete_first_token()
    return LinesNode(_loop(name, rows, body))


def _loop(name: str, rows: Tell, body: Iterable[Any]) -> Draw:
    draw = _all(body)

    def loop(scope: Scope) -> str:
        drawn = []
        for row in rows(scope):
            scope[name] = row
            drawn.append(draw(scope))
        return "".join(drawn)

    return loop


def _all(nodes: Iterable[Any]) -> Draw:
    draws = [_draw(node) for node in nodes]
    return lambda scope: "".join([draw(scope) for draw in draws])


def _draw(node: Node) -> Draw:
    if isinstance(node, TextNode):
        text = node.s
        return lambda scope: text
    if isinstance(node, VariableNode):
        told = _told(node.filter_expression)
        return lambda scope: written(told(scope))
    if isinstance(node, IfNode):
        return _choice([(_asked(one) if one else None, _all(nodes)) for one, nodes in node.conditions_nodelists])
    if isinstance(node, ForNode) and len(node.loopvars) == 1 and not node.is_reversed and not node.nodelist_empty:
        return _loop(node.loopvars[0], _told(node.sequence), node.nodelist_loop)
    if type(node) is SimpleNode and not node.takes_context and not node.target_var:
        return _tag(node)
    raise TemplateSyntaxError(f"lines do not know {node.token}")


def _choice(branches: list[tuple[Tell | None, Draw]]) -> Draw:
    def choose(scope: Scope) -> str:
        for asked, draw in branches:
            if asked is None or asked(scope):
                return draw(scope)
        return ""

    return choose


def _tag(node: SimpleNode) -> Draw:
    draw, args = node.func, [_told(one) for one in node.args]
    named = {name: _told(one) for name, one in node.kwargs.items()}
    return lambda scope: written(
        draw(*[told(scope) for told in args], **{name: told(scope) for name, told in named.items()})
    )


def _asked(condition: Any) -> Tell:
    """The condition of an ``if``: what is not there is None."""
    if isinstance(condition, TemplateLiteral):
        return _or_none(_told(condition.value))
    first = _asked(condition.first)
    if condition.id == "not":
        return lambda scope: not first(scope)
    second = _asked(condition.second)
    if condition.id == "and":
        return lambda scope: first(scope) and second(scope)
    if condition.id == "or":
        return lambda scope: first(scope) or second(scope)
    if condition.id not in _COMPARED:
        raise TemplateSyntaxError(f"lines do not know {condition.id} in an if")
    compare = _COMPARED[condition.id]
    return lambda scope: compare(first(scope), second(scope))


def _or_none(tell: Tell) -> Tell:
    def told(scope: Scope) -> Any:
        try:
            return tell(scope)
        except (KeyError, AttributeError):
            return None

    return told


def _told(expression: Any) -> Tell:
    """What a variable with its filters says."""
    tell = _named(expression.var)
    for through, args in expression.filters:
        tell = _filtered(tell, through, args)
    return tell


def _named(variable: Any) -> Tell:
    lookups = getattr(variable, "lookups", None)
    if lookups is None:
        known = getattr(variable, "literal", variable)  # a figure, or a string that was read already
        return lambda scope: known
    root, *steps = lookups

    def tell(scope: Scope) -> Any:
        found = scope[root]
        for step in steps:
            found = found[step] if type(found) is dict else getattr(found, step)
        return found() if callable(found) else found

    return tell


def _filtered(tell: Tell, through: Callable[..., Any], args: list[tuple[bool, Any]]) -> Tell:
    if getattr(through, "needs_autoescape", False) or getattr(through, "expects_localtime", False):
        raise TemplateSyntaxError(f"lines do not know the filter {through.__name__}")
    given = [(is_name, _named(arg) if is_name else arg) for is_name, arg in args]
    keeps = getattr(through, "is_safe", False)

    def filtered(scope: Scope) -> Any:
        found = tell(scope)
        said = through(found, *[arg(scope) if is_name else arg for is_name, arg in given])
        return mark_safe(said) if keeps and isinstance(found, SafeString) else said

    return filtered


def written(value: Any) -> str:
    """As the engine writes it. Raises TypeError for what it would write as a language does: days, fractions."""
    if isinstance(value, SafeString):
        return value
    if isinstance(value, str | Promise):
        text = str(value)
        return escape(text) if _telling(text) else text
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise TypeError(f"a line shows words and whole figures, not {value!r}")
