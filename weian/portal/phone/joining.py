"""Several modules of JavaScript as one, without a tool: how our own are written is all that is read here.

An import stands in one line and names what it takes; what is exported is said where it is made, or in one list.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "([^"]+)";\n', re.MULTILINE)
_MADE = re.compile(r"^export ((?:async )?(?:const|class|function(?: ?\*)?) (\w+))", re.MULTILINE)
_REMARK = re.compile(r"^ *//.*\n", re.MULTILINE)
_LISTED = re.compile(r"\bexport ?\{([^}]*)\};?")


def joined(sources: Mapping[str, str]) -> str:
    """One module that exports what each of these does; each comes behind those that it needs.

    Each keeps its own names to itself. Raises ValueError for two that export different things under one name.
    """
    given: dict[str, str] = {}
    parts = []
    for name, text in sources.items():
        made = {found[2]: found[2] for found in _MADE.finditer(text)}
        taken = {one.strip() for found in _IMPORT.finditer(text) for one in found[1].strip("{} ").split(",")}
        for found in _LISTED.finditer(text):
            pairs = (one.split(" as ") for one in found[1].split(","))
            made |= {pair[-1].strip(): pair[0].strip() for pair in pairs if pair[-1].strip() not in taken}
        if twice := made.keys() & given.keys():
            raise ValueError(f"{name} and {given[min(twice)]} both export {min(twice)}")
        given |= dict.fromkeys(made, name)
        body = _REMARK.sub("", _LISTED.sub("", _MADE.sub(r"\1", _IMPORT.sub("", text))))
        back = ", ".join(out if out == own else f"{out}: {own}" for out, own in made.items())
        parts.append(f"const {{ {', '.join(made)} }} = (() => {{\n{body}\nreturn {{ {back} }};\n}})();\n")
    return f"{''.join(parts)}export {{ {', '.join(given)} }};\n"


def pointed(name: str, text: str, members: Collection[str], to: str) -> str:
    """The module `name` with its imports from `members` taken from the joined one instead."""

    def point(found: re.Match[str]) -> str:
        if posixpath.normpath(posixpath.join(posixpath.dirname(name), found[2])) not in members:
            return found[0]
        there = posixpath.relpath(to, posixpath.dirname(name))
        return f'import {found[1]} from "{there if there.startswith(".") else f"./{there}"}";\n'

    return _IMPORT.sub(point, text)
