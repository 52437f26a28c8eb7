"""The tables of this version, made by weian_owner in a process of its own: `python -m weian.config.tables`.

Migrating costs what changes. Django draws a model of the past anew whenever an operation touches it, and all that are
related to it likewise; here everything is related to units and people, and a first start drew twenty thousand models.
What only adds (a model, a field, an index, a constraint) is added to the model that stands, just as a program adds it
while it loads. What changes or takes away goes Django's way, and a RunPython gets models drawn afresh, because the
state says that some are delayed.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import Field, Model

from weian.config import environment

Plan = list[tuple[Migration, bool]]


def main() -> None:
    """Ends the process with Django's own words if a migration fails; what was done before it stays done."""
    environment.load_django()
    gc.freeze()
    gc.set_threshold(100_000)  # models are rings of references; looking for them all the time takes a quarter of it
    migrate.MigrationExecutor = Executor  # type: ignore[attr-defined]
    call_command("createcachetable", verbosity=0)
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)


class Executor(MigrationExecutor):
    """Django's, on a growing state."""

    def _migrate_all_forwards(self, state: ProjectState, plan: Plan, full_plan: Plan, *rest: Any, **how: Any) -> Any:
        growing = Growing(state.models, state.real_apps)  # its models are drawn for it alone
        return super()._migrate_all_forwards(growing, plan, full_plan, *rest, **how)  # type: ignore[misc]


class Growing(ProjectState):
    """Its clones, which operations see as the state before, are Django's own and share the models that stand."""

    def add_model(self, model_state: ModelState) -> None:
        if (model_state.app_label, model_state.name_lower) in self.models:
            return super().add_model(model_state)
        with self._undrawn() as drawn:
            super().add_model(model_state)
        if drawn:
            drawn.render_multiple([model_state])

    def add_field(
        self, app_label: str, model_name: str, name: str, field: Field[Any, Any], preserve_default: bool
    ) -> None:
        model = self._standing(app_label, model_name)
        if model is None or model.__subclasses__():
            return super().add_field(app_label, model_name, name, field, preserve_default)
        with self._undrawn():
            super().add_field(app_label, model_name, name, field, preserve_default)
        model.add_to_class(name, self.models[app_label, model_name].fields[name].clone())

    def _append_option(self, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
        """An index or a constraint."""
        with self._undrawn():
            super()._append_option(app_label, model_name, option_name, obj)  # type: ignore[misc]
        if model := self._standing(app_label, model_name):
            setattr(model._meta, option_name, self.models[app_label, model_name].options[option_name])

    def _standing(self, app_label: str, model_name: str) -> type[Model] | None:
        return self.apps.get_model(app_label, model_name) if "apps" in self.__dict__ else None

    @contextmanager
    def _undrawn(self) -> Iterator[Any]:
        """Inside the block only the state changes."""
        drawn = self.__dict__.pop("apps", None)
        try:
            yield drawn
        finally:
            if drawn is not None:
                self.__dict__["apps"] = drawn
                self.is_delayed = True


if __name__ == "__main__":
    main()
