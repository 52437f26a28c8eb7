from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import Q, QuerySet

from weian.foundation.documents import api as documents
from weian.foundation.org import api as org
from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer, staff_of
from weian.foundation.people.models import Appointment, Person
from weian.kernel import clock
from weian.kernel.text.listed import listed
from weian.programs.inspections import taking, windows
from weian.programs.inspections.forms.offered import LOOKING, grouped
from weian.programs.inspections.kinds import AT_ONCE, Method, Mode
from weian.programs.inspections.pack_schema import Template
from weian.ui import api as ui

PLANNED = [(one.value, one.label) for one in Mode if one not in AT_ONCE - {Mode.SPOT}]
MOST_SHOWN = 100


class Ticked(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Asked for, but names may be written instead of ticks: the form looks at both."""

    def clean(self, value: Any) -> Any:
        return super().clean(value) if value else Unit.objects.none()


class PlanForm(ui.Form):
    """Who visits whom, when, and by what."""

    use_required_attribute = False
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    draw = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label="名称", max_length=80)
    mode = forms.ChoiceField(
        label="方式", choices=PLANNED, help_text="暗访和四不两直自动密封：到场扫码开始以前，被检查单位看不到任何痕迹。"
    )
    first_day = forms.DateField(label="自", widget=ui.DayInput)
    last_day = forms.DateField(label="至", widget=ui.DayInput)
    below = Ticked(Unit.objects.none(), label="检查哪些单位", widget=forms.CheckboxSelectMultiple)
    units = forms.CharField(
        label="检查哪些单位", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="单位全称或简称，用顿号或换行隔开。",
    )  # fmt: skip
    team = forms.ModelMultipleChoiceField(Person.objects.none(), label="检查组", widget=forms.CheckboxSelectMultiple)
    experts = forms.CharField(
        label="专家和其他单位的人",
        required=False,
        help_text="写“姓名（单位全称）”，用顿号隔开。",
    )
    sent = forms.CharField(
        label="谁去哪家",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="抽取派的人，一行一家：“单位：姓名（所在单位全称）、姓名（所在单位全称）”。上面的检查组每家都去。",
    )
    methods = forms.MultipleChoiceField(
        label="方法", choices=Method.choices, initial=list(Method.values), widget=forms.CheckboxSelectMultiple
    )
    focuses = forms.CharField(
        label="重点", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="一行一个。"
    )
    sheet = forms.ChoiceField(label="检查表", required=False)
    document = forms.ModelChoiceField(
        documents.Document.objects.none(), label="依据通知", required=False, empty_label="不依据通知"
    )
    clauses = forms.CharField(
        label="依据条款", required=False, help_text="条号，用顿号隔开，如：三（二）、四。写明时会核对通知要求的时间。"
    )
    agencies = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="联合的部门", required=False, widget=forms.CheckboxSelectMultiple
    )
    again = forms.BooleanField(label="这次抽取已经安排过，仍要再安排一次", required=False)
    anyway = forms.BooleanField(label="时间和通知不一致，仍按这个时间安排", required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.warning = ""
        self.taken: taking.Taken | None = None
        field: Any = self.fields["team"]
        field.queryset = staff_of(viewer.unit).filter(pk__in=_office(viewer).values("person")).order_by("sort_key")
        field.label_from_instance = lambda one: one.name
        field.initial = [viewer.person.pk]
        document: Any = self.fields["document"]
        found = documents.documents_visible_to(viewer).filter(kind="notice")
        latest = list(found.order_by("-made_at").values_list("pk", flat=True)[:MOST_SHOWN])
        document.queryset = documents.Document.objects.filter(pk__in=latest).order_by("-made_at")
        document.label_from_instance = lambda one: f"{one.title} {one.doc_no}".strip()
        sheet: Any = self.fields["sheet"]
        sheet.choices = [("", "不用检查表"), *grouped(viewer, LOOKING)]
        agency: Any = self.fields["agencies"]
        agency.queryset = org.agencies_of(viewer.unit)
        agency.label_from_instance = lambda one: one.name
        self.planned = taking.planned(self["draw"].value(), viewer, but=self["uid"].value())
        if self["draw"].value():
            field.required = False
        else:
            del self.fields["sent"]
        if self.planned:
            self.fields[
                "again"
            ].help_text = f"已有：{'、'.join(self.planned)}。只剩一部分没有安排的，把安排过的单位去掉。"
        else:
            del self.fields["again"]
        if not viewer.is_commission or not agency.queryset.exists():
            del self.fields["agencies"]
        self._offer_below()
        if not self.is_bound or not self.data.get("first_day"):
            del self.fields["anyway"]

    def _offer_below(self) -> None:
        """Those right below are ticked; who has more of them, or sends by a draw, writes names."""
        below: Any = self.fields["below"]
        kinds = (Kind.COMMISSION, Kind.INSTITUTION) if self.viewer.is_commission else (Kind.DEPARTMENT,)
        below.queryset = Unit.objects.current().filter(parent=self.viewer.unit, kind__in=kinds).order_by("sort_key")
        below.label_from_instance = lambda one: one.title
        if self["draw"].value() or not 0 < below.queryset[: MOST_SHOWN + 1].count() <= MOST_SHOWN:
            del self.fields["below"]
            self.fields["units"].required = True
        else:
            self.fields["units"].label = "名单以外的，或下一级的" if self.viewer.is_commission else "名单以外的科室"

    def clean_draw(self) -> UUID | None:
        uid: UUID | None = self.cleaned_data["draw"]
        self.taken = taking.taken(uid, self.viewer) if uid else None
        return uid

    def clean_units(self) -> list[Unit]:
        names = list(dict.fromkeys(listed(self.cleaned_data["units"])))
        ticked = self.cleaned_data.get("below") or []
        if not names and not ticked:
            raise forms.ValidationError("还没有选检查哪些单位。")
        if self.taken is not None:
            # Looked for in the result alone: where two of one name were drawn, both are meant.
            drawn = [one for one in self.taken.units if {one.name, one.short_name} & set(names)]
            told = {name for one in drawn for name in (one.name, one.short_name)}
            if strange := [one for one in names if one not in told]:
                raise forms.ValidationError(
                    f"不在这次抽取的结果里：{'、'.join(strange[:5])}。要另加单位，请另安排一次检查。"
                )
            return drawn
        kinds = (Kind.COMMISSION, Kind.INSTITUTION) if self.viewer.is_commission else (Kind.DEPARTMENT,)
        below = Unit.objects.current().under(self.viewer.unit).exclude(pk=self.viewer.unit.pk).filter(kind__in=kinds)
        found: dict[str, list[Unit]] = {}
        for one in below.filter(Q(name__in=names) | Q(short_name__in=names)):
            for name in {one.name, one.short_name} & set(names):
                found.setdefault(name, []).append(one)
        if unknown := [one for one in names if len(found.get(one, ())) != 1]:
            raise forms.ValidationError(f"没有找到，或不止一家：{'、'.join(unknown[:5])}。请写单位全称。")
        return list({one.pk: one for one in [*ticked, *(one for name in names for one in found[name])]}.values())

    def clean_experts(self) -> list[Person]:
        return [_person(told) for told in listed(self.cleaned_data["experts"])]

    def clean_sent(self) -> dict[UUID, list[Person]]:
        """Line by line; of units with one name the first line is the first one's."""
        if self.taken is None:
            return {}
        waiting = list(self.taken.units)
        sent: dict[UUID, list[Person]] = {}
        for line in self.cleaned_data["sent"].splitlines():
            name, _, people = line.replace(":", "：").partition("：")
            if not line.strip():
                continue
            unit = next((one for one in waiting if name.strip() in (one.name, one.short_name)), None)
            if unit is None:
                raise forms.ValidationError(f"“{name.strip()}”不在这次抽取的结果里，或写了两行。")
            waiting.remove(unit)
            known = {_called(one): one for one in self.taken.sent.get(unit.pk, ())}
            sent[unit.pk] = [known.get(told) or _person(told) for told in listed(people)]
        return sent

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = told.get("first_day"), told.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "止日早于起日，请核对。")
        if told.get("mode") == Mode.JOINT and not told.get("agencies"):
            self.add_error("agencies" if "agencies" in self.fields else None, "联合检查要选联合的部门。")
        if told.get("draw"):
            self._check_draw(told)
            if self.planned and not told.get("again"):
                self.add_error("again", "按这次抽取已经安排过检查。确实要再安排一次的，请在这里勾选。")
        told["clause_uids"] = self._clauses(told)
        if first and last:
            window = windows.window_of(told.get("document"), told["clause_uids"])
            self.warning = windows.warning(first, last, window)
            if self.warning and not told.get("anyway"):
                self.add_error("first_day", f"{self.warning}确实要在这个时间的，请在下面勾选。")
        return told

    def _check_draw(self, told: dict[str, Any]) -> None:
        if self.taken is None:
            self.add_error(None, taking.GONE)
            return
        try:
            taking.check_hidden(self.taken, told.get("mode") or "")
        except Refused as refusal:
            self.add_error("mode", str(refusal))

    def _clauses(self, told: dict[str, Any]) -> list[UUID]:
        wanted = listed(told.get("clauses") or "")
        if not wanted:
            return []
        if told.get("document") is None:
            self.add_error("document", "写了条款的，请选是哪一份通知。")
            return []
        known = {one.no: one.pk for one in told["document"].clauses.all()}
        if unknown := [one for one in wanted if one not in known]:
            some = "、".join(list(known)[:12])
            self.add_error("clauses", f"这份通知没有条号 {'、'.join(unknown)}。有：{some}。")
            return []
        return [known[one] for one in wanted]


