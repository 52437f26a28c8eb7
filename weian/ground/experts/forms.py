from __future__ import annotations

import secrets
from typing import Any
from uuid import uuid4

from django import forms

from weian.foundation.org import api as org
from weian.foundation.people.api import Viewer
from weian.foundation.people.models import Person
from weian.ground.experts import queries
from weian.ground.experts.actions.papers import EVEN, MOST_DRAWN, RESTED, Pool
from weian.ground.experts.models import Draw, Expert
from weian.ground.experts.naming import Unclear, units_named, with_reasons
from weian.ground.experts.pack_schema import pools, specialities, term
from weian.ground.experts.states import DrawStatus
from weian.kernel import clock
from weian.ui import api as ui

_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_KEEP = "先抄下来：名单公布后要一字不差地再填一次。系统现在只留它的摘要；也可以填自己算好的承诺值（64 位）。"


def fresh_secret() -> str:
    """Something that nobody guesses, easy to copy by hand."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(6))


def _lines(label: str, help_text: str) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=False, max_length=10_000, widget=area, help_text=help_text)


class SecretForm(ui.Form):
    """A party commits, or tells."""

    use_required_attribute = False
    secret = forms.CharField(label="密语", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, commits: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if commits:
            self.fields["secret"].help_text = _KEEP
            self.fields["secret"].initial = fresh_secret()
        else:
            self.fields["secret"].help_text = "承诺时写下的那句，一字不差。"


class DrawForm(ui.Form):
    """What to draw, by which rules, before whom. Fields that a kind does not need are taken out."""

    use_required_attribute = False
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = forms.CharField(label="名称", max_length=120, help_text="如：2026 年第四季度基层随机抽查。")
    pool = forms.ChoiceField(label="抽查池")
    types = forms.MultipleChoiceField(
        label="只抽这些类型", required=False, widget=forms.CheckboxSelectMultiple, help_text="不选就按抽查池。"
    )
    levels = forms.MultipleChoiceField(
        label="只抽这些层级", required=False, choices=org.Level.choices[1:], widget=forms.CheckboxSelectMultiple
    )
    each = forms.IntegerField(label="抽几家", min_value=1, max_value=MOST_DRAWN, initial=3)
    counties = forms.MultipleChoiceField(
        label="每个县（市、区）各抽这么多", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="一个都不选，就在全辖区里一共抽这么多。",
    )  # fmt: skip
    members = forms.MultipleChoiceField(label="参加互检的单位", widget=forms.CheckboxSelectMultiple)
    names = _lines("去哪些单位", "一行一家，写单位全称。")
    specialities = forms.MultipleChoiceField(
        label="每家去哪几方面的专家（各 1 名）", required=False, widget=forms.CheckboxSelectMultiple
    )
    officials = forms.IntegerField(label="每家去几名干部", min_value=0, max_value=9, initial=1)
    weights = forms.ChoiceField(
        label="机会", choices=[(EVEN, "一样大"), (RESTED, "久未抽到的大一些")], initial=EVEN, widget=forms.RadioSelect
    )
    after = forms.ModelChoiceField(Draw.objects.none(), label="上一轮", required=False, empty_label="没有上一轮")
    left_out = _lines("不参加抽取的单位", "一行一家：单位全称，空格，理由。")
    kept_apart = _lines("不互相检查的", "一行一对：单位、单位，空格，理由（如路远、有隶属关系）。")
    turn_back = forms.BooleanField(label="允许与上一轮反向（上次甲查乙，这次乙查甲）", required=False)
    sealed = forms.BooleanField(label="结果先不公开（暗访、四不两直）", required=False)
    witness = forms.ModelChoiceField(Person.objects.none(), label="见证方", empty_label=None)
    secret = forms.CharField(
        label="您的密语", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}), help_text=_KEEP
    )
    why = forms.CharField(label="重抽理由", max_length=300)

    _FROM_POOL = ("pool", "types", "levels", "each", "counties", "weights", "after", "left_out")
    _TEAM = ("specialities", "officials")
    ONLY = {
        Draw.What.UNITS: (*_FROM_POOL, "sealed"),
        Draw.What.TEAMS: ("names", *_TEAM, "sealed"),
        Draw.What.BOTH: (*_FROM_POOL, *_TEAM, "sealed"),
        Draw.What.PAIRS: ("members", "after", "kept_apart", "turn_back"),
    }

    def __init__(self, *args: Any, what: str, viewer: Viewer, again: Draw | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.what, self.viewer, self.again = what, viewer, again
        kept = ("uid", "title", *self.ONLY[Draw.What(what)], *(("why",) if again else ()), "witness", "secret")
        self.fields = {name: self.fields[name] for name in kept}
        fields: dict[str, Any] = self.fields
        below = [one for one in org.children_of(viewer.unit) if one.kind in (org.Kind.COMMISSION, org.Kind.INSTITUTION)]
        if "pool" in fields:
            fields["pool"].choices = [(one.code, one.title) for one in pools().values()]
            fields["types"].choices = [(one.code, one.name) for one in org.unit_types().values()]
            commissions = [one for one in below if one.kind == org.Kind.COMMISSION]
            fields["counties"].choices = [(str(one.pk), one.title) for one in commissions]
            fields["counties"].choices += [(str(viewer.unit.pk), "本级直管")]
        if "members" in fields:
            fields["members"].choices = [(str(one.pk), one.title) for one in below]
        if "specialities" in fields:
            fields["specialities"].choices = [(one.code, one.title) for one in specialities().values()]
        if "after" in fields:
            alike = ["pairs"] if what == Draw.What.PAIRS else ["units", "both"]
            stood = Draw.objects.filter(unit=viewer.unit, what__in=alike, status=DrawStatus.DRAWN).order_by("-made_at")
            known = list(stood.values_list("pk", flat=True)[:20])
            fields["after"].queryset = stood.filter(pk__in=known)
            if what == Draw.What.PAIRS and known:
                fields["after"].initial = known[0]
                fields["after"].help_text = "它以前各轮的配对也都避开，排不开时从最早的一轮放开，名单里写明。"
        fields["witness"].queryset = queries.witnesses(viewer)
        fields["secret"].initial = fresh_secret()

    def clean_after(self) -> Draw | None:
        return self.cleaned_data["after"]  # type: ignore[no-any-return]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        nobody = not told.get("specialities") and not told.get("officials")
        if "officials" in self.fields and nobody and "officials" not in self.errors:
            self.add_error("officials", "专家和干部至少要一名。")
        for name, read in (("names", self._names), ("left_out", self._left_out), ("kept_apart", self._kept_apart)):
            if name in self.fields:
                try:
                    told[name] = read(told.get(name, ""))
                except Unclear as unclear:
                    self.add_error(name, str(unclear))
        return told

    def _names(self, text: str) -> tuple[str, ...]:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if not lines:
            raise Unclear("还没有写去哪些单位。")
        found = units_named(lines, self.viewer.unit)
        return tuple(str(found[line].pk) for line in dict.fromkeys(lines))

    def _left_out(self, text: str) -> dict[str, str]:
        return {str(units[0].pk): why for units, why in with_reasons(text, self.viewer.unit)}

    def _kept_apart(self, text: str) -> tuple[tuple[str, str, str], ...]:
        return tuple((str(a.pk), str(b.pk), why) for (a, b), why in with_reasons(text, self.viewer.unit, names=2))

    def to_pool(self) -> Pool:
        told = self.cleaned_data
        needs = dict.fromkeys(told.get("specialities", ()), 1)
        if told.get("officials"):
            needs[f"@{Expert.Kind.OFFICIAL}"] = told["officials"]
        groups = dict.fromkeys(told["counties"] or [""], told["each"]) if "counties" in told else {}
        return Pool(
            pool=told.get("pool", "all"), types=tuple(told.get("types", ())), levels=tuple(told.get("levels", ())),
            groups=groups, needs=needs, left_out=told.get("left_out", {}),
            units=tuple(told.get("members") or told.get("names") or ()), kept_apart=told.get("kept_apart", ()),
            weights=told.get("weights", EVEN), turn_back=told.get("turn_back", False),
        )  # fmt: skip


class ExpertForm(ui.Form):
    """Somebody for the pool."""

    use_required_attribute = False
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(label="手机", max_length=20, required=False)
    kind = forms.ChoiceField(
        label="身份", choices=Expert.Kind.choices, initial=Expert.Kind.EXPERT, widget=forms.RadioSelect
    )
    title = forms.CharField(label="职称或职务", max_length=60, required=False)
    specialities = forms.MultipleChoiceField(label="专长", required=False, widget=forms.CheckboxSelectMultiple)
    employer = forms.CharField(
        label="工作单位", max_length=120, required=False,
        help_text="写全称。辖区内的单位会自动回避；不是辖区内的照写。",
    )  # fmt: skip
    term_from = forms.DateField(label="任期自", widget=ui.DayInput, initial=clock.today)
    term_to = forms.DateField(label="任期至（不含当天）", widget=ui.DayInput, required=False)
    room = forms.IntegerField(label="一年最多去几家", min_value=1, max_value=366)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["specialities"].choices = [(one.code, one.title) for one in specialities().values()]
        fields["room"].initial = term("visits").amount


class ExpertChangeForm(ExpertForm):
    """What changes over a term."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {name: self.fields[name] for name in ("title", "specialities", "term_to", "room")}


