"""What is asked of a measure, and how a measure answers from rows of one table by conditions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Aggregate, Case, Count, IntegerField, Max, Q, QuerySet, Sum, Value, When

from weian.foundation.documents.models import Document
from weian.foundation.org.api import rows_at
from weian.foundation.org.models import Positioned, PositionedQuerySet, Unit
from weian.kernel import clock, compiled, keyset
from weian.oversight.reports.measured import DENOMINATOR, NUMERATOR, REMAINDER, Measure, Row, Unmeasurable
from weian.oversight.reports.models.standing import Standing
from weian.oversight.reports.standing import Kept


@dataclass(frozen=True)
class Asked:
    node: Unit
    on: date
    document: Document | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)

    def day(self, name: str, default: date) -> date:
        """A parameter that is a day. Raises Unmeasurable for anything else."""
        try:
            return date.fromisoformat(self.parameters[name]) if self.parameters.get(name) else default
        except ValueError:
            raise Unmeasurable("日期应写成 2026-11-22 这样。") from None

    @property
    def since(self) -> date:
        """From when on is counted: the year's first day where nothing else is asked."""
        return self.day("since", first_of_year(self.on))


@dataclass(frozen=True)
class Conditions:
    """Parts of a measure as conditions on the rows of one table. A rate has a `whole`; exclusions lie outside it."""

    numerator: Q
    whole: Q | None = None
    exclusions: tuple[tuple[str, str, Q], ...] = ()
    details: tuple[tuple[str, str, Q], ...] = ()

    def named(self) -> dict[str, Q]:
        main = {NUMERATOR: self.numerator if self.whole is None else self.whole & self.numerator}
        if self.whole is not None:
            main[DENOMINATOR] = self.whole
        return main | {code: condition for code, _, condition in (*self.exclusions, *self.details)}


@dataclass(frozen=True)
class Source:
    """Rows of a table that measures count: those under a node, since a day or not, and how one is shown.

    `narrowed` cuts rows of the table and its kept sums alike. `about_documents`: a measure may be asked of one notice.
    """

    code: str
    model: type[Positioned]
    narrowed: Callable[[PositionedQuerySet, Asked], PositionedQuerySet]
    related: tuple[str, ...]
    row: Callable[[Any], Row]
    kept: Kept | None = None
    about_documents: bool = True

    def base(self, asked: Asked) -> QuerySet[Any]:
        rows: PositionedQuerySet = self.model.objects.under(asked.node)
        return self.narrowed(rows, asked)

    def counts(self, asked: Asked, wanted: Mapping[str, Q], shape: Hashable) -> dict[str, int]:
        """All conditions in one query: of the kept sums where they are for that day, else of the rows."""
        usual = asked.since == first_of_year(asked.on)
        if self.kept and usual and self.kept.answers(asked.node, wanted.values()):
            found = self._counted(asked, wanted, shape, self.kept.model)
            if found and found.pop("basis") == self.kept.basis(asked.on):
                return found
        return self._counted(asked, wanted, shape, self.model) or dict.fromkeys(wanted, 0)

    def _counted(
        self, asked: Asked, wanted: Mapping[str, Q], shape: Hashable, model: type[Positioned | Standing]
    ) -> dict[str, Any]:
        """Compiled once for each `shape`: which measures, with which parameters."""
        document = Document(uid=compiled.uid(10)) if asked.document else None
        values = {document.pk: asked.document.pk} if document and asked.document else {}

        def build(node: Unit) -> QuerySet[Any]:
            rows: PositionedQuerySet = model.objects.under(node)
            every = self.narrowed(rows, replace(asked, node=node, document=document)).order_by().annotate(all=Value(1))
            counted: QuerySet[Any, Any] = every.values("all").annotate(**_columns(model, wanted))
            return counted

        basis = self.kept and self.kept.basis(asked.on)
        more = self.code, model, document is None, asked.on, basis, shape
        found = rows_at(asked.node, "measures", build, *more, values=values)
        return found[0] if found else {}

    def rows(self, asked: Asked, conditions: Conditions, part: str, after: str, limit: int | None) -> list[Row]:
        """Rows of a part by place and uid. Raises Unmeasurable for an unknown part."""
        found = _after(_of(self.base(asked), conditions, part), after)
        found = found.select_related(*self.related).order_by("org_pos", "pk")
        return [self.row(one) for one in found[:limit]]


def _columns(model: type[Positioned | Standing], wanted: Mapping[str, Q]) -> dict[str, Aggregate]:
    if not issubclass(model, Standing):
        return {name: Count(Value(1), filter=one or None) for name, one in wanted.items()}
    sums = {name: Sum("n", filter=one or None, default=0) for name, one in wanted.items()}
    return {**sums, "basis": Max("basis")}


@dataclass(frozen=True)
class Entry:
    """A measure of the catalogue that counts rows by conditions."""

    measure: Measure
    source: Source
    conditions: Callable[[Asked], Conditions]
    title: Callable[[Asked], str] | None = None

    def rows(self, asked: Asked, part: str, after: str, limit: int | None) -> list[Row]:
        return self.source.rows(asked, self.conditions(asked), part, after, limit)


def first_of_year(day: date) -> date:
    return day.replace(month=1, day=1)


def day_of(moment: datetime) -> date:
    """The day in China: the database hands moments out in UTC."""
    return moment.astimezone(clock.SHANGHAI).date()


def key_of(place: int, uid: object) -> str:
    return f"{place}_{uid}"


def _of(base: QuerySet[Any], conditions: Conditions, part: str) -> QuerySet[Any]:
    named = conditions.named()
    if part in named:
        return base.filter(named[part])
    if part != REMAINDER or conditions.whole is None:
        raise Unmeasurable("没有这一部分。")
    # CASE, not NOT: a condition on an empty field is neither true nor false, and such a row belongs to the remainder.
    inside = Case(When(conditions.numerator, then=Value(1)), default=Value(0), output_field=IntegerField())
    rest: QuerySet[Any] = base.filter(conditions.whole).annotate(inside=inside).filter(inside=0)
    return rest


def _after(found: QuerySet[Any], key: str) -> QuerySet[Any]:
    words, _, uid = key.partition("_")
    place, last = keyset.number(words), keyset.uid(uid)
    if place is None or last is None:
        return found
    return found.filter(Q(org_pos__gt=place) | Q(org_pos=place, pk__gt=last))
