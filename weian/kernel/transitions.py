"""The life of a thing as a table that could be shown to an auditor.

A ``states.py`` declares one enum and one Table; the single mover asks the table, the picture in
the manual is drawn from it. No Django is needed: any enum with Chinese ``label``s will do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

State = TypeVar("State", bound=Enum)


class IllegalMove(ValueError):
    """A move that the table does not know; the message is a Chinese sentence for the person."""


@dataclass(frozen=True)
class Transition(Generic[State]):
    """One legal step: the verb in code, where it may start, where it ends, the verb on screen."""

    name: str
    sources: Sequence[State]
    target: State
    title: str


class Table(Generic[State]):
    """All legal steps of one enum. A (state, target) pair belongs to exactly one transition.

    Raises ValueError at import when the table contradicts itself: a state of another enum, a
    name used twice, two transitions for one pair.
    """

    def __init__(self, states: type[State], transitions: Iterable[Transition[State]]) -> None:
        self.states = states
        self.transitions = tuple(transitions)
        self._steps: dict[tuple[State, State], Transition[State]] = {}
        names = [transition.name for transition in self.transitions]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"transition {name!r} is declared twice")
        for transition in self.transitions:
            self._add(transition)

    def _add(self, transition: Transition[State]) -> None:
        if not transition.sources:
            raise ValueError(f"transition {transition.name!r} starts nowhere")
        for state in (*transition.sources, transition.target):
            if not isinstance(state, self.states):
                raise ValueError(f"{state!r} is no member of {self.states.__name__}")
        for source in transition.sources:
            other = self._steps.setdefault((source, transition.target), transition)
            if other is not transition:
                raise ValueError(f"{other.name!r} and {transition.name!r} are one and the same step")

    def allowed(self, state: State | str, target: State | str) -> bool:
        """Tell whether the step exists; plain database values are accepted."""
        return (self.states(state), self.states(target)) in self._steps

    def check(self, state: State | str, target: State | str) -> Transition[State]:
        """Return the transition from ``state`` to ``target``; raises IllegalMove with a reason."""
        state, target = self.states(state), self.states(target)
        found = self._steps.get((state, target))
        if found is None:
            raise IllegalMove(self._refusal(state, target))
        return found

    def _refusal(self, state: State, target: State) -> str:
        if state is target:
            return f"现在已经是“{_label(state)}”，不用再办一次。"
        ways = self.leaving(state)
        if not ways:
            return f"现在是“{_label(state)}”，已经结束，不能改为“{_label(target)}”。"
        titles = "、".join(way.title for way in ways)
        return f"现在是“{_label(state)}”，不能直接改为“{_label(target)}”；现在可以：{titles}。"

    def leaving(self, state: State | str) -> list[Transition[State]]:
        """Return the transitions that start in ``state``, in the order of the table."""
        state = self.states(state)
        return [transition for transition in self.transitions if state in transition.sources]

    def named(self, name: str) -> Transition[State]:
        """Return the transition called ``name``; raises KeyError for an unknown one."""
        for transition in self.transitions:
            if transition.name == name:
                return transition
        raise KeyError(name)

    def final(self) -> list[State]:
        """Return the states that nothing leaves."""
        return [state for state in self.states if not self.leaving(state)]

    def mermaid(self) -> str:
        """Return a Mermaid state diagram; the first member of the enum is the start."""
        members = list(self.states)
        lines = ["stateDiagram-v2"]
        lines += [f"    state {_quoted(_label(state))} as {state.name}" for state in members]
        lines.append(f"    [*] --> {members[0].name}")
        for transition in self.transitions:
            for source in transition.sources:
                lines.append(f"    {source.name} --> {transition.target.name}: {transition.title}")
        lines += [f"    {state.name} --> [*]" for state in self.final()]
        return "\n".join(lines) + "\n"


def _label(state: Enum) -> str:
    return str(getattr(state, "label", state.name))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "#quot;") + '"'
