"""What a test must know of a machine to try its steps: how a thing comes into a state, and which act takes a step."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from tests.cast import Cast
from tests.conftest import set_up
from weian.foundation.people.api import Refused, Viewer
from weian.kernel import clock
from weian.kernel.transitions import Table

Deed = Callable[[Any, Viewer], object]


class Machine(ABC):
    """One machine in one situation (in words: docs/states/who.yaml), played by the cast.

    `steps` holds the act for each transition that a person takes; `inner` those that follow from something else:
    time, the worker, an act upon another thing.
    """

    model: ClassVar[type[Any]]

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    @classmethod
    def name(cls) -> str:
        return f"{cls.model._meta.app_label}.{cls.model.__name__.lower()}"

    @classmethod
    def table(cls) -> Table[Any]:
        table: Table[Any] = cls.model.states
        return table

    @property
    @abstractmethod
    def steps(self) -> Mapping[str, Deed]: ...

    @property
    def inner(self) -> Mapping[str, Callable[[UUID], object]]:
        return {}

    @abstractmethod
    def bring(self, situation: str) -> UUID:
        """Make a thing in that situation; `situation_of` names it. The uid of the row that carries the status."""

    def situation_of(self, state: str, act: str) -> str:
        """The state's own name, but where one act wants it otherwise than the rest."""
        return state

    def day(self) -> date | datetime | str:
        """When the steps are tried."""
        return clock.today()

    def seen(self, viewer: Viewer, uid: UUID) -> Any:
        """The thing as the viewer's pages find it; None where they do not."""
        return self.model.objects.visible_to(viewer).filter(pk=uid).first()

    def status(self, uid: UUID) -> str:
        """As it is stored."""
        with set_up():
            return str(self.model._base_manager.values_list("status", flat=True).get(pk=uid))


def first_of(*deeds: Callable[[], object]) -> object:
    """Whichever of several acts the person may take to the same end; the first refusal where none."""
    refusals = []
    for deed in deeds:
        try:
            return deed()
        except Refused as refused:
            refusals.append(refused)
    raise refusals[0]