def of_template(template: Template) -> dict[str, Any]:
    return {
        "uid": uuid4(), "title": template.title, "mode": template.mode, "focuses": "\n".join(template.focuses),
        "methods": [one.value for one in template.methods],
    }  # fmt: skip


def of_draw(taken: taking.Taken) -> dict[str, Any]:
    """What a drawn result fills in; the rest stays to be said."""
    lines = [f"{one.name}：{'、'.join(map(_called, taken.sent.get(one.pk, ())))}" for one in taken.units]
    told: dict[str, Any] = {
        "uid": uuid4(), "draw": taken.draw.pk, "title": taken.draw.title[:80],
        "units": "\n".join(one.name for one in taken.units),
        "sent": "\n".join(lines) if any(taken.sent.values()) else "",
    }  # fmt: skip
    if taken.mode:
        told["mode"] = taken.mode.value
    if all(taken.sent.get(one.pk) for one in taken.units):
        told["team"] = []
    return told


def _called(person: Person) -> str:
    return f"{person.name}（{person.unit.name}）"


def _person(told: str) -> Person:
    """Somebody as `_called` writes it; raises ValidationError for nobody or two."""
    name, _, rest = told.replace("(", "（").replace(")", "）").partition("（")
    rows = Person.objects.filter(name=name.strip(), left_on=None, unit__name__startswith=rest.rstrip("）").strip())
    found = list(rows.select_related("unit")[:2])
    if len(found) != 1 or not rest:
        raise forms.ValidationError(f"没有找到“{told}”，请写成“姓名（单位全称）”。")
    return found[0]


def _office(viewer: Viewer) -> QuerySet[Appointment]:
    """Who holds a post of the office itself: a commission's own, not those of the units below it."""
    held = Appointment.objects.on(clock.today()).filter(post__ended_on=None)
    if viewer.is_commission:
        own = Q(post__unit=viewer.unit) | Q(post__unit__parent=viewer.unit, post__unit__kind=Kind.DEPARTMENT)
        return held.filter(own)
    return held.filter(post__unit__pos__gte=viewer.unit.pos, post__unit__pos__lt=viewer.unit.end)