class RecusalForm(ui.Form):
    use_required_attribute = False
    target = forms.CharField(label="回避哪家单位", max_length=120, help_text="写全称；连同它管的单位一起回避。")
    reason = forms.CharField(label="回避理由", max_length=120)
    until = forms.DateField(label="到何日为止", widget=ui.DayInput, required=False)


class AppraisalForm(ui.Form):
    use_required_attribute = False
    target = forms.ChoiceField(label="去过的单位")
    score = forms.TypedChoiceField(
        label="评分", coerce=int, choices=[(n, f"{n} 分") for n in range(5, 0, -1)], widget=forms.RadioSelect
    )
    text = forms.CharField(label="评语", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, targets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = targets  # type: ignore[attr-defined]


class StandForm(ui.Form):
    """A paired unit agrees or disputes."""

    use_required_attribute = False
    agreed = forms.TypedChoiceField(
        label="对配对的意见", choices=[("1", "认可"), ("0", "有异议")], coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = forms.CharField(label="异议理由", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class RulingForm(ui.Form):
    use_required_attribute = False
    upheld = forms.TypedChoiceField(
        label="裁定", choices=[("1", "异议成立"), ("0", "不成立")], coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )  # fmt: skip
    ruling = forms.CharField(label="裁定理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class VoidForm(ui.Form):
    use_required_attribute = False
    why = forms.CharField(label="作废理由", max_length=300)


class AnswerForm(ui.Form):
    """Whether somebody who was drawn goes."""

    use_required_attribute = False
    goes = forms.ChoiceField(label="去不去", choices=[("yes", "去"), ("no", "不去")], widget=forms.RadioSelect)
    why = forms.CharField(label="不去的理由", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("goes") == "no" and not said.get("why"):
            self.add_error("why", "不去的请写理由。")
        return said
