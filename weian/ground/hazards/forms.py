"""What people fill in. The gate is in the actions; a form only turns words into values."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q

from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.api import May, Viewer
from weian.foundation.people.models import Appointment
from weian.foundation.tree import api as tree
from weian.ground.hazards import pack_schema
from weian.ground.hazards.actions.assigning import Elements, default_due
from weian.ground.hazards.kinds import Grade, Mode
from weian.ground.hazards.models import Hazard
from weian.ground.registry import api as registry
from weian.ground.registry.models import Subject
from weian.kernel import clock
from weian.ui.entry import DayInput, Form

NOTHING = Elements(responsible=None, measure="", money=None, due=None)
YES_NO = [("yes", "能"), ("no", "不能")]


class Photos(forms.FileField):
    """Several photos or papers at once; the value is a list."""

    class Many(forms.ClearableFileInput):
        allow_multiple_selected = True

    def __init__(self, **kwargs: Any) -> None:
        accept = kwargs.pop("accept", "image/*,.pdf,.docx,.xlsx")
        super().__init__(required=False, widget=Photos.Many(attrs={"multiple": True, "accept": accept}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(Photos, self).clean(one, initial) for one in data or [] if one]


class ActForm(Form):
    """A form of one act on one hazard; its fields have ids of their own, since several stand on the page."""

    name = ""
    word = ""  # another than that of the act, where it is done anew
    goes_on = False  # a question follows on one that was answered: it stands open
    use_required_attribute = False

    def __init__(self, data: Any = None, files: Any = None, *, hazard: Hazard, viewer: Viewer) -> None:
        self.hazard, self.viewer = hazard, viewer
        super().__init__(data, files, auto_id=f"{self.name}-%s")


class ReportForm(Form):
    """A photo, a sentence or a type is enough."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    photo = Photos(label="照片", accept="image/*")
    text = forms.CharField(
        label="一句话", required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "用键盘上的话筒说也行"}),
    )  # fmt: skip
    type = forms.ChoiceField(label="类别", required=False)
    subject = forms.ModelChoiceField(
        Subject.objects.none(), label="场所点位", required=False, empty_label="没有登记的地方"
    )
    place = forms.CharField(
        label="地点", required=False, max_length=120, help_text="选了场所点位的，可以只写更细的位置。"
    )
    department = forms.ModelChoiceField(Unit.objects.none(), label="科室", required=False, empty_label="不分科室")
    unit = tree.UnitField(label="哪家机构", empty_label="请选")
    found_mode = forms.ChoiceField(label="发现方式", choices=Mode.choices, initial=Mode.SPOT)
    on_behalf = forms.BooleanField(
        label="代该机构登记（代录）", required=False,
        help_text="只用于小型机构自己发现、由您替它记下的；算它自查的，等它确认。检查发现的不要选。",
    )  # fmt: skip

    use_required_attribute = False

    def __init__(
        self, data: Any = None, files: Any = None, *, viewer: Viewer, place: str = "", subject: Subject | None = None,
        choose: bool = True,
    ) -> None:  # fmt: skip
        """`subject` is the place from whose page it is reported; with `choose` another one may be taken instead."""
        own = viewer.reach if viewer.reach.kind == "department" else None
        told = {"uid": uuid4(), "place": place, "department": own, "subject": subject}
        super().__init__(data, files, initial=told | ({"unit": subject.unit} if subject else {}))
        titles = pack_schema.types()
        self.quick = [kind for kind in titles.values() if kind.quick]
        _of(self, "type").choices = [("", "不选")] + [(code, kind.title) for code, kind in titles.items()]
        inside = Unit.objects.current().under(viewer.unit)
        if viewer.is_commission:
            _of(self, "unit").among(inside.institutions().order_by("pos"), viewer.unit)
        else:
            _of(self, "department").queryset = inside.filter(kind="department")
        named = Q(pk=subject.pk if subject else None)
        places = Subject.objects.filter(named) if subject else Subject.objects.none()
        if choose and not viewer.is_commission:
            places = registry.subjects_of(viewer.unit).filter(named | ~Q(kind=registry.Kind.PARTY))
        _of(self, "subject").queryset = places
        if not places.exists():
            del self.fields["subject"]
            _of(self, "place").help_text = ""
        for name in ("department",) if viewer.is_commission else ("unit", "found_mode", "on_behalf"):
            del self.fields[name]


class GradingForm(ActForm):
    name = "grading"
    grade = forms.ChoiceField(label="等级", choices=Grade.choices, widget=forms.RadioSelect)
    why = forms.CharField(label="理由", required=False, max_length=500)
    legacy = forms.BooleanField(label="历史遗留，整治难度大", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"grade": self.hazard.grade or Grade.GENERAL, "legacy": self.hazard.legacy}


class FixForm(ActForm):
    name = "fix"
    measure = forms.CharField(label="当场怎么改的", max_length=500)
    before = Photos(label="整改前照片", accept="image/*")
    after = Photos(label="整改后照片", accept="image/*")
    fixer = forms.ModelChoiceField(Appointment.objects.none(), label="谁当场改的", empty_label="请选")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.viewer.supervises(self.hazard.unit):
            del self.fields["fixer"]
            return
        _of(self, "fixer").queryset = fixers_of(self.hazard.unit)
        _of(self, "fixer").label_from_instance = _named


class AssignmentForm(ActForm):
    name = "assignment"
    responsible = forms.ModelChoiceField(
        Appointment.objects.none(), label="责任：整改责任人", empty_label="请指定一个人"
    )
    measure = forms.CharField(label="措施", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    money = forms.DecimalField(label="资金（元）", max_digits=14, decimal_places=2, help_text="不用花钱就填 0。")
    due = forms.DateField(label="时限", widget=DayInput)
    at_once = forms.ChoiceField(label="能不能立即整改", choices=YES_NO, widget=forms.RadioSelect, initial="yes")
    interim_measure = forms.CharField(
        label="整改前防范措施", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="不能立即整改的要填。",
    )  # fmt: skip
    plan = forms.CharField(
        label="预案", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="万一出事怎么办。不能立即整改的要填。",
    )  # fmt: skip
    why = forms.CharField(label="改派理由", required=False, max_length=500, help_text="只在改派时填。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hazard, field = self.hazard, _of(self, "responsible")
        field.queryset = fixers_of(hazard.unit)
        field.label_from_instance = _named
        term = default_due(hazard.grade)
        if term and not hazard.due:
            self.fields[
                "due"
            ].help_text = f"{hazard.get_grade_display()}隐患默认 {(term - clock.today()).days} 天，可以改。"
        elif not hazard.due:
            self.fields["due"].help_text = "重大隐患的期限由督办的上级定。"
        self.initial = {
            "measure": hazard.measure, "money": hazard.money, "due": hazard.due or term, "plan": hazard.plan,
            "interim_measure": hazard.interim_measure, "at_once": "yes" if hazard.at_once or not hazard.due else "no",
        }  # fmt: skip
        if not hazard.responsible_id:
            del self.fields["why"]
        for name, sentence in NOTHING.missing().items():
            self.fields[name].error_messages["required"] = sentence

    def clean(self) -> dict[str, Any]:
        """Plan and interim measure are missed together with the rest, not after it."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("plan", "interim_measure"):
            if said.get("at_once") == "no" and not said.get(name):
                self.add_error(name, self.fields[name].error_messages["required"])
        return said


class RectificationForm(ActForm):
    name = "rectification"
    note = forms.CharField(label="整改情况", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    after = Photos(label="整改后照片或文件")


class ApplicationForm(RectificationForm):
    name = "application"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"note": self.hazard.result}


class VerificationForm(ActForm):
    name = "verification"
    note = forms.CharField(label="验收意见", required=False, max_length=1000)
    scene = Photos(label="现场照片", accept="image/*")


class ReturnForm(ActForm):
    name = "return"
    why = forms.CharField(label="退回理由", max_length=500, help_text="还差什么，怎样才算改好。")


class ClosureForm(ActForm):
    name = "closure"


class ReopeningForm(ActForm):
    name = "reopening"
    why = forms.CharField(label="为什么重开", max_length=500)


class ExtensionForm(ActForm):
    name = "extension"
    until = forms.DateField(label="延到哪天", widget=DayInput)
    reason = forms.CharField(label="延期理由", max_length=500)


class DecisionForm(ActForm):
    name = "decision"
    approve = forms.ChoiceField(label="决定", choices=[("yes", "同意"), ("no", "不同意")], widget=forms.RadioSelect)
    why = forms.CharField(label="理由", required=False, max_length=500, help_text="不同意要写。")


def _of(form: forms.Form, name: str) -> Any:
    """A field whose choices are set when the form is made."""
    return form.fields[name]


def fixers_of(unit: Unit) -> Any:
    """Appointments of the unit under which somebody may rectify."""
    posts = [one.pk for one in people.posts_of(unit) if Viewer(Appointment(post=one)).may(May.RECTIFY_HAZARD)]
    held = Appointment.objects.on(clock.today()).filter(post__in=posts, person__left_on=None)
    return held.select_related("person__unit", "post__unit").order_by("post__unit__pos", "person__sort_key")


def _named(held: Appointment) -> str:
    return f"{held.post.unit.title} {held.person.name}（{held.post.title}）"
