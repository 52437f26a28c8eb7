"""Historical models that grow are, after every operation, what Django would have drawn anew."""

from __future__ import annotations

from typing import Any

from django.db import connection, models
from django.db.migrations import operations as do
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from weian.config.tables import Growing

HOUSE = "org"
ID = ("id", models.BigAutoField(primary_key=True))
FROM_ZERO = models.CheckConstraint(condition=models.Q(height__gte=0), name="from_zero")
BY_NAME = models.Index(fields=["name"], name="by_name")

OPERATIONS: list[Operation] = [
    do.CreateModel("Tree", [ID, ("name", models.CharField(max_length=9))]),
    do.CreateModel("Leaf", [ID, ("tree", models.ForeignKey(f"{HOUSE}.tree", models.CASCADE, related_name="leaves"))]),
    do.AddField("tree", "height", models.IntegerField(default=1), preserve_default=False),
    do.AddConstraint("tree", FROM_ZERO),
    do.AddField("tree", "first_leaf", models.ForeignKey(f"{HOUSE}.leaf", models.PROTECT, null=True, related_name="+")),
    do.AddIndex("tree", BY_NAME),
    do.CreateModel("Bird", [ID, ("sits_on", models.ManyToManyField(f"{HOUSE}.tree"))]),
    do.AddField("bird", "eats", models.ManyToManyField(f"{HOUSE}.leaf", related_name="eaters")),
    do.CreateModel("Oak", [("tree_ptr", models.OneToOneField(f"{HOUSE}.tree", models.CASCADE, primary_key=True,
                                                             parent_link=True))], bases=(f"{HOUSE}.tree",)),
    do.AddField("tree", "age", models.IntegerField(null=True)),
    do.AlterField("tree", "name", models.CharField(max_length=20, unique=True)),
    do.RemoveIndex("tree", "by_name"),
    do.RemoveConstraint("tree", "from_zero"),
    do.RenameField("leaf", "tree", "of"),
    do.RemoveField("tree", "first_leaf"),
    do.AddField("leaf", "colour", models.CharField(max_length=9, default="green")),
    do.DeleteModel("Oak"),
]  # fmt: skip


def told(state: ProjectState) -> dict[str, Any]:
    """All that statements are made of, model by model."""
    found = {}
    for model in state.apps.get_models(include_auto_created=True):
        meta = model._meta
        found[meta.label] = (
            meta.db_table,
            [(one.name, one.column, *one.deconstruct()[1:], _other(one)) for one in meta.get_fields() if one.concrete],
            sorted((one.name, one.related_model._meta.label) for one in meta.related_objects),
            [one.deconstruct() for one in (*meta.indexes, *meta.constraints)],
        )
    return found


def _other(field: Any) -> Any:
    return (field.related_model._meta.label, field.db_type(connection)) if field.is_relation else None


def test_it_stands_as_it_would_be_drawn() -> None:
    growing, django = Growing(), ProjectState()
    assert not growing.apps.get_models() and not django.apps.get_models()  # both are drawn
    for operation in OPERATIONS:
        before = growing.clone()
        operation.state_forwards(HOUSE, growing)
        operation.state_forwards(HOUSE, django)
        assert type(before) is ProjectState and "apps" in growing.__dict__
        assert growing.is_delayed  # a RunPython gets them drawn afresh
        assert growing == django and told(growing) == told(django), operation.describe()
